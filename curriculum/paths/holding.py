"""Pages to pause an enrolment for leave or deployment, to end the pause, and to change the route (§2.9)."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock, i18n
from curriculum.access import current_actor, may, require
from curriculum.catalogue.forms import pairs
from curriculum.domain.permissions import Permission
from curriculum.errors import submitted
from curriculum.labels import label
from curriculum.paths import queries, rerouting, service, shown
from curriculum.paths.forms import HoldForm, ResumeForm, RouteForm
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


@bp.route("/<ref>/route", methods=["GET", "POST"])
@may(Permission.ENROLMENT_NOMINATE)
def route(ref: str) -> ResponseReturnValue:
    """Let somebody under way follow another route, with the reason."""
    enrolment = queries.get_enrolment(ref)
    person_id, version_id = enrolment.person_id, enrolment.path_version_id
    about = queries.enrolment_subject(person_id, version_id, clock.today())
    require(current_actor(), Permission.ENROLMENT_NOMINATE, about)
    version = queries.version(version_id)
    routes = {key: i18n.text(title) for key, title in shown.routes(version).items()}
    present = rerouting.followed(enrolment, version)
    form = RouteForm(data={"route": present})
    form.route.choices = pairs(routes.items())
    back = url_for("training_paths.enrolled", code=version.path.code, number=version.version)
    status = submitted(form, lambda: _reroute(ref, form))
    if status == 303:
        flash(_("The route is changed."), "success")
        return redirect(back, 303)
    page = render_template(
        "paths/route.html",
        version=queries.version(version_id),
        name=people.display_name(person_id),
        present=routes.get(present, ""),
        form=form,
        back=back,
    )
    return page, status


def _reroute(ref: str, form: RouteForm) -> None:
    enrolment = queries.get_enrolment(ref)
    service.change_route(
        current_actor(), enrolment, route=form.route.data or "", reason=form.reason.data or ""
    )


def _take(ref: str, form: HoldForm | ResumeForm) -> None:
    enrolment = queries.get_enrolment(ref)
    if isinstance(form, HoldForm):
        service.hold(current_actor(), enrolment, reason=form.reason.data or "")
    else:
        service.resume(current_actor(), enrolment)
