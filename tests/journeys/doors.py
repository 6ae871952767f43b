"""Doors for accounts that have no button on the sign-in page of the demonstration."""

from typing import Any

from sqlalchemy import select

from curriculum.accounts import queries, sign_in
from curriculum.accounts.models import Account
from curriculum.db import db, transaction
from curriculum.domain.actors import Role, Scope, ScopeKind
from curriculum.institutions import queries as institutions
from tests.factories.accounts import make_account, make_role
from tests.journeys.keyboard import Keyboard
from tests.journeys.visitor import Browser
from tests.translations import spoken
from tests.velmaria import Velmaria


def enter(velmaria: Velmaria, browser: Browser, login: str, **values: Any) -> Any:
    """A window in which that account is signed in, gone on to its work."""
    with velmaria.opened(), transaction():
        token = sign_in.open_session(sign_in.Checked(queries.by_login(login).id), hours=12)
    app = velmaria.app
    sealed = app.session_interface.get_signing_serializer(app).dumps({"_user_id": token})
    page = browser.window(**values)
    cookie = {"name": app.config["SESSION_COOKIE_NAME"], "value": sealed, "url": browser.address}
    page.context.add_cookies([cookie])
    lang = values.get("lang", "en")
    page.goto(f"/?lang={lang}")
    Keyboard(page).follow(spoken(lang)("Go on with your work"))
    return page


def account_of(person_id: int) -> str:
    """The login of an official, opened where they have none yet; nobody waits for its mails."""
    found = db.session.scalars(select(Account).where(Account.person_id == person_id)).one_or_none()
    if found is None:
        found = make_account(f"official-{person_id}", person_id=person_id)
        make_role(found, Role.OFFICIAL, Scope(ScopeKind.INSTITUTION, institutions.get("MINT").id))
    return found.login
