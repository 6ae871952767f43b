"""Flask-Login kept thin: the cookie holds a random token, the row says whether it still opens anything."""

import logging
from datetime import timedelta

from flask import Flask, Response, current_app, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user
from sqlalchemy.exc import OperationalError

from curriculum import clock
from curriculum.accounts import queries, sign_in
from curriculum.accounts.queries import SignedIn
from curriculum.config import Settings
from curriculum.db import acting, transaction
from curriculum.domain.actors import Actor

log = logging.getLogger("cursus")


class Visitor(UserMixin):  # type: ignore[misc]
    """Who is signed in, for one request; `actor` is all that rooms ever see."""

    def __init__(self, token: str, signed_in: SignedIn) -> None:
        self.token = token
        self.signed_in = signed_in

    @property
    def actor(self) -> Actor:
        """The account as one who acts, with the grants in force."""
        return self.signed_in.actor

    def get_id(self) -> str:
        """What the cookie holds: never an account's key."""
        return self.token


def settings() -> Settings:
    """The settings of the running application."""
    configured: Settings = current_app.config["SETTINGS"]
    return configured


def idle() -> timedelta:
    """How long a session may stay unused."""
    return timedelta(minutes=settings().sign_in_idle_minutes)


def load(token: str) -> Visitor | None:
    """The visitor behind a cookie; None when the session ended, was revoked or lay idle."""
    found = queries.find_session(token, clock.now(), idle())
    if found is None:
        return None
    key = found.actor.account_id
    acting.set(key if isinstance(key, int) else None)
    return Visitor(token, found)


def present() -> Visitor | None:
    """The visitor of this request, None for strangers."""
    return current_user if isinstance(getattr(current_user, "signed_in", None), SignedIn) else None


def enter(checked: sign_in.Checked) -> None:
    """Open a new session in a browser; whatever the cookie held before is worth nothing afterwards."""
    former, language = present(), session.get("language")
    with transaction():
        token = sign_in.open_session(
            checked, hours=settings().sign_in_hours, former=former.token if former else None
        )
    found = queries.find_session(token, clock.now(), idle())
    session.clear()
    if found is not None:
        session["language"] = language or found.locale
        login_user(Visitor(token, found))


def leave() -> None:
    """End the session of this browser, if there is one."""
    visitor = present()
    if visitor is not None:
        with transaction():
            sign_in.sign_out(visitor.actor, visitor.token)
    session.clear()


def _note_seen(response: Response) -> Response:
    """Write the last use at most once a minute, and never fail a page for it."""
    visitor = g.get("_login_user")
    found = getattr(visitor, "signed_in", None)
    if found is None or clock.now() - found.last_seen_at < sign_in.SEEN_EVERY:
        return response
    try:
        with transaction():
            sign_in.note_seen(found.token_hash)
    except OperationalError as error:
        log.warning("the last use of a session was not noted: %s", error.orig)
    return response


def _nobody_acts(error: BaseException | None = None) -> None:
    # Threads serve one request after another and keep their context.
    acting.set(None)


def init_app(app: Flask) -> None:
    """Connect the session behind the cookie; sessions are ours, so Flask-Login guards nothing itself."""
    manager: LoginManager = app.login_manager  # type: ignore[attr-defined]
    manager.session_protection = None
    manager.user_loader(load)
    app.after_request(_note_seen)
    app.teardown_request(_nobody_acts)
