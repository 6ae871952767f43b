"""Recompute what people hold and where they stand, in the transaction of the fact that changed it."""

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, or_, select, union
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import aliased

from curriculum import clock
from curriculum.announcements import ClaimChanged, PersonTouched, VersionPublished, VersionWithdrawn
from curriculum.catalogue.models import ModuleVersion, Outcome, OutcomeEquivalence
from curriculum.db import announce, db, savepoint, table, transaction
from curriculum.db.prepared import Prepared
from curriculum.domain.dossier import CertificateStanding
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.progress import RULES_VERSION, Progress, judge
from curriculum.evidence.models import Evidence
from curriculum.paths import enrolling, options
from curriculum.paths.models import PathEnrolment
from curriculum.people import queries as people
from curriculum.people.models import Person
from curriculum.progress import queries
from curriculum.progress.done import asks_for_paths
from curriculum.progress.dossiers import Reader
from curriculum.progress.facts import IDS, facts_of
from curriculum.progress.holding import hold
from curriculum.progress.models import Achievement, HeldCertificate, Standing
from curriculum.progress.terms import terms_of
from curriculum.progress.writing import Writing, stored

log = logging.getLogger("cursus.progress")

CHUNK = 500
"""Persons recomputed in one transaction: writers wait no longer than that (performance.md C.3)."""

_PERSON, _ENROLMENT = table(Person), table(PathEnrolment)
_OPEN = Prepared(
    select(
        *(_ENROLMENT.c[name] for name in ("person_id", "id", "path_version_id", "renews_path_version_id")),
        *(
            _ENROLMENT.c[name]
            for name in ("state", "route", "pins", "entry_grounds", "designated_on", "mentor_id")
        ),
    ).where(_ENROLMENT.c.person_id.in_(IDS), _ENROLMENT.c.state.in_(queries.OPEN))
)
_HELD = Prepared(
    select(_PERSON.c.id).where(_PERSON.c.id.in_(IDS)).order_by(_PERSON.c.id).with_for_update(key_share=True)
)


def refresh(person_ids: Iterable[int]) -> None:
    """Bring the projection of some persons up to date; writes only what differs, with its because."""
    ids = sorted(set(person_ids))
    for start in range(0, len(ids), CHUNK):
        _each(ids[start : start + CHUNK])


def _each(ids: list[int]) -> None:
    """As many together as can be judged; whoever cannot be stays as they stood, and the log says so.

    One row that nobody foresaw must not stop everybody's round, nor the fact about somebody else."""
    try:
        with savepoint():
            _refresh(ids)
    except DBAPIError:
        raise  # the database is busy or gone: that is nobody's row
    except Exception:
        if len(ids) == 1:
            log.exception("standing of person %s cannot be computed and stays as it was", ids[0])
            return
        for half in (ids[: len(ids) // 2], ids[len(ids) // 2 :]):
            _each(half)


def _refresh(ids: list[int], offerings: Collection[int] | None = None) -> None:
    """`offerings` limits the work to what these prove (None: anything about the persons may have changed)."""
    _lock(ids)
    today = clock.today()
    facts = facts_of(ids)
    terms = terms_of(facts.values())
    outcomes = None if offerings is None else terms.proven_by(offerings)
    readers = {one: Reader(facts[one], terms) for one in ids}
    hold(readers, today, outcomes)
    before, writing = stored(ids), Writing()
    for enrolment in _OPEN.all(ids=ids):
        reader = readers[enrolment.person_id]
        judgement = judge(queries.on_path(reader, enrolment, queries.entry_of(enrolment)), today)
        progress = writing.note(
            enrolment, before.get((enrolment.person_id, enrolment.id)), judgement, outcomes
        )
        _move_on(enrolment, progress)
    writing.write()


def note_certificate(
    person_id: int,
    number: str,
    *,
    path_version_id: int,
    effective_from: date,
    valid_until: date | None,
    standing: CertificateStanding,
) -> None:
    """Take note of a certificate as it stands now; `awards` calls it at each of its events."""
    held = HeldCertificate(
        person_id=person_id,
        number=number,
        path_version_id=path_version_id,
        effective_from=effective_from,
        valid_until=valid_until,
        standing=standing,
    )
    db.session.merge(held)
    db.session.flush()
    if asks_for_paths(person_id):
        announce(PersonTouched(person_id))


def _lock(ids: list[int]) -> None:
    """One writer a person, always in the same order; SQLite has one writer for everybody already."""
    if db.session.get_bind().dialect.name == "postgresql":
        _HELD.all(ids=ids)


def _move_on(enrolment: Any, progress: Progress) -> None:
    """First activity makes an enrolment active, the last component completes it (domain.md §2.9)."""
    if enrolment.state is EnrolmentState.ADMITTED and any(mark.percent for mark in progress.marks):
        enrolling.start(enrolment.person_id, enrolment.id)
    if enrolment.state is EnrolmentState.ACTIVE and progress.complete:
        enrolling.complete(enrolment.person_id, enrolment.id)


def rebuild(person_ids: Sequence[int] | None = None, tick: Callable[[int], None] = lambda done: None) -> int:
    """Recompute everybody in chunks, one transaction each; safe to stop and start again."""
    ids = list(person_ids if person_ids is not None else people.all_ids())
    for start in range(0, len(ids), CHUNK):
        with transaction():
            _each(ids[start : start + CHUNK])
        tick(min(start + CHUNK, len(ids)))
    return len(ids)


def forget_all() -> None:
    """Drop the projection; `rebuild` makes it again, equal but for the history of changes."""
    db.session.execute(delete(Achievement))
    db.session.execute(delete(Standing))


def refresh_due(on: date) -> int:
    """Recompute those whose standing lapsed, or was written under older rules: a daily round."""
    old = Standing.rules_version != RULES_VERSION
    due = select(Standing.person_id).where(or_(Standing.good_until < on, old)).distinct()
    ids = list(db.session.scalars(due))
    return rebuild(ids)


def on_persons_touched(announced: list[PersonTouched]) -> None:
    """Listener: a fact about these persons changed; of one person only what the offerings named prove."""
    offerings = {one.offering_id for one in announced}
    persons = {one.person_id for one in announced}
    if len(persons) == 1 and None not in offerings:
        _refresh(list(persons), [one for one in offerings if one is not None])
        return
    # Whoever states a fact hears of it when what follows from it cannot be worked out.
    ids = sorted(persons)
    for start in range(0, len(ids), CHUNK):
        _refresh(ids[start : start + CHUNK])


def on_versions_published(announced: list[VersionPublished | VersionWithdrawn]) -> None:
    """Listener: what outcomes carry over to changed, or which versions a path takes, for whom it concerns."""
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
    published = db.session.scalars(select(ModuleVersion.module_id).where(ModuleVersion.id.in_(modules)))
    in_any_version = select(PathEnrolment.person_id).where(
        PathEnrolment.path_version_id.in_(options.asking_for((), set(published))),
        PathEnrolment.state.in_(queries.OPEN),
    )
    refresh(db.session.scalars(union(holders, renewing, in_any_version)))


def on_claims_changed(announced: list[ClaimChanged]) -> None:
    """Listener: what some offerings prove changed, for everybody who followed them."""
    offerings = {one.offering_id for one in announced}
    refresh(
        db.session.scalars(select(Evidence.person_id).where(Evidence.offering_id.in_(offerings)).distinct())
    )
