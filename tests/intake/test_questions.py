"""A row the donor is asked about keeps waiting, and everybody concerned sees what was asked (J2)."""

import pytest

from curriculum.db import transaction
from curriculum.domain.actors import EVERYWHERE, Role, Scope, ScopeKind
from curriculum.domain.lifecycles.import_row import RowState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.intake import service, shown
from curriculum.intake.service import Decision
from tests.factories.accounts import make_account, make_role
from tests.factories.intake import AMINA, make_world, matched

pytestmark = pytest.mark.database

DOUBT = ("Mezghouri", "Amina", "", "", "12", "")
ASKED = "Which Amina is this: born when?"


@pytest.fixture
def world(app):
    made = make_world()
    with transaction():
        make_role(make_account("chief"), Role.CURRICULUM_DESIGNER, EVERYWHERE)
        scope = Scope(ScopeKind.DONOR, made.dalia.grants[0].scope.id)
        make_role(make_account("nord"), Role.DONOR_REPRESENTATIVE, scope)
    return made


def asked(world, batch, number=2, question=ASKED):
    with transaction():
        return service.ask_source(world.designer, batch.id, number, question)


def texts(batch):
    return [(one.row, one.text) for one in shown.questions(batch)]


def test_row_keeps_waiting_with_its_latest_question(world):
    batch = matched(world, DOUBT)
    asked(world, batch, question="Who?")

    row = asked(world, batch)

    assert (row.state, texts(batch)) == (RowState.CANDIDATE, [(2, ASKED)])


def test_question_goes_once_the_row_is_decided(world):
    batch = matched(world, DOUBT)
    asked(world, batch)
    with transaction():
        service.decide(world.designer, batch.id, 2, Decision.IGNORE)

    assert texts(batch) == []


@pytest.mark.parametrize(
    ("number", "question", "code"),
    [
        pytest.param(2, "  ", RefusalCode.VALUE_MISSING, id="no question"),
        pytest.param(3, ASKED, RefusalCode.WRONG_STATE, id="nothing to ask: the row is linked"),
    ],
)
def test_only_a_question_about_an_open_row(world, number, question, code):
    batch = matched(world, DOUBT, AMINA)

    with pytest.raises(Refusal) as caught:
        asked(world, batch, number, question)

    assert (caught.value.code, texts(batch)) == (code, [])


def test_donor_reads_the_question_on_its_list(world, visit):
    batch = matched(world, DOUBT)
    sent = {"question": ASKED, "queue": "", "place": "0"}

    page = f"/lists/{batch.code}/rows/2"
    visit(f"{page}/question", as_="chief", method="POST", data=sent, status=303)

    assert ASKED in visit(page, as_="chief").text
    assert ASKED in visit(f"/lists/{batch.code}/desk", as_="chief").text
    assert ASKED in visit(f"/lists/{batch.code}", as_="nord").text


def test_donor_asks_nothing_of_itself(world, visit):
    batch = matched(world, DOUBT)

    visit(
        f"/lists/{batch.code}/rows/2/question", as_="nord", method="POST", data={"question": "x"}, status=403
    )
    assert texts(batch) == []
