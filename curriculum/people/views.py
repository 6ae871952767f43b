"""HR's pages about persons: the list of officials, a corrected name, a new place of service."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock
from curriculum.access import current_actor, may, may_somewhere, require
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.errors import submitted
from curriculum.people import officials, queries, service
from curriculum.people.forms import MoveForm, NameForm, TakeInForm
from curriculum.people.models import NameKind

bp = Blueprint("people", __name__)
P = Permission


@bp.get("/hr/people")
@may(P.PERSON_EDIT, P.ENROLMENT_NOMINATE)
def index() -> ResponseReturnValue:
    text = request.args.get("q", "").strip()[:100]
    return render_template(
        "people/index.html",
        page=officials.visible_to(current_actor(), text, request.args.get("page", 1, int)),
        text=text,
        ref=queries.person_ref,
        may_take_in=may_somewhere(current_actor(), P.SERVICE_RECORD_EDIT),
        may_open=may_somewhere(current_actor(), P.PERSON_CREATE),
    )


def _opened(ref: str, permission: Permission) -> int:
    person_id = queries.get_by_ref(ref)
    require(current_actor(), permission, queries.today_subject(person_id))
    return person_id


@bp.route("/people/<ref>/name", methods=["GET", "POST"])
@may(P.PERSON_EDIT)
def correct_name(ref: str) -> ResponseReturnValue:
    person_id = _opened(ref, P.PERSON_EDIT)
    form = NameForm()
    form.offer()
    status = submitted(form, lambda: _correct(person_id, form))
    if status == 303:
        flash(_("The spelling was corrected. The former one stays searchable."), "success")
        return redirect(url_for("desk.person", ref=ref), 303)
    name, spellings = queries.display_name(person_id), queries.names_by_script(person_id)
    page = render_template("people/name.html", form=form, ref=ref, name=name, spellings=spellings)
    return page, status


def _correct(person_id: int, form: NameForm) -> None:
    service.correct_name(
        current_actor(),
        person_id,
        script=form.script.data or "",
        given=form.given.data or "",
        family=form.family.data or "",
        kind=NameKind(form.kind.data),
        reason=form.reason.data or "",
    )


@bp.route("/people/<ref>/service", methods=["GET", "POST"])
@may(P.SERVICE_RECORD_EDIT)
def move(ref: str) -> ResponseReturnValue:
    person_id = _opened(ref, P.SERVICE_RECORD_EDIT)
    form = MoveForm(on=clock.today())
    _offer(form)
    status = submitted(form, lambda: _move(person_id, form))
    if status == 303:
        flash(_("The new place of service was recorded."), "success")
        return redirect(url_for("desk.person", ref=ref), 303)
    name = queries.display_name(person_id)
    return render_template("people/move.html", form=form, ref=ref, name=name), status


@bp.route("/hr/people/arrival", methods=["GET", "POST"])
@may(P.SERVICE_RECORD_EDIT)
def take_in() -> ResponseReturnValue:
    """The receiving HR opens the new record; the sending one keeps its period (J8)."""
    form = TakeInForm(on=clock.today(), number=request.args.get("number", "")[:40])
    _offer(form)
    status = submitted(form, lambda: _move(_numbered(form.number.data or ""), form))
    if status == 303:
        flash(_("The official now serves with you. Certificates and paths came along."), "success")
        return redirect(
            url_for("desk.person", ref=queries.person_ref(_numbered(form.number.data or ""))), 303
        )
    return render_template("people/move.html", form=form, ref="", name=""), status


def _offer(form: MoveForm) -> None:
    places = officials.institutions_within(current_actor(), P.SERVICE_RECORD_EDIT)
    form.offer(places, officials.units_within({one.id for one in places}))


def _move(person_id: int, form: MoveForm) -> None:
    unit = form.units.get(form.unit.data or "")
    service.transfer(
        current_actor(),
        person_id,
        institution_id=form.places[form.institution.data].id,
        unit_id=unit.id if unit else None,
        on=form.on.data or clock.today(),
        reason=form.reason.data or "",
    )


def _numbered(number: str) -> int:
    found = queries.find_by_number(number.strip().upper())
    if found is None:
        raise Refusal(RefusalCode.PERSON_UNKNOWN, number=number.strip())
    return found
