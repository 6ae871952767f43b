"""Path versions as the values the engine computes with, kept per published version."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from curriculum.catalogue import engine as catalogue
from curriculum.catalogue import queries as catalogue_queries
from curriculum.db import db
from curriculum.domain import path as domain
from curriculum.domain.groups import GroupRule
from curriculum.domain.module import ModuleVersion
from curriculum.domain.proof import ProofLevel
from curriculum.domain.refusals import found
from curriculum.institutions import queries as institutions
from curriculum.paths import options
from curriculum.paths.models import PathComponent, PathVersion

_kept: dict[tuple[int, int | None, str], tuple[catalogue.Stamp, domain.Path]] = {}

POINTS = 100
MINUTES = 60


def whole() -> Select[PathVersion]:
    """A path version with its path and components."""
    return select(PathVersion).options(joinedload(PathVersion.path), selectinload(PathVersion.components))


def forget() -> None:
    """Drop what is kept; called by whatever publishes a path version."""
    _kept.clear()
    catalogue.forget()


def plan(path_version_id: int, renews: int | None = None, route: str = "") -> domain.Path:
    """The path as the engine needs it; `renews` is what a renewal path renews, `route` the route followed.

    Kept per version, route and process until anything is published or any equivalence decided, because
    what carries over, what a renewal must update, and which versions a module has follow from those
    (I-06 covers the rest).
    """
    now = catalogue.stamp()
    wanted = (path_version_id, renews, route)
    kept = _kept.get(wanted)
    if kept is not None and kept[0] == now:
        return kept[1]
    row = db.session.scalar(whole().where(PathVersion.id == path_version_id))
    version = found(row, "path_version", path_version_id)
    path = _renewing(value(version), renews).on_route(route)
    if version.state in catalogue.SHOWN:
        _kept[wanted] = (now, path)
    return path


def _renewing(path: domain.Path, renews: int | None) -> domain.Path:
    if renews is None or not any(c.type is domain.ComponentType.MODULE_UPDATE for c in path.components):
        return path
    original = plan(renews)
    ids = catalogue.published_ids([module.code for module in original.modules])
    published = catalogue.domain_modules(ids)
    renewed = domain.renewing(path, domain.thematic_updates(original, published.values()))
    lines = dict.fromkeys((*path.equivalences, *catalogue.equivalences_to(ids)))
    return replace(renewed, equivalences=tuple(lines))


def value(version: PathVersion) -> domain.Path:
    """The engine's value of a path version with its components; also of a draft, for the check."""
    asked = _options(version.components)
    ids = list(dict.fromkeys(one for some in asked for versions in some for one in versions))
    modules = catalogue.domain_modules(ids)
    codes = {one.key: one.code for one in version.components}
    return domain.Path(
        code=version.path.code,
        version=version.version,
        kind=domain.PathKind(version.kind.value),
        components=tuple(
            _component(one, [[modules[key] for key in versions] for versions in some], codes)
            for one, some in zip(version.components, asked, strict=True)
        ),
        modules=tuple(modules[one] for one in ids),
        entry=_entry(version.entry_requirements),
        equivalences=catalogue.equivalences_to(ids),
        validity_months=version.certificate_validity_months,
        routes=tuple(one["key"] for one in version.routes),
        stages=tuple(one["key"] for one in version.stages),
        longest_months=version.max_duration_months,
    )


def asked_ids(components: Sequence[PathComponent]) -> list[list[int]]:
    """For each component the module versions that may meet it; of any version of a module all of them,
    the one in force first: a newer one is added and takes nothing from who met an earlier one (I-18)."""
    return [
        list(dict.fromkeys(one for versions in some for one in versions)) for some in _options(components)
    ]


def offered_ids(components: Sequence[PathComponent]) -> list[list[int]]:
    """As `asked_ids` for somebody who begins today: of any version of a module the one in force."""
    return [[versions[0] for versions in some if versions] for some in _options(components)]


