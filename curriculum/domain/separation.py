"""Who may not act on whom: natural persons are compared, never accounts (I-01…I-04, I-22).

A permission says what a role may do; this says that *this* person may not do it in *this* case, because
of something the same human being did or is in it. Records merged into one person count as that person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from curriculum.domain.actors import Key
from curriculum.domain.refusals import Refusal, RefusalCode


class CaseRole(StrEnum):
    """What somebody is about to do in the case."""

    EVIDENCE_REVIEWER = "evidence_reviewer"
    ATTENDANCE_RESOLVER = "attendance_resolver"
    GRADER = "grader"
    VERIFIER = "verifier"
    OBSERVER = "observer"
    PANEL_MEMBER = "panel_member"
    ADMISSIBILITY_REVIEWER = "admissibility_reviewer"
    CHECK_ASSESSOR = "check_assessor"
    DECIDER = "decider"
    HR_SIGNATORY = "hr_signatory"
    TRAINING_SIGNATORY = "training_signatory"
    APPROVER = "approver"
    SECOND_APPROVER = "second_approver"
    APPEALS_PANEL = "appeals_panel"


class Part(StrEnum):
    """What somebody did in the case, or is to the person it is about."""

    TRAINED = "trained"
    MENTORED = "mentored"
    ADVISED = "advised"
    ASSESSED = "assessed"
    OBSERVED = "observed"
    ENTERED = "entered"
    AUTHORED = "authored"
    PROPOSED = "proposed"
    DECIDED = "decided"
    SIGNS_HR = "signs_hr"
    SIGNS_TRAINING = "signs_training"
    RELATIVE = "relative"
    SUPERIOR = "superior"
    SUBORDINATE = "subordinate"
    # Not told by the history, but found: the case is about the person, or there is no person at all.
    SELF = "self"
    NO_PERSON = "no_person"


class Remedy(StrEnum):
    """What clears a conflict: another person, or a declaration on the record."""

    REASSIGN = "reassign"
    DECLARE = "declare"


@dataclass(frozen=True, slots=True)
class Involvement:
    """One thing a person did or is; `about` names it for the page (a run, a component, a document)."""

    person_id: Key
    part: Part
    about: str = ""


@dataclass(frozen=True, slots=True)
class CaseHistory:
    """Everything that may bar somebody: the person it is about, who did what, who was merged into whom.

    The room gives only what the case rests on: for an evidence review the trainers of that component,
    for a second observation the first observer where two different ones are asked for.
    """

    candidate_id: Key | None
    involvements: tuple[Involvement, ...] = ()
    merged: Mapping[Key, Key] = field(default_factory=dict)
    declared: frozenset[Key] = frozenset()

    def natural(self, person_id: Key) -> Key:
        """Follow merges to the one living record of a human being."""
        seen = {person_id}
        while (survivor := self.merged.get(person_id, person_id)) not in seen:
            seen.add(survivor)
            person_id = survivor
        return person_id


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why this person may not act in this role, and what would clear it."""

    role: CaseRole
    part: Part
    about: str
    remedy: Remedy = Remedy.REASSIGN


_TAUGHT = frozenset({Part.TRAINED, Part.MENTORED, Part.ADVISED})
_CLOSE = frozenset({Part.RELATIVE, Part.MENTORED})
_ACTED = frozenset({Part.ASSESSED, Part.DECIDED, Part.SIGNS_HR, Part.SIGNS_TRAINING})

BARS: Mapping[CaseRole, frozenset[Part]] = {
    CaseRole.EVIDENCE_REVIEWER: _TAUGHT,
    CaseRole.ATTENDANCE_RESOLVER: frozenset({Part.ENTERED}),
    CaseRole.GRADER: frozenset({Part.ADVISED}),
    CaseRole.VERIFIER: frozenset({Part.ASSESSED}),
    CaseRole.OBSERVER: frozenset({Part.MENTORED, Part.SUBORDINATE, Part.OBSERVED}),
    CaseRole.PANEL_MEMBER: _TAUGHT,
    CaseRole.ADMISSIBILITY_REVIEWER: frozenset(),
    CaseRole.CHECK_ASSESSOR: frozenset({Part.TRAINED}),
    CaseRole.DECIDER: _TAUGHT | {Part.ASSESSED, Part.SIGNS_HR, Part.SIGNS_TRAINING},
    CaseRole.HR_SIGNATORY: _CLOSE | {Part.DECIDED, Part.SIGNS_TRAINING},
    # Only the HR signature is open to the candidate's own superior (I-04).
    CaseRole.TRAINING_SIGNATORY: _CLOSE | {Part.DECIDED, Part.SIGNS_HR, Part.SUPERIOR},
    CaseRole.APPROVER: frozenset({Part.AUTHORED, Part.PROPOSED}),
    CaseRole.SECOND_APPROVER: frozenset({Part.PROPOSED, Part.DECIDED}),
    CaseRole.APPEALS_PANEL: _TAUGHT | _ACTED,
}
"""Beside these, nobody acts on their own record and no relative acts at all (I-01, I-04)."""

