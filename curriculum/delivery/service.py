"""Open runs, enrol people, and the doors to attendance, disputes and teaching of this room."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import insert, select

from curriculum import clock
from curriculum.access import is_permitted, require
from curriculum.announcements import PersonTouched
from curriculum.audit import service as audit
from curriculum.catalogue import queries as catalogue
from curriculum.db import Bilingual, announce, db, new_id
from curriculum.delivery import queries
from curriculum.delivery.attendance import Recorded as Recorded
from curriculum.delivery.attendance import add_source as add_source
from curriculum.delivery.attendance import confirm_attendance as confirm_attendance
from curriculum.delivery.attendance import record_attendance as record_attendance
from curriculum.delivery.attendance import require_list as require_list
from curriculum.delivery.disputes import contest as contest
from curriculum.delivery.disputes import resolve as resolve
from curriculum.delivery.models import Run, RunEnrolment, RunTrainer, TrainerRole
from curriculum.delivery.teaching import confirm_teaching as confirm_teaching
from curriculum.delivery.teaching import log_teaching as log_teaching
from curriculum.delivery.withdrawing import withdraw_records as withdraw_records
from curriculum.delivery.withdrawing import withdraw_source as withdraw_source
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.donors import queries as donors
from curriculum.institutions import queries as institutions
from curriculum.people import queries as people


def open_run(
    actor: Actor,
    *,
    code: str,
    title: Bilingual,
    hours: int,
    start: date,
    end: date,
    institution_id: int | None = None,
    offering_id: int | None = None,
    module_version_id: int | None = None,
    outcome_ids: Sequence[int] = (),
    language: str | None = None,
    place: str | None = None,
    trainers: Sequence[tuple[int, TrainerRole]] = (),
) -> Run:
    """Open a run of a module version or of an offering; `hours` are hundredths on the programme."""
    where = queries.place_subject(
        institution_id=institution_id, offering_id=offering_id, module_version_id=module_version_id
    )
    require(actor, Permission.RUN_EDIT, where)
    one = Run(
        id=new_id(),
        code=code.strip(),
        title=title,
        offering_id=offering_id,
        module_version_id=module_version_id,
        institution_id=institution_id,
        outcome_ids=list(outcome_ids),
        language=language,
        place=place,
        hours=hours,
        start=start,
        end=end,
    )
    _check(one)
    return _add(actor, one, trainers)


def _check(one: Run) -> None:
    if not one.code:
        raise Refusal(RefusalCode.VALUE_MISSING, field="code")
    if (one.offering_id is None) == (one.module_version_id is None):
        raise Refusal(RefusalCode.VALUE_INVALID, field="module", value="offering or module, one of them")
    if one.end < one.start:
        raise Refusal(RefusalCode.DATES_CONTRADICT, start=one.start, end=one.end)
    if one.hours < 0:
        raise Refusal(RefusalCode.HOURS_NEGATIVE, hours=one.hours)
    if db.session.scalar(select(Run.id).where(Run.code == one.code)) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="run", code=one.code)
    if one.outcome_ids:
        _check_outcomes(one.module_version_id, one.outcome_ids)


def _check_outcomes(version_id: int | None, outcome_ids: Collection[int]) -> None:
    of_version = {row.id for row in catalogue.outcomes_of([version_id or 0])}
    if foreign := set(outcome_ids) - of_version:
        raise Refusal(RefusalCode.VALUE_INVALID, field="outcomes", value=sorted(foreign))


def _add(actor: Actor, one: Run, trainers: Iterable[tuple[int, TrainerRole]]) -> Run:
    db.session.add(one)
    db.session.flush()
    rows = [{"run_id": one.id, "person_id": person, "role": TrainerRole(role)} for person, role in trainers]
    if rows:
        db.session.execute(insert(RunTrainer), rows)
    audit.record(actor, "run:opened", "run", one.id, code=one.code)
    return one


def ensure_offering_run(actor: Actor, offering_id: int) -> Run:
    """The one run by which an offering was delivered; opened under the offering's code at the first list."""
    known = queries.find_of_offering(offering_id)
    if known is not None:
        return known
    require_list(actor, Permission.BATCH_APPLY)
    offering = donors.offering(offering_id)
    one = Run(
        id=new_id(),
        code=offering.code,
        title=offering.title,
        offering_id=offering.id,
        outcome_ids=[],
        language=next(iter(offering.languages), None),
        hours=offering.hours,
        start=offering.start,
        end=offering.end,
    )
    return _add(actor, one, ())


def enrol(actor: Actor, run_id: int, person_ids: Iterable[int]) -> int:
    """Expect persons on a run; gives how many were not expected before. HR may send only its own staff."""
    one = queries.run(run_id)
    wanted = dict.fromkeys(person_ids)
    _require_enrolment(actor, one, wanted)
    known = db.session.scalars(
        select(RunEnrolment.person_id).where(
            RunEnrolment.run_id == run_id, RunEnrolment.person_id.in_(list(wanted))
        )
    ).all()
    new = [person_id for person_id in wanted if person_id not in known]
    if not new:
        return 0
    rows = [{"person_id": one_, "run_id": run_id, "nominated_by": actor.account_id} for one_ in new]
    db.session.execute(insert(RunEnrolment), rows)
    about = new[0] if len(new) == 1 else None
    audit.record(actor, "run:enrolled", "run", run_id, about=about, code=one.code, count=len(new))
    for person_id in new:
        announce(PersonTouched(person_id))
    return len(new)


def _require_enrolment(actor: Actor, one: Run, person_ids: Collection[int]) -> None:
    whole = replace(queries.subject(one), institutions=frozenset())
    if is_permitted(actor, Permission.RUN_ENROL, whole):
        return
    serving = people.services_on(person_ids, clock.today())
    for person_id in person_ids:
        record = serving.get(person_id)
        places = frozenset() if record is None else institutions.lineage(people.employer_id(record))
        require(actor, Permission.RUN_ENROL, replace(whole, institutions=places))
