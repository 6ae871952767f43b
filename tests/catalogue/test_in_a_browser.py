"""The page of a draft in a real browser: kept while typing, checked beside it, rows moved in place."""

import re

import pytest

from curriculum.catalogue import drafts, queries, service
from curriculum.db import db, transaction
from tests.conftest import _browser
from tests.factories.catalogue import content, make_module, make_theme, outcome
from tests.journeys.conftest import chromium as chromium
from tests.journeys.serving import served
from tests.journeys.visitor import DESK, PHONE, Browser, is_within, violations

pytestmark = [pytest.mark.browser, pytest.mark.database]

DRAFT = "/training/modules/BOR-102/draft"


@pytest.fixture
def version(cast):
    class Owner:
        id = cast.institution("CNFGF")

    with transaction():
        module = make_module(owner=Owner, theme=make_theme("T5"))
        rows = (outcome(60, critical=True, text="Examine"), outcome(40, text="Compare"))
        return service.draft_version(cast.chidi, module_id=module.id, content=content(*rows)).id


@pytest.fixture
def desk(app, cast, chromium, version):
    """Opens the draft as somebody of the cast."""
    with served(app.wsgi_app) as address:
        browser = Browser(chromium, address)

        def opened(login="chidi", *, path=DRAFT, **values):
            cookie = _browser(app, login).get_cookie("cursus")
            page = browser.window(**values)
            page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
            page.goto(path)
            return page

        yield opened
        browser.close()


def told(page, words):
    page.wait_for_function("words => document.querySelector('main').innerText.includes(words)", arg=words)


def copy_of(cast):
    db.session.remove()
    found = drafts.kept(cast.chidi.account_id, "module", "BOR-102")
    return dict(drafts.pairs_of(found)) if found else {}


def test_what_is_typed_is_checked_and_kept(desk, cast, version):
    page = desk()
    page.get_by_label("Title in English").fill("")
    told(page, "“title” is needed in French and in English.")
    page.get_by_label("Title in English").fill("Typed")
    told(page, "Nothing is missing.")

    assert copy_of(cast)["title_en"] == "Typed"
    assert queries.version(version).title.en == "Title"


def test_rows_move_in_place_by_the_keyboard(desk):
    page = desk()
    page.get_by_label("Title in English").fill("Typed")
    page.get_by_role("button", name="Move up Outcome 2").focus()
    page.keyboard.press("Enter")
    page.locator("button[value='down:outcomes-0']:focus").wait_for()

    texts = page.get_by_label("Outcome in English")
    assert [texts.nth(number).input_value() for number in range(2)] == ["Compare", "Examine"]
    assert page.get_by_label("Title in English").input_value() == "Typed"
    page.get_by_role("button", name="Add an outcome").press("Enter")
    page.locator("textarea[name='outcomes-2-text_fr']:focus").wait_for()


def test_the_key_enter_saves_and_moves_nothing(desk, version):
    page = desk()
    page.get_by_label("Title in English").fill("Typed")
    page.get_by_label("Title in English").press("Enter")
    page.wait_for_url(re.compile(r"/BOR-102/1$"))

    db.session.remove()
    assert [one.text.en for one in queries.version(version).outcomes] == ["Examine", "Compare"]
    assert queries.version(version).title.en == "Typed"


def test_without_a_connection_this_device_keeps_it(desk, cast):
    page = desk()
    page.context.set_offline(True)
    page.get_by_label("Title in English").fill("In the train")
    told(page, "No connection: what you type is kept on this device")
    page.close()
    page.context.set_offline(False)
    page = page.context.new_page()
    page.goto(DRAFT)
    told(page, "On this device there is something you typed")
    page.get_by_role("button", name="Restore what I typed").click()
    told(page, "not saved yet")

    assert page.get_by_label("Title in English").input_value() == "In the train"
    assert copy_of(cast)["title_en"] == "In the train"
    assert (
        page.evaluate("Object.keys(localStorage).filter(one => one.startsWith('cursus-draft')).length") == 0
    )


def test_a_session_that_ended_is_told(desk):
    page = desk()
    page.context.clear_cookies()
    page.get_by_label("Title in English").fill("Late")
    told(page, "You are signed out.")

    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "Late" in kept
    assert "csrf_token" not in kept


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_is_for_everybody(desk, width):
    page = desk(width=width)
    for deed in ("Add a part of the assessment", "Add a criterion", "Add a reviewer"):
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        page.get_by_role("button", name=deed).first.click()
        page.locator("[data-part] :is(input, textarea):focus").wait_for()
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")

    assert violations(page) == []
    assert is_within(page)
