"""The database keeps what was said, answered and decided, whoever writes past the rooms (I-24, R53)."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from curriculum.db import db, transaction
from curriculum.domain.evaluation import Moment, Statement
from curriculum.feedback import evaluating, proposing
from tests.feedback.test_evaluating import GOOD, run  # noqa: F401

pytestmark = pytest.mark.database


@pytest.fixture
def given(request, house, said):
    """One of each: feedback in an accepted proposal, and an evaluation with an answer and a score."""
    one = request.getfixturevalue("run")
    with transaction():
        made = proposing.turn(house.farid, said, code="BOR-901", text="A longer exercise.")
        proposing.decide(house.farid, made.id, accepts=True, reason="Two hours more.")
        evaluating.answer(house.amina, one, Moment.REACTION, GOOD)
        evaluating.announce_tests(house.chidi, one)
        evaluating.enter_scores(house.chidi, one, Moment.POST_TEST, {house.amina.person_id: 60})


FORBIDDEN = [
    pytest.param("UPDATE feedback SET text = 'Fine.'", "what was said", id="other words"),
    pytest.param("UPDATE feedback SET given_by = NULL", "what was said", id="another voice"),
    pytest.param("UPDATE feedback SET state = 'open'", "what was said", id="as if nobody had read it"),
    pytest.param("DELETE FROM feedback", "what was said", id="feedback gone"),
    pytest.param("UPDATE change_proposal SET text = 'Less.'", "a proposal", id="another change"),
    pytest.param("UPDATE change_proposal SET state = 'proposed'", "a proposal", id="decision forgotten"),
    pytest.param("DELETE FROM change_proposal", "a proposal", id="proposal gone"),
    pytest.param("UPDATE evaluation_answer SET useful = 5 WHERE useful = 4", "ADR 0029", id="kinder figure"),
    pytest.param(
        "UPDATE evaluation_answer SET useful = NULL, clear = NULL, level = NULL, use = NULL, score = 90 "
        "WHERE score IS NULL",
        "ADR 0029",
        id="figures become a score",
    ),
    pytest.param("DELETE FROM evaluation_answer", "ADR 0029", id="answer gone"),
    pytest.param("UPDATE evaluation SET closes_on = opens_on", "ADR 0029", id="window closed early"),
    pytest.param("DELETE FROM evaluation", "ADR 0029", id="evaluation gone"),
]


@pytest.mark.parametrize(("statement", "says"), FORBIDDEN)
def test_statement_past_the_room_is_refused(given, statement, says):
    with pytest.raises(IntegrityError, match=says), transaction():
        db.session.execute(text(statement))


def test_score_entered_wrongly_is_still_corrected(given, house, request):
    with transaction():
        one = request.getfixturevalue("run")
        evaluating.enter_scores(house.chidi, one, Moment.POST_TEST, {house.amina.person_id: 65})

    scores = db.session.execute(text("SELECT score FROM evaluation_answer WHERE score IS NOT NULL"))
    assert [row.score for row in scores] == [65]
    assert set(GOOD) == set(Statement)
