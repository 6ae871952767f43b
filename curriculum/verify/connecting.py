"""What the application connects of this room."""

from flask import Flask, Response, g
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf import CSRFProtect

from curriculum.verify import tally, views


class SparingSessions(SecureCookieSessionInterface):
    """Sessions that leave the cookie alone on public pages, whatever an extension looked at."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie, except where none is wanted."""
        if not g.get("no_cookie"):
            super().save_session(app, session, response)


def init_app(app: Flask, csrf: CSRFProtect) -> None:
    """Connect the public pages; their forms change nothing and set no cookie, so they bear no token."""
    app.session_interface = SparingSessions()
    tally.init_app(app)
    app.register_blueprint(views.bp)
    csrf.exempt(views.bp)
