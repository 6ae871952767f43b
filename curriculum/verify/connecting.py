"""What the application connects of this room."""

import logging

from flask import Flask, Response, g
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf import CSRFProtect

from curriculum.verify import key_views as key_views  # its addresses are on the blueprint of views
from curriculum.verify import log_views as log_views  # its addresses are on the blueprint of views
from curriculum.verify import offline_views as offline_views  # its address is on the blueprint of views
from curriculum.verify import tally, views


class SparingSessions(SecureCookieSessionInterface):
    """Sessions that leave the cookie alone on public pages, whatever an extension looked at."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie, except where none is wanted."""
        if not g.get("no_cookie"):
            super().save_session(app, session, response)


def init_app(app: Flask, csrf: CSRFProtect) -> None:
    """Connect the public pages; their forms change nothing and set no cookie, so they bear no token."""
    # The libraries write a traceback for every forged file; the report says it all, and a log can be flooded.
    for library in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(library).setLevel(logging.CRITICAL)
    app.session_interface = SparingSessions()
    tally.init_app(app)
    app.register_blueprint(views.bp)
    csrf.exempt(views.bp)
