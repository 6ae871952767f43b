"""The pages that begin a module or a path as the copy of a version."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import i18n
from curriculum.access import current_actor, may, require
from curriculum.catalogue import choosing
from curriculum.catalogue import copying as module_copying
from curriculum.catalogue import forms as catalogue_forms
from curriculum.catalogue import queries as catalogue
from curriculum.db import Bilingual
from curriculum.domain.permissions import Permission
from curriculum.errors import submitted
from curriculum.exchange import forms
from curriculum.institutions import queries as institutions
from curriculum.paths import copying as path_copying
from curriculum.paths import queries as paths

bp = Blueprint("copies", __name__, url_prefix="/training")


@bp.route("/modules/<code>/<int:number>/copy", methods=["GET", "POST"])
@may(Permission.VERSION_DRAFT)
def module(code: str, number: int) -> ResponseReturnValue:
    source = catalogue.get_version(code, number)
    require(current_actor(), Permission.VERSION_VIEW, catalogue.subject_of(source))
    form = forms.ModuleCopyForm(data={"theme": catalogue.theme(source.module.theme_id).code})
    _offer_owners(form, source.module.owner_institution_id)
    form.theme.choices = catalogue_forms.pairs(
        (one.code, f"{one.code} · {i18n.text(one.title)}") for one in catalogue.themes()
    )

    def copy() -> None:
        values = {"code": form.code.data or "", "theme": form.theme.data, "owner": form.owner.data}
        module_copying.copy(current_actor(), source.id, **values)

    status = submitted(form, copy)
    if status == 303:
        flash(_said(code, number), "success")
        return redirect(url_for("catalogue.version", code=form.code.data, number=1), 303)
    back = url_for("catalogue.version", code=code, number=number)
    return _page(form, source.title, f"{code} v{number}", back), status


@bp.route("/paths/<code>/<int:number>/copy", methods=["GET", "POST"])
@may(Permission.VERSION_DRAFT)
def path(code: str, number: int) -> ResponseReturnValue:
    source = paths.get_version(code, number)
    require(current_actor(), Permission.VERSION_VIEW, paths.subject(source.id))
    form = forms.CopyForm()
    _offer_owners(form, source.path.owner_institution_id)

    def copy() -> None:
        values = {"code": form.code.data or "", "owner": form.owner.data}
        path_copying.copy(current_actor(), source.id, **values)

    status = submitted(form, copy)
    if status == 303:
        flash(_said(code, number), "success")
        return redirect(url_for("training_paths.version", code=form.code.data, number=1), 303)
    back = url_for("training_paths.version", code=code, number=number)
    return _page(form, source.title, f"{code} v{number}", back), status


def _offer_owners(form: forms.CopyForm, owner_id: int) -> None:
    form.owner.choices = catalogue_forms.pairs(choosing.owners())
    if not form.is_submitted():
        form.owner.data = institutions.by_id(owner_id).code


def _said(code: str, number: int) -> str:
    said: str = _("Copied from %(source)s. It is a draft: read it through.", source=f"{code} v{number}")
    return said


def _page(form: forms.CopyForm, title: Bilingual, source: str, back: str) -> str:
    about: dict[str, Any] = {"form": form, "title_of_source": title, "source": source, "back": back}
    return render_template("exchange/copy.html", **about)
