"""Pages of evaluations: answer as one who was there, enter the scores of a test, read the means."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock
from curriculum.access import current_actor, is_permitted, may, require
from curriculum.db import transaction
from curriculum.delivery import queries as delivery
from curriculum.delivery.models import Run
from curriculum.domain.evaluation import FEWEST, SCORES, TESTS, Moment, Statement
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import found
from curriculum.errors import submitted
from curriculum.feedback import asked, evaluating, forms
from curriculum.labels import label
from curriculum.people import queries as people

bp = Blueprint("evaluations", __name__)
P = Permission
TESTED = (Moment.PRE_TEST, Moment.POST_TEST)


@bp.get("/runs/<code>/evaluation")
@may(P.EVALUATION_ANSWER, P.EVALUATION_VIEW)
def one(code: str) -> ResponseReturnValue:
    actor = current_actor()
    run = delivery.get_visible(actor, code)
    subject = delivery.subject(run)
    may_read = is_permitted(actor, P.EVALUATION_VIEW, subject)
    return render_template(
        "feedback/evaluation.html",
        run=run,
        mine=[row for row in asked.open_for(actor, clock.today()) if row.run_code == code],
        may_read=may_read,
        results=asked.results(run) if may_read else [],
        gain=asked.gain_of(run.id) if may_read else None,
        is_tested=asked.is_tested(run.id),
        may_record=is_permitted(actor, P.EVALUATION_RECORD, subject),
        statements=list(Statement),
        tests=TESTS,
        fewest=FEWEST,
        label=label,
    )


@bp.route("/runs/<code>/evaluation/<moment>", methods=["GET", "POST"])
@may(P.EVALUATION_ANSWER)
def answer(code: str, moment: str) -> ResponseReturnValue:
    run = delivery.get_visible(current_actor(), code)
    when = Moment(found(moment if moment in set(Moment) else None, "evaluation", moment))
    form = forms.ScoreForm() if when in TESTS else forms.EvaluationForm()
    status = submitted(form, lambda: _answer(run, when, form))
    if status == 303:
        flash(
            _("Thank you. Your answers count; they are shown only together with those of others."), "success"
        )
        return redirect(url_for("progress.me"), 303)
    page = render_template("feedback/answer.html", run=run, form=form, moment=when, tests=TESTS, label=label)
    return page, status


def _answer(run: Run, moment: Moment, form: forms.EvaluationForm | forms.ScoreForm) -> None:
    actor = current_actor()
    if isinstance(form, forms.ScoreForm):
        evaluating.answer_score(actor, run, moment, form.score.data or 0)
    else:
        evaluating.answer(actor, run, moment, form.ratings, form.line.data or "")


@bp.post("/runs/<code>/evaluation/tests")
@may(P.EVALUATION_RECORD)
def announce(code: str) -> ResponseReturnValue:
    run = delivery.get_visible(current_actor(), code)
    with transaction():
        evaluating.announce_tests(current_actor(), run)
    flash(_("Its people are asked for their scores; you can enter them yourself."), "success")
    return redirect(url_for("evaluations.one", code=code), 303)


@bp.route("/runs/<code>/evaluation/scores", methods=["GET", "POST"])
@may(P.EVALUATION_RECORD)
def scores(code: str) -> ResponseReturnValue:
    actor = current_actor()
    run = delivery.get_visible(actor, code)
    require(actor, P.EVALUATION_RECORD, delivery.subject(run))
    form, known = forms.ScoresForm(), asked.scores_of(run.id)
    names = people.display_names(asked.people_of(run.id))
    rows = sorted((name, people.person_ref(one), one) for one, name in names.items())
    asked_for = [(moment, ref, one) for _name, ref, one in rows for moment in TESTED]
    typed = {_field(when, ref): _typed(when, ref, known.get((one, when))) for when, ref, one in asked_for}
    wrong = {field for field, value in typed.items() if value and _score(value) is None}
    status = 422 if wrong and form.is_submitted() else submitted(form, lambda: _enter(run, rows, typed))
    if status == 303:
        flash(_("The scores were entered."), "success")
        return redirect(url_for("evaluations.one", code=code), 303)
    if wrong:
        form.validate()
        form.form_errors.append(_("A score is a whole number from 0 to 100. Correct what is marked below."))
    page = render_template(
        "feedback/scores.html",
        run=run,
        form=form,
        rows=rows,
        typed=typed,
        wrong=wrong,
        tested=TESTED,
        field=_field,
        label=label,
    )
    return page, status


def _field(moment: Moment, ref: str) -> str:
    return f"{moment.value}-{ref}"


def _typed(moment: Moment, ref: str, known: int | None) -> str:
    """What was sent for a person, or what is known of them."""
    return request.form.get(_field(moment, ref), "" if known is None else str(known)).strip()


def _score(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and int(text) in SCORES else None


def _enter(run: Run, rows: list[tuple[str, str, int]], typed: Mapping[str, str]) -> None:
    known = asked.scores_of(run.id)
    for moment in TESTED:
        sent = {one: _score(typed[_field(moment, ref)]) for _name, ref, one in rows}
        given = {
            one: score
            for one, score in sent.items()
            if score is not None and known.get((one, moment)) != score
        }
        if given:
            evaluating.enter_scores(current_actor(), run, moment, given)
