"""J5 by keyboard alone, in both languages: what holders are asked to do when their version was withdrawn."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from curriculum import i18n
from curriculum.accounts.models import Account
from curriculum.awards.models import Certificate
from curriculum.db import db, transaction
from curriculum.tasks import carriers
from curriculum.tasks import service as tasks
from tests.journeys.doors import enter
from tests.journeys.keyboard import Careful
from tests.journeys.serving import served
from tests.journeys.test_workshop import WAYS
from tests.journeys.test_workshop_j5 import BOR, official, work
from tests.translations import spoken
from tests.velmaria import build

pytestmark = pytest.mark.browser

HOLDER = "serguei.chtcherbinov"
"""Of the Ministry of the Interior; his certificate rests on version 1 of the guards' path, replaced since."""
NAME = "Sergueï Chtcherbinov"
ADDRESS = f"{HOLDER}@example.org"
PLACES = ("Paths and their versions", "Modules and their versions")
MODULE = ("Modules and their versions", "BOR-102 v1")
LAW = "Loi du 2 novembre / law of 2 November"
WHAT = "Lire la nouvelle loi, passer son test / read the new law, pass its test"
UNTIL = date(2027, 3, 3)
SUBJECTS = {
    "fr": (
        "Au sujet du parcours de votre certificat %s",
        "Une mise à jour vous est demandée\N{NO-BREAK SPACE}: certificat %s",
    ),
    "en": ("About the path behind your certificate %s", "An update is asked of you: certificate %s"),
}
"""What the mails to him are called: of the withdrawal, of the update."""
KEPT = (
    "The version it rests on was withdrawn. Your certificate stays in force; you are told if anything is"
    " decided about it.",
    "A module that its path asks for was withdrawn. Your certificate stays in force; you are told if anything"
    " is decided about it.",
)
"""What the page tells its holder as long as it is in force."""
WHY = "Rien de fait au 3 mars / nothing done by 3 March"


@pytest.fixture
def velmaria(tmp_path_factory):
    """A Velmaria of its own: a version is withdrawn once, and each language walks all of it."""
    return build(tmp_path_factory).copy(tmp_path_factory.mktemp("update"))


@pytest.fixture
def address(velmaria):
    with served(velmaria.app.wsgi_app) as address:
        yield address


@pytest.fixture
def number(velmaria, lang) -> str:
    """The number of his certificate; he may be written to, in his language."""
    with velmaria.opened(), transaction():
        account = db.session.scalars(select(Account).where(Account.login == HOLDER)).one()
        account.email, account.locale = ADDRESS, lang
        return db.session.scalars(
            select(Certificate.number).where(Certificate.person_id == account.person_id)
        ).one()


def carried(velmaria) -> dict[str, str]:
    """The mails to him by their subjects, once the worker has carried what is due."""

    def once() -> None:
        with velmaria.opened():
            settings = velmaria.settings
            with carriers.carrier_of(settings) as carrier:
                tasks.send_due(carrier, carriers.sender_of(settings))

    with ThreadPoolExecutor(1) as pool:
        pool.submit(once).result()
    files = carriers.folder(velmaria.settings).glob("*.eml")
    mails = (message_from_bytes(one.read_bytes(), policy=policy.default) for one in files)
    return {one["Subject"]: one.get_content() for one in mails if one["To"] == ADDRESS}


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param(("Paths and their versions", f"{BOR} v1"), id="version-of-the-path"),
        pytest.param(MODULE, id="module-of-the-path"),
    ],
)
@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_who_holds_what_the_law_made_wrong_is_asked_for_an_update(
    velmaria, browser, number, lang, width, steps
) -> None:
    """J5, bad case: withdrawn, asked by a day, told by mail, read on the certificate, decided by people."""
    say = spoken(lang)

    _withdraw(velmaria, browser, say, steps, lang=lang, width=width)
    _ask(velmaria, browser, say, lang=lang, width=width)
    _read_as_holder(velmaria, browser, say, number, lang=lang, width=width)
    _propose(browser, say, number, lang=lang, width=width)
    _suspend(browser, say, number, lang=lang, width=width)

    own = Careful(enter(velmaria, browser, HOLDER, lang=lang, width=width))
    own.follow(say("My certificates and applications"))
    assert say("Suspended") in own.text()
    own.follow(number)
    assert [one for one in (*map(say, KEPT), asked_for(say, lang)) if own.tells(one)] == []


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_who_was_paused_with_a_module_goes_on_by_moving(velmaria, browser, lang, width) -> None:
    """J5, bad case: nobody goes on with what was wrong; the newer version asks for what is right."""
    say, login = spoken(lang), official(velmaria, BOR)
    _withdraw(velmaria, browser, say, MODULE, lang=lang, width=width)
    keys = Careful(enter(velmaria, browser, login, lang=lang, width=width))
    assert (keys.tells(say("On hold")), keys.tells(f"{BOR} · version 1")) == (True, True)

    keys.follow(say("What moving needs, and what you keep"))
    keys.tick(say("I have read what moving means and want to move."))
    keys.follow(say("Move to version %(number)s") % {"number": 2})

    assert keys.tells(say("You have moved. Everything you hold is still yours."))
    assert (keys.tells(say("On hold")), keys.tells(f"{BOR} · version 2")) == (False, True)


