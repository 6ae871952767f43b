"""Modules as the file of a curriculum brings them: versions under their own number, states by the operator.

A version comes in as a draft; only the operator's import lets it stand as it stood (decision 0026).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from curriculum import clock
from curriculum.access import require
from curriculum.announcements import VersionPublished
from curriculum.audit import service as audit
from curriculum.catalogue import drafting, engine, queries, service, top_ups, versioning
from curriculum.catalogue.content import VersionContent
from curriculum.catalogue.models import EquivalenceDegree, Module, ModuleVersion, OutcomeCompetence
from curriculum.catalogue.standing import FROZEN, PUBLISHED, STANDING
from curriculum.db import Bilingual, announce, db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.case import Contribution
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries as institutions


def enter_module(actor: Actor, *, code: str, theme: str, owner: str) -> Module:
    """Open a module of the file, owned by an institution; both by code."""
    institution = institutions.get(owner)
    require(actor, Permission.CURRICULUM_IMPORT, institutions.owned(institution.id))
    module = Module(
        id=new_id(), code=code, owner_institution_id=institution.id, theme_id=queries.get_theme(theme).id
    )
    db.session.add(module)
    audit.record(actor, "module:created", "module", module.id, code=code, owner=owner)
    return module


def enter_version(
    actor: Actor, code: str, number: int, content: VersionContent, copied_from: str | None = None
) -> ModuleVersion:
    """A version as a draft under its number, or the draft of that number written anew."""
    module = queries.get_module(code)
    require(actor, Permission.CURRICULUM_IMPORT, queries.subject(module.id))
    if (version := held(code, number)) is not None:
        versioning.require_draft(service.MODULES, version, queries.SHOWN)
        versioning.note_revision(version, None)
        drafting.rewrite(version, module, content)
    else:
        version = drafting.new_version(module, number, content)
        version.copied_from = copied_from
        db.session.add(version)
    sign(actor, version)
    audit.record(actor, "version:imported", "module_version", version.id, code=code, version=number)
    return version


def held(code: str, number: int) -> ModuleVersion | None:
    """The version of this number as it stands now, held until the transaction ends."""
    rows = queries.versions_of(queries.get_module(code).id)
    return next((queries.locked(one.id) for one in rows if one.version == number), None)


def sign(actor: Actor, version: Any) -> None:
    """Whoever brings a draft in has written in it: somebody else approves it. A machine is nobody."""
    if isinstance(actor.account_id, int):
        version.author_id = version.author_id or actor.account_id
        versioning.note_writer(actor, version)


def restore(actor: Actor, version: ModuleVersion, stood: Mapping[str, Any], supersedes: int | None) -> None:
    """Let a version stand as it stood where the file was written; one event says so."""
    previous = queries.get_version(version.module.code, supersedes).id if supersedes else None
    stand(actor, version, "module_version", version.module.code, stood, previous)
    if version.state in FROZEN:
        engine.forget()
        announce(VersionPublished("module", version.id))


def stand(
    actor: Actor, version: Any, name: str, code: str, stood: Mapping[str, Any], previous: int | None
) -> None:
    """Put on a version, module or path, what it stood at; its parts are written before it is frozen."""
    require(actor, Permission.CURRICULUM_RESTORE)
    standing = STANDING
    if version.state not in FROZEN:
        version.supersedes_id = previous
        db.session.flush()
        standing = STANDING | PUBLISHED
    for column in standing & stood.keys():
        setattr(version, column, stood[column])
    db.session.flush()
    audit.record(
        actor, "version:restored", name, version.id, code=code, version=version.version, state=version.state
    )


def enter_equivalence(
    actor: Actor,
    *,
    source: str | None,
    target: str,
    degree: EquivalenceDegree,
    top_up: str | None,
    top_up_text: Bilingual | None,
    decided_at: datetime | None,
    reason: str | None = None,
    restores: bool = False,
) -> None:
    """What one outcome of the file carries to another, both by code.

    Whoever does not restore decides it here and now: with what the page asks for, and with what follows.
    """
    rows = queries.outcomes_by_code([one for one in (source, target) if one])
    about, why = rows[target], (reason or "").strip()
    require(actor, Permission.CURRICULUM_IMPORT, institutions.owned(about.owner_id))
    # An older file names top-ups by their codes alone: they are restored as they stood.
    if restores:
        top_ups.require_named(degree, top_up)
    else:
        top_ups.require_said(degree, top_up, top_up_text)
    refuses = degree is EquivalenceDegree.NONE and source is not None
    if refuses and not why and not restores:
        raise Refusal(RefusalCode.REASON_MISSING, object="equivalence", action="refuse")
    source_id = rows[source].id if source else None
    line = drafting.equivalence(actor, source_id, about.id, degree, top_up, top_up_text)
    line.decided_at = decided_at if restores else line.decided_at
    db.session.add(line)
    event = "equivalence:refused" if refuses and why else "equivalence:decided"
    facts: dict[str, Any] = {"source": source, "target": target}
    if event == "equivalence:decided":
        facts["degree"] = degree
    audit.record(actor, event, "equivalence", line.id, reason=why or None, **facts)
    engine.forget()
    if about.state in queries.SHOWN:
        # What carries into a published version changed: whoever is on it is computed again.
        announce(VersionPublished("module", about.version_id))


def enter_competence(
    actor: Actor,
    *,
    module: str,
    outcome: str,
    item_id: int,
    item: str,
    how: Contribution,
    from_: Any,
    to: Any,
) -> None:
    """What an outcome did for a competence, as it was noted where the file was written."""
    require(actor, Permission.CURRICULUM_RESTORE)
    row = OutcomeCompetence(
        id=new_id(),
        module_id=queries.get_module(module).id,
        outcome_key=outcome,
        item_id=item_id,
        how=how,
        from_=from_ or clock.today(),
        to=to,
    )
    db.session.add(row)
    named = f"{module} {outcome}"
    audit.record(actor, "competence:linked", "module", row.module_id, competence=item, outcome=named)
