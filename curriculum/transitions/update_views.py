"""The page on which an update is asked of whoever is certified on a withdrawn version or module."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock
from curriculum.access import current_actor, may, require
from curriculum.domain.permissions import Permission
from curriculum.errors import submitted
from curriculum.paths import queries as paths
from curriculum.paths.checks import rests_on_withdrawn
from curriculum.transitions import consequences, service, updates
from curriculum.transitions.forms import UpdateForm

bp = Blueprint("updates", __name__, url_prefix="/training/paths")
P = Permission


@bp.route("/<code>/<int:number>/update", methods=["GET", "POST"])
@may(P.MIGRATION_APPLY)
def ask(code: str, number: int) -> ResponseReturnValue:
    """Say what holders have to do, and until when; they are told by mail."""
    version, form = paths.get_version(code, number), UpdateForm()
    require(current_actor(), P.MIGRATION_APPLY, paths.subject(version.id))
    status = submitted(form, lambda: _ask(version.id, form))
    if status == 303:
        flash(_("The update is asked for; the holders are told."), "success")
        return redirect(url_for("updates.ask", code=code, number=number), 303)
    page = render_template(
        "transitions/update.html",
        version=paths.get_version(code, number),
        form=form,
        held=len(consequences.held_on(version.id, clock.today())),
        asked=updates.find_update(version.id),
        may_ask=rests_on_withdrawn(version),
    )
    return page, status


def _ask(version_id: int, form: UpdateForm) -> None:
    service.ask_update(
        current_actor(), version_id, until=form.until.data or clock.today(), what=form.what.data or ""
    )
