"""The page on which somebody decides what a finished module counts for, with a reason."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from curriculum import clock
from curriculum.access import current_actor, may, require
from curriculum.domain.permissions import Permission
from curriculum.errors import submitted
from curriculum.i18n import gettext, text
from curriculum.labels import label
from curriculum.paths import assigning, service
from curriculum.paths import queries as paths
from curriculum.people import queries as people
from curriculum.progress.assigned import Counted, component_title, counted
from curriculum.progress.texts import PathTexts, texts_of

bp = Blueprint("assignments", __name__, url_prefix="/training/enrolments")


class AssignmentForm(FlaskForm):  # type: ignore[misc]
    """Which component a module is to count for, and why."""

    choice = RadioField(_("What should count for what"), [InputRequired(_("Choose one."))])
    reason = TextAreaField(
        _("Reason"), [DataRequired(_("Give a reason the person can read.")), Length(max=1000)]
    )

    def offer(self, found: list[Counted], texts: PathTexts) -> None:
        """Every component for every module, and to leave it to the rule where somebody decided."""
        self.choice.choices = [one for each in found for one in _choices(each, texts)]


def _choices(one: Counted, texts: PathTexts) -> list[tuple[str, str]]:
    name = f"{text(one.title)} ({one.module.rpartition('.v')[0]})"
    decided = one.decision.component if one.decision is not None else ""
    offered = [
        (f"{one.module}|{code}", gettext("%(module)s counts for %(component)s", module=name, component=said))
        for code, said in ((code, component_title(code, texts)) for code in one.askers if code != decided)
    ]
    back = gettext("%(module)s counts where the rule puts it", module=name)
    return [*offered, (f"{one.module}|", back)] if decided else offered


@bp.route("/<ref>/assignment", methods=["GET", "POST"])
@may(Permission.ASSIGNMENT_OVERRIDE)
def one(ref: str) -> ResponseReturnValue:
    """Show what counts for what on an enrolment, and decide otherwise with a reason."""
    actor, enrolment = current_actor(), paths.get_enrolment(ref)
    about = paths.enrolment_subject(enrolment.person_id, enrolment.path_version_id, clock.today())
    require(actor, Permission.ASSIGNMENT_OVERRIDE, about)
    texts = texts_of(enrolment.path_version_id, ())
    found, form = counted(enrolment), AssignmentForm()
    form.offer(found, texts)
    status = submitted(form, lambda: _decide(ref, form))
    if status == 303:
        flash(gettext("Decided. The official reads it with your reason."), "success")
        return redirect(url_for("assignments.one", ref=ref), 303)
    version = paths.version(enrolment.path_version_id)
    page = render_template(
        "progress/assignment.html",
        version=version,
        name=people.display_name(enrolment.person_id),
        found=found,
        named=lambda code: component_title(code, texts),
        form=form,
        may_change=enrolment.state in assigning.MOVABLE,
        state=label(enrolment.state),
    )
    return page, status


def _decide(ref: str, form: AssignmentForm) -> None:
    actor, enrolment = current_actor(), paths.get_enrolment(ref)
    module, _bar, component = (form.choice.data or "").partition("|")
    reason = form.reason.data or ""
    if component:
        service.assign(actor, enrolment, module=module, component=component, reason=reason)
    else:
        service.release(actor, enrolment, module=module, reason=reason)
