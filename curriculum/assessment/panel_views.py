"""Pages of panels: which were held for the paths of one's institution, and the form to record one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock, i18n
from curriculum.access import current_actor, may
from curriculum.assessment import panel_queries, service
from curriculum.assessment.forms import PanelForm
from curriculum.delivery.typed import numbered, words_of
from curriculum.domain.permissions import Permission
from curriculum.errors import submitted
from curriculum.people import queries as people

bp = Blueprint("panels", __name__, url_prefix="/training/panels")
P = Permission


@bp.get("")
@may(P.ASSESSMENT_GRADE, P.ASSESSMENT_VIEW)
def index() -> ResponseReturnValue:
    rows = panel_queries.panels_visible_to(current_actor())
    names = people.display_names({who for row in rows for who in (row.person_id, *row.members)})
    may_hold = bool(panel_queries.paths_with_panels(current_actor()))
    return render_template("assessment/panels.html", rows=rows, names=names, may_hold=may_hold)


@bp.route("/new", methods=["GET", "POST"])
@may(P.ASSESSMENT_GRADE)
def hold() -> ResponseReturnValue:
    versions = {f"{one.code} v{one.version}": one for one in panel_queries.paths_with_panels(current_actor())}
    ids = {code: one.id for code, one in versions.items()}
    form = PanelForm()
    form.offer((code, f"{code} · {i18n.text(one.title)}") for code, one in versions.items())
    if not form.is_submitted():
        form.held_on.data = clock.today()
        form.path.data = request.args.get("path", form.path.data)
    status = submitted(form, lambda: _hold(ids, form))
    if status == 303:
        flash(_("The panel is recorded."), "success")
        return redirect(url_for("panels.index"), 303)
    return render_template("assessment/panel.html", form=form), status


def _hold(ids: dict[str, int], form: PanelForm) -> None:
    service.hold_panel(
        current_actor(),
        person_id=numbered((form.number.data or "").strip()),
        path_version_id=ids[form.path.data],
        held_on=form.held_on.data or clock.today(),
        member_ids=[numbered(one) for one in words_of(form.members.data)],
        favourable=form.outcome.data == "yes",
        minutes=form.minutes.data or "",
    )
