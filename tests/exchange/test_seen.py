"""What goes out and comes in is what the account may read, and what its preview showed (F8, F9, F26)."""

import json

import pytest

from curriculum.catalogue import queries as catalogue
from curriculum.catalogue import service as modules
from curriculum.catalogue.content import ReviewerContent
from curriculum.db import db, transaction
from curriculum.domain.actors import OPERATOR, Role
from curriculum.domain.exchange_plan import Fate, Why
from curriculum.domain.lifecycles.offering import OfferingState
from curriculum.domain.shape_faults import misfits
from curriculum.donors.models import Offering
from curriculum.exchange import reading, schema, service
from tests.exchange.test_pages import handed_in, waiting
from tests.factories.catalogue import content, make_module, make_theme, outcome
from tests.factories.exchange import as_file, document
from tests.reviews.conftest import Owner, newcomer

pytestmark = pytest.mark.database


def said(text: str):
    parts = (outcome(60, critical=True, text=text), outcome(40))
    return content(*parts, reviewers=(ReviewerContent("Jane Personal", "Office"),))


@pytest.fixture
def house(cast):
    """CNFGF publishes BOR-901 and drafts BOR-955; MAEC has a designer of its own."""
    assert cast.chidi
    with transaction():
        whole = document()
        whole["claims"].append({**whole["claims"][0], "state": "rejected", "reason": "SECRET REASON"})
        whole["modules"][0]["versions"][1]["content"]["reviewers"] = [
            {"key": "r", "name": "Jane Personal", "office": "", "until": None}
        ]
        service.import_(OPERATOR, as_file(whole), restores=True)
    with transaction():
        theme = make_theme("T5")
        module = make_module("BOR-955", owner=Owner(cast.institution("CNFGF")), theme=theme)
        modules.draft_version(cast.chidi, module_id=module.id, content=said("SECRET DRAFT"))
    cast.other = newcomer("other", Role.CURRICULUM_DESIGNER, cast.institution("MAEC"))
    return cast


def sent(actor) -> str:
    with transaction():
        return service.export(actor)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        pytest.param("other", [False, False, False], id="a designer of another house"),
        pytest.param("chidi", [True, True, True], id="whose it is"),
        pytest.param("omar", [True, True, True], id="an administrator"),
    ],
)
def test_only_what_may_be_read_by_hand_goes_out(house, who, sees):
    file = sent(getattr(house, who))

    assert [word in file for word in ("SECRET DRAFT", "Jane Personal", "SECRET REASON")] == sees
    assert "BOR-901" in file


def test_operator_gets_everything(house):
    assert "SECRET DRAFT" in sent(OPERATOR)


def test_file_of_another_house_is_whole_in_itself_and_equal_when_it_comes_back(house):
    file = sent(house.other).encode()

    assert misfits(schema.curriculum(), json.loads(file)) == ()
    assert not isinstance(reading.read(file), reading.Faulty)
    assert {line.fate for line in service.preview(house.other, file)} == {Fate.EQUAL}


def test_preview_tells_nothing_of_a_draft_of_another_house(house):
    """Otherwise a file that guesses a code would be answered with the text that stands here."""
    guess = json.loads(sent(OPERATOR))
    [draft] = [one for one in guess["modules"] if one["code"] == "BOR-955"]
    draft["versions"][0]["content"]["outcomes"][0]["text"]["en"] = "GUESS"

    lines = {line.entry.code: line for line in service.preview(house.other, json.dumps(guess).encode())}

    assert (lines["BOR-955 v1"].fate, lines["BOR-955 v1"].differences) == (Fate.LEFT, ())


def edited(house) -> bytes:
    data = json.loads(sent(house.chidi))
    [draft] = [one for one in data["modules"] if one["code"] == "BOR-955"]
    draft["versions"][0]["content"]["title"]["en"] = "IMPORTED"
    return json.dumps(data).encode()


def save(house, text: str) -> None:
    with transaction():
        one = catalogue.get_version("BOR-955", 1)
        modules.revise(house.chidi, one.id, said(text), seen=one.revision)


def test_what_a_colleague_saved_since_the_preview_stays_and_is_shown(visit, house):
    handed_in(visit, edited(house))
    ref = waiting()
    at = f"/training/curriculum/imports/{ref}"
    shown = visit(at, as_="chidi").first("input", name="seen").get("value")
    save(house, "COLLEAGUE WROTE THIS")

    page = visit(f"{at}/take", as_="chidi", method="POST", data={"seen": shown}, status=409)

    db.session.rollback()
    texts = [one.text.en for one in catalogue.get_version("BOR-955", 1).outcomes]
    assert texts[0] == "COLLEAGUE WROTE THIS"
    assert "COLLEAGUE WROTE THIS → SECRET DRAFT" in page.text
    again = page.first("input", name="seen").get("value")
    assert again != shown
    visit(f"{at}/take", as_="chidi", method="POST", data={"seen": again}, status=303)


def test_what_nobody_touched_is_taken_in(visit, house):
    handed_in(visit, edited(house))
    at = f"/training/curriculum/imports/{waiting()}"
    shown = visit(at, as_="chidi").first("input", name="seen").get("value")

    visit(f"{at}/take", as_="chidi", method="POST", data={"seen": shown}, status=303)

    db.session.rollback()
    assert catalogue.get_version("BOR-955", 1).title.en == "IMPORTED"


def test_preview_asks_who_owns_it_here_and_not_who_the_file_says(house):
    data = json.loads(sent(house.other))
    [module] = [one for one in data["modules"] if one["code"] == "BOR-901"]
    newest = json.loads(json.dumps(module["versions"][-1]))
    module.update(owner="MAEC", versions=[*module["versions"], {**newest, "version": 3}])
    module["versions"][-1]["stood"] = {"state": "draft"}

    lines = {line.entry.code: line for line in service.preview(house.other, json.dumps(data).encode())}

    assert (lines["BOR-901 v3"].fate, lines["BOR-901 v3"].why) == (Fate.LEFT, Why.NOT_PERMITTED)


@pytest.mark.parametrize(("restores", "state"), [(False, "planned"), (True, "delivered")])
def test_course_of_a_file_is_planned_unless_the_operator_restores_it(app, restores, state):
    data = document()
    data["offerings"][0].update(state="delivered", start="2026-02-02", end="2026-02-04")

    with transaction():
        service.import_(OPERATOR, as_file(data), restores=restores)

    assert db.session.query(Offering.state).one()[0] is OfferingState(state)
