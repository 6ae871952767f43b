"""A version in review by keyboard alone, in both languages: comments, suggestions, opinions (J1, step 6)."""

import pytest

from tests.journeys.keyboard import Keyboard
from tests.journeys.visitor import DESK, PHONE, is_within
from tests.translations import spoken

pytestmark = pytest.mark.browser

WAYS = [
    pytest.param("fr", PHONE, "O1", "bruno", id="fr-phone"),
    pytest.param("en", DESK, "O4", "pavel", id="en-desk"),
]


@pytest.mark.parametrize(("lang", "width", "outcome", "asked"), WAYS)
def test_a_reviewer_comments_on_an_outcome_and_suggests_a_weight(
    browser, lang, width, outcome, asked
) -> None:
    say, page = spoken(lang), browser.signed_in("farid", lang=lang, width=width)
    keys = Keyboard(page)

    keys.follow(say("Versions in review"))
    keys.follow("BOR-201 v2")
    keys.reach(f"{say('Outcome')} {outcome}")
    with page.expect_navigation():
        keys.press("Enter")
    keys.follow(say("Weight"))
    keys.write(say("What it should be"), "20")
    keys.write(say("What you have to say about it"), f"Trop lourd, too heavy: {outcome}")
    keys.follow(say("Add it"))

    talk = page.locator("article.thread", has_text=f"Trop lourd, too heavy: {outcome}")
    assert f"{say('Outcome')} {outcome} · {say('Weight')}" in talk.inner_text()
    assert say("Suggestion") in talk.inner_text()
    assert is_within(page)


@pytest.mark.parametrize(("lang", "width", "outcome", "asked"), WAYS)
def test_the_author_asks_for_an_opinion_and_sees_its_day(browser, lang, width, outcome, asked) -> None:
    say, page = spoken(lang), browser.signed_in("chidi", lang=lang, width=width)
    keys = Keyboard(page)

    page.goto("/training/review/modules/BOR-201/2")
    keys.follow(say("Ask for an opinion"))
    keys.write(say("Whose opinion: login of the account"), asked)
    keys.press("Escape")
    keys.choose(say("In the name of"), say("Thematic unit")[:5])
    keys.follow(say("Ask"))

    questions = page.locator("#questions ~ ul").first.inner_text()
    assert asked.title() in questions
    assert is_within(page)


def test_who_is_asked_finds_the_question_on_the_landing_page(browser) -> None:
    """Leïla's opinion was awaited until 5 November."""
    page = browser.signed_in("leila", lang="en", width=DESK)
    keys = Keyboard(page)

    keys.follow("Integrated border management")
    keys.choose("In the name of", "Them")
    keys.choose("Opinion", "With")
    keys.write("What the opinion rests on", "Two hours are enough for two services, not for three.")
    keys.follow("Record the opinion")

    assert "Leïla Sahraouane, Thematic unit: answered" in " ".join(keys.text().split())
