"""Grade, verify and annul results; the doors to observations and panels of this room."""

from collections.abc import Mapping, Sequence
from datetime import date

from curriculum import clock
from curriculum.access import require
from curriculum.announcements import EvidenceInvalidated, PersonTouched
from curriculum.assessment import queries
from curriculum.assessment.models import AssessmentResult, ResultKind, ResultState
from curriculum.assessment.observing import record_observation as record_observation
from curriculum.assessment.observing import sign_observation as sign_observation
from curriculum.assessment.panels import hold_panel as hold_panel
from curriculum.assessment.steps import RESULT
from curriculum.audit import service as audit
from curriculum.catalogue import queries as catalogue
from curriculum.db import announce, db, new_id
from curriculum.delivery import queries as delivery
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.lifecycle import Need
from curriculum.domain.permissions import Permission
from curriculum.domain.proof import DEFAULT_PASS_MARK
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import CaseRole, Involvement, Part, require_free

FULL_MARKS = 10_000


def grade(
    actor: Actor,
    *,
    person_id: int,
    module_version_id: int,
    score: int,
    assessed_on: date,
    run_id: int | None = None,
    spec_id: int | None = None,
    outcome_ids: Sequence[int] = (),
    kind: ResultKind = ResultKind.MODULE,
    top_up: str | None = None,
    attempt: int | None = None,
) -> AssessmentResult:
    """Grade one attempt, in hundredths of 100 points; it counts only once somebody else verified it."""
    about = queries.subject(actor, module_version_id=module_version_id, run_id=run_id, person_id=person_id)
    require(actor, Permission.ASSESSMENT_GRADE, about)
    close = delivery.close_to(person_id, clock.today())
    require_free(actor.person_id, CaseRole.GRADER, delivery.history(person_id, actor, close))
    mark = _pass_mark(module_version_id, spec_id, outcome_ids)
    _check(score, assessed_on, kind, top_up)
    result = AssessmentResult(
        person_id=person_id,
        id=new_id(),
        kind=kind,
        module_version_id=module_version_id,
        spec_id=spec_id,
        run_id=run_id,
        outcome_ids=list(outcome_ids),
        top_up=top_up,
        score=score,
        passed=score >= mark * 100,
        assessed_on=assessed_on,
        attempt=attempt or queries.attempts(person_id, module_version_id, spec_id) + 1,
        assessor_id=int(str(actor.person_id)),
        state=ResultState.GRADED,
    )
    _add(actor, result)
    return result


def _pass_mark(module_version_id: int, spec_id: int | None, outcome_ids: Sequence[int]) -> int:
    """The mark of the part assessed; refuses a part or outcomes of another version."""
    version = catalogue.version(module_version_id)
    if foreign := set(outcome_ids) - {one.id for one in version.outcomes}:
        raise Refusal(RefusalCode.VALUE_INVALID, field="outcomes", value=sorted(foreign))
    if spec_id is None:
        return DEFAULT_PASS_MARK
    marks = {one.id: one.pass_mark for one in version.assessments}
    if spec_id not in marks:
        raise Refusal(RefusalCode.VALUE_INVALID, field="assessment", value=spec_id)
    return marks[spec_id]


def _check(score: int, assessed_on: date, kind: ResultKind, top_up: str | None) -> None:
    if not 0 <= score <= FULL_MARKS:
        raise Refusal(RefusalCode.SCORE_OUT_OF_RANGE, field="score", value=score / 100)
    if assessed_on > clock.today():
        raise Refusal(RefusalCode.DATE_IN_FUTURE, field="assessed_on", value=assessed_on)
    if (kind is ResultKind.TOP_UP) != bool(top_up):
        raise Refusal(RefusalCode.VALUE_MISSING, field="top_up")


def _add(actor: Actor, result: AssessmentResult) -> None:
    db.session.add(result)
    db.session.flush()
    audit.record(
        actor,
        "result:graded",
        "result",
        result.id,
        about=result.person_id,
        module=_module_code(result),
        run=None if result.run_id is None else delivery.run(result.run_id).code,
        score=result.score,
        passed=result.passed,
        attempt=result.attempt,
    )
    announce(PersonTouched(result.person_id))


def _module_code(result: AssessmentResult) -> str:
    version = catalogue.version(result.module_version_id)
    return f"{version.module.code} v{version.version}"


def grade_run(
    actor: Actor,
    *,
    run_id: int,
    spec_id: int | None,
    scores: Mapping[int, int],
    assessed_on: date,
    kind: ResultKind = ResultKind.MODULE,
    attempt: int | None = None,
) -> list[AssessmentResult]:
    """Grade the participants of an own run in one part; each result is an act of its own."""
    run = delivery.run(run_id)
    if run.module_version_id is None:
        raise Refusal(RefusalCode.VALUE_INVALID, field="run", value=run.code)
    return [
        grade(
            actor,
            person_id=person_id,
            module_version_id=run.module_version_id,
            score=score,
            assessed_on=assessed_on,
            run_id=run_id,
            spec_id=spec_id,
            outcome_ids=run.outcome_ids,
            kind=kind,
            attempt=attempt,
        )
        for person_id, score in scores.items()
    ]


def verify(actor: Actor, person_id: int, result_id: int) -> AssessmentResult:
    """Verify a graded result: only then it proves level 4, and never by its own assessor."""
    result = queries.get_result(person_id, result_id)
    require(actor, Permission.ASSESSMENT_VERIFY, _subject(actor, result))
    graded = (
        Involvement(result.assessor_id, Part.ASSESSED, _module_code(result)),
        *delivery.close_to(person_id, clock.today()),
    )
    require_free(actor.person_id, CaseRole.VERIFIER, delivery.history(person_id, actor, graded))
    step = RESULT.advance(result.state, "verify", {Need.ANOTHER_APPROVER})
    result.state, result.verifier_id = step.state, int(str(actor.person_id))
    result.verified_at = clock.now()
    audit.record(actor, step.event, "result", result_id, about=person_id, module=_module_code(result))
    announce(PersonTouched(person_id))
    return result


def verify_run(actor: Actor, run_id: int, spec_id: int | None = None) -> list[AssessmentResult]:
    """Verify every graded result of a run, or of one part of it."""
    waiting = queries.waiting_at(run_id, spec_id)
    return [verify(actor, one.person_id, one.id) for one in waiting]


def annul(actor: Actor, person_id: int, result_id: int, reason: str) -> AssessmentResult:
    """Take a result out of every computation, with a reason; what rested on it is looked at again."""
    result = queries.get_result(person_id, result_id)
    require(actor, Permission.EVIDENCE_INVALIDATE, _subject(actor, result))
    close = delivery.close_to(person_id, clock.today())
    require_free(actor.person_id, CaseRole.GRADER, delivery.history(person_id, actor, close))
    was = result.state
    step = RESULT.advance(was, "annul", {Need.REASON} if reason.strip() else ())
    result.state = step.state
    audit.record(
        actor,
        step.event,
        "result",
        result_id,
        about=person_id,
        reason=reason.strip(),
        module=_module_code(result),
    )
    announce(PersonTouched(person_id))
    if was is ResultState.VERIFIED:
        announce(EvidenceInvalidated(person_id, result_id))
    return result


def _subject(actor: Actor, result: AssessmentResult) -> Subject:
    return queries.subject(
        actor,
        module_version_id=result.module_version_id,
        run_id=result.run_id,
        person_id=result.person_id,
    )
