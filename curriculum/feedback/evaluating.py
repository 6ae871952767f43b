"""Answer an evaluation; enter the scores of a test. What is said openly or rated low becomes feedback."""

from collections.abc import Mapping
from datetime import UTC, datetime, time

from sqlalchemy import null

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.db import db, new_id
from curriculum.delivery import queries as delivery
from curriculum.delivery.models import Run
from curriculum.domain import evaluation as rules
from curriculum.domain.actors import Actor
from curriculum.domain.evaluation import SCALE, SCORES, TESTS, Moment, Statement
from curriculum.domain.lifecycles.feedback import FEEDBACK
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.feedback import asked
from curriculum.feedback.models import Evaluation, EvaluationAnswer, Feedback
from curriculum.people import queries as people

LONGEST = 1000
Ratings = Mapping[Statement, int]


def answer(actor: Actor, run: Run, moment: Moment, ratings: Ratings, line: str = "") -> None:
    """Say how far each statement holds, and one open line, which the owner reads without a name (I-24)."""
    _require_asked(run, moment, by_score=False)
    person_id = _asked_today(actor, run, moment)
    if len(line) > LONGEST:
        raise Refusal(RefusalCode.VALUE_TOO_LONG, field="text", found=len(line), most=LONGEST)
    for statement in Statement:
        if ratings.get(statement) not in SCALE:
            raise Refusal(RefusalCode.VALUE_MISSING, field=statement)
    kept = _evaluation(run, moment)
    figures = {one.value: ratings[one] for one in Statement}
    db.session.add(EvaluationAnswer(person_id=person_id, evaluation_id=kept.id, **figures))
    db.session.flush()
    _say(kept, line)
    audit.record(actor, "evaluation:answered", "evaluation", kept.id, code=run.code, moment=moment.value)


def answer_score(actor: Actor, run: Run, moment: Moment, score: int) -> None:
    """Say one's own score of a test; once, and only where no trainer entered it."""
    _require_asked(run, moment, by_score=True)
    person_id = _asked_today(actor, run, moment)
    kept = _evaluation(run, moment)
    _put(kept.id, person_id, score)
    audit.record(actor, "evaluation:answered", "evaluation", kept.id, code=run.code, moment=moment.value)


def announce_tests(actor: Actor, run: Run) -> None:
    """Say that a run is tested before and after; its people are asked for their scores from then on."""
    require(actor, Permission.EVALUATION_RECORD, delivery.subject(run))
    first = _evaluation(run, Moment.PRE_TEST)
    _evaluation(run, Moment.POST_TEST)
    audit.record(actor, "evaluation:announced", "evaluation", first.id, code=run.code)


def enter_scores(actor: Actor, run: Run, moment: Moment, scores: Mapping[int, int]) -> None:
    """Enter what a trainer marked; a score entered before is corrected by it."""
    require(actor, Permission.EVALUATION_RECORD, delivery.subject(run))
    _require_asked(run, moment, by_score=True)
    if scores.keys() - asked.people_of(run.id):
        raise Refusal(RefusalCode.NOT_ENROLLED)
    kept = _evaluation(run, moment)
    for person_id, score in scores.items():
        _put(kept.id, person_id, score)
    audit.record(
        actor,
        "evaluation:scored",
        "evaluation",
        kept.id,
        code=run.code,
        moment=moment.value,
        count=len(scores),
    )


def _require_asked(run: Run, moment: Moment, *, by_score: bool) -> None:
    """Refuse a moment that is answered otherwise, or a test nobody announced."""
    if moment not in asked.moments_of(run.id) or (moment in TESTS) is not by_score:
        raise Refusal(RefusalCode.NOT_FOUND, object="evaluation", code=run.code)


def _asked_today(actor: Actor, run: Run, moment: Moment) -> int:
    """The record by which the actor is asked about a run; refuses others, other days and a second time."""
    mine = asked.records_of(actor) & asked.people_of(run.id)
    require(actor, Permission.EVALUATION_ANSWER, people.today_subject(max(mine, default=0)))
    today = clock.today()
    window = rules.window(moment, run.start, run.end)
    if not window.is_open(today):
        raise Refusal(
            RefusalCode.EVALUATION_NOT_OPEN, opens_on=window.opens_on, closes_on=window.closes_on, today=today
        )
    if (run.code, moment) not in {(one.run_code, one.moment) for one in asked.open_for(actor, today)}:
        raise Refusal(RefusalCode.ALREADY_ANSWERED)
    return max(mine)


def _evaluation(run: Run, moment: Moment) -> Evaluation:
    """The evaluation of a run at a moment, begun with its first answer."""
    found = asked.find(run.id, moment)
    if found is None:
        window = rules.window(moment, run.start, run.end)
        found = Evaluation(id=new_id(), run_id=run.id, moment=moment, **window._asdict())
        db.session.add(found)
        db.session.flush()
    return found


def _put(evaluation_id: int, person_id: int, score: int) -> None:
    if score not in SCORES:
        raise Refusal(RefusalCode.SCORE_OUT_OF_RANGE)
    row = db.session.get(EvaluationAnswer, (person_id, evaluation_id))
    if row is None:
        db.session.add(EvaluationAnswer(person_id=person_id, evaluation_id=evaluation_id, score=score))
    else:
        row.score = score
    db.session.flush()


def _say(kept: Evaluation, line: str) -> None:
    """An open line, and each mean that is low for the first time, become rows of the feedback list."""
    if line.strip():
        _feedback(kept, text=line.strip())
    for statement, mean in asked.means(asked.answers_of(kept.id)).items():
        if mean.is_low and not asked.is_said(kept.id, statement):
            _feedback(kept, text="", statement=statement, mean=mean.hundredths)


def _feedback(kept: Evaluation, **said: object) -> None:
    # The day alone: the minute would tell, beside the trail, who it was.
    day = datetime.combine(clock.today(), time(), UTC)
    row = Feedback(id=new_id(), run_id=kept.run_id, evaluation_id=kept.id, given_at=day, **said)
    row.state = FEEDBACK.start
    # Nobody: neither the list nor the row says who of a run wrote it.
    row.created_by = null()  # type: ignore[assignment]
    db.session.add(row)
