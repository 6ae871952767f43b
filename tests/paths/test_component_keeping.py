"""What is typed in the form of a component and not saved: kept, checked, offered again, told to others."""

import pytest

from curriculum.catalogue import drafts
from curriculum.db import transaction
from curriculum.domain.actors import Role, Scope, ScopeKind
from curriculum.paths.composing import editing
from tests.factories.accounts import make_account, make_role
from tests.filling import sent_all
from tests.paths.composing import DRAFT, longer, post, save, stored

pytestmark = pytest.mark.database

PRACTICE = f"{DRAFT}/components/C2"
NEW = f"{DRAFT}/components/new?type=panel&stage="
LIVE = f"{DRAFT}/components/new/live?type=panel&stage="


@pytest.fixture
def bela(cast):
    with transaction():
        account = make_account("bela", display_name="Bela Kovar")
        make_role(account, Role.CURRICULUM_DESIGNER, Scope(ScopeKind.INSTITUTION, cast.institution("CNFGF")))


def typed(visit, address: str, as_: str = "chidi", **written: str):
    return sent_all(visit(address, as_=as_), **written)


def test_what_is_typed_is_checked_and_kept_beside_the_form(visit, draft):
    draft()

    answer = post(visit, f"{PRACTICE}/live", typed(visit, PRACTICE, minimum="0"), status=200)

    panel = answer.response.get_json()["panel"]
    assert "Hours at least: Number must be between 1 and 1000." in panel
    assert "Kept as you typed it" in panel
    assert stored().components[1].rule["minimum"] == 20


def test_what_was_typed_and_not_saved_is_offered_again(visit, draft):
    draft()
    post(visit, f"{PRACTICE}/live", typed(visit, PRACTICE, minimum="30"), status=200)

    offered, restored = (visit(f"{PRACTICE}{end}", as_="chidi") for end in ("", "?copy=restore"))

    assert offered.h1 == "You typed something in LP-NEW and did not save it"
    assert [(row[2], row[3]) for row in offered.rows()] == [("20", "30")]
    assert restored.first("input", id="minimum").get("value") == "30"


def test_a_component_about_to_be_added_is_kept_by_its_type(visit, draft):
    draft()
    post(visit, LIVE, typed(visit, NEW, panel_size_min="5"), status=200)

    other = visit(NEW.replace("panel&", "portfolio&"), as_="chidi")
    restored = visit(f"{NEW}&copy=restore", as_="chidi")
    post(visit, NEW, sent_all(restored, save="1"))

    assert other.h1 == "Add to LP-NEW: Portfolio"
    assert [one.rule for one in stored().components if one.type == "panel"] == [{"panel_size_min": 5}]


def test_what_cannot_be_read_yet_is_offered_all_the_same(visit, draft):
    draft()
    address = NEW.replace("panel&", "module&")
    post(visit, LIVE.replace("panel&", "module&"), typed(visit, address, title_en="Law"), status=200)

    offered = visit(address, as_="chidi")

    assert "It is not whole enough to be compared with the draft." in offered.text
    assert visit(f"{address}&copy=restore", as_="chidi").first("input", id="title_en").get("value") == "Law"


@pytest.mark.parametrize("end", [{"do": "forget"}, {"save": "1"}], ids=["thrown-away", "saved"])
def test_what_was_saved_or_thrown_away_is_offered_no_more(visit, draft, end):
    draft()
    sent = typed(visit, PRACTICE, minimum="30")
    post(visit, f"{PRACTICE}/live", sent, status=200)

    post(visit, PRACTICE, sent | end)

    assert visit(PRACTICE, as_="chidi").h1 == "C2 · Teaching"
    assert stored().components[1].rule["minimum"] == (30 if "save" in end else 20)


def test_checking_without_saving_changes_nothing(visit, draft):
    draft()

    page = post(visit, PRACTICE, typed(visit, PRACTICE, minimum="30", do="check"), status=200)

    assert page.first("input", id="minimum").get("value") == "30"
    assert stored().components[1].rule["minimum"] == 20


@pytest.mark.parametrize("seen", [PRACTICE, f"{DRAFT}/settings", DRAFT], ids=["component", "whole", "board"])
def test_who_writes_in_any_part_of_the_draft_is_told(visit, bela, draft, seen):
    draft()
    post(visit, f"{DRAFT}/components/C1/live", typed(visit, f"{DRAFT}/components/C1", "bela"), 200, "bela")
    post(visit, f"{DRAFT}/settings/live", typed(visit, f"{DRAFT}/settings", "bela"), 200, "bela")

    page = visit(seen, as_="chidi")

    assert page.text.count("Bela Kovar has this draft open") == 1


def test_somebody_at_another_path_is_not_told(draft):
    with transaction():
        account = make_account("bela", display_name="Bela Kovar")
        for subject in ("LP-NEWER", "LP-NEWER C1", "LP-NEW-2 C1"):
            drafts.attend(account.id, drafts.PATH, subject)

    assert drafts.others(0, drafts.PATH, "LP-NEW C1") == []


def test_a_copy_of_an_older_text_is_merged_when_it_is_saved(visit, cast, draft):
    version = draft()
    post(visit, f"{PRACTICE}/live", typed(visit, PRACTICE, within_months="24"), status=200)
    save(cast.chidi, version, longer(40))

    restored = visit(f"{PRACTICE}?copy=restore", as_="chidi")
    post(visit, PRACTICE, sent_all(restored, save="1"))

    assert (stored().components[1].rule["minimum"], stored().components[1].rule["within_months"]) == (40, 24)


def test_the_same_field_changed_by_two_is_asked_about(visit, cast, draft):
    version = draft()
    sent = typed(visit, PRACTICE, minimum="30", save="1")
    save(cast.chidi, version, longer(40))

    page = post(visit, PRACTICE, sent, status=409)

    assert "Hours at least" in page.text
    assert stored().components[1].rule["minimum"] == 40


def test_a_component_taken_away_meanwhile_is_not_found(visit, cast, draft):
    version = draft()
    save(cast.chidi, version, editing.removing("C2"))

    visit(PRACTICE, as_="chidi", status=404)
