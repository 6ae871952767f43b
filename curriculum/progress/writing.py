"""The rows of a refreshed projection: only what differs from the stored one, each change with its because."""

from datetime import date
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from curriculum import clock
from curriculum.db import new_id, table
from curriculum.db.prepared import Prepared
from curriculum.domain.changes import Change, diff
from curriculum.domain.progress import RULES_VERSION, Progress
from curriculum.progress import queries
from curriculum.progress.codec import Written, decode_beside, plain
from curriculum.progress.facts import IDS
from curriculum.progress.models import Standing, StandingChange

CHANGING = (
    "percent",
    "percent_taught",
    "met",
    "breakdown",
    "as_of",
    "good_until",
    "rules_version",
    "updated_at",
)

_STANDING, _CHANGE = table(Standing), table(StandingChange)
_BEFORE = Prepared(
    select(
        *(_STANDING.c[name] for name in ("person_id", "enrolment_id", "percent", "breakdown")),
        *(_STANDING.c[name] for name in ("as_of", "good_until", "rules_version")),
    ).where(_STANDING.c.person_id.in_(IDS))
)
_ENTER = Prepared(insert(_STANDING), *_STANDING.c.keys())
_EXPLAIN = Prepared(insert(_CHANGE), *_CHANGE.c.keys())
_UPDATE = Prepared(
    update(_STANDING)
    .where(
        _STANDING.c.person_id == bindparam("of_person"),
        _STANDING.c.enrolment_id == bindparam("of_enrolment"),
    )
    .values({name: bindparam(name) for name in CHANGING})
)

Key = tuple[int, int]


def stored(person_ids: list[int]) -> dict[Key, Any]:
    """The standings on file, by person and enrolment."""
    return {(one.person_id, one.enrolment_id): one for one in _BEFORE.all(ids=person_ids)}


class Writing:
    """The rows of one chunk, gathered for one statement a table."""

    def __init__(self) -> None:
        self.new: list[dict[str, Any]] = []
        self.changed: list[dict[str, Any]] = []
        self.changes: list[dict[str, Any]] = []

    def note(self, enrolment: Any, before: Any, progress: Progress, lapse: date | None) -> None:
        """Compare a standing with the one on file (None: there is none) and keep what is to be written."""
        now = Written.of(progress)
        if before is None:
            keys = {"person_id": enrolment.person_id, "enrolment_id": enrolment.id}
            self.new.append(
                _row(progress, now, lapse) | keys | {"path_version_id": enrolment.path_version_id}
            )
            self._explain(enrolment, None, progress, ())
            return
        old = Written.read(before.breakdown) if before.rules_version == RULES_VERSION else None
        same = old is not None and old.says_the_same(now)
        if same and queries.is_fresh(before, progress.on):
            return
        keys = {"of_person": enrolment.person_id, "of_enrolment": enrolment.id}
        self.changed.append(_row(progress, now, lapse) | keys)
        if old is None or same:
            return
        if causes := diff(decode_beside(old, now, progress), progress):
            self._explain(enrolment, before.percent, progress, causes)

    def _explain(
        self, enrolment: Any, before: int | None, progress: Progress, causes: tuple[Change, ...]
    ) -> None:
        self.changes.append(
            {
                "person_id": enrolment.person_id,
                "id": new_id(),
                "enrolment_id": enrolment.id,
                "at": clock.now(),
                "from_percent": before,
                "to_percent": progress.percent,
                "because": [plain(one) for one in causes],
            }
        )

    def write(self) -> None:
        """Write everything noted."""
        _ENTER.run(self.new)
        _UPDATE.run(self.changed)
        _EXPLAIN.run(self.changes)


def _row(progress: Progress, written: Written, lapse: date | None) -> dict[str, Any]:
    return {
        "percent": progress.percent,
        "percent_taught": _taught(progress),
        "met": progress.complete,
        "breakdown": written.text,
        "as_of": progress.on,
        "good_until": min((end for end in (progress.first_end, lapse) if end is not None), default=None),
        "rules_version": RULES_VERSION,
        "updated_at": clock.now(),
    }


def _taught(progress: Progress) -> int:
    """How much of the hours asked were attended, whatever was proven: "100 % taught, 0 % certified"."""
    hours = [
        module.hours
        for component in progress.mandatory
        for module in component.modules[: max(1, component.needed)]
    ]
    shares = [1.0 if one.met else one.share for one in hours]
    return int(100 * sum(shares) / len(shares)) if shares else 0
