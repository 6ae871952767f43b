"""The page where an institution chooses the sheet of its certificates, with a specimen to look at."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from certificates.layout.emblem import LARGEST_FILE
from certificates.parties import Orientation
from curriculum.access import current_actor, may, require
from curriculum.awards.pages import submitted
from curriculum.awards.queries import sheets as queries
from curriculum.awards.sheets import choosing, specimens
from curriculum.awards.sheets.forms import SheetForm
from curriculum.domain.permissions import Permission
from curriculum.institutions import queries as institutions
from curriculum.institutions.models import Institution

bp = Blueprint("sheets", __name__, url_prefix="/admin/institutions/<code>/sheet")


@bp.route("", methods=["GET", "POST"])
@may(Permission.INSTITUTION_EDIT)
def one(code: str) -> ResponseReturnValue:
    """Show and choose the sheet."""
    institution = _mine(code)
    sheet = queries.find_sheet(institution.id)
    form = SheetForm(
        orientation=sheet.orientation if sheet else Orientation.LANDSCAPE.value,
        names_in_code=bool(sheet and sheet.names_in_code),
    )
    status = submitted(form, lambda: choosing.choose_sheet(current_actor(), code, _choice(form)))
    if status == 303:
        flash(_("The sheet was chosen; certificates issued from now on are printed on it."), "success")
        return redirect(url_for("sheets.one", code=code), 303)
    return render_template("awards/sheet.html", form=form, institution=institution, sheet=sheet), status


def _mine(code: str) -> Institution:
    institution = institutions.get(code)
    require(current_actor(), Permission.INSTITUTION_EDIT, institutions.subject(institution.id))
    return institution


def _choice(form: SheetForm) -> choosing.Choice:
    sent = form.emblem.data
    return choosing.Choice(
        Orientation(form.orientation.data),
        bool(form.names_in_code.data),
        sent.read(LARGEST_FILE + 1) if sent else None,
        bool(form.without_emblem.data),
    )


@bp.get("/specimen.pdf")
@may(Permission.INSTITUTION_EDIT)
def specimen(code: str) -> Response:
    """Draw the sheet with sample data, marked as a specimen."""
    return Response(specimens.specimen(_mine(code)), mimetype="application/pdf")
