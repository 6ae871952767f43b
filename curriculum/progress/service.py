"""Recompute what people hold and where they stand, in the transaction of the fact that changed it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, or_, select, union, update
from sqlalchemy.orm import aliased

from curriculum import clock
from curriculum.announcements import ClaimChanged, PersonTouched, VersionPublished, VersionWithdrawn
from curriculum.catalogue.models import Outcome, OutcomeEquivalence
from curriculum.db import core, db, new_id, table, transaction
from curriculum.domain.changes import Change, diff
from curriculum.domain.ledger import first_lapse
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.progress import RULES_VERSION, Progress, assess
from curriculum.evidence.models import Evidence
from curriculum.paths import enrolling
from curriculum.paths.models import PathEnrolment
from curriculum.people import queries as people
from curriculum.people.models import Person
from curriculum.progress import queries
from curriculum.progress.codec import decode_beside, encode, plain, says_the_same
from curriculum.progress.dossiers import Reader
from curriculum.progress.facts import IDS, facts_of
from curriculum.progress.holding import hold
from curriculum.progress.models import Achievement, Standing, StandingChange
from curriculum.progress.terms import terms_of

CHUNK = 500
"""Persons recomputed in one transaction: writers wait no longer than that (performance.md C.3)."""

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

_PERSON = table(Person)
_STANDING, _CHANGE, _ENROLMENT = table(Standing), table(StandingChange), table(PathEnrolment)
_BEFORE = select(_STANDING).where(_STANDING.c.person_id.in_(IDS))
_OPEN = select(
    *(_ENROLMENT.c[name] for name in ("person_id", "id", "path_version_id", "renews_path_version_id")),
    *(_ENROLMENT.c[name] for name in ("state", "entry_grounds", "designated_on", "mentor_id")),
).where(_ENROLMENT.c.person_id.in_(IDS), _ENROLMENT.c.state.in_(queries.OPEN))
_HELD = (
    select(_PERSON.c.id).where(_PERSON.c.id.in_(IDS)).order_by(_PERSON.c.id).with_for_update(key_share=True)
)
_ENTER, _EXPLAIN = insert(_STANDING), insert(_CHANGE)
_UPDATE = (
    update(_STANDING)
    .where(
        _STANDING.c.person_id == bindparam("of_person"),
        _STANDING.c.enrolment_id == bindparam("of_enrolment"),
    )
    .values({name: bindparam(name) for name in CHANGING})
)


def refresh(person_ids: Iterable[int]) -> None:
    """Bring the projection of some persons up to date; writes only what differs, with its because."""
    ids = sorted(set(person_ids))
    for start in range(0, len(ids), CHUNK):
        _refresh(ids[start : start + CHUNK])


def _refresh(ids: Sequence[int]) -> None:
    _lock(ids)
    today = clock.today()
    facts = facts_of(ids)
    terms = terms_of(facts.values())
    readers = {one: Reader(facts[one], terms) for one in ids}
    hold(readers, today)
    before = {(one.person_id, one.enrolment_id): one for one in core(_BEFORE, {"ids": ids})}
    writing = _Writing()
    for enrolment in core(_OPEN, {"ids": ids}).all():
        dossier = queries.on_path(readers[enrolment.person_id], enrolment, queries.entry_of(enrolment))
        progress = assess(dossier, today)
        lapse = first_lapse(dossier, today)
        writing.note(enrolment, before.get((enrolment.person_id, enrolment.id)), progress, lapse)
        _move_on(enrolment, progress)
    writing.write()


def _lock(ids: Sequence[int]) -> None:
    """One writer a person, always in the same order; SQLite has one writer for everybody already."""
    if db.session.get_bind().dialect.name == "postgresql":
        core(_HELD, {"ids": ids})


def _move_on(enrolment: Row[Any], progress: Progress) -> None:
    """First activity makes an enrolment active, the last component completes it (domain.md §2.9)."""
    if enrolment.state is EnrolmentState.ADMITTED and any(mark.percent for mark in progress.marks):
        enrolling.start(enrolment.person_id, enrolment.id)
    if enrolment.state is EnrolmentState.ACTIVE and progress.complete:
        enrolling.complete(enrolment.person_id, enrolment.id)


class _Writing:
    """The rows of one chunk, gathered for one statement a table."""

    def __init__(self) -> None:
        self.new: list[dict[str, Any]] = []
        self.changed: list[dict[str, Any]] = []
        self.changes: list[dict[str, Any]] = []

    def note(
        self, enrolment: Row[Any], before: Row[Any] | None, progress: Progress, lapse: date | None
    ) -> None:
        row = _row(progress, lapse)
        causes: tuple[Change, ...] = ()
        if before is None:
            self.new.append(
                row
                | {
                    "person_id": enrolment.person_id,
                    "enrolment_id": enrolment.id,
                    "path_version_id": enrolment.path_version_id,
                }
            )
        else:
            same = before.rules_version == RULES_VERSION and says_the_same(before.breakdown, row["breakdown"])
            if same and queries.is_fresh(before, progress.on):
                return
            if before.rules_version == RULES_VERSION and not same:
                causes = diff(decode_beside(before.breakdown, row["breakdown"], progress), progress)
            self.changed.append(row | {"of_person": enrolment.person_id, "of_enrolment": enrolment.id})
        if before is None or causes:
            self._explain(enrolment, before, progress, causes)

    def _explain(
        self,
        enrolment: Row[Any],
        before: Row[Any] | None,
        progress: Progress,
        causes: tuple[Change, ...],
    ) -> None:
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
        if self.new:
            core(_ENTER, self.new)
        if self.changed:
            core(_UPDATE, self.changed)
        if self.changes:
            core(_EXPLAIN, self.changes)


def _row(progress: Progress, lapse: date | None) -> dict[str, Any]:
    return {
        "percent": progress.percent,
        "percent_taught": _taught(progress),
        "met": progress.complete,
        "breakdown": encode(progress),
        "as_of": progress.on,
        "good_until": _good_until(progress, lapse),
        "rules_version": RULES_VERSION,
        "updated_at": clock.now(),
    }


def _taught(progress: Progress) -> int:
    """How much of the hours asked were attended, whatever was proven: "100 % taught, 0 % certified"."""
    modules = [
        module for component in progress.mandatory for module in component.modules[: max(1, component.needed)]
    ]
    shares = [1.0 if m.hours.met else float(m.hours.credited / m.hours.needed) for m in modules]
    return int(100 * sum(shares) / len(shares)) if shares else 0


def _good_until(progress: Progress, lapse: date | None) -> date | None:
    """The last day before anything on file lapses, whether it counts or stands behind; None: nothing does."""
    ends = [one.until for one in progress.expiring(months=1200)]
    return min([*ends, *([lapse] if lapse else [])], default=None)


def rebuild(person_ids: Sequence[int] | None = None, tick: Callable[[int], None] = lambda done: None) -> int:
    """Recompute everybody in chunks, one transaction each; safe to stop and start again."""
    ids = list(person_ids if person_ids is not None else people.all_ids())
    for start in range(0, len(ids), CHUNK):
        with transaction():
            _refresh(ids[start : start + CHUNK])
        tick(min(start + CHUNK, len(ids)))
    return len(ids)


def forget_all() -> None:
    """Drop the projection; `rebuild` makes it again, equal but for the history of changes."""
    db.session.execute(delete(Achievement))
    db.session.execute(delete(Standing))


def refresh_due(on: date) -> int:
    """Recompute those for whom something lapsed since their standing was written: a daily round."""
    due = select(Standing.person_id).where(Standing.good_until < on).distinct()
    ids = list(db.session.scalars(due))
    return rebuild(ids)


def on_persons_touched(announced: list[PersonTouched]) -> None:
    """Listener: a fact about these persons changed."""
    refresh(one.person_id for one in announced)


def on_versions_published(announced: list[VersionPublished | VersionWithdrawn]) -> None:
    """Listener: what some outcomes carry over to changed, for who holds them or renews by them."""
    modules = {one.version_id for one in announced if one.kind == "module"}
    source, target = aliased(Outcome), aliased(Outcome)
    holders = (
        select(Achievement.person_id)
        .join(OutcomeEquivalence, OutcomeEquivalence.from_outcome_id == Achievement.outcome_id)
        .join(source, source.id == OutcomeEquivalence.from_outcome_id)
        .join(target, target.id == OutcomeEquivalence.to_outcome_id)
        .where(or_(source.version_id.in_(modules), target.version_id.in_(modules)))
    )
    renewing = select(PathEnrolment.person_id).where(
        PathEnrolment.renews_path_version_id.is_not(None), PathEnrolment.state.in_(queries.OPEN)
    )
    refresh(db.session.scalars(union(holders, renewing)))


def on_claims_changed(announced: list[ClaimChanged]) -> None:
    """Listener: what some offerings prove changed, for everybody who followed them."""
    offerings = {one.offering_id for one in announced}
    refresh(
        db.session.scalars(select(Evidence.person_id).where(Evidence.offering_id.in_(offerings)).distinct())
    )
