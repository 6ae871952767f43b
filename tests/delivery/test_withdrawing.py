"""What a list said of one person is taken back, and of nobody else; its records stay (I-10, J2)."""

import pytest
from sqlalchemy import select

from curriculum.announcements import PersonTouched
from curriculum.audit import queries as trail
from curriculum.db import db, transaction
from curriculum.delivery import queries, service
from curriculum.delivery.models import AttendanceRecord, FigureState, SourceKind
from curriculum.domain.actors import Actor
from curriculum.domain.refusals import Refusal, RefusalCode
from tests.factories.delivery import on_file

pytestmark = pytest.mark.database


@pytest.fixture
def source(school, run):
    with transaction():
        return service.add_source(school.designer, run.id, SourceKind.DONOR_LIST, "NORD-02-L1")


def say(school, source, hours):
    with transaction():
        service.record_attendance(school.designer, source.id, hours)


def take_back(school, source, *persons, reason="somebody else"):
    with transaction() as session:
        count = service.withdraw_records(school.designer, source.id, persons, reason)
        return count, set(session.info.get("announced", ()))


def figure(person_id, run):
    found = queries.find_figure(person_id, run.id)
    return None if found is None else (found.hours, found.state)


def test_one_persons_hours_are_taken_back(school, run, source):
    person, other = on_file(), on_file("Koffi Tran")
    say(school, source, {person: 2400, other: 1800})

    assert take_back(school, source, person) == (1, {PersonTouched(person)})

    assert (figure(person, run), figure(other, run)) == (None, (1800, FigureState.SETTLED))
    assert len(db.session.scalars(select(AttendanceRecord)).all()) == 2


def test_taking_back_leaves_one_event_about_the_person(school, run, source):
    person = on_file()
    say(school, source, {person: 2400})

    take_back(school, source, person)

    last = trail.of_object("run", run.id)[0]
    assert (last.event, last.about_person_id, last.reason) == (
        "attendance:withdrawn",
        person,
        "somebody else",
    )


def test_taken_back_twice_changes_nothing_more(school, run, source):
    person = on_file()
    say(school, source, {person: 2400})
    take_back(school, source, person)
    before = len(trail.of_object("run", run.id))

    assert take_back(school, source, person) == (0, set())
    assert len(trail.of_object("run", run.id)) == before


def test_same_source_may_say_it_again(school, run, source):
    person = on_file()
    say(school, source, {person: 2400})
    take_back(school, source, person)

    say(school, source, {person: 2000})

    assert figure(person, run) == (2000, FigureState.SETTLED)


@pytest.mark.parametrize(
    ("who", "reason", "code"),
    [
        pytest.param("designer", "  ", RefusalCode.REASON_MISSING, id="no reason"),
        pytest.param(None, "why", RefusalCode.NOT_PERMITTED, id="somebody without a role"),
    ],
)
def test_not_without_reason_nor_right(school, run, source, who, reason, code):
    person = on_file()
    say(school, source, {person: 2400})
    actor = school.designer if who else Actor(account_id=5)

    with pytest.raises(Refusal) as caught, transaction():
        service.withdraw_records(actor, source.id, [person], reason)

    assert (caught.value.code, figure(person, run)) == (code, (2400, FigureState.SETTLED))
