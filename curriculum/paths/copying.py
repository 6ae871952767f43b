"""A path begun as the copy of a version; lineage as modules have it (decision 0026)."""

from curriculum.access import require
from curriculum.catalogue import copying
from curriculum.catalogue.copying import Lineage
from curriculum.db import db
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.paths import queries, service
from curriculum.paths.models import Path, PathVersion
from curriculum.paths.sheets import from_sheet, path_sheet


def copy(actor: Actor, source_id: int, *, code: str, owner: str) -> PathVersion:
    """Open a path whose first draft says what a version of another one says; a move is not copied."""
    source = queries.version(source_id)
    require(actor, Permission.VERSION_VIEW, queries.subject(source.id))
    path = service.create_path(actor, code=code, owner=owner)
    db.session.flush()
    sheet = {**path_sheet(source), "transition": None, "change_class": None, "change_note": None}
    version = service.draft_version(actor, path_id=path.id, content=from_sheet(sheet))
    copying.note(actor, "path_version", version, code, copying.named(source.path.code, source.version))
    return version


def lineage(version: PathVersion) -> Lineage:
    """Where a path version was copied from and to; two statements."""
    return copying.lineage_of(version, PathVersion, Path, version.path.code)
