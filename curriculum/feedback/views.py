"""Pages of feedback: say something, read what came of it, take it up or decline it as the owner."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import refs
from curriculum.access import current_actor, may, may_somewhere, require, signed_in
from curriculum.accounts import queries as accounts
from curriculum.catalogue.forms import pairs
from curriculum.db import db
from curriculum.domain.lifecycles.feedback import FeedbackState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import found
from curriculum.errors import submitted
from curriculum.feedback import asked, forms, proposals, proposing, queries, service, words
from curriculum.feedback.beside import feedback_on
from curriculum.feedback.models import ChangeProposal, Feedback
from curriculum.feedback.queries import About
from curriculum.i18n import text
from curriculum.labels import label

bp = Blueprint("feedback", __name__)
P = Permission
PER_PAGE = 50


@bp.app_context_processor
def _beside() -> dict[str, Any]:
    """Pages of rooms below show it without knowing this room."""
    return {"feedback_on": feedback_on}


@bp.route("/feedback/<thing>/<code>", methods=["GET", "POST"])
@signed_in
def give(thing: str, code: str) -> ResponseReturnValue:
    """Public pages lead here without knowing who asks; who has no role yet is told whom to turn to."""
    about = queries.about(service.thing_of(thing), code)
    queries.require_seen(current_actor(), about)
    form = forms.GiveForm()
    status = submitted(form, lambda: service.give(current_actor(), about, form.text.data or ""))
    if status == 303:
        flash(_("Thank you. The owner reads it and answers here."), "success")
        return redirect(url_for("feedback.mine"), 303)
    may_give = may_somewhere(current_actor(), P.FEEDBACK_GIVE)
    page = render_template("feedback/give.html", form=form, about=about, may_give=may_give, label=label)
    return page, status


@bp.get("/feedback")
@may(P.FEEDBACK_GIVE)
def mine() -> ResponseReturnValue:
    rows = queries.rows_of(queries.given_by(current_actor().account_id))
    return render_template(
        "feedback/mine.html",
        rows=rows,
        sessions=asked.sessions_of(current_actor()),
        became=proposals.became,
        label=label,
        kinds=words.KINDS,
    )


@bp.get("/training/feedback")
@may(P.FEEDBACK_DECIDE)
def to_decide() -> ResponseReturnValue:
    word = request.args.get("state", "")
    state = FeedbackState(word) if word in set(FeedbackState) else None
    page = db.paginate(queries.deciding(current_actor(), state), per_page=PER_PAGE, error_out=False)
    rows = queries.rows_of(page.items)
    return render_template(
        "feedback/list.html",
        page=page,
        rows=rows,
        names=accounts.names_of({row.feedback.given_by for row in rows if row.feedback.given_by is not None}),
        seal=refs.seal,
        state=state,
        states=FeedbackState,
        said=words.said,
        became=proposals.became_of(page.items),
        label=label,
        kinds=words.KINDS,
    )


@bp.get("/training/feedback/<ref>")
@may(P.FEEDBACK_DECIDE)
def one(ref: str) -> ResponseReturnValue:
    row, about = _asked(ref)
    return _page(row, about, forms.DeclineForm(formdata=None), 200)


@bp.route("/training/feedback/<ref>/propose", methods=["GET", "POST"])
@may(P.FEEDBACK_DECIDE)
def turn(ref: str) -> ResponseReturnValue:
    row, about = _asked(ref)
    subjects = queries.subjects_of(about)
    form = forms.TurnForm()
    form.subject.choices = pairs((one.code, f"{one.code} {text(one.title)}") for one in subjects)
    made: list[ChangeProposal] = []

    def act() -> None:
        made.append(
            proposing.turn(current_actor(), row.id, code=form.subject.data or "", text=form.text.data or "")
        )

    status = submitted(form, act)
    if status == 303:
        flash(_("Proposed; decide on it here."), "success")
        return redirect(url_for("proposals.one", ref=refs.seal(made[0].id)), 303)
    page = render_template(
        "feedback/turn.html", form=form, about=about, ref=ref, said=words.said(row), subjects=subjects
    )
    return page, status


@bp.post("/training/feedback/<ref>/join")
@may(P.FEEDBACK_DECIDE)
def join(ref: str) -> ResponseReturnValue:
    row, about = _asked(ref)
    form = _join_form(row, about)

    def act() -> None:
        chosen = form.proposal.data or ""
        proposing.join(current_actor(), row.id, found(refs.unseal(chosen), "change_proposal", ""))

    status = submitted(form, act)
    if status == 303:
        flash(_("The proposal speaks for it now."), "success")
        return redirect(url_for("proposals.one", ref=form.proposal.data), 303)
    return _page(row, about, forms.DeclineForm(formdata=None), status, form)


@bp.post("/training/feedback/<ref>/answer")
@may(P.FEEDBACK_DECIDE)
def decline(ref: str) -> ResponseReturnValue:
    row, about = _asked(ref)
    form = forms.DeclineForm()
    status = submitted(
        form, lambda: proposing.decline(current_actor(), row.id, answer=form.answer.data or "")
    )
    if status == 303:
        flash(_("Answered; whoever gave the feedback reads it."), "success")
        return redirect(url_for("feedback.one", ref=ref), 303)
    return _page(row, about, form, status)


@bp.post("/training/feedback/<ref>/carried")
@may(P.FEEDBACK_DECIDE)
def carried(ref: str) -> ResponseReturnValue:
    """An address given out before: versions are linked to the proposal now."""
    row, _about = _asked(ref)
    if row.proposal_id is None:
        return redirect(url_for("feedback.one", ref=ref), 303)
    return redirect(url_for("proposals.one", ref=refs.seal(row.proposal_id)), 303)


def _asked(ref: str) -> tuple[Feedback, About]:
    row = queries.one(found(refs.unseal(ref), "feedback", ref))
    about = queries.about_of(row)
    require(current_actor(), P.FEEDBACK_DECIDE, queries.subject(about))
    return row, about


def _join_form(row: Feedback, about: About) -> forms.JoinForm:
    """The proposals under way on the same thing, but for the one that has it."""
    form = forms.JoinForm()
    known = (one for one in proposals.to_join(about) if one.id != row.proposal_id)
    form.proposal.choices = pairs((refs.seal(one.id), words.shortened(one)) for one in known)
    return form


def _page(
    row: Feedback, about: About, form: forms.DeclineForm, status: int, join: forms.JoinForm | None = None
) -> ResponseReturnValue:
    page = render_template(
        "feedback/one.html",
        row=row,
        about=about,
        ref=refs.seal(row.id),
        giver=accounts.names_of([row.given_by]).get(row.given_by, "") if row.given_by else "",
        said=words.said(row),
        became=proposals.became(row),
        proposal=refs.seal(row.proposal_id) if row.proposal_id else "",
        is_settled=proposing.is_settled(row),
        form=join or form,
        decline=form,
        join=join or _join_form(row, about),
        states=FeedbackState,
        label=label,
        kinds=words.KINDS,
    )
    return page, status
