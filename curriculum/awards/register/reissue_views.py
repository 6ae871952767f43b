"""The page that opens the replacement of a certificate: a corrected name, or less to teach."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import i18n
from curriculum.access import current_actor, may
from curriculum.awards.applications.forms import name_form, names_in
from curriculum.awards.applications.printed_names import spellings
from curriculum.awards.pages import submitted
from curriculum.awards.register import folder, reissuing
from curriculum.awards.register.folder import Folder
from curriculum.awards.register.forms import ReissueForm
from curriculum.domain.permissions import Permission

bp = Blueprint("reissues", __name__)


@bp.route("/certificates/<number>/reissue", methods=["GET", "POST"])
@may(Permission.APPLICATION_DECIDE)
def reissue(number: str) -> ResponseReturnValue:
    """Ask for the new document; both sign again."""
    actor = current_actor()
    found = folder.folder(actor, number)
    form = name_form(ReissueForm, spellings(found.certificate.person_id))
    form.offer(_teachable(found))
    made: list[str] = []
    status = submitted(form, lambda: made.append(_open(number, form)))
    if status == 303:
        flash(_("The replacement is opened; both signatories are asked."), "success")
        return redirect(url_for("awards.application", code=made[0]), 303)
    found = folder.folder(actor, number)
    return render_template("awards/reissue.html", folder=found, form=form), status


def _teachable(found: Folder) -> dict[str, str]:
    scope = found.statement.scope
    titles = {one.code: one.title.to(i18n.language()) for one in scope.modules}
    return {code: titles.get(code, "") for code in scope.may_teach}


def _open(number: str, form: Any) -> str:
    kept = form.may_teach.data if form.may_teach.choices else None
    return reissuing.reissue(
        current_actor(),
        number,
        reason=form.reason.data or "",
        printed_names=names_in(form),
        may_teach=kept,
    ).code
