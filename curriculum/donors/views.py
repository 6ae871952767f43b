"""The training unit's pages of donors' offerings: list, one offering with its claims, coverage matrix."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import refs
from curriculum.access import current_actor, is_permitted, may
from curriculum.accounts import queries as accounts
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.forms import pairs
from curriculum.catalogue.steps import told
from curriculum.db import transaction
from curriculum.domain.actors import Subject
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.permissions import Permission
from curriculum.domain.proof import Depth
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.donors import forms, queries, service, shown, words
from curriculum.donors.queries import ClaimRow
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
            Subject(programmes=frozenset({one.id}), donors=frozenset({one.donor_id})),
        )
    ]


@bp.route("/offerings/new", methods=["GET", "POST"])
@may(Permission.OFFERING_EDIT)
def create() -> ResponseReturnValue:
    form = forms.OfferingForm()
    form.programme.choices = pairs(_programmes())
    form.speak()
    if not form.validate_on_submit():
        return render_template("donors/new.html", form=form), 422 if form.errors else 200
    with transaction():
        service.create_offering(current_actor(), form.content())
    return redirect(url_for("donors.offering", code=form.code.data))


@bp.get("/offerings/<code>")
@may(Permission.CLAIM_VIEW)
def offering(code: str) -> ResponseReturnValue:
    actor, one = current_actor(), queries.get_offering(code)
    claims = queries.claims_of(one.id)
    about = queries.subject(one.id)
    people = {who for claim in claims for who in (claim.proposed_by, claim.reviewed_by) if who}
    programme = queries.programme_of(one.id)
    return render_template(
        "donors/offering.html",
        offering=one,
        programme=programme,
        donor=queries.donor_of(programme.id),
        groups=shown.by_module(claims),
        names=accounts.names_of(people),
        deciding={claim.id for claim in claims if _may_decide(claim)},
        may_propose=is_permitted(actor, Permission.CLAIM_PROPOSE, about) or _designs_somewhere(),
        may_see_cost=is_permitted(actor, Permission.OFFERING_EDIT, about),
        activities=institutions.code_list("activity_type"),
        seal=refs.seal,
        label=label,
        consequence=words.consequence,
        kinds=words.CLAIM_KINDS,
    )


def _may_decide(claim: ClaimRow) -> bool:
    if claim.state is not ClaimState.PROPOSED or claim.proposed_by == current_actor().account_id:
        return False
    about = Subject(owners=institutions.lineage(claim.owner_id))
    return is_permitted(current_actor(), Permission.CLAIM_DECIDE, about)


def _designs_somewhere() -> bool:
    return any(
        is_permitted(current_actor(), Permission.CLAIM_PROPOSE, catalogue.owned_by(one))
        for one in catalogue.all_lineages().values()
    )


@bp.route("/offerings/<code>/claims", methods=["GET", "POST"])
@may(Permission.CLAIM_PROPOSE)
def propose(code: str) -> ResponseReturnValue:
    one, form = queries.get_offering(code), forms.ClaimForm()
    rows = catalogue.claimable_outcomes()
    form.outcomes.choices = pairs((row.code, row.code) for row in rows)
    form.speak()
    if not form.validate_on_submit():
        answer = render_template("donors/propose.html", form=form, offering=one, rows=rows)
        return answer, 422 if form.errors else 200
    ids = {row.code: row.id for row in rows}
    with told(_("Proposed. Somebody of the owning institution decides.")):
        for outcome in form.outcomes.data or ():
            service.propose_claim(current_actor(), one.id, ids[outcome], Depth(form.depth.data))
    return redirect(url_for("donors.offering", code=code))


@bp.post("/claims/<ref>/accept")
@may(Permission.CLAIM_DECIDE)
def accept(ref: str) -> ResponseReturnValue:
    code = queries.claim(_claim(ref)).offering_code
    with told(_("The claim is accepted and counts from now on.")):
        service.accept_claim(current_actor(), _claim(ref))
    return redirect(url_for("donors.offering", code=code))


@bp.post("/claims/<ref>/reject")
@may(Permission.CLAIM_DECIDE)
def reject(ref: str) -> ResponseReturnValue:
    form = forms.DecisionForm()
    code = queries.claim(_claim(ref)).offering_code
    with told(_("The claim is rejected; the proposer reads the reason.")):
        service.reject_claim(current_actor(), _claim(ref), form.reason.data or "")
    return redirect(url_for("donors.offering", code=code))


def _claim(ref: str) -> int:
    claim_id = refs.unseal(ref)
    if claim_id is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="claim", code=ref)
    return claim_id


@bp.get("/coverage")
@may(Permission.CLAIM_VIEW)
def coverage() -> ResponseReturnValue:
    return render_template("donors/coverage.html", matrix=shown.matrix(), label=label)
