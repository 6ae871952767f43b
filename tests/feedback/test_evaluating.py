"""Evaluations of a run: asked of its people, shown as means, what is low or said openly becomes feedback."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from curriculum import clock
from curriculum.db import db, transaction
from curriculum.domain.actors import EVERYWHERE, Actor, Grant, Role
from curriculum.domain.evaluation import Mean, Moment, Statement
from curriculum.domain.refusals import RefusalCode
from curriculum.feedback import asked, evaluating, queries
from curriculum.feedback.models import EvaluationAnswer, Feedback
from curriculum.institutions import queries as institutions
from curriculum.people import queries as people
from tests.factories.catalogue import make_module, published
from tests.factories.delivery import School, make_enrolment, make_official, make_run
from tests.refusing import refused

pytestmark = pytest.mark.database

GOOD = dict.fromkeys(Statement, 4)
UNCLEAR = GOOD | {Statement.CLEAR: 2}


@pytest.fixture
def run(cast):
    """A run that ended yesterday: Bruno led it, Amina was there with five others."""
    designer, signatory = cast.chidi, cast.farid
    with transaction():
        centre = institutions.get("CNFGF")
        version = published(make_module("BOR-101", owner=centre), designer, signatory)
        school = School(centre, version, designer, designer, signatory, cast.bruno, cast.leila, cast.pavel)
        one = make_run(school, start=date(2026, 11, 16), end=date(2026, 11, 20))
        for person_id in (cast.amina.person_id, *(make_official(f"Official {n}") for n in "ABCDE")):
            make_enrolment(one, person_id)
    return one


@pytest.fixture
def others(cast, run):
    """The five others, as their accounts act."""
    return [official(one) for one in sorted(asked.people_of(run.id) - {cast.amina.person_id})]


def official(person_id: int) -> Actor:
    grant = Grant(Role.OFFICIAL, EVERYWHERE, date(2020, 1, 1))
    return Actor(account_id=None, person_id=person_id, grants=(grant,))


def say(actors, run, ratings, line="") -> None:
    with transaction():
        for one in actors:
            evaluating.answer(one, run, Moment.REACTION, ratings, line)


def brought(run) -> list[tuple[str, Statement | None, int | None]]:
    rows = db.session.scalars(select(Feedback).where(Feedback.run_id == run.id).order_by(Feedback.id))
    return [(row.text, row.statement, row.mean) for row in rows]


def test_participant_is_asked_on_the_own_page_and_answers_once(visit, cast, run):
    address = f"/runs/{run.code}/evaluation/reaction"
    assert address in visit("/me", as_="amina").links().values()
    data = {one.value: "4" for one in Statement} | {"line": "More exercises."}

    visit(address, as_="amina", method="POST", data=data, status=303)

    assert address not in visit("/me", as_="amina").links().values()
    assert (
        "You answered this evaluation already"
        in visit(address, as_="amina", method="POST", data=data, status=422).text
    )
    assert brought(run) == [("More exercises.", None, None)]


def test_open_line_keeps_no_name_and_waits_for_the_owner(visit, cast, run):
    data = {one.value: "4" for one in Statement} | {"line": "More exercises."}
    visit(f"/runs/{run.code}/evaluation/reaction", as_="amina", method="POST", data=data, status=303)

    [row] = queries.to_decide(cast.farid)

    assert (row.feedback.given_by, row.feedback.created_by) == (None, None)
    assert row.feedback.given_at == datetime(2026, 11, 21, tzinfo=UTC)
    page = visit("/training/feedback", as_="farid")
    assert "More exercises." in page.text
    assert "an evaluation" in page.text
    assert "Mezgouri" not in page.text


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        pytest.param(4, Mean(4, None), id="I-24: four answers are hidden"),
        pytest.param(5, Mean(5, 200), id="five are shown"),
    ],
)
def test_means_are_hidden_below_five_answers(run, others, count, expected):
    say(others[:count], run, UNCLEAR)

    [result] = [one for one in asked.results(run) if one.moment is Moment.REACTION]

    assert result.means[Statement.CLEAR] == expected
    assert (result.asked, result.answers) == (6, count)


def test_low_mean_becomes_one_piece_of_feedback(visit, cast, run, others):
    say(others[:4], run, UNCLEAR)
    assert brought(run) == []

    say(others[4:], run, UNCLEAR)
    say([cast.amina], run, UNCLEAR)

    assert brought(run) == [("", Statement.CLEAR, 200)]
    assert "“It was clear” reached 2 of 5 on average." in visit("/training/feedback", as_="farid").text


@pytest.mark.parametrize(
    ("who", "moment", "day", "code"),
    [
        pytest.param("amina", Moment.FOLLOW_UP, 21, RefusalCode.EVALUATION_NOT_OPEN, id="three months early"),
        pytest.param("amina", Moment.REACTION, 19, RefusalCode.EVALUATION_NOT_OPEN, id="before it ended"),
        pytest.param("amina", Moment.POST_TEST, 21, RefusalCode.NOT_FOUND, id="a test has a score"),
        pytest.param("jonas", Moment.REACTION, 21, RefusalCode.NOT_PERMITTED, id="was not there"),
    ],
)
def test_who_is_not_asked_does_not_answer(cast, run, who, moment, day, code):
    with clock.moved_to(datetime(2026, 11, day, 10, tzinfo=UTC)):
        refused(code, evaluating.answer, getattr(cast, who), run, moment, GOOD)


def test_follow_up_is_asked_from_three_months_on(cast, run):
    on = [date(2027, 2, 19), date(2027, 2, 20), date(2027, 5, 20), date(2027, 5, 21)]

    found = [[one.moment for one in asked.open_for(cast.amina, day)] for day in on]

    assert found == [[], [Moment.FOLLOW_UP], [Moment.FOLLOW_UP], []]


def test_trainer_enters_scores_and_reads_the_median_gain_K19(visit, cast, run, others):
    visit(f"/runs/{run.code}/evaluation/tests", as_="bruno", method="POST", status=303)
    known = [one.person_id for one in others]
    with transaction():
        evaluating.enter_scores(cast.bruno, run, Moment.PRE_TEST, dict.fromkeys(known, 40))
        evaluating.enter_scores(cast.bruno, run, Moment.POST_TEST, dict.fromkeys(known, 70))

    page = visit(f"/runs/{run.code}/evaluation", as_="bruno")

    assert "Median gain: 50% of what was still to learn (persons: 5)." in page.text
    assert "5 of 6 answered (83%)" in page.text


def test_scores_are_typed_into_a_table_and_a_wrong_one_is_marked(visit, cast, run):
    visit(f"/runs/{run.code}/evaluation/tests", as_="bruno", method="POST", status=303)
    address = f"/runs/{run.code}/evaluation/scores"
    field = f"pre_test-{people.person_ref(cast.amina.person_id)}"

    wrong = visit(address, as_="bruno", method="POST", data={field: "101"}, status=422)
    visit(address, as_="bruno", method="POST", data={field: "55"}, status=303)

    assert "A score is a whole number from 0 to 100." in wrong.text
    assert list(asked.scores_of(run.id).values()) == [55]


def test_score_is_asked_only_where_a_test_was_announced(cast, run):
    for moment in (Moment.POST_TEST, Moment.REACTION):
        refused(RefusalCode.NOT_FOUND, evaluating.answer_score, cast.amina, run, moment, 50)


def test_own_score_is_said_once(visit, cast, run):
    visit(f"/runs/{run.code}/evaluation/tests", as_="bruno", method="POST", status=303)
    address = f"/runs/{run.code}/evaluation/post_test"

    visit(address, as_="amina", method="POST", data={"score": "0"}, status=303)
    visit(address, as_="amina", method="POST", data={"score": "90"}, status=422)

    assert asked.scores_of(run.id) == {(cast.amina.person_id, Moment.POST_TEST): 0}


def test_only_who_taught_or_owns_reads_the_means(visit, cast, run):
    address = f"/runs/{run.code}/evaluation"

    assert "answered" in visit(address, as_="farid").text
    assert "answered" not in visit(address, as_="amina").text
    visit(f"{address}/scores", as_="amina", status=403)
    refused(RefusalCode.NOT_PERMITTED, evaluating.announce_tests, cast.leila, run)


def test_nothing_half_is_kept(visit, cast, run):
    visit(
        f"/runs/{run.code}/evaluation/reaction", as_="amina", method="POST", data={"useful": "4"}, status=422
    )
    refused(RefusalCode.VALUE_MISSING, evaluating.answer, cast.amina, run, Moment.REACTION, {})

    assert db.session.scalars(select(EvaluationAnswer)).all() == []


def test_staff_without_the_role_of_an_official_is_not_asked(visit, cast, run):
    with transaction():
        make_enrolment(run, cast.leila.person_id)

    assert asked.open_for(cast.leila, date(2026, 11, 21)) == []
    assert f"/runs/{run.code}/evaluation" not in visit(f"/runs/{run.code}", as_="leila").links().values()
    assert f"/runs/{run.code}/evaluation" in visit(f"/runs/{run.code}", as_="amina").links().values()


def test_who_was_on_a_session_may_speak_of_it_from_the_own_list(visit, cast, run):
    """No other page of an official leads to a session once its evaluation is closed."""
    assert f"/feedback/run/{run.code}" in visit("/feedback", as_="amina").links().values()
    assert asked.sessions_of(cast.ines) == []
