"""J1 by keyboard alone, in both languages: from needs and gaps to a donor's course and its claims."""

from datetime import date
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from curriculum.donors import queries as donors
from tests.journeys.doors import enter
from tests.journeys.keyboard import Keyboard
from tests.journeys.test_workshop import WAYS
from tests.journeys.visitor import faults
from tests.translations import spoken

pytestmark = pytest.mark.browser

COURSES = {"fr": ("KEY-01", "ASY-202", "anglais"), "en": ("KEY-02", "ASY-203", "English")}
"""A course of its own for each language, on a module no donor teaches."""
WEIGHTS = {"fr": {"O1": 25, "O2": 35, "O4, O3": 40}, "en": {"O1": 20, "O2": 30, "O4, O3": 50}}
"""What the outcomes weigh: those that the course covers, and the others together, the critical one first."""
THEMES = {"fr": "Migrations ordonn", "en": "Orderly migration"}
"""How the guards' theme begins."""


def syllabus(words: str) -> dict[str, object]:
    """A file as a donor hands it in."""
    held = BytesIO()
    sheet = Canvas(held)
    sheet.drawString(72, 720, words)
    sheet.save()
    return {"name": "syllabus.pdf", "mimeType": "application/pdf", "buffer": held.getvalue()}


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_a_designer_begins_at_the_needs_and_chooses_the_top_gap(browser, lang, width) -> None:
    """J1, steps 1 and 2: posts by outcomes, the guards' theme, its top gap, the map of its module."""
    say, page = spoken(lang), browser.signed_in("chidi", lang=lang, width=width)
    keys = Keyboard(page)

    keys.follow(say("Needs: what posts ask for, and who has it"))
    assert say("How this is worked out") in keys.text()
    assert faults(page) == []
    keys.choose(say("Theme"), THEMES[lang])
    keys.follow(say("Show"))
    top = page.locator("tbody tr").first
    assert "BOR-202 O3" in " ".join(top.inner_text().split())
    assert say("pressing") in top.inner_text()
    keys.follow("BOR-202 O3")

    assert page.url.endswith("/training/coverage/map?module=BOR-202")
    assert faults(page) == []
    keys.follow(say("Needs: what posts ask for, and who has it"))
    assert page.url.endswith("/training/needs?module=BOR-202")
    keys.follow(say("none: on the gap board"))
    assert "BOR-202.v1.O3" in keys.text()


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_a_designer_reads_what_is_missing_and_what_is_taught_twice(browser, lang, width) -> None:
    """J1, steps 1, 2 and 4: gaps with who needs them, languages nobody teaches in, overlaps, clashes."""
    say, page = spoken(lang), browser.signed_in("chidi", lang=lang, width=width)
    keys = Keyboard(page)

    keys.follow(say("Coverage: what donors teach of it"))
    keys.follow(say("Gap board: who needs what nobody teaches"))
    assert "ASY-201.v1.O3" in keys.text()
    assert say("each person counted once") in keys.text()
    assert say("Language gaps") in keys.text()
    assert faults(page) == []
    keys.follow(say("Coverage map"))
    keys.follow(say("Overlaps: wanted, or to be spoken about"))
    assert "THB-101.v1.O1" in keys.text()
    assert faults(page) == []
    keys.follow(say("Coverage map"))
    keys.follow(say("Plans of the next twelve months"))
    clashing = page.locator("tbody tr", has=page.locator("td:last-child a"))
    assert clashing.locator("th a").all_inner_texts() == ["NORD-06", "PMCO-05"]
    assert faults(page) == []


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_a_donors_course_is_entered_claimed_accepted_and_superseded(velmaria, browser, lang, width) -> None:
    """J1, step 3 and its bad case: the consequence stands before the decision; a new syllabus is told."""
    code, module, _held_in = COURSES[lang]
    page = browser.signed_in("chidi", lang=lang, width=width)
    keys, say = Keyboard(page), spoken(lang)

    _enter_course(keys, say, lang)
    keys.follow(say("Hand in the syllabus"))
    keys.hand_in(say("Syllabus"), syllabus("First syllabus"))
    keys.follow(say("Hand it in"))
    _propose(keys, say, module)
    assert _consequence(say, lang, "O1", "O2") in keys.text()
    assert faults(page) == []

    _accept(velmaria, browser, lang, width)
    page.reload()
    assert keys.text().count(say("Accepted")) == 2
    _change(keys, say)

    assert faults(page) == []
    with velmaria.opened():
        claims = donors.claims_of(donors.get_offering(code).id)
        assert [(one.state.value, one.waits_for_review) for one in claims] == [("superseded", True)] * 2


def _enter_course(keys: Keyboard, say, lang: str) -> None:
    code, _module, held_in = COURSES[lang]
    keys.follow(say("Offerings of donors"))
    keys.follow(say("Enter an offering"))
    keys.choose(say("Programme"), "PEER-MIG2")
    keys.write(say("Code"), code)
    keys.write(say("Title in French"), f"Recherche {code}")
    keys.write(say("Title in English"), f"Research {code}")
    keys.write(say("Hours"), "12")
    keys.tick(held_in)
    keys.write_day(say("First day"), date(2027, 3, 3))
    keys.write_day(say("Last day"), date(2027, 4, 4))
    keys.choose(say("How people are assessed"), say("Test"))
    keys.follow(say("Enter the offering"))


def _propose(keys: Keyboard, say, module: str) -> None:
    keys.follow(say("Propose what it covers"))
    keys.choose(say("Depth"), say("Assessed"))
    keys.reach(module)
    keys.press("Enter")
    keys.tick("v1.O1 ")
    keys.tick("v1.O2 ")
    keys.follow(say("Propose"))


def _consequence(say, lang: str, *closes: str) -> str:
    """What the page says before anybody decides: what closes, what remains, and its weight."""
    closed = {"outcomes": ", ".join(closes), "weight": sum(WEIGHTS[lang][one] for one in closes)}
    told = say("closes %(outcomes)s = %(weight)s %% of the weight") % closed
    remains = {"closes": told, "outcomes": "O4, O3", "weight": WEIGHTS[lang]["O4, O3"]}
    told = say("%(closes)s; %(outcomes)s remain open: %(weight)s %%") % remains
    return str(say("Accepting what is proposed %(consequence)s.") % {"consequence": told})


def _accept(velmaria, browser, lang: str, width: int) -> None:
    """A colleague reads what it closes and what remains, then accepts both."""
    code, module, _held_in = COURSES[lang]
    say, page = spoken(lang), enter(velmaria, browser, "ludmila", lang=lang, width=width)
    keys = Keyboard(page)
    keys.follow(f"{code} → {module}.v1.O1")
    for outcome, open_still in (("O1", ("O1", "O2")), ("O2", ("O2",))):
        assert _consequence(say, lang, *open_still) in keys.text()
        keys.write(say("Note"), "Vu le programme / syllabus read")
        keys.follow(f"{say('Accept')} {module}.v1.{outcome}")
    assert faults(page) == []


def _change(keys: Keyboard, say) -> None:
    """Another syllabus: told before, told after, and what rested on the claims is listed."""
    keys.follow(say("Hand in a new syllabus"))
    assert say("See what relied on them") in keys.text()
    keys.hand_in(say("Syllabus"), syllabus("Second syllabus"))
    keys.write(say("What changed"), "Deux séances de moins / two sessions fewer")
    keys.follow(say("Hand it in"))
    assert say("What relied on them") in keys.text()
