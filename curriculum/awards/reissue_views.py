"""The page that opens the replacement of a certificate: a corrected name, or less to teach."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import i18n
from curriculum.access import current_actor, may
from curriculum.awards import applying, folder, service, words
from curriculum.awards.folder import Folder
from curriculum.awards.forms import ReissueForm
from curriculum.awards.views import submitted
from curriculum.domain.permissions import Permission

bp = Blueprint("reissues", __name__)


@bp.route("/certificates/<number>/reissue", methods=["GET", "POST"])
@may(Permission.APPLICATION_DECIDE)
def reissue(number: str) -> ResponseReturnValue:
    """Ask for the new document; both sign again."""
    actor = current_actor()
    found = folder.folder(actor, number)
    form = applying.name_form(ReissueForm, applying.spellings(found.certificate.person_id))
    form.offer(_teachable(found))
    made: list[str] = []
    status = submitted(form, lambda: made.append(_open(number, form)))
    if status == 303:
        flash(_("The replacement is opened; both signatories are asked."), "success")
        return redirect(url_for("awards.application", code=made[0]), 303)
    found = folder.folder(actor, number)
    return render_template("awards/reissue.html", folder=found, form=form, words=words), status


def _teachable(found: Folder) -> dict[str, str]:
    scope = found.statement.scope
    titles = {one.code: one.title.to(i18n.language()) for one in scope.modules}
    return {code: titles.get(code, "") for code in scope.may_teach}


def _open(number: str, form: Any) -> str:
    kept = form.may_teach.data if form.may_teach.choices else None
    return service.reissue(
        current_actor(),
        number,
        reason=form.reason.data or "",
        printed_names=applying.names_in(form),
        may_teach=kept,
    ).code
