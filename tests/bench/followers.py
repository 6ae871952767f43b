"""Officials on their way to the trainer certificate, each with ten results of donors' courses on file."""

import random
from dataclasses import dataclass
from datetime import date

from flask import Flask
from sqlalchemy import insert, select

from curriculum.accounts import queries as accounts
from curriculum.accounts.models import Account
from curriculum.clock import today
from curriculum.db import db, new_id, transaction
from curriculum.delivery import service as delivering
from curriculum.delivery.models import AttendanceFigure, FigureState
from curriculum.domain.actors import Actor, Role
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.donors.models import Offering
from curriculum.evidence import service as evidence
from curriculum.evidence.content import NewEvidence
from curriculum.evidence.models import EvidenceKind, EvidenceType
from curriculum.paths import queries as paths
from curriculum.paths.models import PathEnrolment
from curriculum.people import service as people
from tests.bench import instances
from tests.factories.accounts import make_account, make_role

PATH, VERSION, PIECES = "LP-TRN-BOR", 2, 10


@dataclass(frozen=True)
class Course:
    """An offering as a donor's list names it, with its run."""

    offering_id: int
    run_id: int
    code: str
    end: date
    hours: int

    def result(self, person_id: int, score: int) -> NewEvidence:
        """What the list says of one participant."""
        return NewEvidence(
            person_id=person_id,
            kind=EvidenceKind.NON_FORMAL,
            type=EvidenceType.ASSESSMENT_RESULT,
            title=self.code,
            issuer="Donor",
            issued_on=self.end,
            offering_id=self.offering_id,
            run_id=self.run_id,
            score=score,
        )


class Followers:
    """So many officials, and for each the courses whose result has not come yet."""

    version = VERSION

    def __init__(self, app: Flask, count: int, seed: int = 1) -> None:
        self.dice = random.Random(seed)
        with app.app_context():
            with transaction():
                self.account_id = _account()
            self.actor: Actor = accounts.actor_of(self.account_id, today())
            with transaction():
                self.courses = _courses(self.actor)
                self.persons = people.register_many(self.actor, instances.officials(count, seed))
                db.session.execute(insert(PathEnrolment), self._enrolments())
            self._first_results()
            db.session.remove()
        self.waiting = list(self.persons)
        self.dice.shuffle(self.waiting)

    def _enrolments(self) -> list[dict[str, object]]:
        version = paths.get_version(PATH, self.version).id
        common = {"path_version_id": version, "state": EnrolmentState.ACTIVE, "entry_grounds": {}}
        common |= {"designated_on": date(2025, 9, 1), "exemptions": []}
        return [{"person_id": one, "id": new_id(), **common} for one in self.persons]

    def _first_results(self) -> None:
        self.left = {one: self.dice.sample(self.courses, len(self.courses)) for one in self.persons}
        for start in range(0, len(self.persons), 500):
            known = [
                (one, self.left[one].pop())
                for one in self.persons[start : start + 500]
                for _ in range(PIECES)
            ]
            with transaction():
                db.session.execute(insert(AttendanceFigure), [_figure(*one) for one in known])
                evidence.record_many(self.actor, [course.result(one, self._score()) for one, course in known])

    def _score(self) -> int:
        return self.dice.choice((5500, 6500, 7300, 8800))

    def next_result(self) -> NewEvidence:
        """A result that nobody has recorded yet, of another official each time."""
        person_id = self.waiting.pop()
        if len(self.left[person_id]) > 1:
            self.waiting.insert(self.dice.randrange(len(self.waiting) + 1), person_id)
        return self.left[person_id].pop().result(person_id, self._score())

    def open_account(self, number: int) -> Account:
        """An account for one of the officials; the caller opens the transaction."""
        return make_account(f"official-{number}", person_id=self.persons[number], locale="fr")


def _account() -> int:
    account = make_account("bench-hr")
    make_role(account, Role.HR_OFFICER)
    return account.id


def _courses(actor: Actor) -> list[Course]:
    found = []
    for one in db.session.scalars(select(Offering).order_by(Offering.code)):
        run = delivering.ensure_offering_run(actor, one.id)
        found.append(Course(one.id, run.id, one.code, one.end, one.hours))
    return found


def _figure(person_id: int, course: Course) -> dict[str, object]:
    return {
        "person_id": person_id,
        "run_id": course.run_id,
        "hours": course.hours,
        "state": FigureState.SETTLED,
    }
