"""The page of a changed syllabus: which claims it supersedes, what relied on them, the review (J1)."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum.access import current_actor, is_permitted, may, may_somewhere, require
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.permissions import Permission as May
from curriculum.donors import queries as donors
from curriculum.donors import service as donating
from curriculum.donors.models import Offering
from curriculum.donors.words import CLAIM_KINDS
from curriculum.errors import submitted
from curriculum.intake.forms import ReasonForm
from curriculum.intake.relied import MOST, relied_on
from curriculum.intake.views import bp
from curriculum.labels import label
from curriculum.people import queries as people


@bp.route("/training/offerings/<code>/syllabus", methods=["GET", "POST"])
@may(May.OFFERING_EDIT, May.CLAIM_DECIDE)
def syllabus(code: str) -> ResponseReturnValue:
    offering = donors.get_offering(code)
    about, actor = donors.subject(offering.id), current_actor()
    decides = is_permitted(actor, May.CLAIM_DECIDE, about)
    require(actor, May.CLAIM_DECIDE if decides else May.OFFERING_EDIT, about)
    form, reviews = ReasonForm(), request.form.get("step") == "review"
    change = donating.review_superseded if reviews else donating.supersede_claims
    status = submitted(form, lambda: change(actor, offering.id, form.reason.data or ""))
    if status == 303:
        ended = _("The review is ended; what rested on the superseded claims was computed again.")
        changed = _("The claims are superseded. Nothing changes in anybody's progress before the review.")
        flash(ended if reviews else changed, "success")
        return redirect(url_for("donors.offering", code=code), 303)
    return _page(offering, form, decides=decides), status


def _page(offering: Offering, form: ReasonForm, *, decides: bool) -> str:
    claims = donors.claims_of(offering.id)
    waiting = [claim for claim in claims if claim.waits_for_review]
    held = [claim for claim in claims if claim.state is ClaimState.ACCEPTED]
    relied, persons = relied_on(offering.id) if waiting or held else ([], 0)
    # Whose evidence it is concerns the owner of the module; a donor reads how many.
    names = people.display_names({one.person_id for one in relied}) if decides else {}
    return render_template(
        "intake/syllabus.html",
        offering=offering,
        form=form,
        held=held,
        waiting=waiting,
        persons=persons,
        relied=relied if decides else [],
        names=names,
        may_see=may_somewhere(current_actor(), May.PERSON_VIEW),
        ref=people.person_ref,
        decides=decides,
        kinds=CLAIM_KINDS,
        label=label,
        most=MOST,
    )
