"""The composer by hand: a path begun, composed, changed by two, refused where it must be."""

from dataclasses import replace

import pytest

from curriculum.catalogue import service as catalogue
from curriculum.catalogue.queries import get_theme
from curriculum.db import Bilingual, transaction
from curriculum.domain.path import ComponentType as K
from curriculum.paths import service
from curriculum.paths.composing import editing
from curriculum.paths.content import ComponentContent
from tests.factories.catalogue import content as module_content
from tests.factories.catalogue import make_module, outcome
from tests.factories.paths import module_component
from tests.filling import sent, sent_all
from tests.paths.composing import (
    DRAFT,
    HOME,
    NEW,
    PRACTICE,
    STAGES,
    button,
    longer,
    order,
    post,
    save,
    stored,
)
from tests.paths.test_pages import Owner

pytestmark = pytest.mark.database


def test_a_path_is_opened_with_its_first_draft(visit, modules):
    page = visit(post(visit, f"{HOME}/new", NEW).location, as_="chidi")

    assert page.h1 == "Compose LP-NEW"
    assert "The drawing begins with the first component." in page.text
    assert stored().title == Bilingual("Formateur", "Trainer")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param({"code": "lp new"}, "A code such as LP-TRN-BOR is expected.", id="no-code"),
        pytest.param({"title_fr": ""}, "Enter a title.", id="no-title"),
        pytest.param({"owner": "MINT"}, "Not a valid choice.", id="of-others"),
    ],
)
def test_a_path_is_not_opened_by(visit, modules, wrong, said):
    page = post(visit, f"{HOME}/new", NEW | wrong, status=422)

    assert page.problems() == [said]


def test_a_path_is_opened_once(visit, modules):
    post(visit, f"{HOME}/new", NEW)

    page = post(visit, f"{HOME}/new", NEW, status=409)

    assert page.problems() == ["This exists already: learning path LP-NEW. Use it, or choose another code."]


MINE = [
    pytest.param("", {}, id="the-composer"),
    pytest.param("/settings", {}, id="settings"),
    pytest.param("/check", {}, id="check"),
    pytest.param("/components/C1", {}, id="component"),
    pytest.param("/components/new?type=panel&stage=", {}, id="another"),
    pytest.param("/components/C1/remove", {}, id="removal"),
    pytest.param("/move", {"to": "C1  1"}, id="a-move"),
]


@pytest.mark.parametrize("who", ["ines", "farid", "clara", "omar"])
@pytest.mark.parametrize(("page", "data"), MINE)
def test_only_designers_of_the_owner_compose(visit, draft, who, page, data):
    draft()

    visit(f"{DRAFT}{page}", as_=who, method="POST" if data else "GET", data=data or None, status=403)

    assert order() == ["C1", "C2"]


def test_what_is_in_review_is_composed_no_more(visit, cast, draft):
    version = draft()
    with transaction():
        service.submit(cast.chidi, version.id)

    page = visit(DRAFT, as_="chidi", status=302)

    assert page.location == "/training/review/paths/LP-NEW/1"
    assert "In review" in visit(page.location, as_="chidi").text
    assert "In review" in post(visit, f"{DRAFT}/move", {"to": "C1"}, status=409).text


def test_a_path_that_nobody_can_complete_says_why_and_where(visit, draft, modules):
    options = (("BOR-101", 1), ("BOR-102", 1))
    group = ComponentContent("C2", K.ELECTIVE_GROUP, options=options, rule={"choose": 2})
    draft(module_component(modules[0]), group)

    page = visit(DRAFT, as_="chidi")

    assert "No, nobody can complete this path:" in page.text
    sentence = "C1: Needs modules that already count for others, and each counts once (C2)."
    assert page.links()[sentence] == f"{DRAFT}/components/C1"


THREE = (("a", "s1"), ("b", "s1"), ("c", "s2"))


@pytest.mark.parametrize(
    ("key", "way", "becomes"),
    [
        pytest.param("b", "up", [("b", "s1"), ("a", "s1"), ("c", "s2")], id="up"),
        pytest.param("a", "down", [("b", "s1"), ("a", "s1"), ("c", "s2")], id="down"),
        pytest.param("b", "down", [("a", "s1"), ("b", "s2"), ("c", "s2")], id="into-the-next-stage"),
        pytest.param("c", "up", [("a", "s1"), ("b", "s1"), ("c", "s1")], id="to-the-end-of-the-stage-before"),
    ],
)
def test_buttons_move_from_place_to_place_and_stage_to_stage(visit, draft, key, way, becomes):
    parts = [replace(PRACTICE, code=one.upper(), key=one, stage=stage) for one, stage in THREE]
    draft(*parts, stages=STAGES)
    sending = {"to": button(visit(DRAFT, as_="chidi"), key, way), "seen": "1"}

    post(visit, f"{DRAFT}/move", sending)
    post(visit, f"{DRAFT}/move", sending)  # a second click

    assert [(one.key, one.stage) for one in stored().components] == becomes


@pytest.mark.parametrize("to", ["", "C1", "C1 s9 x", "C1 s1 1 1", "' or 1=1"])
def test_a_move_to_nowhere_is_refused(visit, draft, to):
    draft()

    post(visit, f"{DRAFT}/move", {"to": to, "seen": "1"}, status=422)

    assert order() == ["C1", "C2"]


