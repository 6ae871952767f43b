"""A form sent after its session ended, or from before the present one: nothing stored, nothing typed lost."""

import io

import pytest

from curriculum.accounts import queries, sign_in
from curriculum.db import transaction
from curriculum.people import queries as people
from tests.page import read

pytestmark = pytest.mark.database

HERE = {"Origin": "http://localhost", "Accept": "text/html", "Accept-Language": "en"}
REASON = "He moved\nin « January » – بعد"
SENT = {"institution": "MINT", "unit": "MINT-DRH", "on": "2026-11-16", "reason": REASON}


@pytest.fixture
def guarded(app, monkeypatch):
    """The application as it serves, with its check of where forms come from."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    return app


@pytest.fixture
def form(cast):
    cast.enter()
    return f"/people/{people.person_ref(cast.person('amina'))}/service"


def signed_in(browser, login="ines"):
    with transaction():
        token = sign_in.open_session(sign_in.Checked(queries.by_login(login).id), hours=12)
    with browser.session_transaction() as cookie:
        cookie.clear()
        cookie["_user_id"] = token
    return token


def opened(browser, address) -> dict[str, str]:
    """The hidden fields of a form as its page has them."""
    page = read(browser.get(address, headers=HERE))
    return hidden(page)


def hidden(page) -> dict[str, str]:
    return {one.get("name"): one.get("value") for one in page.all("input", type="hidden")}


def revoked(token):
    with transaction():
        found = queries.find_session(token, sign_in.clock.now(), sign_in.timedelta(hours=1))
        sign_in.sign_out(found.actor, token)


def cleared(browser):
    with browser.session_transaction() as cookie:
        cookie.clear()


@pytest.mark.parametrize("how", ["revoked", "cookie gone"])
def test_expired_session_asks_to_sign_in_and_keeps_what_was_typed(how, guarded, form):
    browser = guarded.test_client()
    token = signed_in(browser)
    sent = SENT | opened(browser, form)
    revoked(token) if how == "revoked" else cleared(browser)

    answer = browser.post(form, data=sent, headers=HERE)

    page = read(answer)
    assert (answer.status_code, page.h1) == (403, "Please sign in again")
    assert "nothing of what you sent was stored" in page.text
    assert {name: value for name, value in hidden(page).items() if name != "csrf_token"} == SENT
    assert page.links()["Sign in in a new tab"] == f"/login?next={form}"


def test_what_was_kept_is_sent_by_a_second_click_after_signing_in(guarded, form, cast):
    browser = guarded.test_client()
    token = signed_in(browser)
    sent = SENT | opened(browser, form)
    revoked(token)
    kept = hidden(read(browser.post(form, data=sent, headers=HERE)))

    signed_in(browser)
    again = browser.post(form, data=kept, headers=HERE)
    fresh = hidden(read(again))
    done = browser.post(form, data=fresh, headers=HERE)

    assert (again.status_code, read(again).h1) == (409, "Please send this again")
    assert "Ines Valtierra" in read(again).text
    assert done.status_code == 303
    assert [one.from_.isoformat() for one in people.services_of(cast.person("amina"))][-1] == "2026-11-16"


def test_upload_by_an_expired_session_says_that_no_file_was_stored(guarded, cast):
    cast.enter()
    browser = guarded.test_client()
    token = signed_in(browser, "chidi")
    sent = opened(browser, "/training/lists")
    revoked(token)

    data = sent | {"file": (io.BytesIO(b"Nom;Prenom\n" * 1000), "list.csv")}
    answer = browser.post("/training/lists", data=data, headers=HERE, content_type="multipart/form-data")

    page = read(answer)
    assert (answer.status_code, page.h1) == (403, "Please sign in again")
    assert "Files are not kept: sign in, choose the file again and send it once more." in page.text
    assert [one for one in page.all("button") if one.text == "Send again"] == []


FOREIGN = [
    pytest.param({"Origin": "https://elsewhere.example"}, id="another site"),
    pytest.param({"Origin": "null"}, id="a page that hides where it is"),
    pytest.param({}, id="no word of where it comes from"),
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_what_another_site_sent_is_not_given_back(headers, guarded, form):
    browser = guarded.test_client()
    signed_in(browser)

    answer = browser.post(form, data=SENT, headers={"Accept": "text/html"} | headers)

    assert answer.status_code == 409
    assert "January" not in answer.text


def test_stale_sign_in_page_is_opened_again_and_keeps_no_password(guarded, cast):
    cast.enter()

    answer = guarded.test_client().post(
        "/login", data={"login": "ines", "password": "a secret of hers"}, headers=HERE
    )

    page = read(answer)
    assert (answer.status_code, page.h1) == (409, "Please send this again")
    assert page.links()["Open the page again"] == "/login"
    assert "secret" not in answer.text


def test_program_gets_a_code(guarded, form):
    answer = guarded.test_client().post(form, data=SENT, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json) == (403, {"error": "not_signed_in"})
