"""Signing in and the administration's pages, as a browser meets them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from curriculum import clock
from curriculum.accounts import addresses, passwords, queries, service
from curriculum.accounts.models import SignInSession
from curriculum.db import db, transaction
from curriculum.domain.actors import EVERYWHERE, OPERATOR, Actor, Grant, Role
from tests.conftest import NOW
from tests.factories.accounts import make_account

pytestmark = pytest.mark.database
ADMIN = Actor(account_id=1, grants=(Grant(Role.SYSTEM_ADMIN, EVERYWHERE, NOW.date()),))
PASSWORD = "four quiet words here"


@pytest.fixture(scope="module")
def hashed():
    return passwords.hashed(PASSWORD)


@pytest.fixture
def grace(app, hashed):
    with transaction():
        return make_account("grace", password_hash=hashed)


def _sign_in(visit, *, login="grace", password=PASSWORD, status=302, path="/login"):
    return visit(path, method="POST", data={"login": login, "password": password}, status=status)


def test_sign_in_leads_to_ones_own_account(visit, grace):
    assert _sign_in(visit).location == "/account"

    page = visit("/account")

    assert page.h1 == "Your account"
    assert [one.get("href") for one in page.all("a") if one.get("href") == "/admin"] == []
    assert page.menu() == ["Catalogue", "Verify"]


@pytest.mark.parametrize(
    ("login", "password"),
    [
        pytest.param("grace", "wrong", id="wrong password"),
        pytest.param("nobody", PASSWORD, id="unknown login"),
        pytest.param("grace", "", id="no password"),
    ],
)
def test_wrong_sign_in_opens_nothing(visit, grace, login, password):
    page = _sign_in(visit, login=login, password=password, status=422)

    assert page.title.startswith("Error: Sign in")
    assert len(page.problems()) == 1
    assert visit("/account", status=302).location.startswith("/login?next=/account")


def test_unknown_and_known_logins_get_the_same_answer(visit, grace):
    known = _sign_in(visit, password="wrong", status=422)
    unknown = _sign_in(visit, login="nobody", password="wrong", status=422)

    assert known.problems() == unknown.problems()


def test_sixth_try_waits_even_with_the_right_password(visit, grace):
    for _ in range(5):
        _sign_in(visit, password="wrong", status=422)

    assert "Wait 15 minutes" in _sign_in(visit, status=429).problems()[0]
    with clock.moved_to(NOW + timedelta(minutes=16)):
        assert _sign_in(visit).location == "/account"


def test_session_is_new_at_sign_in_and_the_planted_one_is_worth_nothing(app, visit, grace):
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = "planted by somebody else"
    browser.post("/login", data={"login": "grace", "password": PASSWORD})
    with browser.session_transaction() as cookie:
        token = cookie["_user_id"]

    assert token != "planted by somebody else"
    [row] = db.session.query(SignInSession).all()
    assert row.token_hash == queries.token_hash(token)
    assert token not in row.token_hash


def test_second_sign_in_ends_the_first_session_of_the_browser(visit, grace):
    _sign_in(visit)
    _sign_in(visit)

    db.session.rollback()
    assert [row.revoked_at is None for row in db.session.query(SignInSession).order_by("created_at")] in (
        [True, False],
        [False, True],
    )


def test_disabled_account_is_out_at_the_next_request(visit, grace):
    _sign_in(visit)
    visit("/account")
    with transaction():
        service.disable(ADMIN, grace.id, reason="left")

    visit("/account", status=302)


@pytest.mark.parametrize(
    ("minutes", "status"),
    [
        pytest.param(29, 200, id="within the idle limit"),
        pytest.param(31, 302, id="beyond the idle limit"),
        pytest.param(12 * 60 + 1, 302, id="beyond the absolute limit"),
    ],
)
def test_session_ends_when_it_lies_idle(visit, grace, minutes, status):
    _sign_in(visit)

    with clock.moved_to(NOW + timedelta(minutes=minutes)):
        visit("/account", status=status)


def test_use_prolongs_a_session_up_to_its_absolute_end(visit, grace):
    _sign_in(visit)
    for minutes in range(20, 12 * 60, 20):
        with clock.moved_to(NOW + timedelta(minutes=minutes)):
            visit("/account")

    with clock.moved_to(NOW + timedelta(minutes=12 * 60 + 1)):
        visit("/account", status=302)


def test_sign_out_ends_the_session_and_clears_the_browser(app, visit, grace):
    _sign_in(visit)

    answer = visit("/logout", method="POST", status=302)

    assert answer.response.headers["Clear-Site-Data"] == '"cookies", "storage"'
    db.session.rollback()
    assert [row.revoked_at for row in db.session.query(SignInSession)] == [NOW]
    visit("/account", status=302)


def test_one_ends_ones_other_sessions_only(app, visit, grace):
    with transaction():
        other = make_account("other")
    _sign_in(visit)
    app.test_client().post("/login", data={"login": "grace", "password": PASSWORD})
    visit("/account", as_="other")

    visit("/account/sessions/end", method="POST", status=302)

    db.session.rollback()
    alive = [row.account_id for row in db.session.query(SignInSession) if row.revoked_at is None]
    assert sorted(alive) == sorted([grace.id, other.id])
    visit("/account")


def test_first_sign_in_link_works_once(visit, app):
    with transaction():
        _account, token = service.create(OPERATOR, login="new.one", display_name="New One")
    path, data = f"/first-sign-in/{token}", {"password": PASSWORD, "again": PASSWORD}

    assert "new.one" in visit(path).text
    assert visit(path, method="POST", data=data, status=302).location == "/login"
    assert "already used" in visit(path, status=422).text
    visit(path, method="POST", data=data, status=422)
    assert _sign_in(visit, login="NEW.one ").location == "/account"


@pytest.mark.parametrize(
    ("password", "again"),
    [
        pytest.param("short", "short", id="too short"),
        pytest.param(PASSWORD, PASSWORD + "!", id="not the same"),
        pytest.param("", "", id="empty"),
    ],
)
def test_bad_first_password_keeps_the_link(visit, app, password, again):
    with transaction():
        _account, token = service.create(OPERATOR, login="new.one", display_name="New One")

    page = visit(
        f"/first-sign-in/{token}", method="POST", data={"password": password, "again": again}, status=422
    )

    assert page.problems()
    visit(f"/first-sign-in/{token}")


def test_first_sign_in_link_expires(visit, app):
    with transaction():
        _account, token = service.create(OPERATOR, login="new.one", display_name="New One")

    with clock.moved_to(NOW + timedelta(hours=service.LINK_HOURS)):
        assert "too old" in visit(f"/first-sign-in/{token}", status=422).text


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        pytest.param("/me", "/me", id="a page of ours"),
        pytest.param("/me?path=LP-1&on=2026-01-01", "/me?path=LP-1&on=2026-01-01", id="with its query"),
        pytest.param("https://elsewhere.example/", None, id="another site"),
        pytest.param("//elsewhere.example/", None, id="another site without scheme"),
        pytest.param("/\\elsewhere.example", None, id="backslash reads as slash"),
        pytest.param("/\t/elsewhere.example", None, id="browsers drop tabs"),
        pytest.param("/\n/elsewhere.example", None, id="browsers drop line breaks"),
        pytest.param(" /me", None, id="leading space"),
        pytest.param("/a//elsewhere.example", None, id="slashes that a proxy may fold"),
        pytest.param("javascript:alert(1)", None, id="a script"),
        pytest.param("me", None, id="no path"),
        pytest.param("", None, id="nothing"),
        pytest.param(None, None, id="not given"),
    ],
)
def test_sign_in_leads_to_this_site_only(target, expected):
    assert addresses.same_site(target) == expected


def test_sign_in_follows_a_safe_next(visit, grace):
    assert _sign_in(visit, path="/login?next=/account?x=1").location == "/account?x=1"


def test_sign_in_as_one_of_the_cast_is_for_demonstrations_only(app, visit, cast, monkeypatch):
    cast.enter()
    visit("/login/as/ines", method="POST", status=404)

    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], demo=True))
    monkeypatch.setitem(app.config, "DEMO_CAST", ("ines", "grace"))

    assert "Ines Valtierra HR officer" in visit("/login").text
    visit("/login/as/omar", method="POST", status=404)
    assert visit("/login/as/ines", method="POST", status=302).location == "/hr"
    assert "HR" in visit("/account").menu()


def test_pages_of_administration_say_who_may_do_what(visit, cast):
    cast.enter()
    assert visit("/admin", as_="omar").h1 == "Administration"
    rows = {row[0]: row for row in visit("/admin/accounts", as_="omar").rows()}
    assert rows["ines"][:3] == ["ines", "Ines Valtierra", "HR officer"]
    assert rows["grace"][2] == "no role"

    assert visit("/admin/accounts/ines", as_="omar").rows()[0][:2] == [
        "HR officer",
        "Institution: Institution MINT",
    ]
    french = visit("/admin/accounts/ines", as_="omar", lang="fr").rows()[0]
    assert french[1] == "Institution : Institution MINT"


@pytest.mark.parametrize("path", ["/admin", "/admin/accounts", "/admin/accounts/omar", "/admin/accounts/new"])
@pytest.mark.parametrize("login", ["grace", "amina", "dalia", "ines", "jonas"])
def test_administration_is_closed_to_others(visit, cast, path, login):
    cast.enter()

    assert "You may not do this" in visit(path, as_=login, status=403).text


def test_account_is_opened_and_given_a_role_by_pages(visit, cast):
    cast.enter()
    page = visit(
        "/admin/accounts/new",
        as_="omar",
        method="POST",
        data={"login": "lena", "display_name": "Lena", "number": "", "institution": "MINT", "locale": "fr"},
    )
    assert "/first-sign-in/" in page.text

    data = {
        "role": "training_signatory",
        "scope_kind": "institution",
        "scope_code": "CNFGF",
        "from_": "2026-11-21",
        "reason": "Decision 12",
    }
    visit("/admin/accounts/lena/roles/new", as_="omar", method="POST", data=data, status=302)

    assert visit("/admin/accounts/lena", as_="omar").rows()[0][3] == "Waiting for a second approver"
    waiting = visit("/admin", as_="viktor")
    assert waiting.rows()[0][:2] == ["Lena", "Training signatory"]
    approve = next(
        one.get("action") for one in waiting.all("form") if one.get("action", "").endswith("/approve")
    )
    visit(approve, as_="omar", method="POST", status=403)
    visit(approve, as_="viktor", method="POST", status=302)
    assert visit("/admin/accounts/lena", as_="omar").rows()[0][3] == "In force"


def test_refused_role_comes_back_with_a_sentence(visit, cast):
    cast.enter()
    data = {"role": "assessor", "scope_kind": "institution", "scope_code": "NOWHERE", "from_": "2026-11-21"}

    page = visit("/admin/accounts/grace/roles/new", as_="omar", method="POST", data=data, status=422)
    assert page.problems() == ["Say why."]
    page = visit(
        "/admin/accounts/grace/roles/new",
        as_="omar",
        method="POST",
        data=data | {"reason": "Decision 12"},
        status=404,
    )
    assert page.problems() == [
        "No institution with the code NOWHERE was found. "
        "Check the spelling, or whether it has been opened yet."
    ]


def test_account_list_asks_the_same_for_one_and_many(app, visit, cast, counted):
    cast.enter()
    visit("/admin/accounts", as_="omar")
    with counted() as few:
        visit("/admin/accounts?q=ines", as_="omar")
    with counted() as many:
        visit("/admin/accounts", as_="omar")

    assert (few.count, many.count) == (4, 4)
