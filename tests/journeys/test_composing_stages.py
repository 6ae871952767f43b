"""Stages, electives in any version and a form left half filled, by keyboard alone, in both languages."""

import pytest

from curriculum.paths import queries as paths
from curriculum.paths.sheets import content_of
from tests.journeys.keyboard import Careful
from tests.journeys.test_workshop import WAYS
from tests.translations import spoken

pytestmark = pytest.mark.browser

STAGES = {"A": ("Début", "Beginning"), "B": ("Milieu", "Middle"), "C": ("Fin", "End")}


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_a_path_in_stages_is_composed_and_gone_on_with(velmaria, browser, lang, width) -> None:
    """A stage between two, moved by buttons; a group in any version; what was typed is offered again."""
    say, keys = spoken(lang), Careful(browser.signed_in("chidi", lang=lang, width=width))
    code = f"LP-STG-{lang.upper()}"
    _begin(keys, say, code)
    _stages(keys, say, lang)
    _elective(keys, say)
    _left_half_filled(keys, say)

    with velmaria.opened():
        group, practice = content_of(paths.get_version(code, 1)).components
        assert group.options == (("DEV-201", None), ("DEV-202", None))
        assert practice.rule["minimum"] == 12


def _begin(keys: Careful, say, code: str) -> None:
    keys.follow(say("Paths and their versions"))
    keys.follow(say("Open a learning path"))
    keys.write(say("Code"), code)
    keys.choose(say("Owner"), "CNFGF")
    keys.write(say("Title in French"), "Par étapes")
    keys.write(say("Title in English"), "In stages")
    keys.follow(say("Open and compose the first version"))


def _stages(keys: Careful, say, lang: str) -> None:
    """One after the other, one before another, one down, one up."""
    first, middle, last = (STAGES[letter][lang == "en"] for letter in "ABC")
    _stage(keys, say, "A", say("At the end"))
    _stage(keys, say, "C", say("At the end"))
    _stage(keys, say, "B", say("Before “%(stage)s”") % {"stage": last})
    shown = keys.page.locator(".stage h3")
    assert shown.all_inner_texts() == [first, middle, last]
    keys.follow(f"{say('Stage down')} {first}")
    assert shown.all_inner_texts() == [middle, first, last]
    keys.follow(f"{say('Stage up')} {last}")
    assert shown.all_inner_texts() == [middle, last, first]


def _stage(keys: Careful, say, letter: str, where: str) -> None:
    keys.follow(say("Add a stage"))
    keys.write(say("Title in French"), STAGES[letter][0])
    keys.write(say("Title in English"), STAGES[letter][1])
    keys.choose(say("Where"), where)
    keys.follow(say("Add the stage"))


def _elective(keys: Careful, say) -> None:
    keys.choose(say("What it asks for"), say("Elective"))
    keys.follow(say("Add a component"))
    keys.write(say("Number of modules"), "1")
    for one in ("DEV-201", "DEV-202"):
        keys.write(say("Find a module"), one.lower())
        keys.tick(say("%(module)s, any version") % {"module": one})
    keys.follow(say("Add the component"))
    shown = keys.page.locator(".compose-card").first.inner_text()
    assert "DEV-201" in shown
    assert "DEV-201 v" not in shown


def _left_half_filled(keys: Careful, say) -> None:
    """Typed, kept, left by a link; coming back, the page asks first, and goes on with it."""
    keys.choose(say("What it asks for"), say("Practice hours"))
    keys.follow(say("Add a component"))
    keys.write(say("Hours at least"), "12")
    kept = say("Kept as you typed it, %(time)s; not saved yet.").split("%")[0].strip()
    keys.page.locator("#draft-panel", has_text=kept).wait_for()
    keys.follow(say("Cancel"))
    keys.choose(say("What it asks for"), say("Practice hours"))
    keys.follow(say("Add a component"))
    keys.follow(say("Restore what I typed"))
    keys.reach(say("Hours at least"))
    assert keys.says().endswith("12")
    keys.follow(say("Add the component"))
    assert keys.page.locator(".compose-card").count() == 2
