"""Evaluations of runs, read: who is asked when, what a person still has to answer, what the answers say."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select

from curriculum.access import may_somewhere
from curriculum.db import Bilingual, db
from curriculum.delivery.models import AttendanceFigure, Run, RunEnrolment
from curriculum.domain import evaluation as rules
from curriculum.domain.actors import Actor
from curriculum.domain.evaluation import TESTS, Gain, Mean, Moment, Statement, Window
from curriculum.domain.permissions import Permission
from curriculum.feedback.models import Evaluation, EvaluationAnswer, Feedback
from curriculum.people import queries as people


class Asked(NamedTuple):
    """Something a person may answer today."""

    run_code: str
    title: Bilingual
    moment: Moment
    closes_on: date


class Result(NamedTuple):
    """What one moment says, as its trainers and the owner of the module read it."""

    moment: Moment
    window: Window
    asked: int
    answers: int
    response_pct: int | None
    means: Mapping[Statement, Mean]
    score: Mean


def find(run_id: int, moment: Moment) -> Evaluation | None:
    """The evaluation of a run at a moment; None while nobody answered it."""
    wanted = select(Evaluation).where(Evaluation.run_id == run_id, Evaluation.moment == moment)
    return db.session.scalar(wanted)


def is_tested(run_id: int) -> bool:
    """Whether somebody said that this run is tested before and after."""
    return find(run_id, Moment.PRE_TEST) is not None


def moments_of(run_id: int) -> list[Moment]:
    """What is asked of this run, in its order; tests only where it has them."""
    tested = is_tested(run_id)
    return [one for one in Moment if tested or one not in TESTS]


def _of(person_ids: Iterable[int]) -> ColumnElement[bool]:
    """The runs these persons were expected on or attended."""
    known = set(person_ids)
    enrolled = select(RunEnrolment.run_id).where(RunEnrolment.person_id.in_(known))
    attended = select(AttendanceFigure.run_id).where(AttendanceFigure.person_id.in_(known))
    return or_(Run.id.in_(enrolled), Run.id.in_(attended))


def people_of(run_id: int) -> frozenset[int]:
    """Who was expected on a run or attended it: those who are asked."""
    enrolled = select(RunEnrolment.person_id).where(RunEnrolment.run_id == run_id)
    attended = select(AttendanceFigure.person_id).where(AttendanceFigure.run_id == run_id)
    return frozenset(db.session.scalars(enrolled)) | frozenset(db.session.scalars(attended))


def records_of(actor: Actor) -> frozenset[int]:
    """The person behind an account, with every record merged into it; empty for an account of nobody."""
    return people.aliases(actor.person_id) if isinstance(actor.person_id, int) else frozenset()


def open_for(actor: Actor, on: date) -> list[Asked]:
    """What somebody is asked that day and did not answer, by the day it closes."""
    mine = records_of(actor)
    if not mine or not may_somewhere(actor, Permission.EVALUATION_ANSWER):
        return []
    # The latest window closes six months after the last day; a month has at most 31 days.
    near = Run.end >= on - timedelta(days=6 * 31)
    runs = db.session.scalars(select(Run).where(_of(mine), near).order_by(Run.end)).all()
    if not runs:
        return []
    done = _answered(mine)
    tested = _tested(one.id for one in runs)
    found = [
        Asked(run.code, run.title, moment, window.closes_on)
        for run in runs
        for moment in Moment
        if (run.id, moment) not in done and (moment not in TESTS or run.id in tested)
        if (window := rules.window(moment, run.start, run.end)).is_open(on)
    ]
    return sorted(found, key=lambda one: (one.closes_on, one.run_code))


def sessions_of(actor: Actor) -> list[Run]:
    """The runs somebody was expected on or attended, the latest first: what they may speak of."""
    mine = records_of(actor)
    if not mine:
        return []
    return list(db.session.scalars(select(Run).where(_of(mine)).order_by(Run.end.desc(), Run.code)))


def _answered(person_ids: Iterable[int]) -> set[tuple[int, Moment]]:
    wanted = (
        select(Evaluation.run_id, Evaluation.moment)
        .join(EvaluationAnswer, EvaluationAnswer.evaluation_id == Evaluation.id)
        .where(EvaluationAnswer.person_id.in_(set(person_ids)))
    )
    return {(row.run_id, row.moment) for row in db.session.execute(wanted)}


def _tested(run_ids: Iterable[int]) -> set[int]:
    wanted = select(Evaluation.run_id).where(
        Evaluation.run_id.in_(set(run_ids)), Evaluation.moment == Moment.PRE_TEST
    )
    return set(db.session.scalars(wanted))


def answers_of(evaluation_id: int) -> list[EvaluationAnswer]:
    """The answers to one evaluation; only ever shown together."""
    wanted = select(EvaluationAnswer).where(EvaluationAnswer.evaluation_id == evaluation_id)
    return list(db.session.scalars(wanted))


def scores_of(run_id: int) -> dict[tuple[int, Moment], int]:
    """The scores of a run's tests by person and moment, as its trainers enter them."""
    wanted = (
        select(EvaluationAnswer.person_id, Evaluation.moment, EvaluationAnswer.score)
        .join(Evaluation, Evaluation.id == EvaluationAnswer.evaluation_id)
        .where(Evaluation.run_id == run_id, EvaluationAnswer.score.is_not(None))
    )
    return {(row.person_id, row.moment): row.score for row in db.session.execute(wanted)}


def means(rows: Iterable[EvaluationAnswer]) -> dict[Statement, Mean]:
    """The mean of each statement."""
    given = [one for one in rows if one.score is None]
    return {one: rules.mean([getattr(row, one.value) for row in given]) for one in Statement}


def results(run: Run) -> list[Result]:
    """What each moment of a run says, with how many answered."""
    asked = len(people_of(run.id))
    return [_result(run, moment, asked) for moment in moments_of(run.id)]


def _result(run: Run, moment: Moment, asked: int) -> Result:
    kept = find(run.id, moment)
    rows = answers_of(kept.id) if kept else []
    return Result(
        moment,
        rules.window(moment, run.start, run.end),
        asked,
        len(rows),
        rules.response_pct(len(rows), asked),
        {} if moment in TESTS else means(rows),
        rules.mean([one.score for one in rows if one.score is not None]),
    )


def gain_of(run_id: int) -> Gain:
    """The median gain of those tested before and after (K19)."""
    scores = scores_of(run_id)
    both = [one for one, moment in scores if moment is Moment.PRE_TEST and (one, Moment.POST_TEST) in scores]
    return rules.median_gain((scores[one, Moment.PRE_TEST], scores[one, Moment.POST_TEST]) for one in both)


def is_said(evaluation_id: int, statement: Statement) -> bool:
    """Whether a low mean of this statement stands in the feedback list already."""
    wanted = select(Feedback.id).where(
        Feedback.evaluation_id == evaluation_id, Feedback.statement == statement
    )
    return db.session.scalar(wanted.limit(1)) is not None
