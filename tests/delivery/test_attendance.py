"""Attendance: one record per source, one figure, and nothing counts while sources disagree (I-10, S10)."""

import threading
import time

import pytest
from sqlalchemy import select

from curriculum import clock
from curriculum.audit import queries as trail
from curriculum.db import db, transaction
from curriculum.delivery import queries, service
from curriculum.delivery.models import AttendanceRecord, FigureState, SourceKind
from curriculum.domain.actors import SYSTEM
from curriculum.domain.refusals import Refusal, RefusalCode
from tests.conftest import NOW
from tests.counting import statements_of
from tests.factories.delivery import HOUR, make_run, on_file

pytestmark = pytest.mark.database

SHEET, REGISTER, LIST = SourceKind.SIGN_IN_SHEET, SourceKind.TRAINER_REGISTER, SourceKind.DONOR_LIST


def say(actor, run, kind, hours, label="one"):
    """One source that says these hours, by person."""
    with transaction():
        source = service.add_source(actor, run.id, kind, label)
        return source, service.record_attendance(actor, source.id, hours)


def figure(person_id, run):
    found = queries.find_figure(person_id, run.id)
    return None if found is None else (found.hours, found.state)


@pytest.mark.parametrize(
    ("sheet", "register", "expected"),
    [
        pytest.param(18, 24, (None, FigureState.DISPUTED), id="S10: six hours apart"),
        pytest.param(24, 24, (2400, FigureState.SETTLED), id="both agree"),
        pytest.param(22, 24, (2200, FigureState.SETTLED), id="within both tolerances the lower counts"),
        pytest.param(21.5, 24, (None, FigureState.DISPUTED), id="more than two hours, more than a tenth"),
        pytest.param(6, 7, (None, FigureState.DISPUTED), id="one hour, but more than a tenth"),
        pytest.param(0, 24, (None, FigureState.DISPUTED), id="absent for one, there for the other"),
        pytest.param(0, 0, (0, FigureState.SETTLED), id="absent for both"),
    ],
)
def test_two_sources_settle_or_dispute(school, run, sheet, register, expected):
    person = on_file()

    say(school.designer, run, SHEET, {person: int(sheet * HOUR)})
    _, second = say(school.trainer, run, REGISTER, {person: int(register * HOUR)})

    assert figure(person, run) == expected
    assert second.disputed == ((person,) if expected[0] is None else ())


def test_sources_recorded_at_the_same_time_see_each_other_S10(app, school, run):
    """The second writer waits for the run, and then reads what the first one said."""
    person, begun = on_file(), threading.Event()
    db.session.rollback()

    def sheet():
        with app.app_context(), clock.moved_to(NOW), transaction():
            source = service.add_source(school.designer, run.id, SHEET, "one")
            service.record_attendance(school.designer, source.id, {person: 1800})
            db.session.flush()
            begun.set()
            time.sleep(0.5)

    first = threading.Thread(target=sheet)
    first.start()
    begun.wait()
    say(school.trainer, run, REGISTER, {person: 2400})
    first.join()

    assert figure(person, run) == (None, FigureState.DISPUTED)


def test_each_source_keeps_its_own_record(school, run):
    person = on_file()

    say(school.designer, run, SHEET, {person: 1800})
    say(school.trainer, run, REGISTER, {person: 2400})

    records = db.session.scalars(select(AttendanceRecord).order_by(AttendanceRecord.hours)).all()
    assert [(one.hours, one.state) for one in records] == [(1800, "disputed"), (2400, "disputed")]


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        pytest.param(2401, RefusalCode.HOURS_ABOVE_RUN, id="a minute above the programme"),
        pytest.param(-1, RefusalCode.HOURS_NEGATIVE, id="less than nothing"),
    ],
)
def test_hours_at_fault_refuse_their_row_alone(school, run, hours, code):
    wrong, right = on_file(), on_file("Koffi Tran")

    _, outcome = say(school.designer, run, SHEET, {wrong: hours, right: 2400})

    assert {person: refusal.code for person, refusal in outcome.refused.items()} == {wrong: code}
    assert (figure(wrong, run), figure(right, run)) == (None, (2400, FigureState.SETTLED))


