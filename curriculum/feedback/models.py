"""Feedback with its answer, from what was said to the version that carries it; evaluations of runs."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import At, Id, Model, Stamped, closed, ref
from curriculum.domain.evaluation import Moment, Statement
from curriculum.domain.lifecycles.feedback import FeedbackState


class Feedback(Stamped, Model):
    """What an account, or an evaluation without a name, said of one thing; answered with a reason."""

    id: Mapped[Id]
    module_id: Mapped[int | None] = ref("module.id")
    path_id: Mapped[int | None] = ref("path.id")
    run_id: Mapped[int | None] = ref("run.id")
    text: Mapped[str]
    """Empty where an evaluation says it by a low mean."""
    given_by: Mapped[int | None] = ref("account.id")
    """None: said in an evaluation, which keeps no name of who wrote what."""
    evaluation_id: Mapped[int | None] = ref("evaluation.id")
    statement: Mapped[Statement | None] = mapped_column(closed(Statement))
    mean: Mapped[int | None]
    """Of that statement, in hundredths, when it fell below the middle of the scale."""
    given_at: Mapped[At]
    state: Mapped[FeedbackState] = mapped_column(closed(FeedbackState), default=FeedbackState.OPEN)
    answer: Mapped[str | None]
    """What will change, or why nothing does; in the owner's words to whoever gave it."""
    answered_by: Mapped[int | None] = ref("account.id", index=False)
    answered_at: Mapped[At | None]
    carried_by: Mapped[str | None]
    """The version that carries the change: "BOR-102 v3"."""

    @property
    def thing(self) -> tuple[int | None, int | None, int | None]:
        """The keys of what it is about; exactly one is set."""
        return self.module_id, self.path_id, self.run_id

    __table_args__ = (
        CheckConstraint(
            "(module_id IS NOT NULL AND path_id IS NULL AND run_id IS NULL)"
            " OR (module_id IS NULL AND path_id IS NOT NULL AND run_id IS NULL)"
            " OR (module_id IS NULL AND path_id IS NULL AND run_id IS NOT NULL)",
            name="one_thing",
        ),
        CheckConstraint("(given_by IS NULL) = (evaluation_id IS NOT NULL)", name="one_voice"),
        CheckConstraint("(statement IS NULL) = (mean IS NULL)", name="mean_of_a_statement"),
        CheckConstraint("state = 'open' OR answer IS NOT NULL", name="answer_has_a_reason"),
        CheckConstraint("state <> 'carried' OR carried_by IS NOT NULL", name="carried_by_a_version"),
    )


class Evaluation(Stamped, Model):
    """One moment at which the people of a run are asked about it."""

    id: Mapped[Id]
    run_id: Mapped[int] = ref("run.id", index=False)
    moment: Mapped[Moment] = mapped_column(closed(Moment))
    opens_on: Mapped[date]
    closes_on: Mapped[date]

    __table_args__ = (
        UniqueConstraint("run_id", "moment"),
        CheckConstraint("closes_on >= opens_on", name="days_in_order"),
    )


class EvaluationAnswer(Stamped, Model):
    """What one person answered: four figures or a score; shown to nobody but as part of a mean (I-24)."""

    person_id: Mapped[int] = ref("person.id", primary_key=True)
    evaluation_id: Mapped[int] = ref("evaluation.id", primary_key=True)
    useful: Mapped[int | None]
    clear: Mapped[int | None]
    level: Mapped[int | None]
    use: Mapped[int | None]
    score: Mapped[int | None]
    """Of a test, from 0 to 100; by the person or by a trainer who marked it."""

    __table_args__ = (
        CheckConstraint(
            "(score IS NULL AND useful BETWEEN 1 AND 5 AND clear BETWEEN 1 AND 5"
            " AND level BETWEEN 1 AND 5 AND use BETWEEN 1 AND 5)"
            " OR (score BETWEEN 0 AND 100 AND useful IS NULL AND clear IS NULL"
            " AND level IS NULL AND use IS NULL)",
            name="figures_or_a_score",
        ),
        Index("ix_evaluation_answer_evaluation_id", "evaluation_id"),
    )
