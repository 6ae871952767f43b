"""Administration of institutions and units."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock
from curriculum.access import current_actor, is_permitted, may
from curriculum.domain.permissions import Permission
from curriculum.errors import submitted
from curriculum.institutions import queries, service
from curriculum.institutions.forms import (
    InstitutionEditForm,
    InstitutionForm,
    NameForm,
    UnitEditForm,
    UnitForm,
)
from curriculum.institutions.models import InstitutionRole, UnitFunction

bp = Blueprint("institutions", __name__, url_prefix="/admin/institutions")


@bp.get("")
@may(Permission.INSTITUTION_VIEW)
def index() -> ResponseReturnValue:
    return render_template(
        "institutions/list.html",
        institutions=queries.all_(),
        units=queries.count_units(),
        kinds=queries.code_list("institution_type"),
        may_create=is_permitted(current_actor(), Permission.INSTITUTION_CREATE),
    )


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.INSTITUTION_CREATE)
def create() -> ResponseReturnValue:
    form = InstitutionForm()
    form.offer()
    status = submitted(form, lambda: _create(form))
    if status == 303:
        flash(_("The institution was opened."), "success")
        return redirect(url_for("institutions.one", code=form.code.data), 303)
    return render_template("institutions/create.html", form=form), status


def _create(form: InstitutionForm) -> None:
    service.create_institution(
        current_actor(),
        code=form.code.data or "",
        type=form.type.data,
        name=form.names,
        roles=form.kinds,
        parent=form.parent.data or None,
        active_from=form.active_from.data,
        contact=form.contact.data or None,
    )


@bp.get("/<code>")
@may(Permission.INSTITUTION_VIEW)
def one(code: str) -> ResponseReturnValue:
    institution = queries.get(code)
    subject = queries.subject(institution.id)
    return render_template(
        "institutions/one.html",
        institution=institution,
        kind=queries.code_list("institution_type").get(institution.type),
        roles=[InstitutionRole(one) for one in institution.roles],
        parent=queries.by_id(institution.parent_id) if institution.parent_id else None,
        units=queries.units_of(institution.id),
        former=queries.former_names(institution.id),
        may_edit=is_permitted(current_actor(), Permission.INSTITUTION_EDIT, subject),
    )


@bp.route("/<code>/edit", methods=["GET", "POST"])
@may(Permission.INSTITUTION_EDIT)
def edit(code: str) -> ResponseReturnValue:
    institution = queries.get(code)
    parent = queries.by_id(institution.parent_id).code if institution.parent_id else ""
    form = InstitutionEditForm(obj=institution, parent=parent)
    form.offer(but=code)
    status = submitted(form, lambda: _edit(institution.id, form))
    if status == 303:
        flash(_("The institution was changed."), "success")
        return redirect(url_for("institutions.one", code=code), 303)
    return render_template("institutions/edit.html", form=form, institution=institution), status


def _edit(institution_id: int, form: InstitutionEditForm) -> None:
    service.edit_institution(
        current_actor(),
        institution_id,
        type=form.type.data,
        roles=form.kinds,
        parent=form.parent.data or None,
        contact=form.contact.data or None,
        active_to=form.active_to.data,
    )


@bp.route("/<code>/rename", methods=["GET", "POST"])
@may(Permission.INSTITUTION_EDIT)
def rename(code: str) -> ResponseReturnValue:
    institution = queries.get(code)
    form = NameForm(name_fr=institution.name.fr, name_en=institution.name.en, on=clock.today())
    status = submitted(form, lambda: _rename(institution.id, form))
    if status == 303:
        flash(_("The institution has a new name; the former one is kept."), "success")
        return redirect(url_for("institutions.one", code=code), 303)
    return render_template("institutions/rename.html", form=form, institution=institution), status


def _rename(institution_id: int, form: NameForm) -> None:
    service.rename_institution(
        current_actor(), institution_id, name=form.names, on=form.on.data or clock.today()
    )


@bp.route("/<code>/units/new", methods=["GET", "POST"])
@may(Permission.UNIT_EDIT)
def create_unit(code: str) -> ResponseReturnValue:
    institution = queries.get(code)
    form = UnitForm()
    form.offer(list(queries.units_of(institution.id)))
    status = submitted(form, lambda: _create_unit(code, form))
    if status == 303:
        flash(_("The unit was opened."), "success")
        return redirect(url_for("institutions.one", code=code), 303)
    return render_template("institutions/create_unit.html", form=form, institution=institution), status


def _create_unit(code: str, form: UnitForm) -> None:
    service.create_unit(
        current_actor(),
        institution=code,
        code=form.code.data or "",
        name=form.names,
        function=UnitFunction(form.function.data),
        parent=form.parent.data or None,
        valid_from=form.valid_from.data,
    )


@bp.route("/<code>/units/<unit>", methods=["GET", "POST"])
@may(Permission.UNIT_EDIT)
def edit_unit(code: str, unit: str) -> ResponseReturnValue:
    institution, found = queries.get(code), queries.get_unit(unit)
    form = UnitEditForm(obj=found, name_fr=found.name.fr, name_en=found.name.en)
    form.offer()
    status = submitted(form, lambda: _edit_unit(found.id, form))
    if status == 303:
        flash(_("The unit was changed."), "success")
        return redirect(url_for("institutions.one", code=code), 303)
    return render_template(
        "institutions/edit_unit.html", form=form, institution=institution, unit=found
    ), status


def _edit_unit(unit_id: int, form: UnitEditForm) -> None:
    service.edit_unit(
        current_actor(),
        unit_id,
        name=form.names,
        function=UnitFunction(form.function.data),
        valid_to=form.valid_to.data,
    )
