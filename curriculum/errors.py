"""The one table from refusals and failures to pages: status, sentence, reference."""

import errno
import logging
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Flask, Response, abort, current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from curriculum import labels
from curriculum.access import PUBLIC, current_actor
from curriculum.db import db, transaction
from curriculum.domain.refusals import Refusal, RefusalCode

log = logging.getLogger("cursus")

SQLITE_FULL, POSTGRESQL_DISK_FULL = 13, "53100"
R = RefusalCode
STATUS = {
    R.NOT_SIGNED_IN: 403,
    R.NOT_PERMITTED: 403,
    R.OWN_RECORD: 403,
    R.CONFLICT_OF_INTEREST: 403,
    R.NOT_FOUND: 404,
    R.WRONG_STATE: 409,
    R.ALREADY_EXISTS: 409,
    R.ALREADY_SIGNED: 409,
    R.ALREADY_ISSUED: 409,
    R.CHANGED_MEANWHILE: 409,
    R.PAYLOAD_CHANGED: 409,
    R.SNAPSHOT_CHANGED: 409,
    R.FILE_TOO_LARGE: 413,
    R.ARCHIVE_BOMB: 413,
    R.TOO_MANY_ATTEMPTS: 429,
}
"""Refusals that are not 422."""

SECRET = frozenset({"csrf_token", "password", "again"})
"""Fields that a form sent too late does not get back; the code of a first sign-in comes to a public page."""
WRITTEN = ("reason", "text", "french", "english", "note")
"""Fields of our forms that hold sentences; a refusal that shows no form gives them back."""
NUL = "\0"
MEGABYTE = 1024 * 1024


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal; 422 unless the table says otherwise."""
    return STATUS.get(refusal.code, 422)


def submitted(
    form: FlaskForm, change: Callable[[], object], say: Callable[[Refusal], str] = labels.sentence
) -> int:
    """Try the change of a sent form; 303 when it was made, 200 for a fresh form, else what was wrong."""
    if not form.is_submitted():
        return 200
    if not form.validate():
        return 422
    try:
        with transaction():
            change()
    except Refusal as refusal:
        form.form_errors.append(say(refusal))
        return status_of(refusal)
    return 303


def _wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return (
        best == "application/json" and request.accept_mimetypes[best] > request.accept_mimetypes["text/html"]
    )


def _page(
    status: int, *, code: str, sentence: str = "", reference: str = "", written: tuple[str, ...] = ()
) -> ResponseReturnValue:
    if _wants_json():
        return jsonify(error=code, detail=sentence, reference=reference), status
    page = render_template(
        "errors/page.html", code=status, kind=code, refusal=sentence, reference=reference, written=written
    )
    return page, status


def _refused(refusal: Refusal) -> ResponseReturnValue:
    db.session.rollback()
    if refusal.code is R.NOT_SIGNED_IN and request.method == "POST":
        return _late()
    return _page(
        status_of(refusal), code=refusal.code.value, sentence=labels.sentence(refusal), written=_written()
    )


def _written() -> tuple[str, ...]:
    """What somebody wrote in the form of this request, given back where no page can show the form again."""
    if request.method != "POST" or request.endpoint in PUBLIC:
        return ()
    return tuple(text for name in WRITTEN for text in request.form.getlist(name) if text.strip())


@dataclass(frozen=True)
class Late:
    """A form that came after its session had ended, or from before the present one."""

    must_sign_in: bool
    action: str
    sign_in: str
    kept: tuple[tuple[str, str], ...]
    had_file: bool

    @property
    def can_be_sent_again(self) -> bool:
        """Whether what was sent is here whole."""
        return bool(self.kept) and not self.had_file


def _late_form() -> Late:
    """The form of this request, given back only to our own pages; browsers let nobody else choose a file."""
    back = _page_behind()
    return Late(
        must_sign_in=current_actor().account_id is None and request.endpoint not in PUBLIC,
        action=_address() if _may_be_kept() else back,
        sign_in=url_for("accounts.sign_in", next=back),
        kept=tuple(_fields()) if _may_be_kept() else (),
        had_file=any(one.filename for one in request.files.values()),
    )


def _fields() -> Iterator[tuple[str, str]]:
    for name, value in request.form.items(multi=True):
        if name not in SECRET:
            yield name, value


def _may_be_kept() -> bool:
    """Only what our own page sent, as browsers say of every form, and never a password."""
    return request.endpoint not in PUBLIC and request.headers.get("Origin") == request.host_url.rstrip("/")


def _address() -> str:
    return request.full_path.rstrip("?")


def _page_behind() -> str:
    """The page of the form: the address itself where it can be opened, else the first page."""
    adapter = current_app.create_url_adapter(request)
    try:
        assert adapter is not None
        adapter.match(request.path, method="GET")
    except HTTPException:
        return "/"
    return _address()


def _late(error: CSRFError | None = None) -> ResponseReturnValue:
    """A form from another session than the present one, or from one that ended: nothing was stored."""
    found = _late_form()
    status = 403 if found.must_sign_in else 409
    if _wants_json():
        return jsonify(error=R.NOT_SIGNED_IN.value if found.must_sign_in else "form_too_late"), status
    return render_template("errors/late.html", late=found, code=status), status


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    if isinstance(error, RequestEntityTooLarge) and _is_typed():
        return _page(413, code="text_too_large", sentence=_too_long())
    return _page(error.code or 500, code=error.name.lower().replace(" ", "_"))


def _is_typed() -> bool:
    """Whether the fields of a form were too large, not a file: the request as a whole was not."""
    most = current_app.config["MAX_CONTENT_LENGTH"]
    return request.content_length is not None and request.content_length <= most


def _too_long() -> str:
    found = -(-(request.content_length or 0) // MEGABYTE)
    most = current_app.config["MAX_FORM_MEMORY_SIZE"] // MEGABYTE
    said: str = _(
        "About %(found)s MB arrived in the fields of this form; they hold %(most)s MB. Nothing was stored.",
        found=found,
        most=most,
    )
    return said


def _failed(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    reference = secrets.token_hex(4)
    log.error("failure %s at %s", reference, request.path, exc_info=error)
    if _is_out_of_room(error):
        return _page(507, code="no_room", reference=reference)
    return _page(500, code="failure", reference=reference)


def _is_out_of_room(error: Exception) -> bool:
    """Whether the disk or a quota is full, in the words of SQLite, of PostgreSQL or of the system."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, OSError):
        return cause.errno in (errno.ENOSPC, errno.EDQUOT)
    full = getattr(cause, "sqlite_errorcode", None) == SQLITE_FULL
    return full or getattr(cause, "sqlstate", None) == POSTGRESQL_DISK_FULL


def _refuse_nul() -> None:
    """No text holds the character NUL, and PostgreSQL keeps none: a bad request, not a failure of ours."""
    if NUL in request.path:  # no page of ours may repeat this address
        abort(Response("404 Not Found\n", 404, mimetype="text/plain"))
    if request.routing_exception is not None:  # nobody reads what was sent to no address
        return
    if b"%00" in request.query_string:
        abort(400)
    if request.method == "POST" and any(NUL in value for _, value in request.form.items(multi=True)):
        abort(400)


def init_app(app: Flask) -> None:
    """Connect the pages; failures still propagate in tests."""
    app.before_request(_refuse_nul)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _late)
    app.register_error_handler(HTTPException, _http)
    if not app.testing:
        app.register_error_handler(Exception, _failed)