DECLARABLE: Mapping[CaseRole, frozenset[Part]] = {CaseRole.HR_SIGNATORY: frozenset({Part.SUPERIOR})}


def conflicts(person_id: Key | None, role: CaseRole, history: CaseHistory) -> tuple[Conflict, ...]:
    """List what stands between this person and this role; empty means free to act (I-01…I-04, I-22)."""
    if person_id is None:
        return (Conflict(role, Part.NO_PERSON, ""),)
    me = history.natural(person_id)
    found = []
    if history.candidate_id is not None and history.natural(history.candidate_id) == me:
        found.append(Conflict(role, Part.SELF, ""))
    mine = (i for i in history.involvements if history.natural(i.person_id) == me)
    declared = me in {history.natural(other) for other in history.declared}
    for one in mine:
        if one.part in BARS[role] or one.part is Part.RELATIVE:
            found.append(Conflict(role, one.part, one.about))
        elif one.part in DECLARABLE.get(role, ()) and not declared:
            found.append(Conflict(role, one.part, one.about, Remedy.DECLARE))
    return tuple(dict.fromkeys(found))


def panel_conflicts(
    members: Iterable[Key | None], history: CaseHistory, *, at_least: int
) -> Mapping[Key | None, tuple[Conflict, ...]]:
    """Give the conflicts of each member, or refuse when too few natural persons sit (S15)."""
    seats = tuple(members)
    persons = {history.natural(member) for member in seats if member is not None}
    if len(persons) < at_least:
        raise Refusal(RefusalCode.PANEL_TOO_SMALL, seated=len(persons), at_least=at_least)
    barred = {member: conflicts(member, CaseRole.PANEL_MEMBER, history) for member in seats}
    return {member: found for member, found in barred.items() if found}


_SIGNS = frozenset({CaseRole.HR_SIGNATORY, CaseRole.TRAINING_SIGNATORY})


def require_free(person_id: Key | None, role: CaseRole, history: CaseHistory) -> None:
    """Refuse with the name of the gravest conflict; return when there is none."""
    found = conflicts(person_id, role, history)
    if found:
        raise Refusal(min(map(_code, found), key=_GRAVEST.index), role=role, conflicts=found)


_GRAVEST = (
    RefusalCode.PERSON_UNKNOWN,
    RefusalCode.OWN_RECORD,
    RefusalCode.SAME_PERSON_SIGNS_TWICE,
    RefusalCode.DECIDER_SIGNS,
    RefusalCode.SECOND_APPROVER_IS_PROPOSER,
    RefusalCode.CONFLICT_OF_INTEREST,
    RefusalCode.DECLARATION_MISSING,
)


def _code(conflict: Conflict) -> RefusalCode:
    """Name the fact of one conflict."""
    signs = conflict.role in _SIGNS
    match conflict.part:
        case Part.NO_PERSON:
            return RefusalCode.PERSON_UNKNOWN
        case Part.SELF:
            return RefusalCode.OWN_RECORD
        case Part.SIGNS_HR | Part.SIGNS_TRAINING if signs:
            return RefusalCode.SAME_PERSON_SIGNS_TWICE
        case Part.SIGNS_HR | Part.SIGNS_TRAINING if conflict.role is CaseRole.DECIDER:
            return RefusalCode.DECIDER_SIGNS
        case Part.DECIDED if signs:
            return RefusalCode.DECIDER_SIGNS
        case Part.PROPOSED if conflict.role in (CaseRole.APPROVER, CaseRole.SECOND_APPROVER):
            return RefusalCode.SECOND_APPROVER_IS_PROPOSER
    if conflict.remedy is Remedy.DECLARE:
        return RefusalCode.DECLARATION_MISSING
    return RefusalCode.CONFLICT_OF_INTEREST
