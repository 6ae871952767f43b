"""A path composed by keyboard alone, in both languages, and by dragging (J1, step 5)."""

import pytest

from tests.journeys.keyboard import Keyboard
from tests.journeys.test_workshop import WAYS
from tests.journeys.visitor import is_within
from tests.translations import spoken

pytestmark = pytest.mark.browser


def opened(browser, lang: str, width: int):
    """A new path in the composer, and the keyboard before it."""
    say, page = spoken(lang), browser.signed_in("chidi", lang=lang, width=width)
    keys = Keyboard(page)
    keys.follow(say("Paths and their versions"))
    keys.follow(say("Open a learning path"))
    keys.write(say("Code"), f"LP-KEY-{lang.upper()}")
    keys.choose(say("Owner"), "CNFGF")
    keys.write(say("Title in French"), "Essai")
    keys.write(say("Title in English"), "Trial")
    keys.follow(say("Open and compose the first version"))
    return say, page, keys


def names(page) -> list[str]:
    return [one.split("\n")[1] for one in page.locator(".compose-card").all_inner_texts()]


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_a_designer_composes_a_path(browser, lang, width) -> None:
    say, page, keys = opened(browser, lang, width)
    keys.follow(say("Add a component"))
    keys.write(say("Find a module"), "bor-101")
    keys.reach("BOR-101 v1")
    keys.press("Space")
    keys.follow(say("Add the component"))
    keys.choose(say("What it asks for"), say("Portfolio"))
    keys.follow(say("Add a component"))
    keys.follow(say("Add the component"))
    before = names(page)

    keys.reach(say("Down"))
    keys.press("Enter")
    page.locator("[data-compose-said]:not(:empty)").wait_for(state="attached")

    assert names(page) == before[::-1]
    assert keys.says() == f"{say('Up')} {before[0]}" or say("Down") in keys.says()
    assert is_within(page)


def test_a_card_is_dragged_to_another_place(browser) -> None:
    page = browser.signed_in("chidi")
    page.goto("/training/paths/LP-KEY-EN/draft")
    before = names(page)
    grip, last = page.locator("[data-grip]").first, page.locator(".compose-card").last
    at, to = grip.bounding_box(), last.bounding_box()

    page.mouse.move(at["x"] + 5, at["y"] + 5)
    page.mouse.down()
    page.mouse.move(to["x"] + 40, to["y"] + to["height"] - 4, steps=8)
    page.mouse.up()
    page.locator("[data-compose-said]:not(:empty)").wait_for(state="attached")

    assert names(page) == before[::-1]
