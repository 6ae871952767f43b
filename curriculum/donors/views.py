"""The training unit's pages of donors' offerings: list, one offering with its claims."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import refs
from curriculum.access import current_actor, is_permitted, may, require
from curriculum.accounts import queries as accounts
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.forms import pairs
from curriculum.catalogue.steps import told
from curriculum.domain.actors import Subject
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.lifecycles.offering import HELD, OFFERING, STILL_PLANNED
from curriculum.domain.permissions import Permission
from curriculum.domain.proof import Depth
from curriculum.domain.refusals import found
from curriculum.donors import forms, queries, results, service, shown, syllabus, words
from curriculum.donors.models import AssessmentKind, Mode, Offering
from curriculum.donors.paying.views import enterable
from curriculum.donors.queries import ClaimRow
from curriculum.errors import submitted
from curriculum.institutions import queries as institutions
from curriculum.labels import label

bp = Blueprint("donors", __name__, url_prefix="/training")


@bp.get("/offerings")
@may(Permission.CLAIM_VIEW)
def offerings() -> ResponseReturnValue:
    return render_template(
        "donors/offerings.html",
        rows=queries.visible_to(current_actor()),
        may_create=bool(_programmes()),
        may_enter=bool(enterable()),
        label=label,
        activities=institutions.code_list("activity_type"),
    )


def _programmes() -> list[tuple[str, str]]:
    """Programmes for which the reader may enter offerings."""
    actor = current_actor()
    return [
        (one.code, one.code)
        for one in queries.programmes()
        if is_permitted(
            actor,
            Permission.OFFERING_EDIT,
            queries.paid_by(one),
        )
    ]


@bp.route("/offerings/new", methods=["GET", "POST"])
@may(Permission.OFFERING_EDIT)
def create() -> ResponseReturnValue:
    form = forms.OfferingForm()
    form.programme.choices = pairs(_programmes())
    form.offer()
    if not form.is_submitted():
        form.programme.data = request.args.get("programme", form.programme.data)
    status = submitted(form, lambda: service.create_offering(current_actor(), form.content()))
    if status == 303:
        return redirect(url_for("donors.offering", code=form.code.data), 303)
    return render_template("donors/new.html", form=form), status


@bp.get("/offerings/<code>")
@may(Permission.CLAIM_VIEW)
def offering(code: str) -> ResponseReturnValue:
    actor, one = current_actor(), queries.get_offering(code)
    claims = queries.claims_of(one.id)
    about = queries.subject(one.id)
    programme = queries.programme_of(one.id)
    return render_template(
        "donors/offering.html",
        offering=one,
        programme=programme,
        donor=queries.donor_of(programme.id),
        **about_claims(claims),
        may_propose=is_permitted(actor, Permission.CLAIM_PROPOSE, about) or _designs_somewhere(),
        may_see_cost=is_permitted(actor, Permission.OFFERING_EDIT, about),
        may_edit=one.state in STILL_PLANNED and is_permitted(actor, Permission.OFFERING_EDIT, about),
        waiting=any(claim.waits_for_review for claim in claims),
        may_change=_may_change(claims, about),
        activities=institutions.code_list("activity_type"),
        mode=words.word(Mode, one.mode),
        assessment=words.word(AssessmentKind, one.assessment_kind),
        **_around(one, about),
    )


def _around(one: Offering, about: Subject) -> dict[str, Any]:
    """What stands beside the claims of an offering: its next steps, its syllabus, what the donor owes."""
    steers = is_permitted(current_actor(), Permission.OFFERING_EDIT, about)
    decides = is_permitted(current_actor(), Permission.CLAIM_DECIDE, about)
    return {
        "steps": words.STEPS,
        "actions": OFFERING.actions(one.state) if steers else (),
        "syllabi": syllabus.kept(one.id),
        "may_hand_in": steers,
        "request": results.open_request(one.id),
        "may_ask": decides and one.state in HELD and one.assessment_kind != AssessmentKind.NONE,
        "may_settle": decides,
    }


@bp.route("/offerings/<code>/edit", methods=["GET", "POST"])
@may(Permission.OFFERING_EDIT)
def change(code: str) -> ResponseReturnValue:
    actor, one = current_actor(), queries.get_offering(code)
    require(actor, Permission.OFFERING_EDIT, queries.subject(one.id))
    programme = queries.programme_of(one.id).code
    form = forms.AnnouncementForm()
    form.offer(one)
    status = submitted(form, lambda: service.change_offering(actor, one.id, form.announced(programme, code)))
    if status == 303:
        flash(_("The offering %(code)s was changed.", code=code), "success")
        return redirect(url_for("donors.offering", code=code), 303)
    return render_template("donors/change.html", form=form, offering=one), status


def about_claims(claims: list[ClaimRow]) -> dict[str, Any]:
    """What `donors/claims.html` needs to show claims and offer the decisions that are the reader's."""
    people = {who for claim in claims for who in (claim.proposed_by, claim.reviewed_by) if who}
    return {
        "groups": shown.by_module(claims),
        "names": accounts.names_of(people),
        "deciding": {claim.id for claim in claims if _may_decide(claim)},
        "seal": refs.seal,
        "label": label,
        "consequence": words.consequence,
        "kinds": words.CLAIM_KINDS,
    }


