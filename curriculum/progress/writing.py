"""The rows of a refreshed projection: only what differs from the stored one, each change with its because."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from curriculum import clock
from curriculum.db import new_id, table
from curriculum.db.prepared import Prepared
from curriculum.domain.changes import Change, diff
from curriculum.domain.judging import Judgement
from curriculum.domain.progress import RULES_VERSION, Progress, progress_of
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

    def note(
        self, enrolment: Any, before: Any, judgement: Judgement, outcomes: Collection[str] | None
    ) -> Progress:
        """Compare a standing with the one on file (None: there is none) and keep what is to be written.

        Of an answer that still holds, only the components that evidence of `outcomes` may change are
        explained anew (None: all of them); gives the progress, explained as far.
        """
        old = None
        if before is not None and before.rules_version == RULES_VERSION:
            old = Written.read(before.breakdown)
        known = {}
        if old is not None and outcomes is not None and queries.is_fresh(before, judgement.on):
            known = _untouched(old, judgement, outcomes)
        codes = [mark.code for mark in judgement.marks if mark.code not in known]
        progress = progress_of(judgement, codes if known else None)
        now = Written.of(progress, known)
        if old is None or not (old.says_the_same(now) and queries.is_fresh(before, judgement.on)):
            self._enter(enrolment, before, _row(judgement, progress, now))
            self._explain(enrolment, before, progress, _causes(old, now, progress))
        return progress

    def _enter(self, enrolment: Any, before: Any, row: dict[str, Any]) -> None:
        if before is not None:
            self.changed.append(row | {"of_person": enrolment.person_id, "of_enrolment": enrolment.id})
            return
        keys = {"person_id": enrolment.person_id, "enrolment_id": enrolment.id}
        self.new.append(row | keys | {"path_version_id": enrolment.path_version_id})

    def _explain(self, enrolment: Any, before: Any, progress: Progress, causes: tuple[Change, ...]) -> None:
        if before is not None and not causes:
            return
        self.changes.append(
            {
                "person_id": enrolment.person_id,
                "id": new_id(),
                "enrolment_id": enrolment.id,
                "at": clock.now(),
                "from_percent": None if before is None else before.percent,
                "to_percent": progress.percent,
                "because": [plain(one) for one in causes],
            }
        )

    def write(self) -> None:
        """Write everything noted."""
        _ENTER.run(self.new)
        _UPDATE.run(self.changed)
        _EXPLAIN.run(self.changes)


def _untouched(old: Written, judgement: Judgement, outcomes: Collection[str]) -> dict[str, str]:
    """The stored lines of the components that evidence of some outcomes cannot change."""
    touched = judgement.case.dossier.path.touched_by(outcomes)
    lines = zip(judgement.marks, old.components, strict=True)
    return {mark.code: line for mark, line in lines if mark.code not in touched}


def _causes(old: Written | None, now: Written, progress: Progress) -> tuple[Change, ...]:
    if old is None or old.says_the_same(now):
        return ()
    return diff(decode_beside(old, now, progress), progress)


def _row(judgement: Judgement, progress: Progress, written: Written) -> dict[str, Any]:
    return {
        "percent": progress.percent,
        "percent_taught": judgement.taught,
        "met": progress.complete,
        "breakdown": written.text,
        "as_of": progress.on,
        "good_until": judgement.lasts_until,
        "rules_version": RULES_VERSION,
        "updated_at": clock.now(),
    }
