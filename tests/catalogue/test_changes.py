"""What a version changes, in words of the trade; and two who write one draft: neither loses a word."""

from dataclasses import replace
from datetime import date

import pytest

from curriculum.catalogue import difference_words, queries, service
from curriculum.catalogue.content import (
    AssessmentContent,
    CompletionContent,
    CriterionContent,
    Hours,
    OutcomeContent,
    ReviewerContent,
)
from curriculum.catalogue.models import OutcomeType
from curriculum.catalogue.sheets import content_of, from_sheet, module_sheet, sheet_of
from curriculum.db import Bilingual, db, transaction
from curriculum.domain.sheets import compare, merge
from tests.factories.catalogue import both, content, make_module, make_theme, published
from tests.filling import sent
from tests.page import text_of

pytestmark = pytest.mark.database

DRAFT = "/training/modules/BOR-102/draft"


class Owner:
    """CNFGF as the module factory wants it."""

    def __init__(self, key: int) -> None:
        self.id = key


@pytest.fixture
def module(cast):
    with transaction():
        return make_module(owner=Owner(cast.institution("CNFGF")), theme=make_theme("T5"))


def one(text: str, key: str, weight: int = 50) -> OutcomeContent:
    return OutcomeContent(both(text), OutcomeType.SKILL, "apply", weight, critical=True, key=key)


BEFORE = content(one("Examine", "a"), one("Compare", "b"))
AFTER = content(
    one("New", "n", 20),
    one("Compare faces", "b", 40),
    one("Examine", "a", 40),
    title=both("Travel documents"),
    hours=Hours(contact=2100, online=300, self_study=600),
    prerequisites_all=("BOR-101",),
    assessments=(AssessmentContent("written_test", both("Test"), 100, 70),),
)


def test_what_changed_is_told_in_words_of_the_trade(visit, cast, module):
    with transaction():
        published(module, cast.chidi, cast.farid, *BEFORE.outcomes)
        service.draft_version(cast.chidi, module_id=module.id, content=AFTER)

    page = visit("/training/modules/BOR-102/2/changes", as_="farid")

    assert page.h1 == "What changed in BOR-102 v2"
    assert page.rows() == [
        ["Reworded", "Title (French)", "Title (fr)", "Travel documents (fr)"],
        ["Reworded", "Title (English)", "Title", "Travel documents"],
        ["Hours", "Contact hours", "24", "21"],
        ["Hours", "Online hours", "0", "3"],
        ["Weight", "Outcome O3 · Weight", "50", "40"],
        ["Changed", "Outcome O3 · Number", "O1", "O3"],
        ["Reworded", "Outcome O2 · What it says (French)", "Compare (fr)", "Compare faces (fr)"],
        ["Reworded", "Outcome O2 · What it says (English)", "Compare", "Compare faces"],
        ["Weight", "Outcome O2 · Weight", "50", "40"],
        ["Added", "Outcome O1", "–not given", "New"],
        ["Moved", "Outcome O2", "place 2", "place 1"],
        ["Assessment", "Assessment Test · Pass mark", "60", "70"],
        ["Conditions before it", "Modules that are all needed before", "–not given", "BOR-101"],
    ]


def test_reviewers_are_led_to_what_changed(visit, cast, module):
    with transaction():
        published(module, cast.chidi, cast.farid)
        service.draft_version(cast.chidi, module_id=module.id, content=content())

    links = visit("/training/modules/BOR-102/2", as_="farid").links()
    first = visit("/training/modules/BOR-102/1", as_="farid").links()

    assert links["What changed since version 1"] == "/training/modules/BOR-102/2/changes"
    assert [words for words in first if "changed" in words] == []
    assert "Nothing was changed." in visit("/training/modules/BOR-102/2/changes", as_="farid").text
    assert "This is the first version." in visit("/training/modules/BOR-102/1/changes", as_="farid").text


def test_who_may_not_see_a_draft_does_not_see_its_changes(visit, cast, module):
    with transaction():
        service.draft_version(cast.chidi, module_id=module.id, content=content())

    visit("/training/modules/BOR-102/1/changes", as_="dalia", status=403)


def test_a_sheet_gives_the_content_back(cast, module):
    with transaction():
        note = {"change_note": Bilingual("Pourquoi", "Why"), "gcm_objectives": (11,)}
        version = service.draft_version(cast.chidi, module_id=module.id, content=replace(FULL, **note))

        assert from_sheet(module_sheet(version), "BOR-102.v1") == content_of(version)


