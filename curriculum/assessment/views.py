"""Pages to grade and verify at a run, and to observe somebody teach."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import refs
from curriculum.access import current_actor, is_permitted, may, signed_in
from curriculum.assessment import queries, service, words
from curriculum.assessment.forms import AnnulForm, GradeForm, ObserveForm
from curriculum.assessment.grid import ESSENTIAL, Criterion
from curriculum.assessment.models import ObservedTeaching
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.models import ModuleVersion
from curriculum.db import transaction
from curriculum.delivery import queries as delivery
from curriculum.delivery import sources
from curriculum.delivery.models import Run
from curriculum.delivery.words import hundredths_of
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.errors import submitted
from curriculum.labels import label
from curriculum.people import queries as people

bp = Blueprint("assessment", __name__)
P = Permission


def _run_of(code: str, permission: Permission) -> tuple[Run, ModuleVersion]:
    run = delivery.get_visible(current_actor(), code)
    if run.module_version_id is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="result", code=code)
    queries.require_at(current_actor(), permission, run)
    return run, catalogue.version(run.module_version_id)


@bp.route("/runs/<code>/results", methods=["GET", "POST"])
@may(P.ASSESSMENT_GRADE, P.ASSESSMENT_VIEW)
def results(code: str) -> ResponseReturnValue:
    run, version = _run_of(code, P.ASSESSMENT_GRADE if request.method == "POST" else P.ASSESSMENT_VIEW)
    about = queries.run_subject(current_actor(), run)
    grades, annuls = (
        is_permitted(current_actor(), one, about) for one in (P.ASSESSMENT_GRADE, P.EVIDENCE_INVALIDATE)
    )
    form = GradeForm()
    form.offer(version)
    # Plain values: the transaction of a sent form lets go of every loaded row.
    module, parts = version.module.code, [one.id for one in version.assessments]
    rows = [(people.person_ref(one.person_id), one) for one in sources.participants_of(run.id)]
    typed = {ref: request.form.get(f"score-{ref}", "").strip() for ref, _one in rows}
    wrong = {
        ref: _("Give a mark from 0 to 100.") for ref, text in typed.items() if text and not _is_mark(text)
    }
    status = 422 if wrong else submitted(form, lambda: _grade(run, parts, form, rows, typed))
    if status == 303:
        flash(_("The marks were recorded. They count once somebody else verified them."), "success")
        return redirect(url_for("assessment.results", code=code), 303)
    given = queries.results_of_run(run.id)
    page = render_template(
        "assessment/results.html",
        run=run,
        module=module,
        form=form,
        rows=rows,
        typed=typed,
        wrong=wrong,
        results=given,
        names=people.display_names(
            {who for one in given for who in (one.person_id, one.assessor_id, one.verifier_id) if who}
        ),
        me=current_actor().person_id,
        grades=grades,
        annuls=annuls,
        ref=refs.seal,
        label=label,
        kinds=words.KINDS,
    )
    return page, status


def _is_mark(text: str) -> bool:
    score = hundredths_of(text)
    return score is not None and score <= service.FULL_MARKS


def _grade(
    run: Run, parts: list[int], form: GradeForm, rows: list[tuple[str, Any]], typed: dict[str, str]
) -> None:
    part = int(form.part.data)
    scores = {one.person_id: hundredths_of(typed[ref]) or 0 for ref, one in rows if typed[ref]}
    if not scores:
        raise Refusal(RefusalCode.NO_ROWS)
    service.grade_run(
        current_actor(),
        run_id=run.id,
        spec_id=parts[part - 1] if part else None,
        scores=scores,
        assessed_on=form.assessed_on.data or run.end,
    )


@bp.post("/runs/<code>/results/<ref>/verify")
@may(P.ASSESSMENT_VERIFY)
def verify(code: str, ref: str) -> ResponseReturnValue:
    run, _version = _run_of(code, P.ASSESSMENT_VERIFY)
    result = _result_of(run.id, ref)
    with transaction():
        service.verify(current_actor(), result.person_id, result.id)
    flash(_("The result was verified; it now proves level 4."), "success")
    return redirect(url_for("assessment.results", code=code), 303)


@bp.route("/runs/<code>/results/<ref>/annul", methods=["GET", "POST"])
@may(P.EVIDENCE_INVALIDATE)
def annul(code: str, ref: str) -> ResponseReturnValue:
    run, version = _run_of(code, P.EVIDENCE_INVALIDATE)
    module, result = version.module.code, _result_of(run.id, ref)
    form = AnnulForm()
    status = submitted(
        form, lambda: service.annul(current_actor(), result.person_id, result.id, form.reason.data or "")
    )
    if status == 303:
        flash(_("The result was annulled; what rested on it is looked at again."), "success")
        return redirect(url_for("assessment.results", code=code), 303)
    page = render_template(
        "assessment/annul.html",
        run=run,
        module=module,
        one=result,
        form=form,
        name=people.display_name(result.person_id),
        label=label,
    )
    return page, status


def _result_of(run_id: int, ref: str) -> queries.ResultRow:
    wanted = refs.unseal(ref)
    same = (one for one in queries.results_of_run(run_id) if one.id == wanted)
    return found(next(same, None), "result", ref)


@bp.route("/runs/<code>/observe/<ref>", methods=["GET", "POST"])
@may(P.OBSERVATION_RECORD)
def observe(code: str, ref: str) -> ResponseReturnValue:
    run = delivery.get_visible(current_actor(), code)
    person_id = people.get_by_ref(ref)
    form = ObserveForm()
    if not form.is_submitted():
        form.observed_on.data = run.start
    seen: list[ObservedTeaching] = []
    status = submitted(form, lambda: seen.append(_observe(run, person_id, form)))
    if status == 303:
        flash(_("The observation was recorded. It counts once both signed."), "success")
        return redirect(url_for("assessment.observation", ref=refs.seal(seen[0].id)), 303)
    page = render_template(
        "assessment/observe.html",
        run=run,
        form=form,
        name=people.display_name(person_id),
        criteria=list(Criterion),
    )
    return page, status


def _observe(run: Run, person_id: int, form: ObserveForm) -> ObservedTeaching:
    actor = current_actor()
    seen = service.record_observation(
        actor,
        person_id=person_id,
        run_id=run.id,
        observed_on=form.observed_on.data or run.start,
        scores=form.scores,
        strengths=form.strengths.data or None,
        actions=form.actions.data or None,
    )
    if form.sign.data:
        service.sign_observation(actor, person_id, seen.id)
    return seen


def _observation_of(ref: str) -> ObservedTeaching:
    """An observation one took part in, or may read as the training unit may."""
    actor = current_actor()
    seen = found(queries.find_observation(refs.unseal(ref) or 0), "observation", ref)
    mine = people.aliases(actor.person_id) if isinstance(actor.person_id, int) else frozenset()
    if not mine & {seen.person_id, seen.observer_id}:
        queries.require_at(actor, P.ASSESSMENT_VIEW, delivery.run(seen.run_id))
    return seen


@bp.get("/observations/<ref>")
@signed_in
def observation(ref: str) -> ResponseReturnValue:
    seen = _observation_of(ref)
    me = current_actor().person_id
    to_sign = (me == seen.observer_id and seen.signed_by_observer_at is None) or (
        me == seen.person_id and seen.signed_by_observed_at is None
    )
    return render_template(
        "assessment/observation.html",
        seen=seen,
        run=delivery.run(seen.run_id),
        names=people.display_names({seen.person_id, seen.observer_id}),
        criteria=[(one, one in ESSENTIAL, seen.scores[one.value]) for one in Criterion],
        levels=words.LEVELS,
        to_sign=to_sign,
        ref=ref,
        label=label,
    )


@bp.post("/observations/<ref>/sign")
@signed_in
def sign(ref: str) -> ResponseReturnValue:
    seen = _observation_of(ref)
    with transaction():
        service.sign_observation(current_actor(), seen.person_id, seen.id)
    flash(_("You signed the observation."), "success")
    return redirect(url_for("assessment.observation", ref=ref), 303)
