"""A path as a whole: its settings, and the version that comes next."""

from dataclasses import replace

import pytest

from curriculum.catalogue.content import ChangeClass
from curriculum.db import Bilingual, db, new_id, transaction
from curriculum.domain.actors import Role, Scope, ScopeKind
from curriculum.institutions.models import Grade
from curriculum.paths import queries
from curriculum.paths.sheets import content_of
from tests.factories.accounts import make_account, make_role
from tests.factories.catalogue import both
from tests.factories.paths import module_component, published
from tests.filling import sent_all
from tests.paths.composing import (
    DRAFT,
    HOME,
    PRACTICE,
    STAGES,
    WHOLE,
    post,
    stored,
)

pytestmark = pytest.mark.database


def test_saving_the_settings_unchanged_changes_nothing(visit, draft, modules):
    with transaction():
        db.session.add(Grade(id=new_id(), code="C1", category="C", rank=1, title=both("Agent")))
    draft(**WHOLE)
    before = stored()

    post(visit, f"{DRAFT}/settings", sent_all(visit(f"{DRAFT}/settings", as_="chidi")))

    assert stored() == before


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param({"title_fr": ""}, "Enter a title.", id="no-title"),
        pytest.param(
            {"languages": "fr, xq"},
            "No language has the code xq. A code such as fr is expected.",
            id="tongue",
        ),
        pytest.param({"languages_of_award": []}, "Choose one language at least.", id="wordless"),
        pytest.param(
            {"window_months_before": "6"},
            "A certificate without an end is not renewed: say how long it is valid.",
            id="renewed-for-ever",
        ),
        pytest.param({"eqf_level_indicative": "9"}, "Number must be between 1 and 8.", id="level-9"),
    ],
)
def test_settings_that_cannot_be_are_told_at_their_field(visit, draft, wrong, said):
    draft()
    page = visit(f"{DRAFT}/settings", as_="chidi")

    answer = post(visit, f"{DRAFT}/settings", sent_all(page, **wrong), status=422)

    assert answer.problems() == [said]


def test_stages_are_named_placed_and_taken_away(visit, draft):
    draft(stages=STAGES)
    page = visit(f"{DRAFT}/settings", as_="chidi")
    written = {
        "stages-0-place": "2",
        "stages-1-place": "1",
        "stages-2-title_fr": "Jury",
        "stages-2-place": "3",
    }
    post(visit, f"{DRAFT}/settings", sent_all(page, **written))
    page = visit(f"{DRAFT}/settings", as_="chidi")

    post(visit, f"{DRAFT}/settings", sent_all(page, **{"stages-1-title_fr": "", "stages-1-title_en": ""}))

    assert [one.title.fr for one in stored().stages] == ["Practise (fr)", "Jury"]


@pytest.fixture
def in_force(cast, modules):
    """LP-NEW v1, published."""
    with transaction():
        parts = module_component(modules[0]), replace(PRACTICE, key="hours")
        return published("LP-NEW", cast.chidi, cast.elif_, cast.farid, *parts, **WHOLE)


def test_the_next_version_begins_as_the_one_in_force(visit, in_force):
    before = content_of(queries.version(in_force.id))
    note = {"change_class": "major", "note_fr": "Parce que", "note_en": "Because of it"}

    answer = post(visit, f"{HOME}/LP-NEW/next", note)
    again = post(visit, f"{HOME}/LP-NEW/next", note)

    assert answer.location == again.location == DRAFT
    assert [one.version for one in queries.versions_of(queries.get_path("LP-NEW").id)] == [2, 1]
    expected = {"change_class": ChangeClass.MAJOR, "change_note": Bilingual("Parce que", "Because of it")}
    assert stored() == replace(before, **expected)


def test_the_next_version_says_what_kind_of_change_and_why(visit, in_force):
    page = post(visit, f"{HOME}/LP-NEW/next", {"note_fr": "Parce que"}, status=422)

    assert page.problems() == ["Choose the kind of change.", "Say why it changes."]


SETTINGS = f"{DRAFT}/settings"


def test_what_was_typed_and_not_saved_is_offered_again(visit, draft):
    draft()
    typed = sent_all(visit(SETTINGS, as_="chidi"), title_en="Teacher")
    post(visit, SETTINGS, typed | {"do": "check"}, status=200)

    offered = visit(SETTINGS, as_="chidi")
    restored = visit(f"{SETTINGS}?copy=restore", as_="chidi")

    assert offered.h1 == "You typed something in LP-NEW and did not save it"
    assert [(row[2], row[3]) for row in offered.rows()] == [("Trainer", "Teacher")]
    assert restored.first("input", id="title_en").get("value") == "Teacher"
    assert stored().title.en == "Trainer"


@pytest.mark.parametrize("end", [{"do": "forget"}, {"do": "save"}], ids=lambda end: end["do"])
def test_what_was_saved_or_thrown_away_is_offered_no_more(visit, draft, end):
    draft()
    typed = sent_all(visit(SETTINGS, as_="chidi"), title_en="Teacher")
    post(visit, SETTINGS, typed | {"do": "check"}, status=200)

    post(visit, SETTINGS, typed | end)

    assert visit(SETTINGS, as_="chidi").h1 == "LP-NEW v1 as a whole"
    assert stored().title.en == ("Teacher" if end["do"] == "save" else "Trainer")


def test_what_is_typed_is_checked_and_kept_beside_the_form(visit, draft):
    draft()
    typed = sent_all(visit(SETTINGS, as_="chidi"), eqf_level_indicative="9")

    answer = post(visit, f"{SETTINGS}/live", typed, status=200)

    panel = answer.response.get_json()["panel"]
    assert "EQF level, indicative: Number must be between 1 and 8." in panel
    assert "Kept as you typed it" in panel


def test_who_else_writes_is_told_beside_the_form(visit, cast, draft):
    draft()
    with transaction():
        account = make_account("bela", display_name="Bela Kovar")
        make_role(account, Role.CURRICULUM_DESIGNER, Scope(ScopeKind.INSTITUTION, cast.institution("CNFGF")))
    typed = sent_all(visit(SETTINGS, as_="bela"), do="check")
    post(visit, SETTINGS, typed, status=200, as_="bela")

    assert "Bela Kovar has this draft open" in visit(SETTINGS, as_="chidi").text