FULL = content(
    OutcomeContent(
        both("Examine"), OutcomeType.SKILL, "apply", 100, critical=True, key="a", verb=both("Examine"),
        eqf_level_indicative=5,
    ),
    completion=CompletionContent(False, 70, 75, False),
    credits_indicative="1.5",
    prerequisites_advised=("IRR-101",),
    entry_requirements=both("Sworn in"),
    level_note=both("Decree 7"),
    rights_integrated=True,
    legal_instruments=("LAW-7",),
    external_refs=("ISCED-F 1032",),
    reviewers=(ReviewerContent("Ann Lee", "Quality unit", date(2027, 3, 1), "r"),),
    assessments=(
        AssessmentContent(
            "written_test", both("Test"), 100, 70, "t", ("a",),
            (CriterionContent(both("Order"), both("No step left out"), 100, "c"),), True,
        ),
    ),
    change_note=both("Why"),
)  # fmt: skip
"""Nothing as it is in a version of which nothing was said."""


def test_every_field_of_the_sheet_has_its_words(app):
    test = AssessmentContent("oral", both("Oral"), 1, key="t")
    dull, full = sheet_of(content(one("Look", "a"), assessments=(test,))), sheet_of(FULL)
    changed = compare(dull, full)

    assert len(changed) > 25
    with app.test_request_context():
        said = {each.field: difference_words.lines([each], full)[0].where for each in changed if each.field}
    assert [field for field, words in said.items() if field in words or "_" in words] == []


def test_the_whole_sheet_is_told(visit, cast, module):
    test = AssessmentContent("written_test", both("Test"), 100, 70, "t")
    with transaction():
        published(module, cast.chidi, cast.farid, one("Examine", "a", 100), assessments=(test,))
        service.draft_version(cast.chidi, module_id=module.id, content=FULL)

    rows = visit("/training/modules/BOR-102/2/changes", as_="farid").rows()

    assert ["Assessment", "Assessment Test · Outcomes it assesses", "–not given", "O1"] in rows
    assert ["Assessment", "Assessment Test · Rubric", "–not given", "Order – No step left out (100)"] in rows
    assert ["Added", "Reviewer Ann Lee", "–not given", "Ann Lee"] in rows
    assert [row[3] for row in rows if row[1] == "Human rights within the outcomes"] == ["yes"]


@pytest.fixture
def draft(cast, module):
    """Version 1 of BOR-102, with two outcomes and nobody at it."""
    with transaction():
        version = service.draft_version(cast.chidi, module_id=module.id, content=BEFORE)
    return version.id


def save(version_id: int, cast, **values) -> None:
    """Somebody else saves the draft."""
    with transaction():
        present = content_of(queries.version(version_id))
        service.revise(cast.chidi, version_id, replace(present, **values))


def stored(version_id: int):
    db.session.remove()
    return queries.version(version_id)


def test_what_two_changed_apart_is_kept_from_both(visit, cast, draft):
    form = sent(visit(DRAFT, as_="chidi"), **{"title_en": "Mine", "outcomes-1-weight": "30"})
    save(draft, cast, summary=both("Theirs"), outcomes=(one("Theirs", "t"), *BEFORE.outcomes))

    visit(DRAFT, as_="chidi", method="POST", data=form, status=302)

    found = stored(draft)
    assert (found.title.en, found.summary.en, found.revision) == ("Mine", "Theirs", 3)
    assert [(each.text.en, each.weight) for each in found.outcomes] == [
        ("Theirs", 50),
        ("Examine", 50),
        ("Compare", 30),
    ]


CHOICES = [
    pytest.param("mine", "Mine", id="mine"),
    pytest.param("theirs", "Theirs", id="theirs"),
]


@pytest.mark.parametrize(("choice", "title"), CHOICES)
def test_where_two_differ_the_second_chooses(visit, cast, draft, choice, title):
    form = sent(visit(DRAFT, as_="chidi"), title_en="Mine", summary_en="My summary")
    save(draft, cast, title=Bilingual("Title (fr)", "Theirs"))

    clash = visit(DRAFT, as_="chidi", method="POST", data=form, status=409)
    before = stored(draft).title.en
    answer = sent(clash, "clash", **{"choice-0": choice})
    visit(f"{DRAFT}/clash", as_="chidi", method="POST", data=answer, status=302)

    assert before == "Theirs"
    assert "Title (English) As it is saved: Theirs As you wrote it: Mine" in clash.text
    assert (stored(draft).title.en, stored(draft).summary.en) == (title, "My summary")