def test_same_list_twice_changes_nothing_and_leaves_no_event(school, run):
    person = on_file()
    source, _ = say(school.designer, run, SHEET, {person: 2000})
    before = len(trail.of_object("run", run.id))

    with transaction():
        again = service.record_attendance(school.designer, source.id, {person: 2000})

    assert (again.written, again.refused) == ((), {})
    assert len(trail.of_object("run", run.id)) == before


def test_other_hours_from_same_source_are_refused(school, run):
    person = on_file()
    source, _ = say(school.designer, run, SHEET, {person: 2000})

    with transaction():
        again = service.record_attendance(school.designer, source.id, {person: 2400})

    assert [one.code for one in again.refused.values()] == [RefusalCode.ALREADY_EXISTS]
    assert figure(person, run) == (2000, FigureState.SETTLED)


def test_withdrawn_source_settles_anew_and_keeps_its_records(school, run):
    person, other = on_file(), on_file("Koffi Tran")
    say(school.designer, run, SHEET, {person: 1800})
    wrong, _ = say(SYSTEM, run, LIST, {person: 2400, other: 2400})
    assert figure(person, run) == (None, FigureState.DISPUTED)

    with transaction():
        withdrawn = service.withdraw_source(school.designer, wrong.id, "list of another course")

    assert withdrawn == 2
    assert (figure(person, run), figure(other, run)) == ((1800, FigureState.SETTLED), None)
    assert len(db.session.scalars(select(AttendanceRecord)).all()) == 3


def test_withdrawn_source_counts_again_when_it_comes_back(school, run):
    person = on_file()
    source, _ = say(school.designer, run, LIST, {person: 1800})
    with transaction():
        service.withdraw_source(school.designer, source.id, "wrong run")
    assert figure(person, run) is None

    with transaction():
        service.record_attendance(school.designer, source.id, {person: 2000})

    assert figure(person, run) == (2000, FigureState.SETTLED)


def test_recording_leaves_one_event_for_many_persons(school, run):
    hours = {on_file(f"Person {n}"): 2400 for n in range(3)}

    say(school.designer, run, SHEET, hours)

    events = [(one.event, one.facts.get("count")) for one in trail.of_object("run", run.id)]
    assert events == [("attendance:recorded", 3), ("attendance_source:added", None)]


def test_three_hundred_rows_take_few_statements(school, run):
    hours = {on_file(f"Person {n}"): 2400 for n in range(300)}
    with transaction():
        source = service.add_source(school.designer, run.id, SHEET, "long")

    with transaction():
        statements = statements_of(lambda: service.record_attendance(school.designer, source.id, hours))

    assert statements <= 11


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        pytest.param("designer", True, id="designer of the owner"),
        pytest.param("trainer", True, id="trainer of the run"),
        pytest.param("assessor", False, id="assessor who did not teach here"),
        pytest.param("signatory", False, id="signatory"),
    ],
)
def test_only_designer_and_own_trainer_enter_attendance(school, run, who, allowed):
    person = on_file()
    actor = getattr(school, who)

    if allowed:
        say(actor, run, SHEET, {person: 2400})
        return
    with pytest.raises(Refusal) as refused:
        say(actor, run, SHEET, {person: 2400})
    assert refused.value.code is RefusalCode.NOT_PERMITTED


def test_attendance_of_a_run_to_come_is_refused(school):
    with transaction():
        run = make_run(school, start=NOW.date().replace(month=12), end=NOW.date().replace(month=12))

    with pytest.raises(Refusal) as refused:
        say(school.designer, run, SHEET, {on_file(): 100})

    assert refused.value.code is RefusalCode.DATE_IN_FUTURE


def test_trainer_confirms_what_a_sheet_says(school, run):
    person = on_file()
    source, _ = say(school.designer, run, SHEET, {person: 2400})

    with transaction():
        confirmed = service.confirm_attendance(school.trainer, source.id)

    assert confirmed == 1
    assert db.session.scalars(select(AttendanceRecord.state)).all() == ["confirmed"]
