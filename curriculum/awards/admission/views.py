"""Pages of the owner of a path: who is designated for it, on what grounds, admitted or declined."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum.access import current_actor, may
from curriculum.awards import words
from curriculum.awards.admission import admitting, nominations
from curriculum.awards.admission.forms import AdmissionForm
from curriculum.awards.pages import submitted
from curriculum.domain.permissions import Permission

bp = Blueprint("admissions", __name__, url_prefix="/training/nominations")


@bp.get("")
@may(Permission.ENROLMENT_ADMIT)
def index() -> ResponseReturnValue:
    """Everybody who waits for the owner."""
    return render_template("awards/nominations.html", rows=nominations.awaiting_admission(current_actor()))


@bp.route("/<ref>", methods=["GET", "POST"])
@may(Permission.ENROLMENT_ADMIT)
def one(ref: str) -> ResponseReturnValue:
    """One nomination: what is asked, what is found, the decision."""
    actor = current_actor()
    found = nominations.nomination(actor, ref)
    form = AdmissionForm()
    form.offer(experience=found.takes_experience)
    # Plain values: the transaction of a sent form lets go of every loaded row.
    person_id, key = found.enrolment.person_id, found.enrolment.id
    status = submitted(form, lambda: _decide(person_id, key, form))
    if status == 303:
        flash(
            _("Admitted.") if form.decision.data == "admit" else _("Declined; the reason is kept."), "success"
        )
        return redirect(url_for("admissions.index"), 303)
    found = nominations.nomination(actor, ref)
    return render_template("awards/nomination.html", found=found, form=form, words=words), status


def _decide(person_id: int, enrolment_id: int, form: AdmissionForm) -> None:
    actor = current_actor()
    if form.decision.data == "admit":
        experience = None if form.experience is None else form.experience.data or None
        admitting.admit(actor, person_id, enrolment_id, equivalent_experience=experience)
    else:
        admitting.decline(actor, person_id, enrolment_id, reason=form.reason.data or "")
