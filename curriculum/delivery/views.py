"""Pages of runs: the list, sources side by side, attendance, disputes, hours taught."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock, refs
from curriculum.access import current_actor, is_permitted, may, may_somewhere, signed_in
from curriculum.catalogue import queries as catalogue
from curriculum.db import transaction
from curriculum.delivery import bridging, documents, queries, service, sources, uploads, words
from curriculum.delivery.forms import (
    AttendanceForm,
    ContestForm,
    EnrolForm,
    ResolveForm,
    RunForm,
    TeachingForm,
)
from curriculum.delivery.models import Run, SourceKind, TrainerRole
from curriculum.delivery.typed import Pages, known, numbered, trainers, words_of, wrong_hours
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.errors import submitted
from curriculum.institutions import queries as institutions
from curriculum.labels import label
from curriculum.people import queries as people

bp = Blueprint("delivery", __name__)
P = Permission
PER_PAGE = 25


@bp.get("/training/runs")
@may(P.RUN_VIEW)
def index() -> ResponseReturnValue:
    text, open_only = request.args.get("q", "").strip()[:50], bool(request.args.get("open"))
    wanted = queries.filtered(queries.visible_to(current_actor()), text, open_only=open_only)
    page = Pages(page=request.args.get("page", 1, int), per_page=PER_PAGE, error_out=False, wanted=wanted)
    may_open = may_somewhere(current_actor(), P.RUN_EDIT)
    return render_template(
        "delivery/index.html", page=page, text=text, open_only=open_only, may_open=may_open
    )


@bp.route("/runs/new", methods=["GET", "POST"])
@may(P.RUN_EDIT)
def create() -> ResponseReturnValue:
    form = RunForm()
    form.offer()
    bridge = bridging.proposed()
    bridging.fill(form, bridge)
    status = submitted(form, lambda: _open(form))
    if status == 303:
        flash(_("The session was opened."), "success")
        return redirect(url_for("delivery.one", code=form.code.data), 303)
    return render_template("delivery/create.html", form=form, bridge=bridge), status


def _open(form: RunForm) -> None:
    code, _dot, number = (form.module.data or "").rpartition(".v")
    version = catalogue.get_version(code, int(number))
    outcomes = {one.code.rpartition(".")[2]: one.id for one in version.outcomes}
    service.open_run(
        current_actor(),
        code=form.code.data or "",
        title=form.title,
        module_version_id=version.id,
        institution_id=institutions.get(form.institution.data).id,
        outcome_ids=[known(outcomes, word, "outcomes") for word in words_of(form.outcomes.data)],
        hours=form.hours.hundredths or 0,
        start=form.start.data or clock.today(),
        end=form.end.data or clock.today(),
        language=form.language.data,
        place=form.place.data or None,
        trainers=trainers(words_of(form.trainers.data)),
    )


@bp.get("/runs/<code>")
@may(P.RUN_VIEW)
def one(code: str) -> ResponseReturnValue:
    actor = current_actor()
    run = queries.get_visible(actor, code)
    subject = queries.subject(run)
    assessing = replace(subject, assigned=queries.authorised(actor, subject.owners))
    participants = sources.participants_visible_to(actor, run)
    teaching, logs = queries.trainers_of(run.id), sources.logs_of(run.id)
    return render_template(
        "delivery/one.html",
        run=run,
        sources=sources.sources_of(run.id),
        participants=participants,
        to_confirm=sources.waiting_for_confirmation(participants),
        trainers=teaching,
        logs=logs,
        names=people.display_names({who for who, _role in teaching} | {log.person_id for log in logs}),
        institution=institutions.by_id(run.institution_id).name if run.institution_id else None,
        can={
            need.value: is_permitted(actor, need, subject)
            for need in (P.ATTENDANCE_RECORD, P.ATTENDANCE_RESOLVE, P.ATTENDANCE_CONFIRM, P.RUN_ENROL)
        },
        may_confirm_teaching=is_permitted(actor, P.TEACHING_LOG_CONFIRM, subject),
        may_see_results=is_permitted(actor, P.ASSESSMENT_VIEW, assessing),
        may_answer=may_somewhere(actor, P.EVALUATION_ANSWER),
        may_evaluate=is_permitted(actor, P.EVALUATION_VIEW, subject),
        may_observe=is_permitted(actor, P.OBSERVATION_RECORD, assessing),
        own_roles=_own_roles(run),
        me=actor.person_id,
        ref=people.person_ref,
        label=label,
        kinds=words.KINDS,
    )


def _own_roles(run: Run) -> list[TrainerRole]:
    me = current_actor().person_id
    return [role for who, role in queries.trainers_of(run.id) if who == me]


@bp.route("/runs/<code>/enrol", methods=["GET", "POST"])
@may(P.RUN_ENROL)
def enrol(code: str) -> ResponseReturnValue:
    run = queries.get_visible(current_actor(), code)
    form = EnrolForm()
    status = submitted(
        form,
        lambda: service.enrol(current_actor(), run.id, [numbered(n) for n in words_of(form.numbers.data)]),
    )
    if status == 303:
        flash(_("The participants were enrolled."), "success")
        return redirect(url_for("delivery.one", code=code), 303)
    return render_template("delivery/enrol.html", run=run, form=form), status


@bp.route("/runs/<code>/attendance", methods=["GET", "POST"])
@may(P.ATTENDANCE_RECORD)
def record(code: str) -> ResponseReturnValue:
    actor = current_actor()
    run = queries.get_visible(actor, code)
    form = AttendanceForm()
    form.offer()
    rows = [(people.person_ref(one.person_id), one) for one in sources.participants_visible_to(actor, run)]
    typed = {ref: request.form.get(f"hours-{ref}", "").strip() for ref, _one in rows}
    wrong = dict(wrong_hours(run, typed)) if form.is_submitted() else {}
    status = 422 if wrong else submitted(form, lambda: _record(run, form, rows, typed))
    if status == 303:
        flash(_("The attendance was recorded."), "success")
        return redirect(url_for("delivery.one", code=code), 303)
    if wrong:
        form.validate()
        form.form_errors.append(_("Correct the hours that are marked below."))
    return (
        render_template("delivery/record.html", run=run, form=form, rows=rows, typed=typed, wrong=wrong),
        status,
    )


def _record(run: Run, form: AttendanceForm, rows: list[tuple[str, Any]], typed: dict[str, str]) -> None:
    hours = {one.person_id: words.hundredths_of(typed[ref]) for ref, one in rows if typed[ref]}
    if not hours:
        raise Refusal(RefusalCode.NO_ROWS)
    actor = current_actor()
    source = service.add_source(actor, run.id, SourceKind(form.kind.data), form.label.data or "")
    said = {person_id: one for person_id, one in hours.items() if one is not None}
    outcome = service.record_attendance(actor, source.id, said)
    for refusal in outcome.refused.values():
        raise refusal


@bp.post("/runs/<code>/sources/<int:number>/confirm")
@may(P.ATTENDANCE_CONFIRM)
def confirm(code: str, number: int) -> ResponseReturnValue:
    run = queries.get_visible(current_actor(), code)
    source = _nth(sources.sources_of(run.id), number, "attendance_source")
    with transaction():
        service.confirm_attendance(current_actor(), source.id)
    flash(_("The source was confirmed."), "success")
    return redirect(url_for("delivery.one", code=code), 303)


def _nth(things: list[Any], number: int, object_: str) -> Any:
    if not 1 <= number <= len(things):
        raise Refusal(RefusalCode.NOT_FOUND, object=object_, code=number)
    return things[number - 1]


@bp.route("/runs/<code>/disputes/<ref>", methods=["GET", "POST"])
@may(P.ATTENDANCE_VIEW)
def resolve(code: str, ref: str) -> ResponseReturnValue:
    actor = current_actor()
    run = queries.get_visible(actor, code)
    person_id = people.get_by_ref(ref)
    shown = [one for one in sources.participants_visible_to(actor, run) if one.person_id == person_id]
    if not shown or shown[0].figure is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="attendance", code=code)
    form = ResolveForm()
    status = submitted(
        form,
        lambda: service.resolve(actor, person_id, run.id, form.hours.hundredths or 0, form.reason.data or ""),
    )
    if status == 303:
        flash(_("The hours were settled. The person reads your reason."), "success")
        return redirect(url_for("delivery.one", code=code), 303)
    return (
        render_template(
            "delivery/resolve.html",
            run=run,
            form=form,
            one=shown[0],
            sources=sources.sources_of(run.id),
            threshold=_threshold(run),
            may_resolve=is_permitted(actor, P.ATTENDANCE_RESOLVE, queries.subject(run)),
            is_own=actor.person_id in people.aliases(person_id),
            ref=ref,
            label=label,
            kinds=words.KINDS,
            documents=documents.handed_in(people.aliases(person_id), run.id),
            seal=refs.seal,
        ),
        status,
    )


def _threshold(run: Run) -> int | None:
    """The share of contact hours that the module asks for; None for an offering, which spans several."""
    if run.module_version_id is None:
        return None
    return catalogue.version(run.module_version_id).min_contact_attendance_pct


@bp.route("/runs/<code>/contest/<ref>", methods=["GET", "POST"])
@may(P.ATTENDANCE_DISPUTE)
def contest(code: str, ref: str) -> ResponseReturnValue:
    run = queries.get_visible(current_actor(), code)
    person_id = people.get_by_ref(ref)
    form = ContestForm()
    status = submitted(form, lambda: _contest(run, person_id, form))
    if status == 303:
        flash(_("Your request was recorded. Somebody else will look at it."), "success")
        return redirect(url_for("delivery.one", code=code), 303)
    return render_template("delivery/contest.html", run=run, form=form, ref=ref), status


def _contest(run: Run, person_id: int, form: ContestForm) -> None:
    upload = form.document.data
    service.contest(
        current_actor(),
        person_id,
        run.id,
        reason=form.reason.data or "",
        hours=form.hours.hundredths,
        file_sha256=uploads.digest_of(upload),
        label=_("Statement of the person"),
    )
    # Kept last: whether a document is new is asked of what was on file before.
    uploads.keep_sent(person_id, upload, run_id=run.id)


@bp.route("/runs/<code>/teaching", methods=["GET", "POST"])
@signed_in
def log_teaching(code: str) -> ResponseReturnValue:
    actor = current_actor()
    run = queries.get_visible(actor, code)
    form = TeachingForm()
    form.offer(run, _own_roles(run))
    status = submitted(form, lambda: _log(run, form))
    if status == 303:
        flash(_("Your hours were noted. They count once somebody else confirmed them."), "success")
        return redirect(url_for("delivery.one", code=code), 303)
    return render_template("delivery/teaching.html", run=run, form=form, today=clock.today()), status


def _log(run: Run, form: TeachingForm) -> None:
    actor = current_actor()
    if not isinstance(actor.person_id, int):
        raise Refusal(RefusalCode.PERSON_UNKNOWN)
    service.log_teaching(
        actor,
        person_id=actor.person_id,
        run_id=run.id,
        role=TrainerRole(form.role.data),
        hours=form.hours.hundredths or 0,
        taught_on=form.taught_on.data,
        topic=form.topic.data or None,
    )


@bp.post("/runs/<code>/teaching/<int:number>/confirm")
@may(P.TEACHING_LOG_CONFIRM)
def confirm_teaching(code: str, number: int) -> ResponseReturnValue:
    run = queries.get_visible(current_actor(), code)
    log = _nth(sources.logs_of(run.id), number, "teaching")
    with transaction():
        service.confirm_teaching(current_actor(), log.person_id, log.id)
    flash(_("The hours taught were confirmed."), "success")
    return redirect(url_for("delivery.one", code=code), 303)
