"""Public verification: no sign-in, no cookie, no script (design.md §3.3, §3.4)."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask import Blueprint, Response, abort, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from certificates import Answer
from curriculum import clock, i18n
from curriculum.access import without_cookie
from curriculum.labels import label
from curriculum.verify import queries, service, words
from curriculum.verify.claims import claims
from curriculum.verify.service import Checked
from curriculum.verify.throttle import Throttle

bp = Blueprint("verify", __name__)
without_cookie(bp)

LARGEST_UPLOAD = 5 * 1024 * 1024
JSON = "application/json"

NOT_OURS = frozenset({Answer.ALTERED, Answer.ISSUER_UNKNOWN, Answer.NOT_FOUND, Answer.CANNOT_TELL})
"""Answers to a file that cost a check and found no certificate: too many of them and the sender waits."""

throttle = Throttle()


@bp.url_value_preprocessor
def _without_cookie(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Say so before the application's own hooks run: the language switch would set a cookie otherwise."""
    g.no_cookie = True


@bp.after_request
def _keep_private(response: Response) -> Response:
    """No search engine lists what is checked here, and no page learns from where it was reached."""
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    if request.endpoint in ("verify.by_token", "verify.form", "verify.document"):
        response.headers["Cache-Control"] = "no-store"
        response.vary.update(("Accept", "Accept-Language"))
    return response


@bp.get("/v/<token>")
def by_token(token: str) -> ResponseReturnValue:
    """Answer whoever scanned the QR code: a page, or the report as JSON."""
    return _answer(service.check_token(token, clock.now()))


@bp.route("/verify", methods=["GET", "POST"])
def form() -> ResponseReturnValue:
    """Check by number and code, a document, or a code; what is sent is checked and never stored."""
    if request.method == "GET":
        return render_template("verify/form.html")
    # all of it is taken in, up to what the application takes: a browser shows no answer to half a request
    sent = request.files.get("document")
    if sent is not None and sent.filename:
        with sent.stream as stream:
            return _by_file(stream.read(LARGEST_UPLOAD + 1))
    text = request.form.get("text", "").strip()
    if text:
        return _counted(partial(service.check_text, text))
    return _by_number(request.form.get("number", "").strip(), request.form.get("code", "").strip())


def _by_file(pdf: bytes) -> ResponseReturnValue:
    if len(pdf) > LARGEST_UPLOAD:
        too_large = _("The file is larger than any certificate (5 MB). Choose the certificate itself.")
        return _again(too_large, 413)
    return _counted(partial(service.check_file, pdf))


def _counted(
    check: Callable[[datetime], Checked], counting: frozenset[Answer] = NOT_OURS
) -> ResponseReturnValue:
    """Check what was brought; who brings too much that is answered so has to wait."""
    address, at = request.remote_addr or "", clock.now()
    throttle.demand(address, at)
    checked = check(at)
    if checked.report.answer in counting:
        throttle.note(address, at)
    return _answer(checked)


def _by_number(number: str, code: str) -> ResponseReturnValue:
    if not number or not code:
        return _again(
            _("Enter the number and the code as printed, choose the file, or paste the text of the code."),
            422,
        )
    return _counted(partial(service.check_number, number, code), frozenset({Answer.NOT_FOUND}))


def _again(problem: str, status: int) -> ResponseReturnValue:
    return render_template("verify/form.html", problem=problem), status


def _answer(checked: Checked) -> ResponseReturnValue:
    """The same report for a reader or a program, and one more line in the statistics."""
    tally = current_app.extensions["verify.tally"]
    tally.note(checked)
    response = current_app.make_response(_as_asked(checked))
    response.call_on_close(partial(tally.flush, current_app._get_current_object()))  # type: ignore[attr-defined]
    response.status_code = 404 if checked.report.answer is Answer.NOT_FOUND else 200
    return response


def _as_asked(checked: Checked) -> Response | str:
    accepted = request.accept_mimetypes
    if accepted[JSON] > accepted["text/html"]:
        return Response(json.dumps(checked.to_dict(), ensure_ascii=False, indent=1) + "\n", mimetype=JSON)
    report = checked.report
    return render_template(
        "verify/answer.html",
        report=report,
        kind=words.kind_of(report.answer),
        word=label(report.answer),
        sentence=words.sentence_for(report.answer),
        since=checked.since,
        claims=claims(report.statement, i18n.language()) if report.statement else [],
        findings=words.findings(report),
        asked_by=checked.asked_by.value,
        at=report.as_of,
    )


@bp.get("/c/<token>.pdf")
def document(token: str) -> ResponseReturnValue:
    """Hand the certificate to whoever holds its token."""
    found = service.find_by_token(token)
    pdf = None if found is None else queries.pdf_of(found)
    if found is None or pdf is None:
        abort(404)
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return response


def public(text: str, mimetype: str) -> Response:
    """Text that pages of other places may read as well."""
    response = Response(text, mimetype=mimetype)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
