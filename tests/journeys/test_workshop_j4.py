"""J4 by keyboard alone, in both languages: a donor's course covers half a module."""

from datetime import date

import pytest

from curriculum.announcements import PersonTouched
from curriculum.db import announce, db, transaction
from curriculum.delivery import queries as delivery
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.paths import queries as paths
from curriculum.paths.models import PathEnrolment
from tests.factories.delivery import make_official
from tests.journeys.doors import account_of, enter
from tests.journeys.keyboard import Keyboard
from tests.journeys.test_workshop import WAYS
from tests.journeys.visitor import faults
from tests.progress.test_standing import follow
from tests.translations import spoken

pytestmark = pytest.mark.browser

RUNS = {"fr": "ASY-201-2027K", "en": "ASY-201-2027L"}
TITLES = {
    "fr": "Conduire l'entretien personnel",
    "en": "Conducting the personal interview",
}
ASKED = {
    "fr": {"donor": "Centre européen des politiques de mobilité", "date": "6 juin 2026"},
    "en": {"donor": "European Centre for Mobility Policy", "date": "6 June 2026"},
}


def official(velmaria, *, score: int | None) -> str:
    """The login of somebody admitted to LP-TRN-ASY who attended CEPM-01, with this result or without."""
    with velmaria.opened():
        with transaction():
            person_id = make_official()
            enrolment = PathEnrolment(
                person_id=person_id,
                path_version_id=paths.get_version("LP-TRN-ASY", 1).id,
                state=EnrolmentState.ADMITTED,
                designated_on=date(2024, 1, 1),
            )
            db.session.add(enrolment)
            login = account_of(person_id)
            announce(PersonTouched(person_id))
        follow(person_id, "CEPM-01", score=score, hours=2400)
        return login


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_an_official_sees_half_a_module(velmaria, browser, lang, width) -> None:
    """J4, step 2: 55 %, one of two critical outcomes, 13.2 hours credited, O3 and O4 remain."""
    say, login = spoken(lang), official(velmaria, score=7300)
    page = enter(velmaria, browser, login, lang=lang, width=width)
    keys = Keyboard(page)

    keys.follow(page.locator("a[href$='/LP-TRN-ASY/C2']").first.inner_text())
    shown = " ".join(keys.text().split())

    critical = say("%(met)s of %(all)s critical outcomes") % {"met": 1, "all": 2}
    percent = {"fr": "55 %", "en": "55%"}[lang]
    assert " ".join(f"{percent} · {critical}".split()) in shown
    assert {"fr": "13,2/24", "en": "13.2/24"}[lang] in shown
    assert say("What is missing") in shown
    assert faults(page) == []


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_a_designer_opens_the_bridging_session(velmaria, browser, lang, width) -> None:
    """J4, step 3: proposed on the gap board, opened from a form that is filled already."""
    say, page = spoken(lang), browser.signed_in("chidi", lang=lang, width=width)
    keys = Keyboard(page)

    keys.follow(say("Coverage: what donors teach of it"))
    keys.follow(say("Gap board: who needs what nobody teaches"))
    keys.follow(f"{say('Prepare it')} ASY-201")
    assert (
        say("Prepared from what donors leave open of the module. Check the hours, choose the days.")
        in keys.text()
    )
    shown = " ".join(keys.text().split())
    assert {"fr": "21,2/24 h = 88", "en": "21.2/24 h = 88"}[lang] in shown
    assert faults(page) == []
    keys.write(say("Code"), RUNS[lang])
    keys.write_day(say("First day"), date(2027, 2, 2))
    keys.write_day(say("Last day"), date(2027, 2, 2))
    keys.follow(say("Open the session"))

    assert faults(page) == []
    with velmaria.opened():
        run = delivery.get(RUNS[lang])
        assert (len(run.outcome_ids), run.hours) == (2, 800)


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_who_waits_for_results_reads_when_they_were_requested(velmaria, browser, lang, width) -> None:
    """J4, bad case: passed without individual scores; when they have come, nobody reads it any more."""
    say, login = spoken(lang), official(velmaria, score=None)
    designer = browser.signed_in("chidi", lang=lang, width=width)
    keys = Keyboard(designer)
    keys.follow(say("Offerings of donors"))
    keys.follow("CEPM-01")
    keys.follow(say("Note that individual results were requested"))
    keys.write_day(say("Requested on"), date(2026, 6, 6))
    keys.write(say("Who was asked"), "CEPM")
    keys.follow(say("Note it"))
    assert faults(designer) == []

    page = enter(velmaria, browser, login, lang=lang, width=width)

    waits = " ".join((say("Waiting for results from %(donor)s, requested on %(date)s") % ASKED[lang]).split())
    assert f"{waits} CEPM-01" in " ".join(page.locator("main").inner_text().split())
    assert faults(page) == []
    keys.follow(say("The results have come, or nobody waits any more"))
    Keyboard(page).follow(say("My path"))
    assert waits not in " ".join(page.locator("main").inner_text().split())
