"""Pages of applications: apply, the case sheet and its steps, the decision, the signatures."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from curriculum import clock, errors
from curriculum.access import current_actor, may
from curriculum.awards import applying, queries, queues, service, statements, words
from curriculum.awards.forms import DecisionForm, NoteForm, ReasonForm, SignForm
from curriculum.awards.models import Function
from curriculum.awards.sheet import sheet
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.labels import sentence

bp = Blueprint("awards", __name__)

SEEN = (
    Permission.APPLICATION_VIEW,
    Permission.APPLICATION_ADMIT,
    Permission.APPLICATION_CHECK,
    Permission.APPLICATION_DECIDE,
)


def said(refusal: Refusal) -> str:
    """The sentence of a refusal; conflicts and missing requirements are named one by one (I-17)."""
    told = [words.conflict(one) for one in refusal.facts.get("conflicts", ())]  # type: ignore[attr-defined]
    if refusal.code is RefusalCode.NOT_ELIGIBLE:
        told = [words.because(one) for one in refusal.facts["reasons"] if one.verdict == "against"]  # type: ignore[attr-defined]
    return sentence(refusal) + (f" ({'; '.join(told)})" if told else "")


submitted = partial(errors.submitted, say=said)
"""A sent form tried, in the words of this room."""


@bp.route("/me/apply/<path_code>", methods=["GET", "POST"])
@may(Permission.APPLICATION_SUBMIT)
def apply(path_code: str) -> ResponseReturnValue:
    actor = current_actor()
    page = applying.page(actor, path_code, clock.today())
    form = applying.form_for(page)
    made: list[str] = []
    status = submitted(
        form,
        lambda: made.append(
            service.apply_for(actor, page.person_id, page.enrolment.id, applying.names_in(form)).code
        ),
    )
    if status == 303:
        flash(_("Your application was handed in and your file was frozen as it stands today."), "success")
        return redirect(url_for("awards.application", code=made[0]), 303)
    return render_template("awards/apply.html", page=page, form=form, words=words), status


@bp.get("/applications")
@may(*SEEN, Permission.APPLICATION_ARBITRATE)
def applications() -> ResponseReturnValue:
    actor = current_actor()
    lists = (
        (_("To examine"), queues.awaiting_admissibility(actor)),
        (_("To check"), queues.awaiting_check(actor)),
        (_("To decide"), queues.awaiting_decision(actor)),
        (_("To settle"), queues.awaiting_arbitration(actor)),
    )
    own = queues.cases_of(actor.person_id) if isinstance(actor.person_id, int) else []
    return render_template("awards/applications.html", lists=lists, own=own)


@bp.get("/applications/<code>")
@may(Permission.APPLICATION_VIEW)
def application(code: str) -> ResponseReturnValue:
    found = sheet(current_actor(), code)
    text = "" if found.statement is None else statements.shown_text(found.statement)
    waits = None if found.waits_for is None else said(found.waits_for)
    return render_template("awards/application.html", sheet=found, text=text, waits=waits, words=words)


STEPS: dict[str, tuple[type[FlaskForm], Callable[[Actor, str, str], object]]] = {
    "take": (NoteForm, lambda actor, code, why: service.take(actor, code)),
    "return": (ReasonForm, lambda actor, code, why: service.return_(actor, code, reason=why)),
    "admit": (NoteForm, lambda actor, code, why: service.admit_application(actor, code, note=why)),
    "check": (NoteForm, lambda actor, code, why: service.check(actor, code, note=why)),
    "resume": (NoteForm, lambda actor, code, why: service.resume(actor, code, note=why)),
    "withdraw": (
        ReasonForm,
        lambda actor, code, why: service.withdraw_application(actor, code, reason=why),
    ),
    "reopen": (
        ReasonForm,
        lambda actor, code, why: service.arbitrate(actor, code, reopen=True, reason=why),
    ),
    "arbitrate-refuse": (
        ReasonForm,
        lambda actor, code, why: service.arbitrate(actor, code, reopen=False, reason=why),
    ),
}
"""What can be done on the page of an application with no more than a note or a reason."""


@bp.route(
    "/applications/<code>/<any('take', 'return', 'admit', 'check', 'resume', 'withdraw', 'reopen', "
    "'arbitrate-refuse'):step>",
    methods=["GET", "POST"],
)
@may(*SEEN, Permission.APPLICATION_ARBITRATE, Permission.APPLICATION_WITHDRAW)
def step(code: str, step: str) -> ResponseReturnValue:
    actor = current_actor()
    found = sheet(actor, code)
    kind, change = STEPS[step]
    form = kind()
    status = submitted(form, lambda: change(actor, code, form.reason.data or ""))
    if status == 303:
        flash(_("Done: %(what)s.", what=words.DO[step]), "success")
        return redirect(url_for("awards.application", code=code), 303)
    return render_template("awards/step.html", sheet=found, step=step, form=form, words=words), status


@bp.route("/applications/<code>/decide", methods=["GET", "POST"])
@may(Permission.APPLICATION_DECIDE)
def decide(code: str) -> ResponseReturnValue:
    actor = current_actor()
    found = sheet(actor, code)
    form = DecisionForm()
    form.offer()
    status = submitted(
        form,
        lambda: service.decide(
            actor,
            code,
            outcome=service.Outcome(form.outcome.data),
            reasons=form.reason.data or "",
            minutes=form.minutes.data or "",
        ),
    )
    if status == 303:
        flash(_("The decision is recorded."), "success")
        return redirect(url_for("awards.application", code=code), 303)
    return render_template("awards/decide.html", sheet=found, form=form, words=words), status


@bp.get("/sign-offs")
@may(Permission.APPLICATION_SIGN_HR, Permission.APPLICATION_SIGN_TRAINING)
def sign_offs() -> ResponseReturnValue:
    rows = queues.awaiting_signoff(current_actor())
    return render_template("awards/sign_offs.html", rows=rows, today=clock.today())


@bp.route("/applications/<code>/sign/<function>", methods=["GET", "POST"])
@may(Permission.APPLICATION_SIGN_HR, Permission.APPLICATION_SIGN_TRAINING)
def sign(code: str, function: str) -> ResponseReturnValue:
    actor, which = current_actor(), _function(function)
    found = sheet(actor, code)
    if found.statement_row is None or found.statement is None:
        raise Refusal(
            RefusalCode.WRONG_STATE, object="application", state=found.application.state, action="sign"
        )
    form = SignForm()
    status = submitted(
        form, lambda: service.sign(actor, code, which, form.digest.data or "", form.declaration.data or None)
    )
    if status == 303:
        flash(_("You signed the statement of %(name)s.", name=found.name), "success")
        return redirect(url_for("awards.sign_offs"), 303)
    # What comes back shows the statement as it is now, so its digest is the one to agree to.
    form.digest.data, form.agree.data = found.statement_row.digest, False
    texts = [(lang, statements.shown_text(found.statement, lang)) for lang in ("fr", "en")]
    return (
        render_template("awards/sign.html", sheet=found, form=form, function=which, texts=texts, words=words),
        status,
    )


DECLINED = {"return": service.return_signature, "refuse": service.refuse_signature}


@bp.route(
    "/applications/<code>/sign/<function>/<any('return', 'refuse', 'reassign'):how>", methods=["GET", "POST"]
)
@may(Permission.APPLICATION_SIGN_HR, Permission.APPLICATION_SIGN_TRAINING, Permission.SIGNOFF_REASSIGN)
def decline(code: str, function: str, how: str) -> ResponseReturnValue:
    actor, which = current_actor(), _function(function)
    application = queries.get_application(code)
    form = ReasonForm()
    change = service.reassign if how == "reassign" else DECLINED[how]
    status = submitted(form, lambda: change(actor, code, which, reason=form.reason.data or ""))
    if status == 303:
        flash(_("Recorded; everybody concerned sees the reason."), "success")
        case, queue = url_for("awards.application", code=code), url_for("awards.sign_offs")
        return redirect(case if how == "reassign" else queue, 303)
    name = sheet(actor, code).name
    return (
        render_template(
            "awards/decline.html", application=application, name=name, form=form, function=which, how=how
        ),
        status,
    )


def _function(value: str) -> Function:
    found = next((one for one in Function if one.value.lower() == value.lower()), None)
    if found is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="sign_off", code=value)
    return found
