"""Themes, modules and their versions: drafted by one, approved by another, published and never changed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from curriculum import clock
from curriculum.access import require
from curriculum.announcements import VersionPublished, VersionWithdrawn
from curriculum.audit import service as audit
from curriculum.catalogue import checks, drafting, engine, queries, top_ups, versioning
from curriculum.catalogue.content import ChangeClass, GivenAs, Opinion, VersionContent
from curriculum.catalogue.models import (
    EquivalenceDegree,
    Module,
    ModuleOpinion,
    ModuleVersion,
    OutcomeEquivalence,
    Theme,
)
from curriculum.db import Bilingual, announce, db, new_id
from curriculum.domain.actors import SYSTEM, Actor
from curriculum.domain.lifecycles.version import MODULE_VERSION, VersionState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.institutions import queries as institutions


def create_theme(actor: Actor, *, code: str, title: Bilingual, cross_cutting: bool = False) -> Theme:
    """Add a field of work (R66)."""
    require(actor, Permission.CODE_LIST_EDIT)
    if any(one.code == code for one in queries.themes()):
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="theme", code=code)
    theme = Theme(id=new_id(), code=code, title=title, cross_cutting=cross_cutting)
    db.session.add(theme)
    audit.record(actor, "theme:created", "theme", theme.id, code=code)
    return theme


def create_module(actor: Actor, *, code: str, theme: str, owner: str) -> Module:
    """Open a module under a theme, owned by an institution; both by code (R26)."""
    institution = institutions.get(owner)
    require(actor, Permission.VERSION_DRAFT, institutions.owned(institution.id))
    if queries.find_module(code) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="module", code=code)
    module = Module(
        id=new_id(), code=code, owner_institution_id=institution.id, theme_id=queries.get_theme(theme).id
    )
    db.session.add(module)
    audit.record(actor, "module:created", "module", module.id, code=code, owner=owner)
    return module


def draft_version(actor: Actor, *, module_id: int, content: VersionContent) -> ModuleVersion:
    """Begin the next version of a module; a module has one open version at a time."""
    require(actor, Permission.VERSION_DRAFT, queries.subject(module_id))
    module = queries.module(module_id, held=True)
    if (being_made := queries.open_version(module_id)) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="draft", code=f"{module.code} v{being_made.version}")
    earlier = queries.versions_of(module_id)
    number = earlier[0].version + 1 if earlier else 1
    version = drafting.new_version(module, number, content)
    version.author_id = actor.row_id
    versioning.note_writer(actor, version)
    db.session.add(version)
    audit.record(actor, "version:drafted", "module_version", version.id, code=module.code, version=number)
    return version


def revise(
    actor: Actor, version_id: int, content: VersionContent, *, seen: int | None = None
) -> ModuleVersion:
    """Write the content of a draft anew; whatever is published is immutable (I-06).

    `seen` is the revision that the writer began from: what somebody saved since is never overwritten.
    """
    version = _version(actor, Permission.VERSION_DRAFT, version_id)
    versioning.require_draft(MODULES, version, queries.SHOWN)
    versioning.note_revision(version, seen)
    drafting.rewrite(version, version.module, content)
    versioning.note_writer(actor, version)
    audit.record(
        actor,
        "version:revised",
        "module_version",
        version.id,
        code=version.module.code,
        version=version.version,
    )
    return version


def require_unmoved(actor: Actor, permission: Permission, version_id: int, seen: str | None) -> None:
    """Refuse a decision on what is no longer what its page showed (`versioning.mark`)."""
    versioning.require_unmoved(MODULES, actor, permission, version_id, seen)


def submit(actor: Actor, version_id: int, *, seen: str | None = None) -> ModuleVersion:
    """Send a draft to review, once nothing is missing in it (I-20)."""
    return _take(actor, version_id, "submit", seen=seen, check=_require_complete)


def opine(
    actor: Actor, version_id: int, *, given_as: GivenAs, opinion: Opinion, note: str = ""
) -> ModuleOpinion:
    """Record what thematic unit, HR or coordination body say of a version under review (R14, R24)."""
    given: ModuleOpinion = versioning.opine(MODULES, actor, version_id, given_as, opinion, note)
    return given


def pilot(actor: Actor, version_id: int, *, seen: str | None = None) -> ModuleVersion:
    """Try a version out, once the thematic unit has spoken (R52)."""
    return _take(actor, version_id, "pilot", seen=seen)


def end_pilot(actor: Actor, version_id: int, *, seen: str | None = None) -> ModuleVersion:
    """Bring a piloted version back to review."""
    return _take(actor, version_id, "end_pilot", seen=seen)


def return_(actor: Actor, version_id: int, *, reason: str, seen: str | None = None) -> ModuleVersion:
    """Send a version back to its author, with the reason (I-17)."""
    return _take(actor, version_id, "return", reason=reason, seen=seen)


def reject(actor: Actor, version_id: int, *, reason: str, seen: str | None = None) -> ModuleVersion:
    """Say no to a version for good, with the reason; its number is not used again."""
    return _take(actor, version_id, "reject", reason=reason, seen=seen)


def discard(actor: Actor, version_id: int, *, seen: str | None = None) -> ModuleVersion:
    """Give a draft up; its number is not used again."""
    return _take(actor, version_id, "discard", seen=seen)


def approve(actor: Actor, version_id: int, *, seen: str | None = None) -> ModuleVersion:
    """Approve a version that somebody else wrote (domain.md §2.9)."""
    return _take(actor, version_id, "approve", seen=seen, check=checks.require_in_range)


def reopen(actor: Actor, version_id: int, *, reason: str, seen: str | None = None) -> ModuleVersion:
    """Take an approval or a pilot back to review, with the reason."""
    return _take(actor, version_id, "reopen", reason=reason, seen=seen)


def publish(
    actor: Actor, version_id: int, *, teach_out_until: date | None = None, seen: str | None = None
) -> ModuleVersion:
    """Publish a version; the one before is superseded and taught out until a day.

    Coverage claims on the old version stay accepted: learners pinned to it still use them during the
    teach-out (I-18). Only a change of the offering itself supersedes a claim (`donors.service`).
    """
    previous = _replaced(version_id)
    version = _take(actor, version_id, "publish", seen=seen, check=checks.require_in_range)
    if previous is not None:
        version.supersedes_id = previous.id
        _supersede(previous, version, teach_out_until)
        if version.change_class == ChangeClass.EDITORIAL:
            drafting.carry_over(actor, previous, version)
    engine.forget()
    announce(VersionPublished("module", version.id))
    return version


def _replaced(version_id: int) -> ModuleVersion | None:
    """The version that a publication replaces, held with it so that nobody withdraws it beside us."""
    found = queries.latest_published(queries.locked(version_id).module_id)
    held = queries.locked(found.id) if found is not None else None
    return held if held is not None and held.state is VersionState.PUBLISHED else None


def _supersede(previous: ModuleVersion, version: ModuleVersion, teach_out_until: date | None) -> None:
    versioning.close_teaching(previous, teach_out_until, version.change_class)
    versioning.advance(SYSTEM, previous, MODULE_VERSION, "supersede", code=version.module.code)


def withdraw(actor: Actor, version_id: int, *, reason: str, seen: str | None = None) -> ModuleVersion:
    """Withdraw a version that is wrong in law or quality; enrolments and holders are told (J5)."""
    version = _take(actor, version_id, "withdraw", reason=reason, seen=seen)
    engine.forget()
    announce(VersionWithdrawn("module", version.id, reason))
    return version


def decide_equivalence(
    actor: Actor,
    *,
    target_id: int,
    degree: EquivalenceDegree,
    source_id: int | None = None,
    top_up: str | None = None,
    top_up_text: Bilingual | None = None,
    reason: str = "",
    instead_of: int | None = None,
) -> OutcomeEquivalence:
    """Decide what one outcome carries to another; without a source it is new matter (S06).

    That a forerunner carries nothing is a refusal and says why (I-17). `instead_of` is the line that this
    one replaces, with a reason: the older one is kept and carries nothing from now on.
    """
    target = queries.outcome(target_id)
    version = _version(actor, Permission.VERSION_DRAFT, target.version_id)
    top_ups.require_said(degree, top_up, top_up_text)
    refuses = degree is EquivalenceDegree.NONE and source_id is not None
    if refuses and not reason.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="equivalence", action="refuse")
    _replace(instead_of, target_id, reason)
    if queries.find_equivalence(source_id, target_id) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="equivalence", code=target.code)
    source = queries.outcome(source_id).code if source_id is not None else None
    line = drafting.equivalence(actor, source_id, target_id, degree, top_up, top_up_text)
    db.session.add(line)
    facts: dict[str, Any] = {"source": source, "target": target.code}
    if not refuses:
        facts["degree"] = degree
    event = "equivalence:refused" if refuses else "equivalence:decided"
    audit.record(actor, event, "equivalence", line.id, reason=reason.strip() or None, **facts)
    engine.forget()
    if version.state in queries.SHOWN:
        # What carries into a published version changed: whoever is on it is computed again.
        announce(VersionPublished("module", version.id))
    return line


def _replace(line_id: int | None, target_id: int, reason: str) -> None:
    """End the line that a newer decision on the same outcome replaces."""
    if line_id is None:
        return
    line = found(db.session.get(OutcomeEquivalence, line_id), "equivalence", line_id)
    if line.to_outcome_id != target_id or line.ended_at is not None:
        raise Refusal(RefusalCode.CHANGED_MEANWHILE, object="equivalence")
    if not reason.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="equivalence", action="replace")
    line.ended_at = clock.now()
    db.session.flush()


MODULES = versioning.Kind(
    load=queries.locked,
    about=queries.subject_of,
    table=lambda version: MODULE_VERSION,
    owner=lambda version: version.module,
    opinions=queries.opinions_on,
    opinion=lambda version_id: ModuleOpinion(id=new_id(), version_id=version_id),
)


def _version(actor: Actor, permission: Permission, version_id: int) -> ModuleVersion:
    version: ModuleVersion = versioning.loaded(MODULES, actor, permission, version_id)
    return version


def _take(
    actor: Actor,
    version_id: int,
    action: str,
    *,
    reason: str | None = None,
    seen: str | None = None,
    check: Callable[[ModuleVersion], object] = lambda version: None,
) -> ModuleVersion:
    version: ModuleVersion = versioning.take(
        MODULES, actor, version_id, action, reason=reason, seen=seen, check=check
    )
    return version


def _require_complete(version: ModuleVersion) -> None:
    found = checks.problems(version, queries.prerequisite_graph(), version.module.code)
    if found and version.state is VersionState.DRAFT:
        raise checks.refusal(found)
