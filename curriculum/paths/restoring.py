"""Paths as the file of a curriculum brings them: as drafts, or by the operator as they stood (0026)."""

from collections.abc import Mapping
from typing import Any

from curriculum.access import require
from curriculum.announcements import VersionPublished
from curriculum.audit import service as audit
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue import restoring, versioning
from curriculum.catalogue.standing import FROZEN
from curriculum.db import announce, db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries as institutions
from curriculum.paths import drafting, engine, queries, service
from curriculum.paths.content import PathContent
from curriculum.paths.models import Path, PathVersion


def enter_path(actor: Actor, *, code: str, owner: str) -> Path:
    """Open a path of the file, owned by an institution; both by code."""
    institution = institutions.get(owner)
    require(actor, Permission.CURRICULUM_IMPORT, institutions.owned(institution.id))
    path = Path(id=new_id(), code=code, owner_institution_id=institution.id)
    db.session.add(path)
    audit.record(actor, "path:created", "path", path.id, code=code, owner=owner)
    return path


def enter_version(
    actor: Actor, code: str, number: int, content: PathContent, copied_from: str | None = None
) -> PathVersion:
    """A path version as a draft under its number, or the draft of that number written anew."""
    path = queries.get_path(code)
    require(actor, Permission.CURRICULUM_IMPORT, institutions.owned(path.owner_institution_id))
    if (version := held(code, number)) is not None:
        versioning.require_draft(service.PATHS, version, catalogue.SHOWN)
        versioning.note_revision(version, None)
        drafting.rewrite(version, content)
    else:
        version = drafting.new_version(path, number, content)
        version.copied_from = copied_from
        db.session.add(version)
    restoring.sign(actor, version)
    db.session.flush()
    _require_readable(version)
    audit.record(actor, "version:imported", "path_version", version.id, code=code, version=number)
    return version


def held(code: str, number: int) -> PathVersion | None:
    """The version of this number as it stands now, held until the transaction ends."""
    rows = queries.versions_of(queries.get_path(code).id)
    return next((queries.locked(one.id) for one in rows if one.version == number), None)


def _require_readable(version: PathVersion) -> None:
    """Rules are free data in the file: refuse what the engine cannot read before anybody follows it."""
    try:
        engine.value(version)
    except (AttributeError, KeyError, TypeError, ValueError) as unread:
        raise Refusal(RefusalCode.VALUE_INVALID, field="rule", value=str(unread), expected="…") from unread


def restore(actor: Actor, version: PathVersion, stood: Mapping[str, Any], supersedes: int | None) -> None:
    """Let a path version stand as it stood where the file was written; one event says so."""
    code = version.path.code
    previous = queries.get_version(code, supersedes).id if supersedes else None
    restoring.stand(actor, version, service.table_of(version).name, code, stood, previous)
    if version.state in FROZEN:
        engine.forget()
        announce(VersionPublished("path", version.id))