def test_nothing_moves_over_what_somebody_saved_meanwhile(visit, cast, draft):
    version = draft()
    sending = {"to": button(visit(DRAFT, as_="chidi"), "C1", "down"), "seen": "1"}
    save(cast.chidi, version, longer(40))

    page = visit(post(visit, f"{DRAFT}/move", sending).location, as_="chidi")

    assert "Somebody changed this while you had it open." in page.text


def test_two_who_change_different_things_both_keep_them(visit, cast, draft):
    version = draft()
    page = visit(f"{DRAFT}/components/C2", as_="chidi")
    save(cast.chidi, version, longer(40))

    post(visit, f"{DRAFT}/components/C2", sent_all(page, save="1", title_en="Lessons"))

    part = stored().components[1]
    assert (part.title.en, part.rule["minimum"]) == ("Lessons", 40)


@pytest.mark.parametrize(("choice", "hours"), [("mine", 30), ("theirs", 40)])
def test_two_who_change_one_thing_are_asked(visit, cast, draft, choice, hours):
    version = draft()
    page = visit(f"{DRAFT}/components/C2", as_="chidi")
    save(cast.chidi, version, longer(40))

    asked = post(visit, f"{DRAFT}/components/C2", sent_all(page, save="1", minimum="30"), status=409)
    post(visit, f"{DRAFT}/clash", sent(asked, form="clash", **{"choice-0": choice}))

    assert asked.h1 == "Two texts of LP-NEW"
    assert stored().components[1].rule["minimum"] == hours


def titled(content):
    return replace(content, title=Bilingual("D’un autre", "Theirs"))


@pytest.mark.parametrize(
    ("page", "theirs"), [("/settings", titled), ("/components/C2", longer(20, "Theirs"))]
)
def test_what_was_typed_is_offered_no_more_once_the_clash_is_settled(visit, cast, draft, page, theirs):
    version = draft()
    form = sent_all(visit(f"{DRAFT}{page}", as_="chidi"), title_en="Mine")
    post(visit, f"{DRAFT}{page}/live", form, status=200)
    save(cast.chidi, version, theirs)

    asked = post(visit, f"{DRAFT}{page}", form | {"save": "1"}, status=409)
    answer = sent(asked, form="clash", **{"choice-0": "theirs"})
    post(visit, asked.first("form", id="clash").get("action"), answer)

    assert "Mine" not in visit(f"{DRAFT}{page}", as_="chidi").text


def test_a_form_that_we_did_not_fill_is_refused(visit, draft):
    draft()
    page = visit(f"{DRAFT}/components/C2", as_="chidi")

    post(visit, f"{DRAFT}/components/C2", sent_all(page, save="1", began="made up"), status=409)

    assert stored().components[1].rule["minimum"] == 20


def test_a_component_is_removed_after_a_question(visit, draft):
    draft(
        PRACTICE,
        replace(PRACTICE, code="C3", rule={**PRACTICE.rule, "after": [{"component": "C2", "months": 1}]}),
    )
    page = visit(f"{DRAFT}/components/C2/remove", as_="chidi")

    post(visit, f"{DRAFT}/components/C2/remove", sent(page))
    post(visit, f"{DRAFT}/components/C2/remove", sent(page))  # a second click

    assert [(one.code, "after" in one.rule) for one in stored().components] == [("C3", False)]


def test_the_check_stands_on_a_page_of_its_own_with_its_day(visit, draft):
    draft(certificate_validity_months=36)

    page = visit(f"{DRAFT}/check?finish=2028-02-28", as_="chidi")

    assert "27 February 2031" in page.text


def test_the_composer_asks_as_often_for_three_components_as_for_one(visit, cast, draft, modules, counted):
    version = draft(module_component(modules[0]))
    found = []
    for edit in (editing.tidy, with_all(modules)):
        save(cast.chidi, version, edit)
        visit(DRAFT, as_="chidi")
        with counted() as asked:
            visit(DRAFT, as_="chidi")
        found.append(asked.count)

    assert found[0] == found[1]


def with_all(modules) -> editing.Edit:
    parts = tuple(module_component(one, f"C{number}") for number, one in enumerate(modules, 1))
    return lambda content: replace(content, components=parts)


def test_modules_that_wait_for_each_other_are_told(visit, cast, draft, modules):
    made = []
    for code, before in (("BOR-201", "BOR-202"), ("BOR-202", "BOR-201")):
        with transaction():
            module = make_module(code, owner=Owner(cast.institution("CNFGF")), theme=get_theme("T5"))
            waiting = module_content(outcome(100, critical=True), prerequisites_all=(before,))
            catalogue.draft_version(cast.chidi, module_id=module.id, content=waiting)
            made.append(module)
    draft(*(module_component(one, f"C{number}") for number, one in enumerate(made, 1)))

    page = visit(DRAFT, as_="chidi")

    assert "No, nobody can complete this path:" in page.text
    assert "BOR-201: The prerequisites run in a circle (BOR-201, BOR-202)." in page.text