def asked_for(say, lang: str) -> str:
    """What the page of the certificate says of it."""
    with i18n.speaking(lang):
        day = i18n.civil_date(UNTIL)
    return say("Update asked of the holder until %(day)s: %(what)s") % {"day": day, "what": WHAT}


def _withdraw(velmaria, browser, say, steps: tuple[str, ...], **way) -> None:
    """The training unit withdraws what the law made wrong."""
    keys = Careful(browser.signed_in("farid", **way))
    for step in steps:
        keys.follow(say(step) if step in PLACES else step)
    keys.write(say("Reason, for “%(step)s”") % {"step": say("Withdraw")}, LAW)
    keys.follow(say("Withdraw"))
    assert keys.page.locator(".lead .tag").inner_text() == say("Withdrawn")
    work(velmaria)


def _ask(velmaria, browser, say, **way) -> None:
    """It asks from the page of the path's version; a day behind us is refused, and what was typed stays."""
    keys = Careful(browser.signed_in("farid", **way))
    keys.follow(say("Paths and their versions"))
    keys.follow(f"{BOR} v1")
    keys.follow(say("Ask holders of its certificates for an update"))
    assert keys.tells("1 certificat" if way["lang"] == "fr" else "1 certificate in force rests")
    for year in (2020, 2027):
        keys.write(say("What the update consists of"), WHAT)
        keys.write_day(say("Last day for the update"), date(year, 3, 3))
        keys.follow(say("Ask for the update"))
        assert keys.tells(say("The update is asked for; the holders are told.")) == (year == 2027)
    work(velmaria)


def _read_as_holder(velmaria, browser, say, number: str, **way) -> None:
    """Told of the withdrawal and of the update; the mail leads where the way from one's own path leads."""
    mails = carried(velmaria)
    assert {one % number for one in SUBJECTS[way["lang"]]} == set(mails)
    asked = mails[SUBJECTS[way["lang"]][1] % number]
    assert (i18n.day_in(way["lang"], UNTIL.isoformat()) in asked, WHAT in asked) == (True, False)
    keys = Careful(enter(velmaria, browser, HOLDER, **way))
    keys.follow(say("My certificates and applications"))
    keys.follow(number)
    assert keys.page.url.removeprefix(browser.address) in asked
    assert keys.tells(asked_for(say, way["lang"]))


def _propose(browser, say, number: str, **way) -> None:
    """HR finds it among who is certified, reads what is asked, and proposes a suspension."""
    keys = Careful(browser.signed_in("ines", **way))
    keys.follow(number)
    assert keys.tells(asked_for(say, way["lang"]))
    keys.follow(say("Propose a change of status"))
    keys.choose(say("What should happen"), say("Suspend"))
    keys.choose(say("Reason"), say("Under review"))
    keys.write(say("In words"), WHY)
    keys.follow(say("Propose a change of status"))
    assert keys.tells(WHY)


def _suspend(browser, say, number: str, **way) -> None:
    """Nothing followed by itself: whoever decides on certificates finds what waits, and suspends."""
    keys = Careful(browser.signed_in("jonas", **way))
    keys.follow(NAME)
    assert keys.page.url.endswith(f"/certificates/{number}")
    assert keys.tells(WHY)
    assert keys.page.locator(".lead .tag").inner_text() == say("Valid")
    keys.follow(say("Suspend at once"))
    keys.choose(say("Reason"), say("Under review"))
    keys.write(say("In words"), WHY)
    keys.follow(say("Suspend at once"))
    assert keys.page.locator(".lead .tag").inner_text() == say("Suspended")
