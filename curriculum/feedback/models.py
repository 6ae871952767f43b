"""Feedback, the proposals of change it becomes and the versions that carry them; evaluations of runs."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import At, Id, Model, Stamped, closed, guards, ref, table
from curriculum.domain.evaluation import Moment, Statement
from curriculum.domain.lifecycle import Lifecycle
from curriculum.domain.lifecycles.feedback import (
    FEEDBACK,
    PROPOSAL,
    FeedbackState,
    ProposalSource,
    ProposalState,
)


class ChangeProposal(Stamped, Model):
    """A change of one module or path, proposed with its source, decided with a reason (R53)."""

    id: Mapped[Id]
    module_id: Mapped[int | None] = ref("module.id")
    path_id: Mapped[int | None] = ref("path.id")
    source: Mapped[ProposalSource] = mapped_column(closed(ProposalSource))
    text: Mapped[str]
    """What will be different; read by everybody whose feedback it took up."""
    state: Mapped[ProposalState] = mapped_column(closed(ProposalState), default=ProposalState.PROPOSED)
    decision: Mapped[str | None]
    """Why it is made or not."""
    decided_by: Mapped[int | None] = ref("account.id", index=False)
    decided_at: Mapped[At | None]
    module_version_id: Mapped[int | None] = ref("module_version.id")
    path_version_id: Mapped[int | None] = ref("path_version.id")

    __table_args__ = (
        CheckConstraint("(module_id IS NULL) <> (path_id IS NULL)", name="one_subject"),
        CheckConstraint("module_version_id IS NULL OR module_id IS NOT NULL", name="version_of_the_module"),
        CheckConstraint("path_version_id IS NULL OR path_id IS NOT NULL", name="version_of_the_path"),
        CheckConstraint("state = 'proposed' OR decision IS NOT NULL", name="decision_has_a_reason"),
        CheckConstraint(
            "state <> 'carried' OR module_version_id IS NOT NULL OR path_version_id IS NOT NULL",
            name="carried_by_a_version",
        ),
    )


class Feedback(Stamped, Model):
    """What an account, or an evaluation without a name, said of one thing; everybody gets an answer."""

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
    proposal_id: Mapped[int | None] = ref("change_proposal.id")
    """The proposal that took it up; several pieces of feedback may be in one."""
    answer: Mapped[str | None]
    """Why nothing changes, where no proposal took it up; in the owner's words to whoever gave it."""
    answered_by: Mapped[int | None] = ref("account.id", index=False)
    answered_at: Mapped[At | None]

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
        CheckConstraint("state <> 'declined' OR answer IS NOT NULL", name="answer_has_a_reason"),
        CheckConstraint("state <> 'taken_up' OR proposal_id IS NOT NULL", name="taken_up_by_a_proposal"),
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


_STAMPS = {"updated_at", "updated_by"}


def _steps(lifecycle: Lifecycle[Any]) -> set[tuple[StrEnum, StrEnum]]:
    return {(one.from_, one.to) for one in lifecycle.transitions}


SAID = guards.Rule(
    "what was said is never changed or removed",
    set(FeedbackState),
    {"state", "proposal_id", "answer", "answered_by", "answered_at", *_STAMPS},
    _steps(FEEDBACK),
)
PROPOSED = guards.Rule(
    "a proposal of a change is decided, never changed or removed",
    set(ProposalState),
    {"state", "decision", "decided_by", "decided_at", "module_version_id", "path_version_id", *_STAMPS},
    _steps(PROPOSAL),
)
ANSWERED = "ADR 0029: an answer that was given is never changed or removed"

guards.hold_whole(table(Feedback), SAID)
guards.hold_whole(table(ChangeProposal), PROPOSED)
guards.hold_log(table(Evaluation), ANSWERED, _STAMPS)
# A trainer corrects a score that was entered wrongly; what somebody said on the scale is theirs.
guards.hold_log(table(EvaluationAnswer), ANSWERED, {"score", *_STAMPS})
