"""Pages of mandates in the administration: the list, a proposal with its deed, approval, end, suspension."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice  # type: ignore[attr-defined]  # the stubs are older

from curriculum import clock, i18n
from curriculum.access import current_actor, is_permitted, may, require
from curriculum.awards import queries
from curriculum.awards.forms import ReasonForm
from curriculum.awards.mandates import lifecycle, listing
from curriculum.awards.mandates.forms import EndForm, MandateForm
from curriculum.awards.models import Function, Mandate
from curriculum.awards.pages import submitted
from curriculum.db import Bilingual, transaction
from curriculum.delivery.documents import LARGEST
from curriculum.domain.lifecycles.mandate import MandateState, standing_on
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries as institutions
from curriculum.people import queries as people

bp = Blueprint("mandates", __name__, url_prefix="/admin/mandates")


@bp.get("")
@may(Permission.MANDATE_VIEW)
def index() -> ResponseReturnValue:
    """Mandates one looks after."""
    actor = current_actor()
    rows = listing.visible_to(actor)
    drafts = [one for one in rows if one.mandate.state is MandateState.DRAFT]
    may_propose = bool(listing.institutions_for(actor, Permission.MANDATE_PROPOSE))
    return render_template("awards/mandates.html", rows=rows, drafts=drafts, may_propose=may_propose)


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.MANDATE_PROPOSE)
def create() -> ResponseReturnValue:
    """Propose a mandate with its deed."""
    form = MandateForm()
    _offer(form)
    status = submitted(form, lambda: lifecycle.propose_mandate(current_actor(), _new(form)))
    if status == 303:
        flash(_("The mandate is proposed; a second person has to approve it."), "success")
        return redirect(url_for("mandates.index"), 303)
    return render_template("awards/mandate_new.html", form=form), status


def _offer(form: MandateForm) -> None:
    actor = current_actor()
    form.offer()
    form.institution.choices = [
        SelectChoice(code, f"{code} – {i18n.text(name)}")
        for code, name in listing.institutions_for(actor, Permission.MANDATE_PROPOSE)
    ]
    known = [
        SelectChoice(one.mandate.code, f"{one.mandate.code} – {one.name}")
        for one in listing.visible_to(actor)
    ]
    form.replaces.choices = [SelectChoice("", _("none")), *known]


def _new(form: MandateForm) -> lifecycle.NewMandate:
    person_id = people.find_by_number(form.number.data or "")
    if person_id is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="person", code=form.number.data)
    return lifecycle.NewMandate(
        person_id=person_id,
        institution=form.institution.data,
        function=Function(form.function.data),
        capacity=Bilingual(form.capacity_fr.data or "", form.capacity_en.data or ""),
        legal_ref=form.legal_ref.data or "",
        deed=form.deed.data.read(LARGEST + 1),
        from_=form.begins.data or clock.today(),
        to=form.ends.data,
        acting=bool(form.acting.data),
        replaces=form.replaces.data or None,
    )


@bp.get("/<code>")
@may(Permission.MANDATE_VIEW)
def mandate(code: str) -> ResponseReturnValue:
    """One mandate."""
    found = _seen(code)
    about = institutions.subject(found.institution_id)
    permitted = {
        one: is_permitted(current_actor(), one, about)
        for one in (Permission.MANDATE_APPROVE, Permission.MANDATE_END, Permission.MANDATE_SUSPEND)
    }
    return render_template(
        "awards/mandate.html",
        mandate=found,
        standing=standing_on(found.state, found.from_, found.to, clock.today()),
        name=people.display_name(found.person_id),
        institution=institutions.by_id(found.institution_id),
        replaces=None if found.replaces_id is None else queries.mandate(found.replaces_id),
        may_approve=permitted[Permission.MANDATE_APPROVE] and found.state is MandateState.DRAFT,
        may_end=permitted[Permission.MANDATE_END] and found.state is MandateState.ACTIVE,
        may_suspend=permitted[Permission.MANDATE_SUSPEND] and found.state is MandateState.ACTIVE,
    )


def _seen(code: str) -> Mandate:
    found = queries.get_mandate(code)
    require(current_actor(), Permission.MANDATE_VIEW, institutions.subject(found.institution_id))
    return found


@bp.get("/<code>/deed")
@may(Permission.MANDATE_VIEW)
def deed(code: str) -> ResponseReturnValue:
    """The deed as it was attached."""
    found = _seen(code)
    if not found.deed:
        raise Refusal(RefusalCode.NOT_FOUND, object="deed", code=code)
    # Somebody else's file: never shown inline.
    headers = {
        "Content-Disposition": f'attachment; filename="{code}-deed"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(found.deed, mimetype="application/octet-stream", headers=headers)


@bp.post("/<code>/approve")
@may(Permission.MANDATE_APPROVE)
def approve(code: str) -> ResponseReturnValue:
    """A second person approves a mandate."""
    with transaction():
        lifecycle.approve_mandate(current_actor(), code)
    flash(_("The mandate %(code)s is approved.", code=code), "success")
    return redirect(url_for("mandates.index"), 303)


@bp.route("/<code>/end", methods=["GET", "POST"])
@may(Permission.MANDATE_END)
def end(code: str) -> ResponseReturnValue:
    """End a mandate with its last day."""
    found = _seen(code)
    form = EndForm()
    if not form.is_submitted():
        form.on.data = clock.today()
    status = submitted(
        form,
        lambda: lifecycle.end_mandate(
            current_actor(), code, on=form.on.data or clock.today(), reason=form.reason.data or ""
        ),
    )
    if status == 303:
        flash(_("The mandate %(code)s ends on its last day; what was signed stands.", code=code), "success")
        return redirect(url_for("mandates.mandate", code=code), 303)
    return render_template("awards/mandate_end.html", mandate=found, form=form, how="end"), status


@bp.route("/<code>/suspend", methods=["GET", "POST"])
@may(Permission.MANDATE_SUSPEND)
def suspend(code: str) -> ResponseReturnValue:
    """Suspend a mandate."""
    found = _seen(code)
    form = ReasonForm()
    status = submitted(
        form, lambda: lifecycle.suspend_mandate(current_actor(), code, reason=form.reason.data or "")
    )
    if status == 303:
        flash(_("The mandate %(code)s is suspended.", code=code), "success")
        return redirect(url_for("mandates.mandate", code=code), 303)
    return render_template("awards/mandate_end.html", mandate=found, form=form, how="suspend"), status
