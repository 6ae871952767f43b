"""What was decided about people on an older version, and plans that move them, line by line (J5, I-18)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import KEY, At, Data, Id, Model, Stamped, closed, ref
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.lifecycles.migration import MigrationState
from curriculum.domain.migration import MoveKind


class MoveTerms(Stamped, Model):
    """Until when the version before can be finished, and when people may move by themselves.

    Decided again, the newer row counts and the older ones stay.
    """

    id: Mapped[Id]
    path_version_id: Mapped[int] = ref("path_version.id")
    """The newer version."""
    teach_out_until: Mapped[date]
    moves_from: Mapped[date | None]
    """None: from the day the version is published."""
    moves_until: Mapped[date | None]
    """None: as long as the older version can be finished."""
    decided_by: Mapped[int | None] = ref("account.id", index=False)
    decided_at: Mapped[At]

    __table_args__ = (CheckConstraint("moves_until >= moves_from", name="dates_in_order"),)


class PauseDue(Stamped, Model):
    """Whoever is under way on a version is to be paused and told; the worker does it in pieces."""

    id: Mapped[Id]
    path_version_id: Mapped[int] = ref("path_version.id")
    reason: Mapped[str]
    tells_holders: Mapped[bool]
    """Whether the holders of its certificates are told, too: it was withdrawn."""
    reached: Mapped[int] = mapped_column(KEY, default=0)
    """The last enrolment looked at."""
    told: Mapped[str] = mapped_column(default="")
    """The last certificate whose holder was told."""
    done_at: Mapped[At | None]


class UpdateAsked(Stamped, Model):
    """A mandatory update of who is certified on a withdrawn version; asked again, the newer one counts."""

    id: Mapped[Id]
    path_version_id: Mapped[int] = ref("path_version.id")
    until: Mapped[date]
    """The last day for it."""
    what: Mapped[str]
    """What it consists of, in the words of who asks."""
    asked_by: Mapped[int | None] = ref("account.id", index=False)
    asked_at: Mapped[At]


class MigrationPlan(Stamped, Model):
    """Everybody who may move from one version to another, judged on one day; its lines are the truth."""

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    from_version_id: Mapped[int] = ref("path_version.id")
    to_version_id: Mapped[int] = ref("path_version.id")
    state: Mapped[MigrationState] = mapped_column(closed(MigrationState), default=MigrationState.COUNTING)
    drawn_by: Mapped[int | None] = ref("account.id", index=False)
    drawn_on: Mapped[date]
    reason: Mapped[str | None]
    applied_by: Mapped[int | None] = ref("account.id", index=False)
    applied_at: Mapped[At | None]
    undo_reason: Mapped[str | None]
    undone_by: Mapped[int | None] = ref("account.id", index=False)
    undone_at: Mapped[At | None]

    __table_args__ = (CheckConstraint("applied_at IS NULL OR reason IS NOT NULL", name="applied_says_why"),)


class MigrationLine(Model):
    """One person of a plan: what the move would mean, whether it is chosen, and what became of it."""

    person_id: Mapped[int] = mapped_column(KEY, primary_key=True)
    plan_id: Mapped[int] = ref("migration_plan.id", primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(KEY)
    was: Mapped[EnrolmentState] = mapped_column(closed(EnrolmentState))
    kind: Mapped[MoveKind | None] = mapped_column(closed(MoveKind))
    """None: not judged yet."""
    before: Mapped[int | None]
    after: Mapped[int | None]
    gains: Mapped[Data] = mapped_column(default=list)
    losses: Mapped[Data] = mapped_column(default=list)
    bridging: Mapped[Data] = mapped_column(default=list)
    chosen: Mapped[bool] = mapped_column(default=True)
    moved_to_id: Mapped[int | None] = mapped_column(KEY)
    moved_at: Mapped[At | None]
    undone_at: Mapped[At | None]
    stays_because: Mapped[str | None]
    """Why this one was not moved, or was not moved back: the code of a refusal."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["person_id", "enrolment_id"], ["path_enrolment.person_id", "path_enrolment.id"]
        ),
        Index("ix_migration_line_kind", "plan_id", "kind"),
    )
