"""Pages of a case: the sheet, the steps that need no more than a note, the decision."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from curriculum.access import current_actor, may
from curriculum.awards.applications import examining
from curriculum.awards.decisions import deciding, words
from curriculum.awards.decisions.forms import DecisionForm, NoteForm
from curriculum.awards.decisions.sheet import sheet
from curriculum.awards.forms import ReasonForm
from curriculum.awards.models import Outcome
from curriculum.awards.pages import SEEN, bp, said, submitted
from curriculum.awards.signing import payload
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission


@bp.get("/applications/<code>")
@may(Permission.APPLICATION_VIEW)
def application(code: str) -> ResponseReturnValue:
    found = sheet(current_actor(), code)
    text = "" if found.statement is None else payload.shown_text(found.statement)
    waits = None if found.waits_for is None else said(found.waits_for)
    return render_template("awards/application.html", sheet=found, text=text, waits=waits, words=words)


STEPS: dict[str, tuple[type[FlaskForm], Callable[[Actor, str, str], object]]] = {
    "take": (NoteForm, lambda actor, code, why: examining.take(actor, code)),
    "return": (ReasonForm, lambda actor, code, why: examining.return_(actor, code, reason=why)),
    "admit": (NoteForm, lambda actor, code, why: examining.admit_application(actor, code, note=why)),
    "check": (NoteForm, lambda actor, code, why: examining.check(actor, code, note=why)),
    "resume": (NoteForm, lambda actor, code, why: examining.resume(actor, code, note=why)),
    "withdraw": (
        ReasonForm,
        lambda actor, code, why: examining.withdraw(actor, code, reason=why),
    ),
    "reopen": (
        ReasonForm,
        lambda actor, code, why: deciding.arbitrate(actor, code, reopen=True, reason=why),
    ),
    "arbitrate-refuse": (
        ReasonForm,
        lambda actor, code, why: deciding.arbitrate(actor, code, reopen=False, reason=why),
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
        lambda: deciding.decide(
            actor,
            code,
            outcome=Outcome(form.outcome.data),
            reasons=form.reason.data or "",
            minutes=form.minutes.data or "",
        ),
    )
    if status == 303:
        flash(_("The decision is recorded."), "success")
        return redirect(url_for("awards.application", code=code), 303)
    return render_template("awards/decide.html", sheet=found, form=form, words=words), status
