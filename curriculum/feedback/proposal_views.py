"""Pages of proposals of change: the list, one with the feedback in it, decided and linked."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import refs
from curriculum.access import current_actor, may, require
from curriculum.accounts import queries as accounts
from curriculum.catalogue.forms import pairs
from curriculum.domain.lifecycles.feedback import ProposalSource, ProposalState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.errors import submitted
from curriculum.feedback import forms, proposals, proposing, queries, service, words
from curriculum.feedback.models import ChangeProposal
from curriculum.feedback.queries import About, Thing
from curriculum.labels import label

bp = Blueprint("proposals", __name__, url_prefix="/training/proposals")
P = Permission


@bp.get("")
@may(P.FEEDBACK_DECIDE)
def index() -> ResponseReturnValue:
    word = request.args.get("state", "")
    state = ProposalState(word) if word in set(ProposalState) else None
    return render_template(
        "feedback/proposals.html",
        rows=proposals.to_decide(current_actor(), state),
        state=state,
        states=ProposalState,
        seal=refs.seal,
        version=proposals.version_of,
        label=label,
        kinds=words.KINDS,
    )


@bp.route("/new/<thing>/<code>", methods=["GET", "POST"])
@may(P.FEEDBACK_DECIDE)
def new(thing: str, code: str) -> ResponseReturnValue:
    about = queries.named(service.thing_of(thing), code)
    require(current_actor(), P.FEEDBACK_DECIDE, queries.subject(about))
    if about.thing is Thing.RUN:
        raise Refusal(RefusalCode.NOT_FOUND, object="module", code=code)
    form = forms.ProposeForm()
    made: list[ChangeProposal] = []

    def act() -> None:
        source = ProposalSource(form.source.data)
        made.append(proposing.propose(current_actor(), about, source, form.text.data or ""))

    status = submitted(form, act)
    if status == 303:
        flash(_("Proposed; decide on it here."), "success")
        return redirect(url_for("proposals.one", ref=refs.seal(made[0].id)), 303)
    return render_template("feedback/propose.html", form=form, about=about), status


@bp.get("/<ref>")
@may(P.FEEDBACK_DECIDE)
def one(ref: str) -> ResponseReturnValue:
    row, about = _asked(ref)
    return _page(row, about, _decide_form(row, sent=False), 200)


@bp.post("/<ref>/decide")
@may(P.FEEDBACK_DECIDE)
def decide(ref: str) -> ResponseReturnValue:
    row, about = _asked(ref)
    form = _decide_form(row, sent=True)

    def act() -> None:
        accepts = form.decision.data == "accept"
        proposing.decide(current_actor(), row.id, accepts=accepts, reason=form.reason.data or "")

    status = submitted(form, act)
    if status == 303:
        flash(_("Decided; everybody whose feedback is in it reads your reasons."), "success")
        return redirect(url_for("proposals.one", ref=ref), 303)
    return _page(row, about, form, status)


@bp.post("/<ref>/version")
@may(P.FEEDBACK_DECIDE)
def link(ref: str) -> ResponseReturnValue:
    row, about = _asked(ref)
    form = _link_form(about)
    status = submitted(form, lambda: proposing.link(current_actor(), row.id, int(form.version.data)))
    if status == 303:
        flash(_("Linked; whoever gave feedback sees the version and when it is published."), "success")
        return redirect(url_for("proposals.one", ref=ref), 303)
    return _page(row, about, _decide_form(row, sent=False), status, form)


def _asked(ref: str) -> tuple[ChangeProposal, About]:
    row = proposals.one(found(refs.unseal(ref), "change_proposal", ref))
    about = proposals.about_of(row)
    require(current_actor(), P.FEEDBACK_DECIDE, queries.subject(about))
    return row, about


def _decide_form(row: ChangeProposal, *, sent: bool) -> forms.DecideForm:
    """What was accepted can only be taken back."""
    form = forms.DecideForm() if sent else forms.DecideForm(formdata=None)
    if row.state is ProposalState.ACCEPTED:
        form.decision.choices = [forms.TAKE_BACK]
    return form


def _link_form(about: About) -> forms.LinkForm:
    form = forms.LinkForm()
    rows = proposals.linkable(about)
    form.version.choices = pairs((str(one.number), f"{one.name} – {label(one.state)}") for one in rows)
    return form


def _page(
    row: ChangeProposal, about: About, form: forms.DecideForm, status: int, link: forms.LinkForm | None = None
) -> ResponseReturnValue:
    voices = proposals.voices(row.id)
    page = render_template(
        "feedback/proposal.html",
        row=row,
        about=about,
        ref=refs.seal(row.id),
        version=proposals.version_of(row),
        voices=voices,
        names=accounts.names_of({one.given_by for one in voices if one.given_by is not None}),
        said=words.said,
        seal=refs.seal,
        form=link or form,
        decide=form,
        link=link or _link_form(about),
        states=ProposalState,
        label=label,
        kinds=words.KINDS,
    )
    return page, status
