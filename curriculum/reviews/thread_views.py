"""Pages of threads: begin one about a part, answer, settle; take or decline what is suggested."""

from typing import Any, NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum.access import current_actor, is_permitted, signed_in
from curriculum.catalogue import steps
from curriculum.db import db
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import found
from curriculum.domain.sheets import Place
from curriculum.errors import submitted
from curriculum.labels import label
from curriculum.reviews import forms, kinds, queries, reach, service, shown, suggesting
from curriculum.reviews.kinds import Kind
from curriculum.reviews.models import ReviewThread, Said

bp = Blueprint("threads", __name__, url_prefix="/training/review")
P = Permission


@bp.route("/<kind>/<code>/<int:number>/thread", methods=["GET", "POST"])
@signed_in
def begin(kind: str, code: str, number: int) -> ResponseReturnValue:
    """Begin a thread about a part of a version, or about one of its fields, perhaps with a suggestion."""
    which, place = kinds.kind(kind), Place(*(request.args.get(one, "") for one in Place._fields))
    one = which.get(code, number)
    reach.seen_by(current_actor(), which, one)
    sheet, form = which.sheet(one), forms.ThreadForm()
    suggesting.require_place(sheet, place)
    value = suggesting.value_at(sheet, place) if place.field else None
    form.offer(place.field, value)
    status = submitted(form, lambda: _begun(which, one.id, place, form, value))
    if status == 303:
        return redirect(_back(which, one))
    page = render_template(
        "reviews/begin.html",
        form=form,
        kind=which,
        code=code,
        version=one,
        place=place,
        name=shown.where(sheet, place._replace(field="")),
        fields=_fields(sheet, place),
        about=shown.where(sheet, place),
    )
    return page, status


def _fields(sheet: Any, place: Place) -> list[tuple[str, str]]:
    """What of a part may be suggested anew, by path and name."""
    row = suggesting.row_at(sheet, place) or {}
    return [(path, shown.where({}, Place("", "", path))) for path, _value in suggesting.fields(row)]


def _begun(kind: Kind, version_id: int, place: Place, form: forms.ThreadForm, value: Any) -> None:
    suggestion = form.suggestion(place.field, value)
    service.open_thread(current_actor(), kind, version_id, place, form.text.data or "", suggestion)


def _back(kind: Kind, one: Any, thread: str = "") -> str:
    where = url_for("reviews.version", kind=kind.name, code=kind.code(one), number=one.version)
    return f"{where}#{thread or 'talk'}"


class Seen(NamedTuple):
    """The version of a thread that the reader may see, and what they may do with it."""

    kind: Kind
    version: Any
    actor: Actor
    about: Subject

    def may(self, wanted: Permission) -> bool:
        """Whether the reader may do this, with what is lent."""
        return is_permitted(self.actor, wanted, self.about)


def _of(thread: ReviewThread) -> Seen:
    kind = kinds.kind_of(thread)
    one = kind.read(kinds.version_id(thread))
    return Seen(kind, one, *reach.seen_by(current_actor(), kind, one))


@bp.route("/threads/<ref>", methods=["GET", "POST"])
@signed_in
def one(ref: str) -> ResponseReturnValue:
    """One thread: read it whole, answer, settle it or take it up again."""
    thread, form = queries.thread(ref), forms.AnswerForm()
    seen = _of(thread)
    kind, version = seen.kind, seen.version
    status = submitted(form, lambda: _answered(ref, form))
    if status == 303:
        return redirect(_back(kind, version, f"thread-{ref}"))
    talk = shown.Talk(kind, version, may_draft=seen.may(P.VERSION_DRAFT))
    page = render_template(
        "reviews/thread.html",
        form=form,
        kind=kind,
        code=kind.code(version),
        version=version,
        thread=talk.thread(thread),
        may_comment=seen.may(P.VERSION_COMMENT) and version.state in queries.OPEN,
        seen=version.revision,
        label=label,
        said=Said,
    )
    return page, status


def _answered(ref: str, form: forms.AnswerForm) -> None:
    thread, text = queries.thread(ref), form.text.data or ""
    acts = {"settle": service.settle, "reopen": service.reopen}
    acts.get(form.do.data or "", service.reply)(current_actor(), thread, text)


@bp.post("/suggestions/<ref>/take")
@signed_in
def take(ref: str) -> ResponseReturnValue:
    """Write a suggestion into the draft."""
    where = _where(ref)
    seen = request.form.get("seen", "")
    with steps.told(_("The suggestion is in the draft.")):
        comment = queries.comment(ref)
        service.take(current_actor(), comment, seen=int(seen) if seen.isdecimal() else None)
    return redirect(where)


@bp.route("/suggestions/<ref>/decline", methods=["GET", "POST"])
@signed_in
def decline(ref: str) -> ResponseReturnValue:
    """Leave the text as it is, with a reason."""
    form, where = forms.DeclineForm(), _where(ref)
    status = submitted(
        form,
        lambda: service.decline(current_actor(), queries.comment(ref), reason=form.reason.data or ""),
    )
    if status == 303:
        return redirect(where)
    thread = _thread_of(ref)
    seen = _of(thread)
    kind, version = seen.kind, seen.version
    page = render_template(
        "reviews/decline.html",
        form=form,
        kind=kind,
        code=kind.code(version),
        version=version,
        thread=shown.Talk(kind, version, may_draft=seen.may(P.VERSION_DRAFT)).thread(thread),
        lines=shown.suggestion_lines(
            suggesting.place_of(thread), **found(queries.comment(ref).suggestion, "suggestion", "")
        ),
        back=where,
    )
    return page, status


def _thread_of(ref: str) -> ReviewThread:
    return found(db.session.get(ReviewThread, queries.comment(ref).thread_id), "thread", "")


def _where(ref: str) -> str:
    """The place of a suggestion on the page of its version, for whoever may see it."""
    thread = _thread_of(ref)
    seen = _of(thread)
    return _back(seen.kind, seen.version, f"thread-{queries.seal(thread)}")
