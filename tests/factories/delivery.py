"""Plain makers of officials and runs, and a small school in which every power is somebody else."""

from dataclasses import dataclass
from datetime import date

from curriculum.catalogue.models import ModuleVersion
from curriculum.db import db, new_id, transaction
from curriculum.delivery.models import (
    AttendanceSource,
    Run,
    RunEnrolment,
    RunTrainer,
    SourceKind,
    TrainerRole,
)
from curriculum.domain.actors import Actor, Role
from curriculum.institutions.models import Institution
from curriculum.people.models import Person, PersonName, ServiceRecord
from tests.factories.catalogue import (
    both,
    make_actor,
    make_institution,
    make_module,
    published,
    within,
)

HOUR = 100


def make_official(name: str = "Amina Mezgouri", employer: Institution | None = None) -> int:
    """A person with a Latin name and, where an employer is given, a running service record."""
    given, _, family = name.partition(" ")
    person = Person(id=new_id())
    db.session.add(person)
    db.session.flush()
    db.session.add(
        PersonName(
            person_id=person.id,
            id=new_id(),
            script="Latn",
            given=given,
            family=family,
            folded=name.lower(),
            is_primary=True,
        )
    )
    if employer is not None:
        db.session.add(
            ServiceRecord(
                person_id=person.id, id=new_id(), institution_id=employer.id, from_=date(2015, 1, 1)
            )
        )
    db.session.flush()
    return person.id


def on_file(name: str = "Amina Mezgouri", employer: Institution | None = None) -> int:
    """An official on file: committed, for tests between transactions."""
    with transaction():
        return make_official(name, employer)


@dataclass(frozen=True)
class School:
    """A training centre with one published module of two outcomes, and its people."""

    centre: Institution
    version: ModuleVersion
    designer: Actor
    colleague: Actor
    """A second designer: who entered nothing."""
    signatory: Actor
    trainer: Actor
    assessor: Actor
    verifier: Actor


def make_school(code: str = "CNFGF", module: str = "BOR-101") -> School:
    centre = make_institution(code)
    here = within(centre)
    designer = make_actor(f"chidi-{code}", Role.CURRICULUM_DESIGNER, scope=here)
    signatory = make_actor(f"farid-{code}", Role.TRAINING_SIGNATORY, scope=here)
    version = published(make_module(module, owner=centre), designer, signatory)
    return School(
        centre,
        version,
        designer,
        make_actor(f"ludmila-{code}", Role.CURRICULUM_DESIGNER, scope=here),
        signatory,
        make_actor(f"bruno-{code}", Role.ASSESSOR, scope=here),
        make_actor(f"leila-{code}", Role.ASSESSOR, scope=here),
        make_actor(f"pavel-{code}", Role.ASSESSOR, scope=here),
    )


def make_run(school: School, code: str = "BOR-101-2026A", **values) -> Run:
    """An own run of 24 hours in October 2026 that `school.trainer` leads."""
    dull = {
        "title": both(code),
        "module_version_id": school.version.id,
        "institution_id": school.centre.id,
        "outcome_ids": [],
        "hours": 24 * HOUR,
        "start": date(2026, 10, 5),
        "end": date(2026, 10, 8),
    }
    run = Run(id=new_id(), code=code, **{**dull, **values})
    db.session.add(run)
    db.session.flush()
    add_trainer(run, school.trainer.person_id)
    return run


def add_trainer(run: Run, person_id: int, role: TrainerRole = TrainerRole.LEAD) -> None:
    db.session.add(RunTrainer(run_id=run.id, person_id=person_id, role=role))
    db.session.flush()


def make_enrolment(run: Run, person_id: int) -> None:
    db.session.add(RunEnrolment(run_id=run.id, person_id=person_id))
    db.session.flush()


def make_source(
    run: Run, kind: SourceKind = SourceKind.SIGN_IN_SHEET, label: str = "Sheet", by: Actor | None = None
) -> AttendanceSource:
    source = AttendanceSource(
        id=new_id(),
        run_id=run.id,
        kind=kind,
        label=label,
        received_at=run.created_at,
        entered_by=by.account_id if by else None,
    )
    db.session.add(source)
    db.session.flush()
    return source
