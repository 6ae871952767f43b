"""Pages of one donor's course: its next step, its syllabus as a file, the results asked of the donor."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock, files, refs
from curriculum.access import current_actor, may, require
from curriculum.catalogue.steps import told
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.lifecycles.offering import OFFERING
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.donors import forms, queries, results, service, syllabus
from curriculum.errors import submitted

bp = Blueprint("courses", __name__, url_prefix="/training/offerings")
P = Permission


@bp.post("/<code>/step/<action>")
@may(P.OFFERING_EDIT)
def step(code: str, action: str) -> ResponseReturnValue:
    one = queries.get_offering(code)
    if action == "cancel" or action not in OFFERING.actions(one.state):
        raise Refusal(RefusalCode.WRONG_STATE, object="offering", state=one.state)
    with told(_("The state of the offering was changed.")):
        service.step(current_actor(), one.id, action)
    return redirect(url_for("donors.offering", code=code), 303)


@bp.route("/<code>/cancel", methods=["GET", "POST"])
@may(P.OFFERING_EDIT)
def cancel(code: str) -> ResponseReturnValue:
    one, form = queries.get_offering(code), forms.CancelForm()
    require(current_actor(), P.OFFERING_EDIT, queries.subject(one.id))
    status = submitted(form, lambda: service.step(current_actor(), one.id, "cancel", form.reason.data or ""))
    if status == 303:
        flash(_("The offering %(code)s is cancelled; it covers nothing any more.", code=code), "success")
        return redirect(url_for("donors.offering", code=code), 303)
    return render_template("donors/cancel.html", form=form, offering=one, held=_held(one.id)), status


def _held(offering_id: int) -> list[queries.ClaimRow]:
    return [one for one in queries.claims_of(offering_id) if one.state is ClaimState.ACCEPTED]


@bp.route("/<code>/syllabus-file", methods=["GET", "POST"])
@may(P.OFFERING_EDIT)
def hand_in(code: str) -> ResponseReturnValue:
    one, form = queries.get_offering(code), forms.SyllabusForm()
    require(current_actor(), P.OFFERING_EDIT, queries.subject(one.id))
    held, before = _held(one.id), syllabus.current(one.id)
    status = submitted(form, lambda: _keep(one.id, form))
    if status == 303:
        supersedes = bool(held and before)
        flash(_superseded() if supersedes else _("The syllabus is kept."), "success")
        page = "intake.syllabus" if supersedes else "donors.offering"
        return redirect(url_for(page, code=code), 303)
    page = render_template("donors/syllabus.html", form=form, offering=one, held=held, before=before)
    return page, status


def _superseded() -> str:
    said: str = _("The new syllabus is kept; what was accepted on the old one is superseded until reviewed.")
    return said


def _keep(offering_id: int, form: forms.SyllabusForm) -> None:
    sent = form.file.data
    syllabus.keep(
        current_actor(),
        offering_id,
        name=sent.filename or "",
        content=sent.read(files.LARGEST + 1),
        reason=form.reason.data or "",
    )


@bp.get("/<code>/syllabus-file/<ref>")
@may(P.CLAIM_VIEW)
def download(code: str, ref: str) -> ResponseReturnValue:
    one = queries.get_offering(code)
    kept = {row.id: row for row in syllabus.kept(one.id)}
    chosen = found(kept.get(refs.unseal(ref) or 0), "syllabus", code)
    return files.download(chosen.content, chosen.kind, f"{code}-{chosen.created_at:%Y-%m-%d}")


@bp.route("/<code>/results", methods=["GET", "POST"])
@may(P.CLAIM_DECIDE)
def request_results(code: str) -> ResponseReturnValue:
    one, form = queries.get_offering(code), forms.RequestForm()
    require(current_actor(), P.CLAIM_DECIDE, queries.subject(one.id))
    if not form.is_submitted():
        form.on.data = clock.today()
    status = submitted(form, lambda: _ask(one.id, form))
    if status == 303:
        flash(_("Noted. Whoever waits for a result of this course reads it."), "success")
        return redirect(url_for("donors.offering", code=code), 303)
    return render_template("donors/results.html", form=form, offering=one), status


def _ask(offering_id: int, form: forms.RequestForm) -> None:
    assert form.on.data is not None
    results.request_results(current_actor(), offering_id, on=form.on.data, whom=form.whom.data or "")


@bp.post("/<code>/results/settle")
@may(P.CLAIM_DECIDE)
def settle_results(code: str) -> ResponseReturnValue:
    with told(_("Noted: the donor is no longer waited for.")):
        results.settle_request(current_actor(), queries.get_offering(code).id)
    return redirect(url_for("donors.offering", code=code), 303)
