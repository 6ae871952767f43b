"""What module and path versions do not share when they are reviewed; everything above this is one code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from curriculum.catalogue import carrying, versioning
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue import service as modules
from curriculum.catalogue import sheets as module_sheets
from curriculum.domain.actors import Actor, Key, Subject
from curriculum.domain.refusals import found
from curriculum.domain.sheets import Plain
from curriculum.paths import queries as path_queries
from curriculum.paths import service as paths
from curriculum.paths import sheets as path_sheets


@dataclass(frozen=True)
class Kind:
    """One kind of version as the review meets it."""

    name: str
    """As addresses say it."""
    table: str
    """The life cycle, as the trail and announcements say it."""
    service: ModuleType
    way: versioning.Kind
    get: Callable[[str, int], Any]
    read: Callable[[int], Any]
    """Reads a version to show it; `way.load` reads it to decide."""
    before: Callable[[Any], Any]
    sheet: Callable[[Any], dict[str, Any]]
    write: Callable[[Actor, Any, Plain], Any]
    """Writes a sheet into the draft, as of the revision it was read at."""
    column: str
    """The column of our rows that names a version of this kind."""
    page: str
    """The endpoint of the version's own page."""

    def code(self, version: Any) -> str:
        """The code of its module or path."""
        return str(self.way.owner(version).code)

    def seen_by(self, assigned: frozenset[Key]) -> versioning.Kind:
        """The same way, with those to whom the version was assigned: rooms below cannot know them."""
        return replace(self.way, about=lambda one: self.about(one, assigned))

    def about(self, version: Any, assigned: frozenset[Key] = frozenset()) -> Subject:
        """The version as permissions see it."""
        return replace(self.way.about(version), assigned=assigned)


def _write_module(actor: Actor, version: Any, sheet: Plain) -> Any:
    prefix = f"{version.module.code}.v{version.version}"
    content = module_sheets.from_sheet(sheet, prefix)
    return modules.revise(actor, version.id, content, seen=version.revision)


def _write_path(actor: Actor, version: Any, sheet: Plain) -> Any:
    return paths.revise(actor, version.id, path_sheets.from_sheet(sheet), seen=version.revision)


KINDS: Mapping[str, Kind] = {
    "modules": Kind(
        name="modules",
        table="module_version",
        service=modules,
        way=modules.MODULES,
        get=catalogue.get_version,
        read=catalogue.version,
        before=carrying.before,
        sheet=module_sheets.module_sheet,
        write=_write_module,
        column="module_version_id",
        page="catalogue.version",
    ),
    "paths": Kind(
        name="paths",
        table="path_version",
        service=paths,
        way=paths.PATHS,
        get=path_queries.get_version,
        read=path_queries.version,
        before=path_queries.before,
        sheet=path_sheets.path_sheet,
        write=_write_path,
        column="path_version_id",
        page="training_paths.version",
    ),
}


def kind(name: str) -> Kind:
    """The kind that an address names."""
    return found(KINDS.get(name), "version", name)


def kind_of(row: Any) -> Kind:
    """The kind of the version that one of our rows is about."""
    return next(one for one in KINDS.values() if getattr(row, one.column) is not None)


def version_id(row: Any) -> int:
    """The version that one of our rows is about."""
    return int(getattr(row, kind_of(row).column))