def _may_change(claims: list[ClaimRow], about: Subject) -> bool:
    """Whether the reader may say that the syllabus changed, or review what relied on the old one."""
    concerned = any(claim.state is ClaimState.ACCEPTED or claim.waits_for_review for claim in claims)
    either = (Permission.OFFERING_EDIT, Permission.CLAIM_DECIDE)
    return concerned and any(is_permitted(current_actor(), one, about) for one in either)


def _may_decide(claim: ClaimRow) -> bool:
    if claim.state is not ClaimState.PROPOSED or claim.proposed_by == current_actor().account_id:
        return False
    about = Subject(owners=institutions.lineage(claim.owner_id))
    return is_permitted(current_actor(), Permission.CLAIM_DECIDE, about)


def _designs_somewhere() -> bool:
    return any(
        is_permitted(current_actor(), Permission.CLAIM_PROPOSE, Subject.owned_by(one))
        for one in catalogue.all_lineages().values()
    )


@bp.route("/offerings/<code>/claims", methods=["GET", "POST"])
@may(Permission.CLAIM_PROPOSE)
def propose(code: str) -> ResponseReturnValue:
    one, form = queries.get_offering(code), forms.ClaimForm()
    rows = catalogue.claimable_outcomes()
    form.outcomes.choices = pairs((row.code, row.code) for row in rows)
    form.speak()
    if request.form.get("do") == "find" or not form.validate_on_submit():
        return _proposing(form, one), 422 if form.errors else 200
    ids = {row.code: row.id for row in rows}
    with told(_("Proposed. Somebody of the owning institution decides.")):
        for outcome in form.outcomes.data or ():
            service.propose_claim(current_actor(), one.id, ids[outcome], Depth(form.depth.data))
    return redirect(url_for("donors.offering", code=code))


def _proposing(form: forms.ClaimForm, offering: Offering) -> str:
    """The form; what is claimed or ticked stands open whatever else is looked for."""
    claimed = {one.outcome_code: one.state for one in queries.claims_of(offering.id)}
    words, ticked = (request.form.get("find") or "")[:100], form.outcomes.data or ()
    return render_template(
        "donors/propose.html",
        form=form,
        offering=offering,
        find=words,
        modules=shown.claimable(words, {*claimed, *ticked}),
        claimed=claimed,
        label=label,
    )


@bp.post("/claims/<ref>/accept")
@may(Permission.CLAIM_DECIDE)
def accept(ref: str) -> ResponseReturnValue:
    form, about = forms.DecisionForm(), queries.claim(_claim(ref))
    with told(_("The claim is accepted and counts from now on.")):
        service.accept_claim(current_actor(), about.id, form.note.data or "")
    return redirect(_decided(about))


@bp.post("/claims/<ref>/reject")
@may(Permission.CLAIM_DECIDE)
def reject(ref: str) -> ResponseReturnValue:
    form = forms.DecisionForm()
    about = queries.claim(_claim(ref))
    with told(_("The claim is rejected; the proposer reads the reason.")):
        service.reject_claim(current_actor(), about.id, form.reason.data or "")
    return redirect(_decided(about))


def _decided(claim: ClaimRow) -> str:
    """Where a decision was asked for: the cell of the map, or the offering with all its claims."""
    if "cell" in request.form:
        return url_for("mapping.cell", offering=claim.offering_code, outcome=claim.outcome_code)
    return url_for("donors.offering", code=claim.offering_code)


def _claim(ref: str) -> int:
    return found(refs.unseal(ref), "claim", ref)
