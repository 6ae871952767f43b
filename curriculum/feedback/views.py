"""Pages of feedback: say something, read what came of it, answer as the owner."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import refs
from curriculum.access import current_actor, is_permitted, may, may_somewhere, require, signed_in
from curriculum.accounts import queries as accounts
from curriculum.catalogue import forms as catalogue_forms
from curriculum.domain.lifecycles.feedback import FeedbackState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import found
from curriculum.errors import submitted
from curriculum.feedback import forms, queries, service, words
from curriculum.feedback.beside import feedback_on
from curriculum.feedback.models import Feedback
from curriculum.feedback.queries import About, Row
from curriculum.labels import label

bp = Blueprint("feedback", __name__)
P = Permission
KINDS = {
    FeedbackState.OPEN: "wait",
    FeedbackState.PLANNED: "info",
    FeedbackState.CARRIED: "good",
    FeedbackState.DECLINED: "neutral",
}


@bp.app_context_processor
def _beside() -> dict[str, Any]:
    """Pages of rooms below show it without knowing this room."""
    return {"feedback_on": feedback_on}


@bp.route("/feedback/<thing>/<code>", methods=["GET", "POST"])
@signed_in
def give(thing: str, code: str) -> ResponseReturnValue:
    """Public pages lead here without knowing who asks; who has no role yet is told whom to turn to."""
    about = queries.about(service.thing_of(thing), code)
    form = forms.GiveForm()
    status = submitted(form, lambda: service.give(current_actor(), about, form.text.data or ""))
    if status == 303:
        flash(_("Thank you. The owner reads it and answers here."), "success")
        return redirect(url_for("feedback.mine"), 303)
    may_give = may_somewhere(current_actor(), P.FEEDBACK_GIVE)
    return render_template("feedback/give.html", form=form, about=about, may_give=may_give), status


@bp.get("/feedback")
@may(P.FEEDBACK_GIVE)
def mine() -> ResponseReturnValue:
    rows = [Row(one, queries.about_of(one)) for one in queries.given_by(current_actor().account_id)]
    return render_template("feedback/mine.html", rows=rows, label=label, kinds=KINDS)


@bp.get("/training/feedback")
@may(P.FEEDBACK_DECIDE)
def to_decide() -> ResponseReturnValue:
    word = request.args.get("state", "")
    state = FeedbackState(word) if word in set(FeedbackState) else None
    rows = queries.to_decide(current_actor(), state)
    return render_template(
        "feedback/list.html",
        rows=rows,
        names=accounts.names_of({row.feedback.given_by for row in rows if row.feedback.given_by is not None}),
        seal=refs.seal,
        state=state,
        states=FeedbackState,
        said=words.said,
        label=label,
        kinds=KINDS,
    )


@bp.get("/training/feedback/<ref>")
@may(P.FEEDBACK_DECIDE)
def one(ref: str) -> ResponseReturnValue:
    row, about = _asked(ref)
    return _page(row, about, forms.AnswerForm(formdata=None), 200)


@bp.post("/training/feedback/<ref>/answer")
@may(P.FEEDBACK_DECIDE)
def answer(ref: str) -> ResponseReturnValue:
    row, about = _asked(ref)
    form = forms.AnswerForm()

    def decide() -> None:
        step = service.plan if form.decision.data == "plan" else service.decline
        step(current_actor(), row.id, answer=form.answer.data or "")

    status = submitted(form, decide)
    if status == 303:
        flash(_("Answered; whoever gave the feedback reads it."), "success")
        return redirect(url_for("feedback.one", ref=ref), 303)
    return _page(row, about, form, status)


@bp.post("/training/feedback/<ref>/carried")
@may(P.FEEDBACK_DECIDE)
def carried(ref: str) -> ResponseReturnValue:
    row, about = _asked(ref)
    form = _carry_form(about)

    def carry() -> None:
        code, _v, number = (form.version.data or "").rpartition(" v")
        service.carry(current_actor(), row.id, code=code, version=int(number))

    status = submitted(form, carry)
    if status == 303:
        flash(_("Noted; whoever gave the feedback sees the version."), "success")
        return redirect(url_for("feedback.one", ref=ref), 303)
    return _page(row, about, forms.AnswerForm(formdata=None), status, form)


def _asked(ref: str) -> tuple[Feedback, About]:
    row = queries.one(found(refs.unseal(ref), "feedback", ref))
    about = queries.about_of(row)
    require(current_actor(), P.FEEDBACK_DECIDE, queries.subject(about))
    return row, about


def _carry_form(about: About) -> forms.CarryForm:
    """The published versions of the thing itself; of a run those of the module it teaches."""
    form = forms.CarryForm()
    versions = [f"{code} v{number}" for code, number in queries.versions_carrying(about)]
    form.version.choices = catalogue_forms.pairs((one, one) for one in versions)
    return form


def _page(
    row: Feedback, about: About, form: forms.AnswerForm, status: int, carry: forms.CarryForm | None = None
) -> ResponseReturnValue:
    if row.state is FeedbackState.PLANNED:
        form.decision.choices = [forms.DECLINE]
    page = render_template(
        "feedback/one.html",
        row=row,
        about=about,
        ref=refs.seal(row.id),
        giver=accounts.names_of([row.given_by]).get(row.given_by, "") if row.given_by else "",
        said=words.said,
        form=carry or form,
        answer=form,
        carry=carry or _carry_form(about),
        may_answer=is_permitted(current_actor(), P.FEEDBACK_DECIDE, queries.subject(about)),
        states=FeedbackState,
        label=label,
        kinds=KINDS,
    )
    return page, status
