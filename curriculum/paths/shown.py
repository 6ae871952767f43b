"""The public catalogue as values for its pages: what a path or a module page shows."""

from typing import NamedTuple, TypeVar

from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.models import ModuleVersion
from curriculum.db import Bilingual
from curriculum.domain import path as domain
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.donors import queries as donors
from curriculum.paths import engine, queries
from curriculum.paths.models import PathVersion

Version = TypeVar("Version", PathVersion, ModuleVersion)


class ModuleLine(NamedTuple):
    """A module version as a component or a list names it."""

    code: str
    version: int
    title: Bilingual
    hours: int
    in_any_version: bool = False


class ComponentLine(NamedTuple):
    """A requirement with its modules, the engine's value of it, and what it is called."""

    component: domain.Component
    title: Bilingual | None
    modules: tuple[ModuleLine, ...]


class Seen(NamedTuple):
    """A version read once for everything that shows it: the engine's value, and a line for each component."""

    version: PathVersion
    path: domain.Path
    lines: tuple[ComponentLine, ...]


def path_version(code: str, number: int | None) -> PathVersion:
    """A version of a path that the public may see; the published one, else the latest."""
    shown = [one for one in queries.versions_of(queries.get_path(code).id) if one.state in catalogue.SHOWN]
    return queries.version(_chosen(shown, number, "path", code).id)


def module_version(code: str, number: int | None) -> ModuleVersion:
    """A version of a module that the public may see; the published one, else the latest."""
    versions = catalogue.versions_of(catalogue.get_module(code).id)
    shown = [one for one in versions if one.state in catalogue.SHOWN]
    return catalogue.version(_chosen(shown, number, "module", code).id)


def _chosen(shown: list[Version], number: int | None, object_: str, code: str) -> Version:
    fitting = [one for one in shown if number is None or one.version == number]
    if not fitting:
        raise Refusal(RefusalCode.NOT_FOUND, object=object_, code=code)
    return fitting[0]


def seen(version: PathVersion) -> Seen:
    """A version with its components in order, and the modules they name."""
    ids = engine.offered_ids(version.components)
    modules = catalogue.versions_by_id({one for some in ids for one in some})
    path = engine.value(version)
    lines = tuple(
        ComponentLine(value, row.title, tuple(_line(modules[one], value) for one in some))
        for row, value, some in zip(version.components, path.components, ids, strict=True)
    )
    return Seen(version, path, lines)


def _line(version: ModuleVersion, asked: domain.Component) -> ModuleLine:
    ref = f"{version.module.code}.v{version.version}"
    in_any = asked.any_version or any(ref == versions[0] for versions in asked.same)
    return ModuleLine(version.module.code, version.version, version.title, version.hours_total, in_any)


def routes(version: PathVersion) -> dict[str, Bilingual]:
    """The named routes of a path by key, in their order; none: there is one way for everybody."""
    return {one["key"]: Bilingual(**one["title"]) for one in version.routes}


class Covering(NamedTuple):
    """An outcome with the donors' offerings that were accepted as covering it."""

    code: str
    claims: tuple[donors.ClaimRow, ...]


def covering(version: ModuleVersion) -> tuple[Covering, ...]:
    """Who covers which outcome of a module version, in the order of the outcomes."""
    claims = donors.claims_on([version.id])[version.id]
    return tuple(
        Covering(one.code, tuple(claim for claim in claims if claim.outcome_id == one.id))
        for one in version.outcomes
    )
