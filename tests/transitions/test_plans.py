"""A plan is drawn, applied by the worker in pieces, stopped, undone; rows are the truth (J5, I-18)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from curriculum import clock
from curriculum.catalogue.models import Theme
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.lifecycles.migration import MigrationState
from curriculum.domain.migration import MoveKind
from curriculum.domain.refusals import RefusalCode
from curriculum.evidence.models import Experience
from curriculum.paths import queries as paths
from curriculum.paths.models import PathEnrolment
from curriculum.progress import queries as progress
from curriculum.tasks.models import Mail
from curriculum.transitions import applying, judging, queries, running, service
from curriculum.transitions.models import MigrationLine
from curriculum.transitions.vocabulary import LineStanding, Stays
from tests.conftest import NOW
from tests.refusing import refused
from tests.transitions.setting import give_address

pytestmark = pytest.mark.database
E, K, L, M = EnrolmentState, MoveKind, LineStanding, MigrationState


@pytest.fixture
def people(setting):
    """Four on version 1: all of it held, O1 held, nothing held and on hold, nothing held and admitted."""
    with transaction():
        rows = setting.enrol(E.ACTIVE, E.ACTIVE, E.ON_HOLD, E.ADMITTED)
        setting.passed(rows[0].person_id, *setting.first)
        setting.passed(rows[1].person_id, setting.first[0])
        give_address(rows[1].person_id)
        return [one.person_id for one in rows]


@pytest.fixture
def plan(setting, people) -> str:
    with transaction():
        return service.draw(setting.cast.farid, setting.old, setting.new).code


def applied(setting, code, reason="The law changed"):
    with transaction():
        service.apply(setting.cast.farid, code, reason=reason)
    running.work_due()


def enrolments(person_id):
    rows = db.session.scalars(
        select(PathEnrolment).where(PathEnrolment.person_id == person_id).order_by(PathEnrolment.id)
    )
    return [(one.path_version_id, one.state) for one in rows.all()]


def standings(code):
    lines = db.session.scalars(queries.lines_of(queries.get(code)))
    return [queries.standing_of(one) for one in lines]


def test_plan_proposes_whoever_loses_nothing(plan, people):
    lines = db.session.scalars(queries.lines_of(queries.get(plan))).all()

    assert [(one.kind, one.chosen) for one in lines] == [
        (K.MUST_BRIDGE, False),
        (K.UNCHANGED, True),
        (K.UNCHANGED, True),
        (K.UNCHANGED, True),
    ]
    assert queries.get(plan).state is M.DRAWN


def test_standing_of_a_row_is_what_the_database_counts(setting, plan, people):
    applied(setting, plan)
    one = queries.get(plan)
    counted = db.session.execute(
        select(MigrationLine.person_id, queries.STANDING).order_by(MigrationLine.person_id)
    )

    assert [L(row[1]) for row in counted] == standings(plan)
    assert queries.counts(one).total == 4


def test_those_chosen_are_moved_and_keep_what_they_hold(setting, plan, people):
    applied(setting, plan)

    assert standings(plan) == [L.NOT_CHOSEN, L.MOVED, L.MOVED, L.MOVED]
    assert enrolments(people[0]) == [(setting.old, E.ACTIVE)]
    assert enrolments(people[2]) == [(setting.old, E.TRANSITIONED), (setting.new, E.ON_HOLD)]
    assert enrolments(people[3]) == [(setting.old, E.TRANSITIONED), (setting.new, E.ADMITTED)]
    moved = progress.open_enrolments([people[1]])[0]
    assert (moved.path_version_id, progress.progress_on(moved).percent) == (setting.new, 50)
    assert db.session.scalars(select(Mail.template)).all() == ["enrolment_moved"]
    assert queries.get(plan).state is M.APPLIED


def test_drawing_and_applying_need_their_powers_and_a_reason(setting, plan, people):
    cast = setting.cast
    refused(RefusalCode.NOT_PERMITTED, service.draw, cast.ines, setting.old, setting.new)
    refused(RefusalCode.NOT_PERMITTED, service.apply, cast.chidi, plan, reason="x")
    refused(RefusalCode.REASON_MISSING, service.apply, cast.farid, plan, reason=" ")
    refused(RefusalCode.VALUE_INVALID, service.draw, cast.farid, setting.new, setting.old)
    refused(RefusalCode.NOTHING_WAITS, _draw_from_nobody, setting)


def _draw_from_nobody(setting):
    for one in db.session.scalars(select(PathEnrolment)):
        one.state = E.WITHDRAWN
    db.session.flush()
    service.draw(setting.cast.farid, setting.old, setting.new)


def test_who_stands_differently_than_shown_is_left_out_and_shown_anew(setting, plan, people):
    with transaction():
        setting.passed(people[1], setting.first[1])
        paths.enrolment(people[2], _enrolment(people[2])).state = E.WITHDRAWN
    applied(setting, plan)

    lines = {one.person_id: one for one in db.session.scalars(queries.lines_of(queries.get(plan)))}
    assert (lines[people[1]].stays_because, lines[people[1]].kind) == (Stays.CHANGED, K.MUST_BRIDGE)
    assert lines[people[2]].stays_because == Stays.GONE_ON
    assert enrolments(people[1]) == [(setting.old, E.ACTIVE)]


def _enrolment(person_id):
    return progress.open_enrolments([person_id])[0].id


def test_worker_killed_between_pieces_goes_on_and_moves_nobody_twice(setting, plan, people, monkeypatch):
    monkeypatch.setattr(applying, "PIECE", 1)
    with transaction():
        service.apply(setting.cast.farid, plan, reason="Law")

    def die():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        running.work_due(die)
    assert standings(plan).count(L.MOVED) == 1
    running.work_due()

    assert standings(plan).count(L.MOVED) == 3
    assert db.session.scalar(select(func.count()).select_from(PathEnrolment)) == 7


def test_stopped_plan_moves_nobody_else_until_it_goes_on(setting, plan, people, monkeypatch):
    monkeypatch.setattr(applying, "PIECE", 1)

    def stop():
        if queries.get(plan).state is M.APPLYING:
            with transaction():
                service.stop(setting.cast.farid, plan)

    with transaction():
        service.apply(setting.cast.farid, plan, reason="Law")
    running.work_due(stop)
    assert (queries.get(plan).state, standings(plan).count(L.MOVED)) == (M.STOPPED, 1)
    with transaction():
        service.resume(setting.cast.farid, plan)
    running.work_due()

    assert (queries.get(plan).state, standings(plan).count(L.MOVED)) == (M.APPLIED, 3)


def undone(setting, code):
    with transaction():
        service.undo(setting.cast.farid, code, reason="Too early")
    running.work_due()


def test_undo_brings_everybody_back_as_they_stood(setting, plan, people):
    applied(setting, plan)
    undone(setting, plan)

    assert queries.get(plan).state is M.UNDONE
    assert standings(plan) == [L.NOT_CHOSEN, L.MOVED_BACK, L.MOVED_BACK, L.MOVED_BACK]
    assert enrolments(people[2]) == [(setting.old, E.ON_HOLD), (setting.new, E.TRANSITIONED)]
    assert [one.path_version_id for one in progress.open_enrolments(people)] == [setting.old] * 4


def test_undo_leaves_whom_something_later_depends_on_with_the_reason(setting, plan, people):
    applied(setting, plan)
    with clock.moved_to(NOW + timedelta(days=1)), transaction():
        db.session.add(_experience(people[1], setting))
        paths.enrolment(people[2], _enrolment(people[2])).state = E.ACTIVE
        paths.enrolment(people[3], _enrolment(people[3])).state = E.APPLIED
    undone(setting, plan)

    lines = {
        one.person_id: one.stays_because for one in db.session.scalars(queries.lines_of(queries.get(plan)))
    }
    assert [lines[one] for one in people] == [None, Stays.NEWER_EVIDENCE, None, Stays.APPLIED]


def _experience(person_id, setting):
    theme = db.session.scalars(select(Theme)).first()
    on = date(2026, 11, 1)
    return Experience(
        person_id=person_id,
        theme_id=theme.id,
        from_=date(2020, 1, 1),
        to=date(2021, 1, 1),
        attested_by=setting.cast.ines.person_id,
        attested_on=on,
    )


def test_plan_given_up_moves_nobody(setting, plan, people):
    with transaction():
        service.discard(setting.cast.chidi, plan)

    assert queries.get(plan).state is M.DISCARDED
    refused(RefusalCode.WRONG_STATE, service.apply, setting.cast.farid, plan, reason="x")
    assert [one.path_version_id for one in progress.open_enrolments(people)] == [setting.old] * 4


def test_choice_of_a_page_and_of_a_kind(setting, plan, people):
    ids = {one: _enrolment(one) for one in people}
    with transaction():
        service.choose_kind(setting.cast.chidi, plan, K.UNCHANGED, chosen=False)
        service.choose(
            setting.cast.chidi, plan, shown=[ids[people[0]], ids[people[1]]], ticked=[ids[people[0]]]
        )
    assert standings(plan) == [L.CHOSEN, L.NOT_CHOSEN, L.NOT_CHOSEN, L.NOT_CHOSEN]


def test_large_plan_is_counted_in_pieces_by_the_worker(setting, people, monkeypatch):
    monkeypatch.setattr(judging, "CHUNK", 2)
    with transaction():
        code = service.draw(setting.cast.farid, setting.old, setting.new).code
    assert (queries.get(code).state, standings(code).count(L.NOT_COUNTED)) == (M.COUNTING, 2)
    running.work_due()

    assert (queries.get(code).state, standings(code).count(L.NOT_COUNTED)) == (M.DRAWN, 0)
