"""The terms of a transition: the last day of the older version, and the days on which people may move."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from curriculum import clock
from curriculum.access import require
from curriculum.announcements import VersionPublished
from curriculum.audit import service as audit
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.paths import queries as paths
from curriculum.paths.models import PathVersion
from curriculum.transitions.models import MoveTerms


@dataclass(frozen=True)
class Window:
    """From when to when people may move by themselves; None is without end."""

    opens: date | None
    closes: date | None

    def holds(self, on: date) -> bool:
        """Tell whether a day lies inside."""
        return self.opens is not None and self.opens <= on and (self.closes is None or on <= self.closes)


def find_terms(path_version_id: int) -> MoveTerms | None:
    """What was decided last for a newer version; None where nothing was."""
    wanted = select(MoveTerms).where(MoveTerms.path_version_id == path_version_id)
    return db.session.scalars(wanted.order_by(MoveTerms.id.desc()).limit(1)).one_or_none()


def window(old: PathVersion, new: PathVersion) -> Window:
    """When people may move from a version to a newer one: as decided, else until it is no longer taught."""
    decided = find_terms(new.id)
    opens = new.published_on
    if decided is not None and decided.moves_from is not None and opens is not None:
        opens = max(opens, decided.moves_from)
    closes = decided.moves_until if decided is not None else None
    if old.state is VersionState.WITHDRAWN:
        return Window(new.published_on, None)  # whoever is left on what was wrong may always go on (J5)
    return Window(opens, closes or old.teach_out_until)


def decide_terms(
    actor: Actor,
    path_version_id: int,
    *,
    teach_out_until: date,
    moves_from: date | None = None,
    moves_until: date | None = None,
) -> MoveTerms:
    """Decide the terms of a version that replaces another; decided again, the newer ones count."""
    version = paths.locked(path_version_id)
    require(actor, Permission.MIGRATION_PREPARE, paths.subject(version.id))
    previous = paths.before(version)
    if previous is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="path_version", code=f"{version.path.code} v1")
    _require_order(teach_out_until, moves_from, moves_until)
    terms = MoveTerms(
        id=new_id(),
        path_version_id=version.id,
        teach_out_until=teach_out_until,
        moves_from=moves_from,
        moves_until=moves_until,
        decided_by=actor.account_id if isinstance(actor.account_id, int) else None,
        decided_at=clock.now(),
    )
    db.session.add(terms)
    audit.record(
        actor,
        "version:terms_decided",
        "path_version",
        version.id,
        code=version.path.code,
        before=previous.version,
        until=teach_out_until.isoformat(),
    )
    if previous.state is VersionState.SUPERSEDED:
        previous.teach_out_until = teach_out_until
    return terms


def _require_order(teach_out_until: date, moves_from: date | None, moves_until: date | None) -> None:
    for start, end in (
        (clock.today(), teach_out_until),
        (moves_from, moves_until),
        (clock.today(), moves_until),
    ):
        if start is not None and end is not None and end < start:
            raise Refusal(RefusalCode.DATES_CONTRADICT, start=start, end=end)


def on_versions_published(announced: list[VersionPublished]) -> None:
    """Listener: the last day decided before holds from the publication on."""
    for one in announced:
        decided = find_terms(one.version_id) if one.kind == "path" else None
        previous = paths.before(paths.version(one.version_id)) if decided is not None else None
        if decided is not None and previous is not None and previous.state is VersionState.SUPERSEDED:
            previous.teach_out_until = decided.teach_out_until
