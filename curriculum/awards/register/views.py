"""Pages of certificates: the register, one certificate with its events, and every change of its status."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice  # type: ignore[attr-defined]  # the stubs are older

from certificates.status import Status
from curriculum import clock, i18n
from curriculum.access import current_actor, may
from curriculum.awards import queries
from curriculum.awards.forms import ReasonForm
from curriculum.awards.models import StatusAction
from curriculum.awards.pages import submitted
from curriculum.awards.register import folder, listing, status, words
from curriculum.awards.register.forms import StatusForm
from curriculum.awards.register.status import TWO_PEOPLE
from curriculum.db import transaction
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries as institutions
from curriculum.labels import label

bp = Blueprint("certificates", __name__)

CHANGES = (
    Permission.CERTIFICATE_PROPOSE_STATUS,
    Permission.CERTIFICATE_SUSPEND,
    Permission.CERTIFICATE_REVOKE,
    Permission.CERTIFICATE_REINSTATE,
    Permission.CERTIFICATE_APPROVE_STATUS,
    Permission.CERTIFICATE_WITHDRAW,
)
Change = Callable[[Actor, str, Any], object]


@bp.get("/hr/register")
@may(Permission.CERTIFICATE_REGISTER)
def index() -> ResponseReturnValue:
    """The register, filtered and searched."""
    text = request.args.get("q", "").strip()[:100]
    filters = listing.Filters(
        status=request.args.get("status", ""),
        kind=request.args.get("kind", ""),
        path=request.args.get("path", "")[:60],
        ends_within=request.args.get("ends", type=int),
    )
    number = request.args.get("page", 1, type=int)
    found = listing.register_visible_to(current_actor(), text, clock.today(), filters, number)
    return render_template(
        "awards/register.html",
        found=found,
        text=text,
        filters=filters,
        statuses=[one for one in Status if one is not Status.NOT_ISSUED],
        kinds=words.KINDS,
        words=words,
    )


@bp.get("/certificates/<number>")
@may(Permission.CERTIFICATE_VIEW)
def certificate(number: str) -> ResponseReturnValue:
    """One certificate with what happened to it."""
    found = folder.folder(current_actor(), number)
    return render_template("awards/certificate.html", folder=found, words=words)


@bp.get("/certificates/<number>/document")
@may(Permission.CERTIFICATE_VIEW)
def document(number: str) -> ResponseReturnValue:
    """The signed PDF, as issued."""
    found = folder.folder(current_actor(), number)
    pdf = queries.document(found.certificate)
    if pdf is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="document", code=number)
    headers = {"Content-Disposition": f'attachment; filename="{number}.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def _propose(actor: Actor, number: str, form: Any) -> object:
    return status.propose_status(
        actor,
        number,
        action=StatusAction(form.action.data),
        reason_code=form.reason_code.data,
        note=form.note.data,
    )


def _suspend(actor: Actor, number: str, form: Any) -> object:
    return status.suspend(actor, number, reason_code=form.reason_code.data, note=form.note.data)


def _decide(actor: Actor, number: str, form: Any) -> object:
    return status.decide_status(
        actor,
        number,
        action=StatusAction(form.action.data),
        reason_code=form.reason_code.data,
        note=form.note.data,
    )


STEPS: dict[str, tuple[type[StatusForm] | type[ReasonForm], Change]] = {
    "propose": (StatusForm, _propose),
    "suspend": (StatusForm, _suspend),
    "decide": (StatusForm, _decide),
    "hear": (
        ReasonForm,
        lambda actor, number, form: status.hear_holder(actor, number, note=form.reason.data),
    ),
    "reject": (
        ReasonForm,
        lambda actor, number, form: status.reject_status(actor, number, reason=form.reason.data),
    ),
    "give-back": (
        ReasonForm,
        lambda actor, number, form: status.withdraw(actor, number, reason=form.reason.data),
    ),
}
OFFERED = {"propose": tuple(StatusAction), "suspend": (StatusAction.SUSPEND,), "decide": TWO_PEOPLE}


@bp.route(
    "/certificates/<number>/<any('propose', 'suspend', 'decide', 'hear', 'reject', 'give-back'):step>",
    methods=["GET", "POST"],
)
@may(*CHANGES)
def step(number: str, step: str) -> ResponseReturnValue:
    """A change of status, with its reason."""
    actor = current_actor()
    found = folder.folder(actor, number)
    kind, change = STEPS[step]
    form = kind()
    if isinstance(form, StatusForm):
        _offer(form, step)
    answer = submitted(form, lambda: change(actor, number, form))
    if answer == 303:
        flash(_("Done: %(what)s.", what=words.DO[step]), "success")
        return redirect(url_for("certificates.certificate", number=number), 303)
    return (
        render_template("awards/certificate_step.html", folder=found, step=step, form=form, words=words),
        answer,
    )


def _offer(form: StatusForm, step: str) -> None:
    form.action.choices = [SelectChoice(one.value, label(one)) for one in OFFERED[step]]
    listed = institutions.code_list("certificate_revocation_reason")
    form.reason_code.choices = [SelectChoice(code, i18n.text(name)) for code, name in listed.items()] + [
        SelectChoice("under_review", _("Under review"))
    ]


@bp.post("/certificates/<number>/approve")
@may(Permission.CERTIFICATE_APPROVE_STATUS)
def approve(number: str) -> ResponseReturnValue:
    """The second person approves."""
    with transaction():
        status.approve_status(current_actor(), number)
    flash(_("Approved; it takes effect now."), "success")
    return redirect(url_for("certificates.certificate", number=number), 303)
