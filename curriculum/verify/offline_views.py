"""The checker in one file for whoever has no network, or a sentence where the lists are too long for it."""

from dataclasses import replace

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from certificates.errors import TrustError
from certificates.offline.page import make_page
from curriculum import clock
from curriculum.awards.issuing import lists, seals
from curriculum.verify.views import bp, public


@bp.get("/verify/offline")
def offline_page() -> ResponseReturnValue:
    """Give the checker in one file, with the keys and lists of today: to keep, and to use without network."""
    trust = seals.trust()
    if trust is None:
        abort(404)
    status = [one.body for one in lists.every()]
    try:
        page = make_page(replace(trust, status=status), clock.now())
    except TrustError as error:
        if error.facts["problem"] != "page_too_large":
            abort(404)
        return render_template("verify/offline_outgrown.html"), 404
    response = public(page.decode(), "text/html")
    response.headers["Content-Disposition"] = 'attachment; filename="check-certificates.html"'
    return response
