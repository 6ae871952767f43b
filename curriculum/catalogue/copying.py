"""A module begun as the copy of a version: what was copied stays the same outcome by key (decision 0026)."""

import re
from typing import Any, NamedTuple

from sqlalchemy import select

from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.catalogue import queries, service
from curriculum.catalogue.models import Module, ModuleVersion
from curriculum.catalogue.sheets import from_sheet, module_sheet
from curriculum.db import db
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission


def copy(actor: Actor, source_id: int, *, code: str, theme: str, owner: str) -> ModuleVersion:
    """Open a module whose first draft says what a version of another one says."""
    source = queries.version(source_id)
    require(actor, Permission.VERSION_VIEW, queries.subject_of(source))
    module = service.create_module(actor, code=code, theme=theme, owner=owner)
    db.session.flush()
    sheet = {**module_sheet(source), "change_class": None, "change_note": None}
    version = service.draft_version(actor, module_id=module.id, content=from_sheet(sheet, f"{code}.v1"))
    note(actor, "module_version", version, code, named(source.module.code, source.version))
    return version


def named(code: str, number: int) -> str:
    """A version as its copies name it."""
    return f"{code} v{number}"


def note(actor: Actor, name: str, version: Any, code: str, source: str) -> None:
    """Keep where a first draft was copied from; paths share it."""
    version.copied_from = source
    audit.record(actor, "version:copied", name, version.id, code=code, version=version.version, source=source)


class Related(NamedTuple):
    """A version that another was copied from or into; the number is None where it is not here."""

    code: str
    number: int | None


class Lineage(NamedTuple):
    """Where a version comes from, and which ones were copied from it."""

    source: Related | None
    copies: tuple[Related, ...]


def lineage(version: ModuleVersion) -> Lineage:
    """Where a module version was copied from and to; two statements."""
    return lineage_of(version, ModuleVersion, Module, version.module.code)


def lineage_of(version: Any, kind: Any, owner: Any, code: str) -> Lineage:
    """The same for any kind of version; a source that lives in another house is named only."""
    rows = select(owner.code, kind.version).join(owner, owner.id == _owner_key(kind))
    wanted = rows.where(kind.copied_from == named(code, version.version)).order_by(owner.code, kind.version)
    copies = tuple(Related(*row) for row in db.session.execute(wanted))
    if version.copied_from is None:
        return Lineage(None, copies)
    first, _v, number = version.copied_from.rpartition(" v")
    # The name is another house's word: one that is no number of ours is named only.
    wanted_number = int(number) if re.fullmatch("[0-9]{1,6}", number) else 0
    here = rows.where(owner.code == first, kind.version == wanted_number)
    held = db.session.execute(here).first()
    return Lineage(Related(*held) if held else Related(version.copied_from, None), copies)


def _owner_key(kind: Any) -> Any:
    return kind.module_id if kind is ModuleVersion else kind.path_id
