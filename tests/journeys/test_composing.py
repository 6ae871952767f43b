"""A path composed by keyboard alone, in both languages, and by dragging (J1, step 5)."""

import pytest

from tests.journeys.keyboard import Keyboard
from tests.journeys.test_workshop import WAYS
from tests.journeys.visitor import is_within
from tests.translations import spoken

pytestmark = pytest.mark.browser

FIRST = {
    "fr": "Contrôle de première ligne et droits fondamentaux",
    "en": "First-line check and fundamental rights",
}
"""What BOR-101 is called."""


def composed(browser, code: str, **values):
    """A new path of two components in the composer, and the keyboard before it."""
    say, page = spoken(values.get("lang", "en")), browser.signed_in("chidi", **values)
    keys = Keyboard(page)
    keys.follow(say("Paths and their versions"))
    keys.follow(say("Open a learning path"))
    keys.write(say("Code"), code)
    keys.choose(say("Owner"), "CNFGF")
    keys.write(say("Title in French"), "Essai")
    keys.write(say("Title in English"), "Trial")
    keys.follow(say("Open and compose the first version"))
    _two_components(keys, say)
    return say, page, keys


def names(page) -> list[str]:
    return page.locator(".compose-card .compose-name").all_inner_texts()


def _two_components(keys: Keyboard, say) -> None:
    keys.follow(say("Add a component"))
    keys.write(say("Find a module"), "bor-101")
    keys.reach("BOR-101 v1")
    keys.press("Space")
    keys.follow(say("Add the component"))
    keys.choose(say("What it asks for"), say("Portfolio"))
    keys.follow(say("Add a component"))
    keys.follow(say("Add the component"))


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_a_designer_composes_a_path(browser, lang, width) -> None:
    """The first card goes down, and back up from where the focus stays."""
    say, page, keys = composed(browser, f"LP-KEY-{lang.upper()}", lang=lang, width=width)
    module, portfolio = FIRST[lang], say("Portfolio")
    assert names(page) == [module, portfolio]

    keys.reach(f"{say('Down')} {module}")
    keys.press("Enter")
    _moved(page, portfolio)
    assert names(page) == [portfolio, module]
    assert page.locator(".compose-card").last.evaluate("card => card === document.activeElement")
    keys.press("Tab", "Tab")
    assert keys.says() == f"{say('Up')} {module}"
    keys.press("Enter")
    _moved(page, module)

    assert names(page) == [module, portfolio]
    assert is_within(page)


def _moved(page, first: str) -> None:
    """Wait until that card is the first; who does not see it is told."""
    page.locator(".compose-card").first.filter(has_text=first).wait_for()
    page.locator("[data-compose-said]:not(:empty)").wait_for(state="attached")


def test_a_card_is_dragged_to_another_place(browser) -> None:
    _say, page, _keys = composed(browser, "LP-KEY-DRAG")
    before = names(page)
    assert before == [FIRST["en"], "Portfolio"]
    grip, last = page.locator("[data-grip]").first, page.locator(".compose-card").last
    grip.scroll_into_view_if_needed()
    at, to = grip.bounding_box(), last.bounding_box()

    page.mouse.move(at["x"] + 5, at["y"] + 5)
    page.mouse.down()
    page.mouse.move(to["x"] + 40, to["y"] + to["height"] - 4, steps=8)
    page.mouse.up()
    _moved(page, "Portfolio")

    assert names(page) == before[::-1]
