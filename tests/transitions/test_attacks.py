"""What must not work: twice, on facts that changed, to a version that is no more, back and forth (J5)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from curriculum.db import db, transaction
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.lifecycles.migration import MigrationState
from curriculum.domain.refusals import RefusalCode
from curriculum.paths import queries as paths
from curriculum.paths import service as path_service
from curriculum.paths.models import PathEnrolment
from curriculum.transitions import applying, queries, running, service
from curriculum.transitions.models import MigrationPlan
from curriculum.transitions.vocabulary import LineStanding, Stays
from tests.conftest import NOW
from tests.refusing import refused

pytestmark = pytest.mark.database
E, L, M, R = EnrolmentState, LineStanding, MigrationState, RefusalCode


@pytest.fixture
def people(setting):
    with transaction():
        return [one.person_id for one in setting.enrol(E.ACTIVE, E.ACTIVE, E.ON_HOLD)]


def drawn(setting) -> str:
    with transaction():
        return service.draw(setting.cast.farid, setting.old, setting.new).code


@pytest.fixture
def plan(setting, people) -> str:
    return drawn(setting)


def ordered(setting, code) -> None:
    with transaction():
        service.apply(setting.cast.farid, code, reason="Law")


def applied(setting, code) -> None:
    ordered(setting, code)
    running.work_due()


def undone(setting, code) -> None:
    with transaction():
        service.undo(setting.cast.farid, code, reason="Too early")
    running.work_due()


def lines(code):
    return list(db.session.scalars(queries.lines_of(queries.get(code))))


def standings(code):
    return [queries.standing_of(one) for one in lines(code)]


def on(version_id):
    wanted = select(PathEnrolment.state).where(PathEnrolment.path_version_id == version_id)
    return list(db.session.scalars(wanted.order_by(PathEnrolment.person_id)))


def test_plan_sent_twice_is_applied_once(visit, setting, people):
    code = drawn(setting)
    address, sent = f"/training/moves/{code}/apply", {"reason": "Law"}
    visit(address, as_="farid", method="POST", data=sent, status=303)
    visit(address, as_="farid", method="POST", data=sent, status=409)
    assert visit(address, as_="farid", status=303).location.endswith(f"/training/moves/{code}")
    running.work_due()
    visit(address, as_="farid", method="POST", data=sent, status=409)
    assert on(setting.new) == [E.ACTIVE, E.ACTIVE, E.ON_HOLD]


def test_of_two_plans_for_the_same_people_the_second_moves_nobody(setting, plan):
    other = drawn(setting)
    applied(setting, plan)
    applied(setting, other)

    assert {one.stays_because for one in lines(other)} == {Stays.GONE_ON}
    assert db.session.scalar(select(func.count()).select_from(PathEnrolment)) == 6


def test_plan_with_nobody_chosen_is_not_applied(visit, setting, plan):
    with transaction():
        for kind in {one.kind for one in lines(plan)}:
            service.choose_kind(setting.cast.farid, plan, kind, chosen=False)
    refused(R.NOTHING_WAITS, service.apply, setting.cast.farid, plan, reason="Law")
    db.session.rollback()
    sent = visit(
        f"/training/moves/{plan}/choose", as_="farid", method="POST", data={"then": "apply"}, status=303
    )
    assert "/apply" not in sent.location


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        pytest.param("old", "old", R.VALUE_INVALID, id="to-the-same-version"),
        pytest.param("new", "old", R.VALUE_INVALID, id="back"),
        pytest.param("new", "new", R.VALUE_INVALID, id="the-newer-to-itself"),
    ],
)
def test_only_a_newer_version_is_moved_to(setting, people, start, end, code):
    ends = getattr(setting, start), getattr(setting, end)
    refused(code, service.draw, setting.cast.farid, *ends)


def withdrawn(setting, version_id) -> None:
    with transaction():
        path_service.withdraw(setting.cast.farid, version_id, reason="Wrong in law")


def test_nobody_is_moved_to_a_withdrawn_version(visit, setting, plan):
    withdrawn(setting, setting.new)

    refused(R.VERSION_NOT_PUBLISHED, service.apply, setting.cast.farid, plan, reason="Law")
    refused(R.VERSION_NOT_PUBLISHED, service.draw, setting.cast.farid, setting.old, setting.new)
    db.session.rollback()
    page = visit(f"/training/moves/{plan}", as_="farid")
    assert "nobody can be moved to it any more" in page.text


def test_plan_is_halted_when_its_version_is_withdrawn_in_between(setting, plan, monkeypatch):
    """The worker goes on with its other work, and those moved can be brought back from their pause."""
    monkeypatch.setattr(applying, "PIECE", 1)
    ordered(setting, plan)
    with transaction():
        applying.move_piece(queries.get(plan, lock=True))
    withdrawn(setting, setting.new)
    running.work_due()
    assert (queries.get(plan).state, standings(plan)) == (M.STOPPED, [L.MOVED, L.CHOSEN, L.CHOSEN])
    refused(R.VERSION_NOT_PUBLISHED, service.resume, setting.cast.farid, plan)
    db.session.rollback()
    undone(setting, plan)

    assert (queries.get(plan).state, on(setting.old)) == (M.UNDONE, [E.ACTIVE, E.ACTIVE, E.ON_HOLD])


def test_nobody_is_brought_back_to_a_version_withdrawn_since(setting, plan):
    applied(setting, plan)
    withdrawn(setting, setting.old)
    undone(setting, plan)

    assert {one.stays_because for one in lines(plan)} == {Stays.WITHDRAWN}
    assert on(setting.new) == [E.ACTIVE, E.ACTIVE, E.ON_HOLD]


def test_undo_leaves_whom_an_assessment_relied_on(setting, plan, people):
    applied(setting, plan)
    with transaction():
        setting.passed(people[0], setting.first[0], entered=NOW + timedelta(minutes=1))
    undone(setting, plan)

    assert [one.stays_because for one in lines(plan)] == [Stays.NEWER_EVIDENCE, None, None]


def test_plan_is_undone_once(setting, plan):
    applied(setting, plan)
    undone(setting, plan)

    refused(R.WRONG_STATE, service.undo, setting.cast.farid, plan, reason="Again")
    assert standings(plan) == [L.MOVED_BACK] * 3


@pytest.mark.parametrize("state", [E.COMPLETED, E.APPLIED, E.TRANSITIONED, E.NOMINATED])
def test_own_choice_is_none_where_an_application_is_open_or_the_way_is_over(visit, setting, state):
    """Who has completed applies on the present version (I-18); a form opened before says so."""
    amina = setting.cast.amina
    with transaction():
        mine = setting.enrol(state, person_id=amina.person_id)[0].id

    enrolment = paths.enrolment(amina.person_id, mine)
    refused(R.CHANGED_MEANWHILE, service.move, amina, enrolment, 2)


def test_plan_takes_nobody_who_applies_already(setting, people):
    with transaction():
        setting.enrol(E.COMPLETED, E.APPLIED, E.NOMINATED)

    assert len(lines(drawn(setting))) == len(people)


def test_person_of_two_movements_at_once_is_moved_once(setting, plan, people):
    """The own choice came first: the plan leaves them where they went."""
    with transaction():
        mine = setting.enrol(E.ACTIVE, person_id=setting.cast.amina.person_id)[0].id
    code = drawn(setting)
    with transaction():
        service.move(setting.cast.amina, paths.enrolment(setting.cast.amina.person_id, mine), 2)
    applied(setting, code)

    left = {one.person_id: one.stays_because for one in lines(code)}
    assert left[setting.cast.amina.person_id] is not None
    assert db.session.scalar(select(func.count()).select_from(MigrationPlan)) == 2