NO_CHOICE = [
    pytest.param({}, id="nothing"),
    pytest.param({"choice-0": "both"}, id="no-such-choice"),
    pytest.param({"choice-0": "mine", "place-0": "title"}, id="no-place"),
    pytest.param({"choice-0": "mine", "place-0": '["", "title.en"]'}, id="half-a-place"),
    pytest.param({"choice-7": "mine"}, id="another-place"),
]


@pytest.mark.parametrize("choice", NO_CHOICE)
def test_whoever_does_not_choose_is_asked_again(visit, cast, draft, choice):
    form = sent(visit(DRAFT, as_="chidi"), title_en="Mine")
    save(draft, cast, title=Bilingual("Title (fr)", "Theirs"))
    clash = visit(DRAFT, as_="chidi", method="POST", data=form, status=409)

    visit(f"{DRAFT}/clash", as_="chidi", method="POST", data=sent(clash, "clash", **choice), status=409)

    assert stored(draft).title.en == "Theirs"


def test_a_choice_made_before_yet_another_save_is_asked_again(visit, cast, draft):
    form = sent(visit(DRAFT, as_="chidi"), title_en="Mine")
    save(draft, cast, title=Bilingual("Title (fr)", "Theirs"))
    clash = visit(DRAFT, as_="chidi", method="POST", data=form, status=409)
    save(draft, cast, title=Bilingual("Title (fr)", "Third"))

    answer = sent(clash, "clash", **{"choice-0": "mine"})
    again = visit(f"{DRAFT}/clash", as_="chidi", method="POST", data=answer, status=409)

    assert "As it is saved: Third" in again.text
    assert stored(draft).title.en == "Third"


def test_a_text_that_we_did_not_give_out_is_refused(visit, cast, draft):
    form = sent(visit(DRAFT, as_="chidi"), began="forged")

    visit(DRAFT, as_="chidi", method="POST", data=form, status=409)
    visit(f"{DRAFT}/clash", as_="chidi", method="POST", data={"began": "x", "mine": "y"}, status=409)


def test_a_draft_submitted_meanwhile_keeps_what_was_written_on_the_page(visit, cast, draft):
    form = sent(visit(DRAFT, as_="chidi"), title_en="Mine")
    with transaction():
        service.submit(cast.chidi, draft)

    page = visit(DRAFT, as_="chidi", method="POST", data=form, status=409)

    assert page.first("input", id="title_en").get("value") == "Mine"
    assert stored(draft).title.en == "Title"


def test_the_page_of_a_version_shows_the_whole_sheet(visit, cast, module):
    with transaction():
        service.draft_version(cast.chidi, module_id=module.id, content=FULL)

    page = visit("/training/modules/BOR-102/1", as_="chidi")

    rows = {text_of(row.find("dt")): text_of(row.find("dd")) for row in page.all("div", class_="summary-row")}
    assert page.rows(0)[0][1] == "Examine critical Skill · Apply · EQF 5"
    assert page.rows(1) == [
        ["Test Written test · needs an external assessor Order: No step left out (100%)", "O1", "100%", "70"]
    ]
    assert (rows["Modules that help before"], rows["Entry requirements"]) == ("IRR-101", "Sworn in")
    assert (rows["Reviewers"], rows["Listed elsewhere"]) == (
        "Ann Lee, Quality unit, until 1 March 2027",
        "ISCED-F 1032",
    )
    assert (rows["Owner"], rows["Author"], rows["Legal basis"]) == (
        "Institution CNFGF",
        "Chidi Okwuruma",
        "LAW-7",
    )


def test_every_field_of_a_sheet_clashes_by_itself(cast, module):
    """Two people change everything at once: each field is asked about, and nothing is decided for them."""
    base, mine = sheet_of(content(one("Look", "a"), title=both("T"))), sheet_of(FULL)
    theirs = sheet_of(replace(FULL, **OTHERWISE))

    merged = merge(base, theirs, mine)

    asked = {each.field.partition(".")[0] for each in merged.clashes if not each.part}
    assert asked == set(OTHERWISE) - {"reviewers"}
    assert [each.part for each in merged.clashes if each.part] == ["reviewers"]


OTHERWISE = {
    "prerequisites_advised": ("THB-101",),
    "entry_requirements": both("Born here"),
    "level_note": both("Order 9"),
    "legal_instruments": ("LAW-8",),
    "external_refs": ("ESCO S1",),
    "credits_indicative": "2",
    "change_note": both("Because"),
    "reviewers": (ReviewerContent("Ben Ray", "Quality unit", date(2027, 3, 1), "r"),),
}
