"""Pages of who pays: donors, their programmes, the dated phases of a programme."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import refs
from curriculum.access import current_actor, is_permitted, may, require
from curriculum.catalogue.forms import pairs
from curriculum.catalogue.steps import told
from curriculum.domain.actors import Subject
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import found
from curriculum.donors import queries, words
from curriculum.donors.models import Donor, DonorKind, Programme
from curriculum.donors.paying import forms, service
from curriculum.errors import submitted
from curriculum.i18n import text
from curriculum.labels import label

bp = Blueprint("payers", __name__, url_prefix="/training")
P = Permission


@bp.get("/donors")
@may(P.CLAIM_VIEW)
def donors() -> ResponseReturnValue:
    return render_template(
        "donors/donors.html",
        rows=queries.donors(),
        programmes=queries.programmes_by_donor(),
        may_enter=is_permitted(current_actor(), P.DONOR_EDIT),
        kind=lambda one: words.word(DonorKind, one.type),
    )


@bp.route("/donors/new", methods=["GET", "POST"])
@may(P.DONOR_EDIT)
def create_donor() -> ResponseReturnValue:
    require(current_actor(), P.DONOR_EDIT)
    form = forms.DonorForm()
    form.offer()
    status = submitted(
        form,
        lambda: service.create_donor(
            current_actor(), code=form.code.data or "", name=form.named, type=form.type.data
        ),
    )
    if status == 303:
        flash(_("The donor %(code)s was entered.", code=form.code.data), "success")
        return redirect(url_for("payers.donor", code=form.code.data), 303)
    return render_template("donors/edit_donor.html", form=form, donor=None), status


@bp.get("/donors/<code>")
@may(P.CLAIM_VIEW)
def donor(code: str) -> ResponseReturnValue:
    one = queries.get_donor(code)
    about = Subject(donors=frozenset({one.id}))
    return render_template(
        "donors/donor.html",
        donor=one,
        programmes=queries.programmes_by_donor().get(one.id, []),
        kind=words.word(DonorKind, one.type),
        may_edit=is_permitted(current_actor(), P.DONOR_EDIT, about),
        may_enter=is_permitted(current_actor(), P.PROGRAMME_EDIT, about),
    )


@bp.route("/donors/<code>/edit", methods=["GET", "POST"])
@may(P.DONOR_EDIT)
def change_donor(code: str) -> ResponseReturnValue:
    actor, one = current_actor(), queries.get_donor(code)
    require(actor, P.DONOR_EDIT, Subject(donors=frozenset({one.id})))
    form = forms.DonorForm()
    form.offer(one)
    status = submitted(
        form, lambda: service.change_donor(actor, one.id, name=form.named, type=form.type.data)
    )
    if status == 303:
        flash(_("The donor %(code)s was changed.", code=code), "success")
        return redirect(url_for("payers.donor", code=code), 303)
    return render_template("donors/edit_donor.html", form=form, donor=one), status


def enterable() -> list[Donor]:
    """Donors for which the reader may enter programmes."""
    return [
        one
        for one in queries.donors()
        if is_permitted(current_actor(), P.PROGRAMME_EDIT, Subject(donors=frozenset({one.id})))
    ]


@bp.route("/programmes/new", methods=["GET", "POST"])
@may(P.PROGRAMME_EDIT)
def create_programme() -> ResponseReturnValue:
    form = forms.ProgrammeForm()
    form.donor.choices = pairs((one.code, f"{one.code} · {text(one.name)}") for one in enterable())
    if not form.is_submitted():
        form.donor.data = request.args.get("donor", form.donor.data)
    status = submitted(form, lambda: service.create_programme(current_actor(), form.new()))
    if status == 303:
        flash(_("The programme %(code)s was entered.", code=form.code.data), "success")
        return redirect(url_for("payers.programme", code=form.code.data), 303)
    return render_template("donors/edit_programme.html", form=form, programme=None), status


@bp.get("/programmes/<code>")
@may(P.CLAIM_VIEW)
def programme(code: str) -> ResponseReturnValue:
    one, actor = queries.get_programme(code), current_actor()
    about = queries.paid_by(one)
    may_edit = is_permitted(actor, P.PROGRAMME_EDIT, about)
    return render_template(
        "donors/programme.html",
        programme=one,
        donor=queries.donor(one.donor_id),
        phases=queries.phases_of(one.id),
        offerings=queries.offerings_of(one.id),
        may_edit=may_edit,
        may_offer=is_permitted(actor, P.OFFERING_EDIT, about),
        seal=refs.seal,
        label=label,
    )


@bp.route("/programmes/<code>/edit", methods=["GET", "POST"])
@may(P.PROGRAMME_EDIT)
def change_programme(code: str) -> ResponseReturnValue:
    one, actor = _editable(code), current_actor()
    form = forms.ProgrammeForm()
    form.edit(one)
    status = submitted(form, lambda: service.change_programme(actor, one.id, form.content("", code)))
    if status == 303:
        flash(_("The programme %(code)s was changed.", code=code), "success")
        return redirect(url_for("payers.programme", code=code), 303)
    return render_template("donors/edit_programme.html", form=form, programme=one), status


def _editable(code: str) -> Programme:
    one = queries.get_programme(code)
    require(current_actor(), P.PROGRAMME_EDIT, queries.paid_by(one))
    return one


@bp.route("/programmes/<code>/phases/new", methods=["GET", "POST"])
@may(P.PROGRAMME_EDIT)
def enter_phase(code: str) -> ResponseReturnValue:
    one, form = _editable(code), forms.PhaseForm()
    status = submitted(form, lambda: service.enter_phase(current_actor(), one.id, form.content()))
    if status == 303:
        flash(_("The phase was entered."), "success")
        return redirect(url_for("payers.programme", code=code), 303)
    return render_template("donors/phase.html", form=form, programme=one, phase=None), status


@bp.route("/programmes/<code>/phases/<ref>", methods=["GET", "POST"])
@may(P.PROGRAMME_EDIT)
def change_phase(code: str, ref: str) -> ResponseReturnValue:
    one, form = _editable(code), forms.PhaseForm()
    phase = queries.phase(_phase(ref))
    form.show(phase)
    status = submitted(form, lambda: service.change_phase(current_actor(), phase.id, form.content()))
    if status == 303:
        flash(_("The phase was changed."), "success")
        return redirect(url_for("payers.programme", code=code), 303)
    return render_template("donors/phase.html", form=form, programme=one, phase=phase, ref=ref), status


@bp.post("/programmes/<code>/phases/<ref>/remove")
@may(P.PROGRAMME_EDIT)
def remove_phase(code: str, ref: str) -> ResponseReturnValue:
    with told(_("The phase was removed.")):
        service.remove_phase(current_actor(), _phase(ref))
    return redirect(url_for("payers.programme", code=code), 303)


def _phase(ref: str) -> int:
    return found(refs.unseal(ref), "phase", ref)
