"""The ways people go through the product, in a real browser (issue 2, The journey)."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from curriculum.awards.graduation import running
from curriculum.awards.models import Certificate
from curriculum.db import db
from curriculum.intake.models import ImportBatch, ImportRow
from tests.journeys.visitor import DESK, PHONE, is_within

pytestmark = pytest.mark.browser
WAITING = "A-2026-007"


def token_of(velmaria, kind: str = "trainer") -> tuple[str, str]:
    """Token and number of the latest certificate of a kind."""
    with velmaria.opened():
        wanted = select(Certificate).where(Certificate.kind == kind).order_by(Certificate.log_index.desc())
        found = db.session.scalars(wanted.limit(1)).one()
        return found.token, found.number


@pytest.mark.parametrize(("lang", "word"), [("fr", "authentique"), ("en", "genuine")])
def test_a_stranger_verifies_on_a_phone(velmaria, browser, lang, word) -> None:
    token, number = token_of(velmaria)
    page = browser.window(width=PHONE, lang=lang)

    page.goto(f"/v/{token}")

    assert page.locator("html").get_attribute("lang") == lang
    assert word in page.locator("main").inner_text().lower()
    assert number in page.locator("main").inner_text()
    assert (is_within(page), page.context.cookies()) == (True, [])


def test_a_wrong_token_is_told_plainly(browser) -> None:
    page = browser.window(width=PHONE)

    answer = page.goto("/v/0000000000000000000000000000")

    assert answer.status == 404
    assert is_within(page)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_amina_sees_her_way(browser, width) -> None:
    page = browser.signed_in("amina", width=width)

    assert page.url.endswith("/me")
    assert "75" in page.locator("main").inner_text()
    assert "LP-TRN-BOR" in page.content()
    assert is_within(page)


def issue_as_the_worker(velmaria) -> int:
    """In a thread of its own: the browser's driver keeps an event loop in this one."""

    def work() -> int:
        with velmaria.opened():
            velmaria.unlock()
            return running.issue_due()

    with ThreadPoolExecutor(1) as worker:
        return worker.submit(work).result()


def undecided(velmaria) -> int:
    with velmaria.opened():
        wanted = select(ImportRow).where(ImportRow.state.in_(("candidate", "unmatched")))
        return len(db.session.scalars(wanted).all())


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param(("s",), id="the only person shown"),
        pytest.param(("j", "s"), id="the person chosen first"),
    ],
)
def test_the_desk_decides_a_row_with_the_keyboard(velmaria, browser, keys) -> None:
    before = undecided(velmaria)
    page = browser.signed_in("chidi")

    page.goto("/training/desk")
    page.locator("[data-desk-keys]").wait_for()
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])

    assert undecided(velmaria) == before - 1


@pytest.mark.parametrize(
    ("path", "written", "found"),
    [
        pytest.param("/hr", "بوزريغة", "Houda Bouzrigha", id="a holder in the register of certificates"),
        pytest.param("/hr/people", "المزكوري", "Amina Mezgouri", id="an official without any certificate"),
    ],
)
def test_hr_searches_in_arabic_letters(browser, path, written, found) -> None:
    page = browser.signed_in("ines", lang="fr")

    page.goto(path)
    page.locator("main input[name=q]").first.fill(written)
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")

    assert found in page.locator("main").inner_text()


def test_the_second_signature_makes_a_certificate_that_verifies(velmaria, browser) -> None:
    page = browser.signed_in("farid")
    page.goto("/sign-offs")
    page.locator(f'a[href*="{WAITING}"]').first.click()
    page.goto(f"/applications/{WAITING}/sign/training")
    page.locator("main input[type=checkbox]").check()
    page.get_by_role("button", name=re.compile("^Sign$")).click()
    page.wait_for_load_state()

    assert issue_as_the_worker(velmaria) == 1
    token, number = token_of(velmaria)
    stranger = browser.window(width=PHONE)
    stranger.goto(f"/v/{token}")

    assert "genuine" in stranger.locator("main").inner_text().lower()
    assert number in stranger.locator("main").inner_text()


CLOSED = ("/training", "/hr", "/donor", "/admin", "/sign-offs", "/hr/register", "/training/lists")


def test_grace_sees_nothing(browser) -> None:
    page = browser.signed_in("grace")

    assert {path: page.goto(path).status for path in CLOSED} == dict.fromkeys(CLOSED, 403)
    page.goto("/me")
    assert "LP-" not in page.content()


def lists_of(velmaria, donor: str) -> list[str]:
    with velmaria.opened():
        codes = db.session.scalars(select(ImportBatch.code).order_by(ImportBatch.code))
        return [code for code in codes if code.startswith(donor)]


def test_dalia_sees_the_lists_of_her_donor_only(velmaria, browser) -> None:
    page = browser.signed_in("dalia")
    shown = set(re.findall(r'href="/lists/([A-Z]+-\d+-L\d+)"', page.content()))

    assert page.url.endswith("/donor")
    assert shown == set(lists_of(velmaria, "NORD"))
    assert [page.goto(f"/lists/{code}").status for code in lists_of(velmaria, "PMCO")[:2]] == [404, 404]
