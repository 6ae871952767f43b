"""Results graded and verified, observed teaching and panels (domain.md §2.5)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import KEY, At, Data, Id, Model, Stamped, closed, new_id, ref


class ResultKind(StrEnum):
    """What was assessed: the module's own test, single outcomes, or a top-up of an equivalence."""

    MODULE = "module"
    CHALLENGE_TEST = "challenge_test"
    TOP_UP = "top_up"


class ResultState(StrEnum):
    """A graded result counts only when somebody else verified it."""

    GRADED = "graded"
    VERIFIED = "verified"
    ANNULLED = "annulled"


class AssessmentResult(Stamped, Model):
    """One attempt of a person, graded by an authorised assessor and verified by another (level 4)."""

    person_id: Mapped[int] = ref("person.id", primary_key=True)
    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False, default=new_id)
    kind: Mapped[ResultKind] = mapped_column(closed(ResultKind), default=ResultKind.MODULE)
    module_version_id: Mapped[int] = ref("module_version.id")
    spec_id: Mapped[int | None] = ref("assessment_spec.id", index=False)
    run_id: Mapped[int | None] = ref("run.id")
    outcome_ids: Mapped[Data] = mapped_column(default=list)
    """Outcomes the result speaks of; empty: all of the version."""
    top_up: Mapped[str | None]
    """Of a top-up: the code asked for by the equivalence, as `retest_80`."""
    score: Mapped[int]
    """Hundredths of a point out of 100."""
    passed: Mapped[bool]
    assessed_on: Mapped[date]
    attempt: Mapped[int] = mapped_column(default=1)
    assessor_id: Mapped[int] = ref("person.id")
    verifier_id: Mapped[int | None] = ref("person.id")
    verified_at: Mapped[At | None]
    state: Mapped[ResultState] = mapped_column(closed(ResultState), default=ResultState.GRADED)

    __table_args__ = (
        CheckConstraint("assessor_id <> person_id", name="not_own_result"),
        CheckConstraint("verifier_id IS NULL OR verifier_id <> assessor_id", name="verifier_is_not_assessor"),
        CheckConstraint("state <> 'verified' OR verifier_id IS NOT NULL", name="verified_has_a_verifier"),
        CheckConstraint("score BETWEEN 0 AND 10000", name="score_range"),
    )


class ObservedTeaching(Stamped, Model):
    """A teaching session watched by an observer with the grid of domain.md §5.3; counts once both signed."""

    person_id: Mapped[int] = ref("person.id", primary_key=True)
    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False, default=new_id)
    run_id: Mapped[int] = ref("run.id")
    observer_id: Mapped[int] = ref("person.id")
    observed_on: Mapped[date]
    scores: Mapped[Data]
    """Criterion code → 1…4."""
    overall: Mapped[int]
    """Hundredths of a point of the grid, 100…400."""
    strengths: Mapped[str | None]
    actions: Mapped[str | None]
    signed_by_observer_at: Mapped[At | None]
    signed_by_observed_at: Mapped[At | None]

    __table_args__ = (
        CheckConstraint("observer_id <> person_id", name="not_own_observation"),
        CheckConstraint("overall BETWEEN 100 AND 400", name="overall_range"),
    )


class Panel(Stamped, Model):
    """A panel that heard a candidate on a path."""

    id: Mapped[Id]
    person_id: Mapped[int] = ref("person.id")
    path_version_id: Mapped[int] = ref("path_version.id", index=False)
    held_on: Mapped[date]
    favourable: Mapped[bool]
    minutes: Mapped[str]


class PanelMember(Model):
    """One of the natural persons who sat on a panel."""

    panel_id: Mapped[int] = ref("panel.id", primary_key=True)
    person_id: Mapped[int] = ref("person.id", primary_key=True)

    __table_args__ = (Index("ix_panel_member_person_id", "person_id"),)
