"""Feedback becomes change by keyboard alone, in both languages; a session is evaluated (0027, 0033)."""

from datetime import date

import pytest

from curriculum.catalogue import queries as catalogue
from curriculum.db import Bilingual, db, new_id, transaction
from curriculum.delivery.models import Run, RunEnrolment
from curriculum.institutions import queries as institutions
from tests.factories.delivery import make_official
from tests.journeys.doors import account_of, enter
from tests.journeys.keyboard import Careful
from tests.journeys.test_workshop import WAYS
from tests.translations import spoken

pytestmark = pytest.mark.browser

RUNS = {"fr": "BOR-201-2026K", "en": "BOR-201-2026L"}
TITLES = {"fr": "Gestion intégrée des frontières", "en": "Integrated border management"}
OF_MODULE = {"fr": "Les fiches manquent d'exemples.", "en": "The sheets lack examples."}
OF_SESSION = {"fr": "La salle était trop petite.", "en": "The room was too small."}
CHANGE = {"fr": "Trois exemples par fiche, deux salles.", "en": "Three examples a sheet, two rooms."}
MOVED = {"useful": 4, "clear": 3, "level": 2, "use": 3}
"""How far the giver moves from 1 on each statement; the four others move to 4 on all of them."""
MEANS = {
    "fr": {"useful": "4,2", "clear": "4", "level": "3,8", "use": "4"},
    "en": {"useful": "4.2", "clear": "4", "level": "3.8", "use": "4"},
}
NAMED = {
    "useful": "It is useful for my post",
    "clear": "It was clear",
    "level": "The level was right for me",
    "use": "I use it, or will use it",
}
REASON = {"fr": "Oui, pour les deux services.", "en": "Yes, for both services."}


def session_of(velmaria, lang: str) -> list[str]:
    """The logins of five who were on a session that ended yesterday."""
    with velmaria.opened(), transaction():
        code = RUNS[lang]
        run = Run(
            id=new_id(),
            code=code,
            title=Bilingual(f"Session {code}", f"Session {code}"),
            module_version_id=catalogue.get_version("BOR-201", 1).id,
            institution_id=institutions.get("CNFGF").id,
            outcome_ids=[],
            hours=2400,
            start=date(2026, 11, 17),
            end=date(2026, 11, 20),
        )
        db.session.add(run)
        persons = [make_official(f"Sessionnaire {lang} {number}") for number in range(5)]
        db.session.add_all(RunEnrolment(run_id=run.id, person_id=one) for one in persons)
        return [account_of(one) for one in persons]


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_feedback_becomes_a_change_and_the_giver_reads_it(velmaria, browser, lang, width) -> None:
    """One proposal speaks for what was said of a module and of a session; everybody evaluates."""
    say, logins = spoken(lang), session_of(velmaria, lang)
    values = {"lang": lang, "width": width}
    giver = Careful(enter(velmaria, browser, logins[0], **values))
    _of_module(giver, say, lang)
    _of_session(giver, say, lang)
    for login in logins[1:]:
        other = Careful(enter(velmaria, browser, login, **values))
        _evaluate(other, say, RUNS[lang], dict.fromkeys(NAMED, 3))

    owner = Careful(browser.signed_in("chidi", **values))
    _propose(owner, say, lang)
    _join(owner, say, lang)
    _decide(owner, say, lang)
    _figures(owner, say, lang)

    giver.follow(say("My path"))
    giver.follow(say("My feedback"))
    assert giver.tells(say("You said, we did"))
    assert [giver.tells(one[lang]) for one in (OF_MODULE, OF_SESSION, CHANGE, REASON)] == [True] * 4
    assert giver.text().count(REASON[lang]) == 2
    assert giver.text().count("BOR-201 v2") == 2


def _of_module(keys: Careful, say, lang: str) -> None:
    keys.follow(say("Catalogue"))
    keys.follow(TITLES[lang])
    keys.follow(say("Give feedback"))
    keys.write(say("What should be better, or should stay as it is"), OF_MODULE[lang])
    keys.follow(say("Send"))
    assert keys.tells(say("Thank you. The owner reads it and answers here."))


