"""What the catalogue calls the parts of a path, read once per process: a published version never changes.

Versions whose content may still change are read anew every time (I-06 holds for all others).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import bindparam, select

from curriculum.catalogue.immutable import FROZEN
from curriculum.catalogue.models import Module, ModuleVersion
from curriculum.db import Bilingual, db
from curriculum.paths.engine import offered_ids
from curriculum.paths.models import Path, PathComponent, PathVersion

_HEAD = (
    select(Path.code, PathVersion.version, PathVersion.title, PathVersion.state)
    .join(Path, Path.id == PathVersion.path_id)
    .where(PathVersion.id == bindparam("id"))
)
_COMPONENTS = (
    select(PathComponent)
    .where(PathComponent.path_version_id == bindparam("id"))
    .order_by(PathComponent.position)
)
_MODULES = select(Module.code, ModuleVersion.version, ModuleVersion.title, ModuleVersion.state).join(
    Module, Module.id == ModuleVersion.module_id
)
_BY_KEY = _MODULES.where(ModuleVersion.id.in_(bindparam("ids", expanding=True)))
_BY_CODE = _MODULES.where(Module.code.in_(bindparam("codes", expanding=True)))


class Row(NamedTuple):
    """One component as the path names it."""

    code: str
    title: Bilingual | None
    min_level: int | None


@dataclass(frozen=True)
class PathTexts:
    """The words of one path version."""

    code: str
    version: int
    title: Bilingual
    rows: tuple[Row, ...]
    modules: dict[str, Bilingual]
    """Titles by reference (CODE.v1)."""


_kept: dict[int, PathTexts] = {}


def texts_of(path_version_id: int, refs: Iterable[str]) -> PathTexts:
    """The words of a path, with the titles of these modules: a renewal looks at more than it lists."""
    found = _kept.get(path_version_id) or _read(path_version_id)
    unknown = {ref for ref in refs if ref not in found.modules}
    return _with(path_version_id, found, unknown) if unknown else found


def _with(path_version_id: int, found: PathTexts, unknown: set[str]) -> PathTexts:
    codes = {ref.rpartition(".v")[0] for ref in unknown}
    rows = {
        f"{one.code}.v{one.version}": one
        for one in db.session.execute(_BY_CODE, {"codes": sorted(codes)})
        if f"{one.code}.v{one.version}" in unknown
    }
    whole = replace(found, modules=found.modules | {ref: one.title for ref, one in rows.items()})
    if path_version_id in _kept and all(one.state in FROZEN for one in rows.values()):
        _kept[path_version_id] = whole
    return whole


def _read(path_version_id: int) -> PathTexts:
    head = db.session.execute(_HEAD, {"id": path_version_id}).one()
    components = db.session.scalars(_COMPONENTS, {"id": path_version_id}).all()
    ids = {one for some in offered_ids(components) for one in some}
    modules = db.session.execute(_BY_KEY, {"ids": sorted(ids)}).all()
    found = PathTexts(
        head.code,
        head.version,
        head.title,
        tuple(Row(one.code, one.title, one.min_proof_level) for one in components),
        {f"{one.code}.v{one.version}": one.title for one in modules},
    )
    if all(one.state in FROZEN for one in (head, *modules)):
        _kept[path_version_id] = found
    return found
