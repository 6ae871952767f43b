"""Pages to pause an enrolment for leave or deployment, and to end the pause (domain.md §2.9)."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock
from curriculum.access import current_actor, may, require
from curriculum.domain.permissions import Permission
from curriculum.errors import submitted
from curriculum.labels import label
from curriculum.paths import queries, service
from curriculum.paths.forms import HoldForm, ResumeForm
from curriculum.people import queries as people

bp = Blueprint("enrolments", __name__, url_prefix="/training/enrolments")


@bp.route("/<ref>/<any('hold', 'resume'):step>", methods=["GET", "POST"])
@may(Permission.ENROLMENT_HOLD)
def change(ref: str, step: str) -> ResponseReturnValue:
    """Pause an enrolment, with the reason, or take it up again."""
    actor, enrolment = current_actor(), queries.get_enrolment(ref)
    person_id, version_id = enrolment.person_id, enrolment.path_version_id
    about = queries.enrolment_subject(person_id, version_id, clock.today())
    require(actor, Permission.ENROLMENT_HOLD, about)
    form = HoldForm() if step == "hold" else ResumeForm()
    status = submitted(form, lambda: _take(ref, form))
    version = queries.version(version_id)
    if status == 303:
        flash(_("The enrolment is on hold.") if step == "hold" else _("The enrolment goes on."), "success")
        path = version.path.code
        return redirect(url_for("training_paths.enrolled", code=path, number=version.version), 303)
    page = render_template(
        "paths/hold.html",
        enrolment=queries.get_enrolment(ref),
        version=version,
        name=people.display_name(person_id),
        form=form,
        step=step,
        label=label,
    )
    return page, status


def _take(ref: str, form: HoldForm | ResumeForm) -> None:
    enrolment = queries.get_enrolment(ref)
    if isinstance(form, HoldForm):
        service.hold(current_actor(), enrolment, reason=form.reason.data or "")
    else:
        service.resume(current_actor(), enrolment)
