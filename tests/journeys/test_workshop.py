"""The workshop by keyboard alone, in both languages: one curriculum out of donors' courses (J1, J4, J5)."""

import pytest

from curriculum.donors.mapping.queries import coverage_map
from tests.journeys.keyboard import Keyboard
from tests.journeys.visitor import DESK, PHONE, is_within
from tests.translations import spoken

pytestmark = pytest.mark.browser

WAYS = [pytest.param("fr", PHONE, id="fr-phone"), pytest.param("en", DESK, id="en-desk")]


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_a_designer_proposes_a_cover_from_the_map(velmaria, browser, lang, width) -> None:
    """J1, steps 2 and 3: what is open now, the map of one module, a cell, a depth."""
    with velmaria.opened():
        grid = coverage_map().grid  # other walks have claims accepted; what is loaded is held elsewhere
    say, page = spoken(lang), browser.signed_in("chidi", lang=lang, width=width)
    keys = Keyboard(page)

    keys.follow(say("Coverage: what donors teach of it"))
    assert _figure(page, say("Outcomes of current versions")) == str(grid.outcomes)
    assert _figure(page, say("Without a donor")) == str(len(grid.uncovered))
    keys.choose(say("Module"), "TOT-301")
    keys.follow(say("Show"))
    keys.reach("O1")
    keys.press("ArrowRight", "ArrowRight", *["ArrowRight"] * (lang == "en"))
    with page.expect_navigation():
        keys.press("Enter")
    keys.choose(say("How deep it goes"), say("Practised")[:4])
    keys.follow(say("Propose"))

    assert say("Proposed. Somebody of the owning institution decides.") in page.locator("body").inner_text()
    assert is_within(page)


def _figure(page, words: str) -> str:
    """The figure at the head of the page that bears this name."""
    return page.locator(".figure").filter(has_text=words).locator(".figure-value").inner_text()
