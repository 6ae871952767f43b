"""Feedback with its answer: one row from what was said to the version that carries the change."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import At, Id, Model, Stamped, closed, ref
from curriculum.domain.lifecycles.feedback import FeedbackState


class Feedback(Stamped, Model):
    """What an account said of one thing; never deleted, and answered with a reason."""

    id: Mapped[Id]
    module_id: Mapped[int | None] = ref("module.id")
    path_id: Mapped[int | None] = ref("path.id")
    run_id: Mapped[int | None] = ref("run.id")
    text: Mapped[str]
    given_by: Mapped[int] = ref("account.id")
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
        CheckConstraint("state = 'open' OR answer IS NOT NULL", name="answer_has_a_reason"),
        CheckConstraint("state <> 'carried' OR carried_by IS NOT NULL", name="carried_by_a_version"),
    )