def _options(components: Sequence[PathComponent]) -> list[list[list[int]]]:
    """For each component its options, for each option the module versions that may meet it."""
    named = [options.named(row) for row in components]
    modules = {options.module_id(one) for some in named for one in some} - {None}
    published = catalogue_queries.ever_published(modules)
    return [[_versions(one, published) for one in some] for some in named]


def _versions(option: str, published: Mapping[int, list[int]]) -> list[int]:
    module = options.module_id(option)
    return [int(option)] if module is None else published.get(module, [])


def _component(
    row: PathComponent, asked: Sequence[Sequence[ModuleVersion]], codes: Mapping[str, str]
) -> domain.Component:
    modules = dict.fromkeys(one.ref for versions in asked for one in versions)
    rule: Mapping[str, Any] = row.rule
    level = ProofLevel.ASSESSED_EXTERNALLY if row.min_proof_level is None else ProofLevel(row.min_proof_level)
    return domain.Component(
        code=row.code,
        type=domain.ComponentType(row.type),
        options=tuple(modules),
        choose=rule.get("choose", 1),
        minimum=_minimum(rule),
        min_level=level,
        weight=row.weight,
        mandatory=row.mandatory,
        waivable=row.waivable,
        within_months=rule.get("within_months"),
        unit=domain.PracticeUnit(rule.get("unit", domain.PracticeUnit.DELIVERY_HOURS)),
        distinct=rule.get("distinct_sessions", rule.get("distinct_observers", 1)),
        min_score=rule.get("min_score", 0),
        scale_max=rule.get("scale_max", 4),
        domain=rule.get("domain", ""),
        stage=row.stage,
        routes=tuple(row.routes),
        after=tuple(
            domain.Spacing(codes.get(one["component"], one["component"]), one["months"])
            for one in rule.get("after", ())
        ),
        any_version=row.module_id is not None,
        path=rule.get("path", ""),
        **_group(row, asked),
    )


def _group(row: PathComponent, asked: Sequence[Sequence[ModuleVersion]]) -> dict[str, Any]:
    """What an elective group says of its options; those that exclude each other are named by module code."""
    rule: Mapping[str, Any] = row.rule
    if row.type != domain.ComponentType.ELECTIVE_GROUP:
        return {"shared": not rule.get("counts_once", True)}
    refs = {versions[0].code: tuple(one.ref for one in versions) for versions in asked if versions}
    of_any = [options.module_id(option) is not None for option in row.options]
    return {
        "group": GroupRule(rule.get("group", GroupRule.AT_LEAST)),
        "credits": rule.get("credits", 0),
        "category": rule.get("category", ""),
        "exclusive": tuple(
            tuple(ref for code in codes for ref in refs.get(code, ())) for codes in rule.get("exclusive", ())
        ),
        "shared": not rule.get("counts_once", True),
        "same": tuple(
            tuple(one.ref for one in versions)
            for versions, in_any in zip(asked, of_any, strict=True)
            if in_any and versions
        ),
    }


def _minimum(rule: Mapping[str, Any]) -> int:
    """The least that is asked, in the engine's unit: minutes, hundredths of a point, pieces or months."""
    if "minimum" in rule:
        return int(rule["minimum"]) * MINUTES
    if "minimum_points" in rule:
        return int(rule["minimum_points"]) * POINTS
    names = ("count", "min_items", "minimum_months", "panel_size_min")
    return next((int(rule[name]) for name in names if name in rule), 0)


def _entry(data: Mapping[str, Any]) -> domain.EntryRequirements:
    lists = {name: tuple(data[name]) for name in ("required_paths", "grades", "languages") if name in data}
    wanted = domain.EntryRequirements(**{**data, **lists})
    if wanted.min_grade is None:
        return wanted
    ranks = {one.code: one.rank for one in institutions.all_grades()}
    # Nobody is of a grade that there is not: a draft may name one, its check tells.
    return wanted._replace(min_rank=ranks.get(wanted.min_grade, 0))