def _of_session(keys: Careful, say, lang: str) -> None:
    """From what is asked of the session to the session itself; what is said there bears a name."""
    keys.follow(say("My path"))
    _evaluate(keys, say, RUNS[lang], MOVED)
    keys.follow(say("My feedback"))
    keys.follow(RUNS[lang])
    keys.write(say("What should be better, or should stay as it is"), OF_SESSION[lang])
    keys.follow(say("Send"))
    assert keys.tells(OF_SESSION[lang])


def _evaluate(keys: Careful, say, code: str, moved: dict[str, int]) -> None:
    """The reaction: four statements by the arrow keys, sent once, asked no more."""
    keys.follow(f"Session {code}")
    for name, steps in moved.items():
        keys.reach(say("1 – not at all"))
        assert keys.page.evaluate("document.activeElement.name") == name
        keys.press("Space", *["ArrowRight"] * steps)
    keys.follow(say("Send"))
    thanks = "Thank you. Your answers count; they are shown only together with those of others."
    assert keys.tells(say(thanks))


def _propose(keys: Careful, say, lang: str) -> None:
    """From the list of feedback to a proposal of its own."""
    keys.follow(say("Feedback on modules, paths and sessions"))
    row = keys.page.locator("tbody tr", has_text=OF_MODULE[lang])
    assert row.count() == 1
    _open(keys, row)
    keys.follow(say("Propose a change"))
    keys.write(say("What will be different"), CHANGE[lang])
    keys.follow(say("Propose"))
    assert keys.tells(say("Proposed; decide on it here."))
    assert keys.tells(OF_MODULE[lang])


def _open(keys: Careful, row) -> None:
    """Of many rows with the same code the one that is meant: the nth stop with this address."""
    address = row.locator("a").first.get_attribute("href")
    for _ in range(keys.stops):
        keys.press("Tab")
        if keys.page.evaluate("document.activeElement.getAttribute('href')") == address:
            with keys.page.expect_navigation():
                keys.press("Enter")
            return
    raise AssertionError(f"no stop leads to {address}")


def _join(keys: Careful, say, lang: str) -> None:
    """What was said of the session is part of the same change."""
    keys.follow(say("Training"))
    keys.follow(say("Feedback on modules, paths and sessions"))
    _open(keys, keys.page.locator("tbody tr", has_text=OF_SESSION[lang]))
    assert CHANGE[lang] in keys.page.locator("#proposal option:checked").inner_text()  # the latest is offered
    keys.follow(say("Add it to this proposal"))
    assert keys.tells(say("The proposal speaks for it now."))
    assert keys.tells(OF_SESSION[lang])


def _decide(keys: Careful, say, lang: str) -> None:
    """Decided with reasons; carried by the version in review."""
    keys.reach(say("The change is being made"))
    keys.press("Space")
    keys.write(say("Answer and reasons"), REASON[lang])
    keys.follow(say("Decide"))
    assert keys.tells(say("Decided; everybody whose feedback is in it reads your reasons."))
    keys.choose(say("Version that carries the change"), "BOR-201 v2")
    keys.follow(say("Link the version"))
    assert keys.tells("BOR-201 v2")


def _figures(keys: Careful, say, lang: str) -> None:
    """Five answers of five: the owner reads means, and nobody's own."""
    keys.follow(say("Training"))
    keys.follow(say("Sessions, attendance and results"))
    keys.write(say("Code contains"), RUNS[lang])
    keys.follow(say("Show"))
    keys.reach(say("Show"))  # past the field, which holds the code too
    keys.follow(RUNS[lang])
    keys.follow(say("Evaluation of the session"))
    answered = say("%(answers)s of %(asked)s answered") % {"answers": 5, "asked": 5}
    assert keys.tells(answered)
    rows = keys.page.locator("tbody tr").all()
    shown = [(row.locator("th").inner_text(), row.locator("td").inner_text()) for row in rows]
    assert shown == [(say(NAMED[one]), mean) for one, mean in MEANS[lang].items()]
    assert keys.text().count(say("Too few answers to show.")) == 1  # nobody is asked of what stayed yet
