"""A version in review by keyboard alone, in both languages: comments, suggestions, opinions (J1, step 6)."""

from urllib.parse import urlsplit

import pytest

from tests.journeys.keyboard import Careful, Keyboard
from tests.journeys.visitor import DESK, PHONE, is_within
from tests.translations import spoken

pytestmark = pytest.mark.browser

WAYS = [
    pytest.param("fr", PHONE, "O1", "bruno", id="fr-phone"),
    pytest.param("en", DESK, "O4", "pavel", id="en-desk"),
]
NAMES = {"bruno": "Bruno Castelvaro", "pavel": "Pavel Dragomirov"}
DAYS = {
    "fr": {"asked": "21 novembre 2026", "due": "1er décembre 2026"},
    "en": {"asked": "21 November 2026", "due": "1 December 2026"},
}
"""What is asked today has the days that an opinion may take."""
OUTSIDE = [pytest.param("fr", PHONE, "O2", id="fr-phone"), pytest.param("en", DESK, "O3", id="en-desk")]
REALISTIC = {"fr": "Réaliste en trois jours.", "en": "Realistic in three days."}
PAIRS = {"fr": "En binômes ; à deux services.", "en": "In pairs; of two services."}


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
    keys = Careful(page)

    keys.follow(say("Review of modules and paths"))
    keys.follow("BOR-201 v2")
    ask(keys, say, asked, "Thematic unit")

    assert questions(page)[-1].startswith(f"{NAMES[asked]}, {say('Thematic unit')}")
    told = say("asked on %(asked)s, awaited until %(due)s")
    assert told % DAYS[lang] in questions(page)[-1]


def ask(keys: Keyboard, say, login: str, party: str) -> None:
    """From the page of a review: somebody by their login, in a name."""
    keys.follow(say("Ask for an opinion"))
    keys.write(say("Whose opinion: login of the account"), login)
    keys.press("Escape")
    keys.choose(say("In the name of"), say(party))
    keys.follow(say("Ask"))


def questions(page) -> list[str]:
    """The opinions asked by name, the latest last, and what became of each."""
    rows = page.locator("#questions + ul > li").all_inner_texts()
    return [" ".join(one.split()) for one in rows]


@pytest.mark.parametrize(("lang", "width", "outcome"), OUTSIDE)
def test_an_outside_expert_answers_and_is_asked_again(browser, lang, width, outcome) -> None:
    """Milena writes nothing of Velmaria's: she reads, comments, suggests and answers.

    The question that is open at the beginning is open again at the end, so that every language finds one.
    """
    say, page = spoken(lang), browser.signed_in("milena", lang=lang, width=width)
    milena = Careful(page)
    milena.look()
    assert page.url.endswith("/training/review")
    assert milena.tells(say("in the name of: %(party)s") % {"party": say("External reviewer")})
    milena.follow("BOR-201 v2")
    _comment(milena, say, lang, outcome)
    _suggest(milena, say, outcome)
    assert _places(page) == {"", "catalogue", "training/review", "verify"}
    milena.choose(say("Opinion"), say("Favourable"))
    milena.follow(say("Record the opinion"))
    assert milena.tells(say("The opinion is recorded."))
    of_milena = [one for one in questions(page) if one.startswith("Milena Ostrovanska")]
    assert f" {say('answered')} " in of_milena[-1]
    milena.follow(say("Reviews"))
    assert milena.tells(say("Nothing waits for you"))

    chidi = Careful(browser.signed_in("chidi", lang=lang, width=width))
    chidi.follow(say("Review of modules and paths"))
    chidi.follow("BOR-201 v2")
    ask(chidi, say, "milena", "External reviewer")
    assert len([one for one in questions(chidi.page) if "Milena" in one]) == len(of_milena) + 1

    milena.follow(say("Reviews"))
    milena.follow("BOR-201 v2")
    assert questions(page)[-1].startswith(f"Milena Ostrovanska, {say('External reviewer')}")
    assert say("asked on %(asked)s, awaited until %(due)s") % DAYS[lang] in questions(page)[-1]


def _begin(keys: Careful, say, outcome: str) -> None:
    """From the outcome itself: the link bears its name, set apart, for it is read and not seen."""
    keys.follow(f"{say('Comment or suggest')} : {say('Outcome')} {outcome}")


def _comment(keys: Careful, say, lang: str, outcome: str) -> None:
    _begin(keys, say, outcome)
    keys.write(say("What you have to say about it"), REALISTIC[lang])
    keys.follow(say("Add it"))
    talk = keys.page.locator("article.thread", has_text=REALISTIC[lang])
    assert talk.locator(".thread-name").inner_text().startswith(f"{say('Outcome')} {outcome}")
    assert talk.locator(".said-by strong").all_inner_texts() == ["Milena Ostrovanska"]


def _suggest(keys: Careful, say, outcome: str) -> None:
    """Another wording, in both languages."""
    _begin(keys, say, outcome)
    keys.follow(say("What it says"))
    keys.write(say("What it should say in French"), PAIRS["fr"])
    keys.write(say("What it should say in English"), PAIRS["en"])
    keys.write(say("What you have to say about it"), f"{outcome} – binômes / pairs")
    keys.follow(say("Add it"))
    talk = keys.page.locator("article.thread", has_text=f"{outcome} – binômes / pairs")
    assert (
        talk.locator(".thread-name")
        .inner_text()
        .startswith(f"{say('Outcome')} {outcome} · {say('What it says')}")
    )
    assert talk.locator("ins").all_inner_texts() == [PAIRS["fr"], PAIRS["en"]]


def _places(page) -> set[str]:
    """Where the links of a page lead: rooms, without what stands in them."""
    paths = [urlsplit(one.get_attribute("href")).path for one in page.locator("a[href]").all()]
    return {"/".join(one.split("/")[1:3]) if one.startswith("/training") else one.strip("/") for one in paths}


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
