"""What module and path versions share on their way to publication: one writes, another approves (§2.9)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from curriculum import clock
from curriculum.access import require
from curriculum.accounts import queries as accounts
from curriculum.announcements import VersionDecided
from curriculum.audit import queries as trail
from curriculum.audit import service as audit
from curriculum.catalogue.content import ChangeClass, GivenAs, Opinion
from curriculum.db import announce, db
from curriculum.domain.actors import Actor, Role, Subject
from curriculum.domain.lifecycle import Lifecycle, Need
from curriculum.domain.lifecycles.version import MODULE_VERSION, VersionState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import CaseHistory, CaseRole, Conflict, Involvement, Part, require_free

GIVEN_BY: Mapping[GivenAs, frozenset[Role]] = {
    GivenAs.THEMATIC: frozenset({Role.ASSESSOR, Role.TRAINING_SIGNATORY}),
    GivenAs.HR: frozenset({Role.HR_OFFICER, Role.HR_SIGNATORY}),
    GivenAs.COORDINATION: frozenset({Role.COORDINATION_MEMBER}),
    GivenAs.EXTERNAL: frozenset({Role.EXTERNAL_REVIEWER}),
}
"""Whose roles speak for whom: an HR opinion needs an HR role, whatever else the account may do."""

_ESTABLISHES = {
    GivenAs.THEMATIC: Need.THEMATIC_OPINION,
    GivenAs.HR: Need.HR_OPINION,
    GivenAs.COORDINATION: Need.COORDINATION_ENDORSEMENT,
}
"""What an opinion establishes; that of an external reviewer is read and binds nobody."""


@dataclass(frozen=True)
class Kind:
    """What module and path versions do not share on a way that is otherwise the same."""

    load: Callable[[int], Any]
    """Reads a version afresh and holds it, so that of two deciders the second sees what the first did."""
    about: Callable[[Any], Subject]
    table: Callable[[Any], Lifecycle[VersionState]]
    owner: Callable[[Any], Any]
    """The module or path, which has the code."""
    opinions: Callable[[int], Iterable[Any]]
    opinion: Callable[[int], Any]
    """A new opinion on a version, empty."""


def loaded(kind: Kind, actor: Actor, permission: Permission, version_id: int) -> Any:
    """Load a version whole, held until the transaction ends, and ask for the permission on it."""
    version = kind.load(version_id)
    require(actor, permission, kind.about(version))
    return version


def mark(version: Any) -> str:
    """What a page showed of a version: where it stood, and which revision of its text."""
    return f"{version.state.value}.{version.revision}"


def require_unmoved(
    kind: Kind, actor: Actor, permission: Permission, version_id: int, seen: str | None
) -> None:
    """Refuse a decision on what is no longer what its page showed; names who moved it and to where."""
    version = loaded(kind, actor, permission, version_id)
    if seen is not None and seen != mark(version):
        raise moved_on(kind, version)


def moved_on(kind: Kind, version: Any) -> Refusal:
    """The refusal of a decision that came second, with who came first."""
    name = kind.table(version).name
    last = trail.of_object(name, version.id, 1)
    names = accounts.names_of([one.account_id for one in last if one.account_id])
    facts = {"by": next(iter(names.values()), None), "state": version.state}
    return Refusal(RefusalCode.CHANGED_MEANWHILE, object=name, code=kind.owner(version).code, **facts)


_DECIDED_UPON = (VersionState.IN_REVIEW, VersionState.PILOT, VersionState.APPROVED)
"""Where two people may want different things; once published all that is left is to withdraw."""


def _require_shown(kind: Kind, version: Any, action: str, seen: str | None) -> None:
    """Refuse a step from elsewhere than was shown, or, where nothing says what was, than the step is at home.

    Without a mark a step leaves from one state alone, the first the table lists; so of two that began in one
    state the second finds another (decision 0031). The version is held: this is the state after the wait.
    """
    states = [row.from_ for row in kind.table(version).transitions if row.action == action]
    away = version.state in states[1:] and version.state in _DECIDED_UPON
    if away if seen is None else seen != mark(version):
        raise moved_on(kind, version)


def note_revision(version: Any, seen: int | None) -> None:
    """Count a save of the draft; refuse one that began from an earlier text than the present."""
    if seen is not None and seen != version.revision:
        raise Refusal(RefusalCode.CHANGED_MEANWHILE, object="draft", revision=version.revision)
    version.revision += 1


def take(
    kind: Kind,
    actor: Actor,
    version_id: int,
    action: str,
    *,
    reason: str | None = None,
    seen: str | None = None,
    check: Callable[[Any], object] = lambda version: None,
) -> Any:
    """Take one step of the table, as far as modules and paths share it; `check` may refuse before it."""
    version = loaded(kind, actor, PERMISSIONS[action], version_id)
    _require_shown(kind, version, action, seen)
    check(version)
    if action == "approve":
        require_another_person(actor, version)
    table, code = kind.table(version), kind.owner(version).code
    needs = _established_by(action) | established(kind.opinions(version.id), version.submitted_at)
    advance(actor, version, table, action, code=code, established=needs, reason=reason)
    _stamp(actor, version, action)
    if action in TOLD:
        announce(VersionDecided(table.name, version.id, action, reason or "", actor.account_id))
    return version


TOLD = frozenset({"return", "reject", "approve"})
"""The decisions that whoever wrote the version hears of."""

PERMISSIONS: Mapping[str, Permission] = {
    row.action: row.permission for row in MODULE_VERSION.transitions if row.permission is not None
}
"""Who may take a step; the table of paths asks for the same."""


def _established_by(action: str) -> frozenset[Need]:
    """What has been checked before a step is taken."""
    checked = {"submit": Need.CONTENT_COMPLETE, "approve": Need.ANOTHER_APPROVER}
    return frozenset({checked[action]} if action in checked else ())


def _stamp(actor: Actor, version: Any, action: str) -> None:
    match action:
        case "submit":
            version.submitted_at = clock.now()
        case "approve":
            version.approver_id = actor.row_id
        case "reopen" | "return":
            version.approver_id = None
        case "publish":
            version.published_at, version.published_on = clock.now(), clock.today()


def require_draft(kind: Kind, version: Any, shown: Collection[VersionState]) -> None:
    """Refuse to write in what is no draft; whatever is published is immutable (I-06)."""
    if version.state is VersionState.DRAFT:
        return
    code = RefusalCode.VERSION_PUBLISHED if version.state in shown else RefusalCode.WRONG_STATE
    raise Refusal(code, object=kind.table(version).name, state=version.state, action="revise")


def opine(kind: Kind, actor: Actor, version_id: int, given_as: GivenAs, opinion: Opinion, note: str) -> Any:
    """Record what a party says of a version under review, in a role that speaks for it (R14, R24, R33)."""
    version = loaded(kind, speaking_as(actor, given_as), Permission.VERSION_OPINE, version_id)
    name = kind.table(version).name
    if version.state not in (VersionState.IN_REVIEW, VersionState.PILOT):
        raise Refusal(RefusalCode.WRONG_STATE, object=name, state=version.state, action="opine")
    if opinion is not Opinion.FAVOURABLE and not note.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object=name, action="opine")
    given = kind.opinion(version.id)
    given.given_as, given.opinion, given.note = given_as.value, opinion.value, note or None
    given.given_by, given.given_at = actor.account_id, clock.now()
    db.session.add(given)
    said = {"given_as": given_as, "opinion": opinion, "version": version.version}
    audit.record(
        actor,
        "version:opinion_given",
        name,
        version.id,
        reason=note or None,
        code=kind.owner(version).code,
        **said,
    )
    return given


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
        need = _ESTABLISHES.get(GivenAs(one.given_as))
        if need is not None and not (refused and one.given_as == GivenAs.COORDINATION):
            found.add(need)
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


def close_teaching(previous: Any, teach_out_until: Any, change_class: str | None) -> None:
    """Give the replaced version its last day of teaching, which may not lie behind us.

    An editorial change carries everything over (domain.md §2.9), so nobody needs a last day of the old text.
    """
    if teach_out_until is None and change_class == ChangeClass.EDITORIAL:
        return
    if teach_out_until is None:
        raise Refusal(RefusalCode.VALUE_MISSING, field="teach_out_until")
    if teach_out_until < clock.today():
        raise Refusal(RefusalCode.DATES_CONTRADICT, start=clock.today(), end=teach_out_until)
    previous.teach_out_until = teach_out_until
