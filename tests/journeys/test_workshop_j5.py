"""J5 by keyboard alone, in both languages: a module changes mid-path, and people with it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from curriculum.announcements import PersonTouched
from curriculum.db import announce, db, transaction
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.paths import queries as paths
from curriculum.paths.models import PathEnrolment
from curriculum.transitions import judging, running
from tests.factories.delivery import make_official
from tests.journeys.doors import account_of, enter
from tests.journeys.keyboard import Keyboard
from tests.journeys.test_workshop import WAYS
from tests.journeys.visitor import faults
from tests.translations import spoken

pytestmark = pytest.mark.browser

BOR = "LP-TRN-BOR"
TOP_UPS = {
    "en": [
        "new assessment passed with at least 80 %",
        "chip reader laboratory, 2 hours",
        "facial comparison, 4 hours",
    ],
    "fr": [
        "nouvelle évaluation réussie à 80 % au moins",
        "atelier lecteur de puces, 2 heures",
        "comparaison faciale, 4 heures",
    ],
}


def spaced(keys: Keyboard) -> str:
    """What the page says, with plain spaces."""
    return keys.text().replace("\u00a0", " ")


def official(velmaria, path: str, name: str = "Amina Mezgouri") -> str:
    """The login of somebody under way on version 1 of a path, with nothing on file yet."""
    with velmaria.opened(), transaction():
        person_id = make_official(name)
        enrolment = PathEnrolment(
            person_id=person_id,
            path_version_id=paths.get_version(path, 1).id,
            state=EnrolmentState.ACTIVE,
            designated_on=date(2025, 1, 6),
        )
        db.session.add(enrolment)
        announce(PersonTouched(person_id))
        return account_of(person_id)


def work(velmaria) -> None:
    """What the worker does; in a thread of its own, for the browser's driver keeps a loop in this one."""

    def once() -> None:
        with velmaria.opened():
            running.work_due()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(once).result()


def decide(keys: Keyboard, say: Callable[[str], str]) -> None:
    """Send the table with a reason."""
    keys.write(say("Reason"), "Relu en commission / read again")
    keys.follow(say("Decide these lines"))
    assert say("What is carried over is decided.") in keys.page.locator("body").inner_text()
    assert faults(keys.page) == []


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_the_table_of_equivalences_is_decided_in_one_form(browser, lang, width) -> None:
    """J5, step 1: the lines as decided; one decided anew with its reason, and back again."""
    say, page = spoken(lang), browser.signed_in("chidi", lang=lang, width=width)
    keys = Keyboard(page)

    keys.follow(say("Modules and their versions"))
    keys.follow("BOR-102 v2")
    keys.follow(say("What it takes over from the version before"))
    assert [one for one in TOP_UPS[lang] if one not in spaced(keys)] == []
    keys.choose(say("Carried over to %(code)s") % {"code": "O5"}, say("In part, with a top-up"))
    keys.reach(say("Top-up for %(code)s") % {"code": "O5"})
    keys.press("Enter")
    keys.write(say("Top-up for %(code)s, in English") % {"code": "O5"}, "an interview")
    keys.write(say("Top-up for %(code)s, in French") % {"code": "O5"}, "un entretien")
    decide(keys, say)
    keys.choose(say("Carried over to %(code)s") % {"code": "O5"}, say("In full"))
    decide(keys, say)

    assert say("Earlier decisions") in keys.text()


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_one_of_those_left_behind_is_moved_and_brought_back(velmaria, browser, lang, width) -> None:
    """J5, step 2: what the version touches, a dry run for each, one moved with a reason, undone."""
    say, page = spoken(lang), browser.signed_in("farid", lang=lang, width=width)
    keys, (name, old) = Keyboard(page), chosen(velmaria)

    keys.follow(say("Paths and their versions"))
    keys.follow(f"{BOR} v2")
    keys.follow(say("What it touches, and moving people to it"))
    assert say("Certificates in force") in keys.text()
    assert faults(page) == []
    keys.follow(say("Draw a plan for version %(number)s") % {"number": 1})
    assert (
        say("The plan is drawn; nobody is moved before somebody applies it.")
        in page.locator("body").inner_text()
    )
    assert faults(page) == []
    keep_only(keys, say, name)
    _apply(velmaria, keys, say)
    with velmaria.opened():
        assert len(judging.movers(old)) == 5
    _undo(velmaria, keys, say)

    with velmaria.opened():
        assert len(judging.movers(old)) == 6


def chosen(velmaria) -> tuple[str, int]:
    """Somebody of the six on version 1, and that version."""
    from curriculum.people import queries as people

    with velmaria.opened():
        old = paths.get_version(BOR, 1).id
        movers = judging.movers(old)
        assert len(movers) == 6
        names = people.display_names([one.person_id for one in movers])
        return sorted(names.values())[0], old


def keep_only(keys: Keyboard, say, name: str) -> None:
    """Untick everybody, tick one, keep it."""
    words = say("Move %(name)s")
    for box in keys.page.locator("input[name=line]").all():
        label = str(box.get_attribute("aria-label"))
        if box.is_checked() != (label == words % {"name": name}):
            keys.tick(label)
    keys.follow(say("Keep this choice"))
    kept = keys.page.locator("input[name=line]:checked").all()
    assert [one.get_attribute("aria-label") for one in kept] == [words % {"name": name}]


def _apply(velmaria, keys: Keyboard, say) -> None:
    keys.follow(say("Move those chosen"))
    keys.write(say("Reason"), "Fin de l'enseignement / teach-out")
    assert faults(keys.page) == []
    keys.follow(say("Move them"))
    work(velmaria)
    keys.page.reload()
    assert say("%(done)s of %(all)s people moved") % {"done": 1, "all": 1} in keys.text()
    assert faults(keys.page) == []


def _undo(velmaria, keys: Keyboard, say) -> None:
    keys.follow(say("Undo the moves"))
    keys.write(say("Reason"), "Par erreur / by mistake")
    assert faults(keys.page) == []
    keys.follow(say("Undo the moves"))
    work(velmaria)
    keys.page.reload()
    assert say("%(done)s of %(all)s people looked at again") % {"done": 1, "all": 1} in keys.text()


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_an_official_chooses_to_move(velmaria, browser, lang, width) -> None:
    """J5, step 3: the banner, what moving needs, one box, one button."""
    say, login = spoken(lang), official(velmaria, BOR)
    page = enter(velmaria, browser, login, lang=lang, width=width)
    keys = Keyboard(page)

    assert faults(page) == []
    keys.follow(say("What moving needs, and what you keep"))
    assert say("Move to version %(number)s") % {"number": 2} in keys.text()
    assert faults(page) == []
    keys.tick(say("I have read what moving means and want to move."))
    keys.follow(say("Move to version %(number)s") % {"number": 2})

    assert say("You have moved. Everything you hold is still yours.") in page.locator("body").inner_text()
    assert say("version %(number)s") % {"number": 2} in keys.text()


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_thiago_reads_what_he_keeps_and_stays(browser, lang, width) -> None:
    """J5, step 3, and S06: 30 % in full, three top-ups in words, why the figure falls; he stays."""
    say, page = spoken(lang), browser.signed_in("thiago", lang=lang, width=width)
    keys = Keyboard(page)

    keys.follow(say("What moving needs, and what you keep"))
    assert [one for one in TOP_UPS[lang] if f"({one})" not in spaced(keys)] == []
    assert faults(page) == []
    keys.follow(say("Stay on version %(number)s") % {"number": 1})

    assert say("What moving needs, and what you keep") in keys.text()
    assert faults(page) == []
