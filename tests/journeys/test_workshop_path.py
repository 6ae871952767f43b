"""J1 by keyboard alone, in both languages: the next version of a path, from its draft to its publication."""

from datetime import date

import pytest

from curriculum.paths import queries as paths
from tests.journeys.doors import enter
from tests.journeys.keyboard import Keyboard
from tests.journeys.test_reviewing import ask, questions
from tests.journeys.test_workshop import WAYS
from tests.journeys.visitor import faults
from tests.translations import spoken

pytestmark = pytest.mark.browser

PATHS = {"fr": ("LP-FND-MIG", "rosalie"), "en": ("LP-TRN-ASY", "bertrand")}
"""A path for each language, and who approves it."""
ASKED = {"elif": ("Elif Karadaylan", "HR department"), "clara": ("Clara Montrevel", "Coordination body")}
SAID = "Deux mois suffisent-ils ? / Are two months enough?"


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_a_path_is_composed_reviewed_and_published(velmaria, browser, lang, width) -> None:
    """J1, steps 5 and 6."""
    say, (code, approver) = spoken(lang), PATHS[lang]
    before = _under_way(velmaria, code)
    chidi = Keyboard(browser.signed_in("chidi", lang=lang, width=width))

    _draft(chidi, say, code)
    _compose(chidi, say)
    _submit(chidi, say)
    _opinions(browser, say, code, lang, width)
    _settle(chidi, say)
    decider = Keyboard(enter(velmaria, browser, approver, lang=lang, width=width))
    _publish(decider, say, code)

    with velmaria.opened():
        first, second = (paths.get_version(code, number) for number in (1, 2))
        assert (first.state.value, second.state.value) == ("superseded", "published")
        assert second.approver_id not in (None, second.author_id)
    assert _under_way(velmaria, code) == before > 0


def _under_way(velmaria, code: str) -> int:
    """How many follow version 1: a newer version moves nobody."""
    with velmaria.opened():
        return sum(paths.pinned_to(paths.get_version(code, 1).id).values())


def _draft(keys: Keyboard, say, code: str) -> None:
    keys.follow(say("Paths and their versions"))
    keys.follow(f"{code} v1")
    keys.follow(say("Draft the next version"))
    keys.choose(say("Kind of change"), say("Major change"))
    keys.write(say("Why it changes, in French"), "La pratique manquait.")
    keys.write(say("Why it changes, in English"), "Practice was missing.")
    assert faults(keys.page) == []
    keys.follow(say("Begin the draft"))


def _compose(keys: Keyboard, say) -> None:
    """A module, an elective, practice; the last one goes up; the check says that it can be completed."""
    _add(keys, say, "Module")
    keys.write(say("Find a module"), "tot-301")
    keys.reach("TOT-301 v1")
    keys.press("Space")
    keys.follow(say("Add the component"))
    _add(keys, say, "Elective")
    keys.write(say("Number of modules"), "1")
    for one in ("DEV-201", "DEV-202"):
        keys.write(say("Find a module"), one.lower())
        keys.tick(f"{one} v1")
    keys.follow(say("Add the component"))
    _add(keys, say, "Practice hours")
    keys.write(say("Hours at least"), "12")
    keys.follow(say("Add the component"))
    names = keys.page.locator(".compose-name").all_inner_texts()
    _move_last_up(keys, say)
    assert keys.page.locator(".compose-name").all_inner_texts() == [*names[:-2], names[-1], names[-2]]
    assert say("Yes: whoever finishes the modules and meets every count completes this path.") in keys.text()
    assert say("Nothing stands in the way of the review.") in keys.text()
    assert say("In all") in keys.text()
    assert faults(keys.page) == []


def _add(keys: Keyboard, say, kind: str) -> None:
    keys.choose(say("What it asks for"), say(kind))
    keys.follow(say("Add a component"))
    assert faults(keys.page) == []


def _move_last_up(keys: Keyboard, say) -> None:
    last = keys.page.locator("[data-move=up]").last.inner_text()
    keys.reach(last)
    keys.press("Enter")
    keys.page.locator("[data-compose-said]:not(:empty)").wait_for(state="attached")


def _submit(keys: Keyboard, say) -> None:
    """Submitted; HR and the coordination body asked by name."""
    keys.follow(say("On the way to publication"))
    keys.follow(say("Submit for review"))
    assert faults(keys.page) == []
    keys.follow(say("Review: changes, threads, opinions"))
    for login, (name, party) in ASKED.items():
        ask(keys, say, login, party)
        assert questions(keys.page)[-1].startswith(f"{name}, {say(party)}")


def _opinions(browser, say, code: str, lang: str, width: int) -> None:
    """HR and the coordination body find it among what waits for them; HR comments first."""
    hr = Keyboard(browser.signed_in("elif", lang=lang, width=width))
    hr.follow(say("Opinions asked of you"))
    hr.follow(f"{code} v2")
    hr.follow(say("Comment or suggest"))
    hr.write(say("What you have to say about it"), SAID)
    hr.follow(say("Add it"))
    _opine(hr, say, "elif")
    coordination = Keyboard(browser.signed_in("clara", lang=lang, width=width))
    coordination.follow(f"{code} v2")
    _opine(coordination, say, "clara")


def _opine(keys: Keyboard, say, login: str) -> None:
    name, party = ASKED[login]
    assert faults(keys.page) == []
    keys.choose(say("In the name of"), say(party))
    keys.choose(say("Opinion"), say("Favourable"))
    keys.follow(say("Record the opinion"))
    [answered] = [one for one in questions(keys.page) if one.startswith(name)]
    assert f" {say('answered')} " in answered


def _settle(keys: Keyboard, say) -> None:
    """The author answers what was said, and calls it settled."""
    keys.page.reload()
    assert SAID in keys.text()
    keys.follow(say("Answer, settle or take it up again"))
    keys.write(say("Your answer"), "Oui / yes.")
    keys.follow(say("Call it settled"))
    assert faults(keys.page) == []


def _publish(keys: Keyboard, say, code: str) -> None:
    """Another than the author: what it touches, the terms, approval, publication."""
    keys.follow(say("Versions in review"))
    keys.follow(f"{code} v2")
    keys.follow(say("The page of the version, with its checklist"))
    keys.follow(say("Approve"))
    keys.follow(say("See who and what that touches, and decide the terms"))
    assert say("People under way") in keys.text()
    assert faults(keys.page) == []
    keys.write_day(say("Last day on which the version before can be finished"), date(2027, 6, 6))
    keys.follow(say("Decide the terms"))
    assert say("The terms are decided.") in keys.page.locator("body").inner_text()
    keys.follow(say("Back to the version"))
    keys.follow(say("Publish"))
    assert say("Published") in keys.text()
    assert faults(keys.page) == []
