"""S17 by keyboard alone, in both languages: on a replaced version a certificate holds to its last day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from certificates import Answer
from certificates.verifying import sayings
from curriculum import i18n
from curriculum.accounts.models import Account
from curriculum.awards.models import Certificate
from curriculum.db import db
from curriculum.domain.lifecycles.version import VersionState
from curriculum.labels import label
from tests.journeys.doors import enter
from tests.journeys.keyboard import Careful
from tests.journeys.serving import served
from tests.journeys.test_workshop import WAYS
from tests.journeys.test_workshop_j5 import BOR
from tests.translations import spoken

pytestmark = pytest.mark.browser

HOLDER = "serguei.chtcherbinov"
"""Certified on version 1 of the guards' path when version 2 had already replaced it."""
SINCE, LAST = date(2025, 11, 3), date(2028, 11, 2)
FINISHED, UNTIL = date(2024, 5, 2), date(2027, 5, 1)
"""The days that domain.md gives for S17: 36 months, less one day."""


def written(lang: str, day: date) -> str:
    with i18n.speaking(lang):
        return i18n.civil_date(day)


def facts(keys: Careful) -> dict[str, str]:
    """What a page says in pairs, every kind of space being one."""
    rows = keys.page.locator(".summary-row").all()
    pairs = ([" ".join(part.split()) for part in one.inner_text().split("\n")[:2]] for one in rows)
    return {pair[0]: pair[-1] for pair in pairs}


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_the_path_counts_36_months_less_one_day_S17(velmaria, browser, lang, width) -> None:
    """The version was replaced; its certificates are counted by its own terms, in the page's simulator."""
    say = spoken(lang)
    keys = Careful(browser.signed_in("farid", lang=lang, width=width))
    keys.follow(say("Paths and their versions"))
    keys.follow(f"{BOR} v1")
    with velmaria.opened(), i18n.speaking(lang):
        replaced = label(VersionState.SUPERSEDED)
    assert keys.page.locator(".lead .tag").inner_text() == replaced

    keys.write_day(say("Somebody finishes on"), FINISHED)
    keys.follow(say("Show the dates"))

    assert facts(keys)[say("Valid until")] == written(lang, UNTIL)


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_holder_and_hr_read_how_long_it_holds_S17(velmaria, browser, lang, width) -> None:
    """J5, step 4: nothing happened to it when the newer version was published."""
    say, number = spoken(lang), certificate(velmaria).number
    for who, steps in ((HOLDER, (say("My certificates and applications"), number)), ("ines", (number,))):
        keys = Careful(enter(velmaria, browser, who, lang=lang, width=width))
        for step in steps:
            keys.follow(step)
        assert keys.page.locator(".lead .tag").inner_text() == say("Valid")
        said = facts(keys)
        assert said[say("Path")].endswith(f"({BOR} v1)")
        assert (said[say("Effective from")], said[say("Valid until")]) == (
            written(lang, SINCE),
            written(lang, LAST),
        )


@pytest.mark.parametrize(
    ("after", "answer"),
    [pytest.param(0, Answer.VALID, id="last-day"), pytest.param(1, Answer.EXPIRED, id="day-after")],
)
@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_stranger_is_told_on_the_last_day_and_after_S17(
    velmaria, browser, lang, width, after, answer
) -> None:
    """The code on the paper is scanned while the day still runs, and on the next."""
    day = datetime(LAST.year, LAST.month, LAST.day, 12, tzinfo=UTC) + timedelta(days=after)
    page = browser.window(lang=lang, width=width)

    with served(velmaria.app.wsgi_app, at=day) as address:
        page.goto(f"{address}/v/{certificate(velmaria).token}?lang={lang}")
        keys = Careful(page)
        keys.look()
        word = page.locator(".answer-word").inner_text()

    assert word == sayings.word_for(answer, lang)
    assert keys.tells(written(lang, LAST))


def certificate(velmaria) -> Certificate:
    with velmaria.opened():
        person = select(Account.person_id).where(Account.login == HOLDER).scalar_subquery()
        return db.session.scalars(select(Certificate).where(Certificate.person_id == person)).one()
