"""Pages of signatories: what waits for them, the statement to sign, return or refuse."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock
from curriculum.access import current_actor, may
from curriculum.awards.forms import ReasonForm
from curriculum.awards.models import Function
from curriculum.awards.pages import bp, submitted
from curriculum.awards.queries import waiting
from curriculum.awards.signing import payload, signoffs
from curriculum.awards.signing.asked import asked
from curriculum.awards.signing.forms import SignForm
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode, found


@bp.get("/sign-offs")
@may(Permission.APPLICATION_SIGN_HR, Permission.APPLICATION_SIGN_TRAINING)
def sign_offs() -> ResponseReturnValue:
    rows = waiting.awaiting_signoff(current_actor())
    return render_template("awards/sign_offs.html", rows=rows, today=clock.today())


@bp.route("/applications/<code>/sign/<function>", methods=["GET", "POST"])
@may(Permission.APPLICATION_SIGN_HR, Permission.APPLICATION_SIGN_TRAINING)
def sign(code: str, function: str) -> ResponseReturnValue:
    actor, which = current_actor(), _function(function)
    found = asked(actor, code)
    if found.statement_row is None or found.statement is None:
        raise Refusal(
            RefusalCode.WRONG_STATE, object="application", state=found.application.state, action="sign"
        )
    form = SignForm()
    status = submitted(
        form, lambda: signoffs.sign(actor, code, which, form.digest.data or "", form.declaration.data or None)
    )
    if status == 303:
        flash(_("You signed the statement of %(name)s.", name=found.name), "success")
        return redirect(url_for("awards.sign_offs"), 303)
    # What comes back shows the statement as it is now, so its digest is the one to agree to.
    form.digest.data, form.agree.data = found.statement_row.digest, False
    texts = [(lang, payload.shown_text(found.statement, lang)) for lang in ("fr", "en")]
    return (
        render_template("awards/sign.html", asked=found, form=form, function=which, texts=texts),
        status,
    )


DECLINED = {"return": signoffs.return_signature, "refuse": signoffs.refuse_signature}


@bp.route(
    "/applications/<code>/sign/<function>/<any('return', 'refuse', 'reassign'):how>", methods=["GET", "POST"]
)
@may(Permission.APPLICATION_SIGN_HR, Permission.APPLICATION_SIGN_TRAINING, Permission.SIGNOFF_REASSIGN)
def decline(code: str, function: str, how: str) -> ResponseReturnValue:
    actor, which = current_actor(), _function(function)
    form = ReasonForm()
    change = signoffs.reassign if how == "reassign" else DECLINED[how]
    status = submitted(form, lambda: change(actor, code, which, reason=form.reason.data or ""))
    if status == 303:
        flash(_("Recorded; everybody concerned sees the reason."), "success")
        case, queue = url_for("awards.application", code=code), url_for("awards.sign_offs")
        return redirect(case if how == "reassign" else queue, 303)
    found = asked(actor, code)
    return (
        render_template("awards/decline.html", asked=found, form=form, function=which, how=how),
        status,
    )


def _function(value: str) -> Function:
    return found(
        next((one for one in Function if one.value.lower() == value.lower()), None), "sign_off", value
    )
