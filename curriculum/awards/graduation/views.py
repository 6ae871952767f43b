"""Pages of graduations: the list, a new one, how far one is, its archives, many signatures."""

from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import SelectChoice  # type: ignore[attr-defined]  # the stubs are older

from curriculum import i18n
from curriculum.access import current_actor, may, may_somewhere
from curriculum.awards.forms import ReasonForm
from curriculum.awards.graduation import archives, gathering, halting, listing, signing_many
from curriculum.awards.graduation import words as _words  # labels of its closed lists
from curriculum.awards.graduation.forms import SignManyForm, StartForm
from curriculum.awards.models import Function
from curriculum.awards.pages import said, submitted
from curriculum.awards.queries import graduations
from curriculum.awards.signing import payload
from curriculum.config import LANGUAGES
from curriculum.db import db, transaction
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import found

bp = Blueprint("graduations", __name__, url_prefix="/graduations")
P = Permission
PER_PAGE = 25


def _folder() -> Path:
    return archives.folder_of(current_app.config["SETTINGS"])


@bp.get("")
@may(P.GRADUATION_VIEW)
def index() -> ResponseReturnValue:
    actor = current_actor()
    page = db.paginate(graduations.visible_to(actor), per_page=PER_PAGE, error_out=False)
    may_start = may_somewhere(actor, P.GRADUATION_RUN)
    rows = listing.rows(page.items)
    return render_template("awards/graduations.html", page=page, rows=rows, may_start=may_start, words=_words)


@bp.route("/new", methods=["GET", "POST"])
@may(P.GRADUATION_RUN)
def start() -> ResponseReturnValue:
    actor, form = current_actor(), StartForm()
    offered = listing.offered(actor)
    form.institution.choices = [
        SelectChoice(code, f"{code} – {i18n.text(name)}") for code, name in offered.places
    ]
    form.paths.choices = [SelectChoice(code, f"{code} – {i18n.text(title)}") for code, title in offered.paths]
    begun: list[str] = []

    def begin() -> None:
        graduation = gathering.start(
            actor, form.name.data or "", institution=form.institution.data, paths=form.paths.data or ()
        )
        begun.append(graduation.code)

    status = submitted(form, begin)
    if status == 303:
        flash(_("The graduation has begun."), "success")
        return redirect(url_for("graduations.graduation", code=begun[0]), 303)
    return render_template("awards/graduation_new.html", form=form, waits=offered.waits), status


@bp.get("/<code>")
@may(P.GRADUATION_VIEW)
def graduation(code: str) -> ResponseReturnValue:
    page = listing.page(current_actor(), code)
    renews = page.goes_on and "still" not in request.args
    return render_template("awards/graduation.html", page=page, renews=renews, words=_words)


@bp.route("/<code>/cancel", methods=["GET", "POST"])
@may(P.GRADUATION_RUN)
def cancel(code: str) -> ResponseReturnValue:
    actor, form = current_actor(), ReasonForm()
    page = listing.page(actor, code)
    status = submitted(form, lambda: halting.cancel(actor, code, reason=form.reason.data or ""))
    if status == 303:
        flash(_("Cancelled: nothing more is issued until somebody resumes it."), "success")
        return redirect(url_for("graduations.graduation", code=code), 303)
    return render_template("awards/graduation_cancel.html", form=form, page=page), status


@bp.post("/<code>/resume")
@may(P.GRADUATION_RUN)
def resume(code: str) -> ResponseReturnValue:
    with transaction():
        halting.resume(current_actor(), code)
    flash(_("It goes on where it stopped."), "success")
    return redirect(url_for("graduations.graduation", code=code), 303)


@bp.post("/<code>/archives/<employer>")
@may(P.GRADUATION_DOWNLOAD)
def ask(code: str, employer: str) -> ResponseReturnValue:
    with transaction():
        archives.ask(current_actor(), code, employer)
    flash(_("The archive is being written; this page says when it is there."), "success")
    return redirect(url_for("graduations.graduation", code=code), 303)


@bp.get("/<code>/archives/<employer>.zip")
@may(P.GRADUATION_DOWNLOAD)
def download(code: str, employer: str) -> ResponseReturnValue:
    path, archive = archives.download(current_actor(), code, employer, _folder())
    answer = send_file(path, "application/zip", as_attachment=True, download_name=path.name, max_age=0)
    answer.set_etag(str(archive.sha256))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer.make_conditional(request)


@bp.route("/<code>/sign/<function>", methods=["GET", "POST"])
@may(P.APPLICATION_SIGN_HR, P.APPLICATION_SIGN_TRAINING)
def sign(code: str, function: str) -> ResponseReturnValue:
    """Each statement comes with the digest that was shown; what was refused is listed by its reason."""
    actor, which, form = current_actor(), _function(function), SignManyForm()
    outcomes: list[signing_many.Outcome] = []
    digests = dict(one.split("|", 1) for one in request.form.getlist("statement") if "|" in one)
    status = submitted(form, lambda: outcomes.extend(signing_many.sign_shown(actor, code, which, digests)))
    refused = [(one.code, said(one.refusal)) for one in outcomes if one.refusal is not None]
    signed = len(outcomes) - len(refused)
    if signed:
        flash(ngettext("%(num)s statement signed.", "%(num)s statements signed.", signed), "success")
    if status == 303 and not refused:
        return redirect(url_for("graduations.sign", code=code, function=function), 303)
    batch = graduations.get(code)
    rows = [
        (one, [(lang, payload.shown_text(one.statement, lang)) for lang in LANGUAGES])
        for one in signing_many.shown(actor, batch, which)
    ]
    form.agree.data = False
    shown = {"rows": rows, "refused": refused, "function": which, "left": signing_many.waiting(actor, batch)}
    return (
        render_template("awards/graduation_sign.html", form=form, graduation=batch, **shown),
        200 if status == 303 else status,
    )


def _function(value: str) -> Function:
    named = (one for one in Function if one.value.lower() == value.lower())
    return found(next(named, None), "sign_off", value)
