"""What module and path versions share on their way to publication: one writes, another approves (§2.9)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from curriculum import clock
from curriculum.accounts import queries as accounts
from curriculum.audit import service as audit
from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.domain.actors import Actor, Role
from curriculum.domain.lifecycle import Lifecycle, Need
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import CaseHistory, CaseRole, Conflict, Involvement, Part, require_free

GIVEN_BY: Mapping[GivenAs, frozenset[Role]] = {
    GivenAs.THEMATIC: frozenset({Role.ASSESSOR, Role.TRAINING_SIGNATORY}),
    GivenAs.HR: frozenset({Role.HR_OFFICER, Role.HR_SIGNATORY}),
    GivenAs.COORDINATION: frozenset({Role.COORDINATION_MEMBER}),
}
"""Whose roles speak for whom: an HR opinion needs an HR role, whatever else the account may do."""

_ESTABLISHES = {
    GivenAs.THEMATIC: Need.THEMATIC_OPINION,
    GivenAs.HR: Need.HR_OPINION,
    GivenAs.COORDINATION: Need.COORDINATION_ENDORSEMENT,
}


def advance(
    actor: Actor,
    version: Any,
    lifecycle: Lifecycle[VersionState],
    action: str,
    *,
    code: str,
    established: Collection[Need] = (),
    reason: str | None = None,
) -> None:
    """Take one step of the table and record it; refuses what the table does not list."""
    needs = set(established) | ({Need.REASON} if (reason or "").strip() else set())
    step = lifecycle.advance(version.state, action, needs)
    version.state = step.state
    audit.record(
        actor, step.event, lifecycle.name, version.id, reason=reason, code=code, version=version.version
    )


def speaking_as(actor: Actor, given_as: GivenAs) -> Actor:
    """The actor with only the grants that may speak for that party."""
    return replace(actor, grants=tuple(g for g in actor.grants if g.role in GIVEN_BY[given_as]))


def established(opinions: Iterable[Any], submitted_at: datetime | None) -> frozenset[Need]:
    """What the opinions on the present text establish; an endorsement must not be unfavourable (R33)."""
    found = set()
    for one in opinions:
        if submitted_at is None or one.given_at < submitted_at:
            continue
        refused = one.opinion == Opinion.UNFAVOURABLE
        if not (refused and one.given_as == GivenAs.COORDINATION):
            found.add(_ESTABLISHES[GivenAs(one.given_as)])
    return frozenset(found)


def require_another_person(actor: Actor, version: Any) -> None:
    """Refuse an approver who, as a natural person, wrote in the draft (domain.md §3)."""
    writers = [int(account) for account in version.writers]
    if actor.account_id in writers:
        same = Conflict(CaseRole.APPROVER, Part.AUTHORED, "")
        raise Refusal(RefusalCode.CONFLICT_OF_INTEREST, role=CaseRole.APPROVER, conflicts=(same,))
    persons = [accounts.person_of(account) for account in writers]
    wrote = tuple(Involvement(one, Part.AUTHORED) for one in persons if one is not None)
    require_free(actor.person_id, CaseRole.APPROVER, CaseHistory(None, wrote))


def note_writer(actor: Actor, version: Any) -> None:
    """Remember who wrote; 64-bit keys are kept as text because JSON numbers lose digits elsewhere."""
    version.writers = sorted({*(version.writers or ()), str(actor.account_id)})


def note_publication(version: Any) -> None:
    """Set the moment and the civil day of publication."""
    version.published_at, version.published_on = clock.now(), clock.today()


def close_teaching(previous: Any, teach_out_until: Any) -> None:
    """Give the replaced version its last day of teaching, which may not lie behind us."""
    if teach_out_until is None:
        raise Refusal(RefusalCode.VALUE_MISSING, field="teach_out_until")
    if teach_out_until < clock.today():
        raise Refusal(RefusalCode.DATES_CONTRADICT, start=clock.today(), end=teach_out_until)
    previous.teach_out_until = teach_out_until
