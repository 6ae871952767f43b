"""The terms of a transition: the last day of the older version, and the days on which people may move."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from curriculum import clock
from curriculum.access import require
from curriculum.announcements import VersionPublished
from curriculum.audit import service as audit
from curriculum.db import acting, db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.paths import queries as paths
from curriculum.paths.enrolling import is_taught_out
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
    """When people may move from a version to a newer one: as decided, else until it is no longer taught.

    Whoever is left on what was withdrawn, or after the last day, can go on only by moving: to them it stays
    open (J5), unless it was decided on purpose to last beyond the last day and no longer.
    """
    decided = find_terms(new.id)
    opens = new.published_on
    if decided is not None and decided.moves_from is not None and opens is not None:
        opens = max(opens, decided.moves_from)
    closes = decided.moves_until if decided is not None else None
    last = old.teach_out_until or date.max
    if old.state is VersionState.WITHDRAWN or (is_taught_out(old) and (closes or last) <= last):
        return Window(new.published_on, None)
    return Window(opens, closes or old.teach_out_until)


def decide_terms(
    actor: Actor,
    path_version_id: int,
    *,
    teach_out_until: date,
    moves_from: date | None = None,
    moves_until: date | None = None,
    reason: str = "",
) -> MoveTerms:
    """Decide the terms of a version that replaces another; decided again, the newer ones count.

    Before the publication the last day is a proposal: the day given with the publication counts. Afterwards
    only who publishes may move it, to an earlier day only with a reason (I-17, I-18).
    """
    version = paths.locked(path_version_id)
    require(actor, Permission.MIGRATION_PREPARE, paths.subject(version.id))
    previous = _held_before(version)
    if previous is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="path_version", code=f"{version.path.code} v1")
    _require_order((moves_from, moves_until), (clock.today(), moves_until))
    if previous.teach_out_until != teach_out_until:
        _require_order((clock.today(), teach_out_until))
        _require_may_move(actor, version, previous, teach_out_until, reason)
    terms = MoveTerms(
        id=new_id(),
        path_version_id=version.id,
        teach_out_until=teach_out_until,
        moves_from=moves_from,
        moves_until=moves_until,
        decided_by=actor.row_id,
        decided_at=clock.now(),
    )
    db.session.add(terms)
    audit.record(
        actor,
        "version:terms_decided",
        "path_version",
        version.id,
        reason=reason.strip() or None,
        code=version.path.code,
        before=previous.version,
        until=teach_out_until.isoformat(),
    )
    if previous.state is VersionState.SUPERSEDED:
        previous.teach_out_until = teach_out_until
    return terms


def _held_before(version: PathVersion) -> PathVersion | None:
    previous = paths.before(version)
    return paths.locked(previous.id) if previous is not None else None


def _require_may_move(
    actor: Actor, version: PathVersion, previous: PathVersion, until: date, reason: str
) -> None:
    """Refuse to move a last day that was published, to whoever may not publish; sooner needs a reason."""
    published = previous.teach_out_until
    if previous.state is not VersionState.SUPERSEDED or published is None:
        return
    require(actor, Permission.MIGRATION_APPLY, paths.subject(version.id))
    if until < published and not reason.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="path_version", action="decide_terms")


def _require_order(*pairs: tuple[date | None, date | None]) -> None:
    for start, end in pairs:
        if start is not None and end is not None and end < start:
            raise Refusal(RefusalCode.DATES_CONTRADICT, start=start, end=end)


def on_versions_published(announced: list[VersionPublished]) -> None:
    """Listener: the last day given with the publication counts; terms that say another are decided anew."""
    for one in announced:
        decided = find_terms(one.version_id) if one.kind == "path" else None
        previous = paths.before(paths.version(one.version_id)) if decided is not None else None
        last = previous.teach_out_until if previous is not None else None
        if decided is not None and last is not None and last != decided.teach_out_until:
            db.session.add(_anew(decided, last))


def _anew(decided: MoveTerms, last: date) -> MoveTerms:
    return MoveTerms(
        id=new_id(),
        path_version_id=decided.path_version_id,
        teach_out_until=last,
        moves_from=decided.moves_from,
        moves_until=decided.moves_until,
        decided_by=acting.get(),
        decided_at=clock.now(),
    )
