"""One table per object says what may happen to it; whatever is not listed is forbidden (domain.md §2.9)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode

State = TypeVar("State", bound=StrEnum)


class Need(StrEnum):
    """What a service must have established before it may ask for a step."""

    REASON = "reason"
    # catalogue and paths
    CONTENT_COMPLETE = "content_complete"
    THEMATIC_OPINION = "thematic_opinion"
    HR_OPINION = "hr_opinion"
    COORDINATION_ENDORSEMENT = "coordination_endorsement"
    ANOTHER_APPROVER = "another_approver"
    # lists, hours and evidence
    NO_ROW_UNDECIDED = "no_row_undecided"
    NO_ROW_HELD = "no_row_held"
    INDEPENDENT_RESOLVER = "independent_resolver"
    NEW_DOCUMENT = "new_document"
    FIRST_CONTEST = "first_contest"
    RESUBMISSION_LEFT = "resubmission_left"
    # enrolment and award
    ENTRY_MET = "entry_met"
    ALL_MET = "all_met"
    SNAPSHOT_FROZEN = "snapshot_frozen"
    NO_CONFLICT = "no_conflict"
    STATEMENT_FIXED = "statement_fixed"
    BOTH_SIGNED = "both_signed"
    MANDATE_IN_FORCE = "mandate_in_force"
    SAME_PAYLOAD = "same_payload"
    SECOND_APPROVAL = "second_approval"
    DEED = "deed"


@dataclass(frozen=True, slots=True)
class Transition(Generic[State]):
    """One permitted step. `permission` is None when the step follows from another act or from a date."""

    from_: State
    action: str
    to: State
    permission: Permission | None
    event: str
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Step(Generic[State]):
    """The step to take: the state to write, and the event to record beside it."""

    state: State
    event: str


@dataclass(frozen=True, slots=True)
class Lifecycle(Generic[State]):
    """The states of one kind of object and the only ways between them."""

    name: str
    start: State
    transitions: tuple[Transition[State], ...]

    def advance(self, state: State, action: str, established: Collection[Need] = ()) -> Step[State]:
        """Give the next state and its event, or refuse: not from this state, or something is missing."""
        transition = self.find(state, action)
        if transition is None:
            raise Refusal(RefusalCode.WRONG_STATE, object=self.name, state=state, action=action)
        missing = tuple(need for need in transition.needs if need not in established)
        if Need.REASON in missing:
            raise Refusal(RefusalCode.REASON_MISSING, object=self.name, action=action)
        if missing:
            raise Refusal(RefusalCode.CONDITION_NOT_MET, object=self.name, action=action, missing=missing)
        return Step(transition.to, transition.event)

    def find(self, state: State, action: str) -> Transition[State] | None:
        """Give the row of the table, None when the state forbids it; an unknown verb is a bug, not a no."""
        rows = [t for t in self.transitions if t.action == action]
        if not rows:
            raise ValueError(f"{self.name} knows no action {action!r}")
        return next((t for t in rows if t.from_ is state), None)

    def actions(self, state: State) -> tuple[str, ...]:
        """List what may happen next, in the order of the table."""
        return tuple(t.action for t in self.transitions if t.from_ is state)

    def states(self, action: str) -> tuple[State, ...]:
        """List from which states a step may be taken, in the order of the table."""
        return tuple(t.from_ for t in self.transitions if t.action == action)

    def events(self) -> frozenset[str]:
        """List every event the object can leave in the trail."""
        return frozenset(t.event for t in self.transitions)
