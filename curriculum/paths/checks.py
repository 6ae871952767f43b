"""What a path version still lacks before it may be reviewed or published (domain.md §2.9, I-20)."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, or_, select

from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.checks import Problem as Gap
from curriculum.catalogue.checks import outside
from curriculum.catalogue.models import ModuleVersion
from curriculum.db import Bilingual, db
from curriculum.domain import ranges
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.path import ComponentType, Path
from curriculum.domain.problems import Problem, ProblemCode, mandatory_modules, problems
from curriculum.domain.problems_of_ways import asked_paths, entry_problems, path_problems, way_problems
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.satisfying import Satisfied, on_every_route
from curriculum.institutions import queries as institutions
from curriculum.paths import engine, options, queries
from curriculum.paths.models import PathComponent, PathVersion


def gaps(version: PathVersion) -> tuple[Gap, ...]:
    """Texts that miss one of the two languages, and numbers and rules out of their range."""
    return tuple(_gaps(version))


def _gaps(version: PathVersion) -> Iterator[Gap]:
    texts: list[tuple[str, Bilingual]] = [("title", version.title), ("purpose", version.purpose)]
    texts += [(one.code, one.title) for one in version.components if one.title is not None]
    texts += [(one["key"], Bilingual(**one["title"])) for one in (*version.stages, *version.routes)]
    texts += [("entry_text", version.entry_text)] if version.entry_text is not None else []
    for where, text in texts:
        if not (text.fr.strip() and text.en.strip()):
            yield Gap(RefusalCode.TRANSLATION_MISSING, where, "fr" if text.en.strip() else "en")
    yield from _outside(version)


def _outside(version: PathVersion) -> Iterator[Gap]:
    """Numbers and rules that no form would have taken; read off the rows, named as in a sheet."""
    said = {name: getattr(version, name) for name in ranges.PATH["properties"]}
    asked = ranges.COMPONENT["properties"]
    said["components"] = [{name: getattr(one, name) for name in asked} for one in version.components]
    yield from outside(ranges.PATH, said)


def require_in_range(version: PathVersion) -> None:
    """Refuse a number or rule with which nobody on the path could be judged, before it is frozen (I-06)."""
    if wrong := next(_outside(version), None):
        raise wrong.refuse()


class Verdict(NamedTuple):
    """Every problem of a path, blocking or a warning (S20), and whether it can be completed."""

    problems: tuple[Problem, ...]
    satisfied: Satisfied


def found(version: PathVersion) -> tuple[Problem, ...]:
    """Every problem of a version."""
    return verdict(version, engine.value(version)).problems


def verdict(version: PathVersion, path: Path) -> Verdict:
    """Look a version over; `path` is the engine's value of it."""
    satisfied = _satisfied(version, path)
    known = (*problems(path, _granted(version)), *way_problems(path), *path_problems(path, _asked(path)))
    ranks = {one.code: one.rank for one in institutions.all_grades()}
    gone = (Problem(ProblemCode.MODULE_WITHDRAWN, ref) for ref in _withdrawn(version))
    told = (*known, *entry_problems(path.entry, ranks), *gone, *satisfied.reasons)
    return Verdict(tuple(dict.fromkeys(told)), satisfied)


def _satisfied(version: PathVersion, path: Path) -> Satisfied:
    """Whether the path can be completed on each of its routes with the modules as they stand, or why not."""
    return on_every_route(path, [*_withdrawn(version), *_out_of_force(version)])


def _asked(path: Path) -> dict[str, frozenset[str]]:
    """What each published path asks to have been completed, as far as this one leads to it."""
    found: dict[str, frozenset[str]] = {}
    waiting = asked_paths(path)
    while waiting:
        plans = [engine.plan(one) for one in queries.published_ids(waiting)]
        found |= {one.code: asked_paths(one) for one in plans}
        waiting = frozenset(code for one in plans for code in asked_paths(one)) - found.keys()
    return found


class Withdrawn(StrEnum):
    """What was withdrawn of a published version (J5)."""

    VERSION = "version"
    MODULE = "module"


def withdrawn(version: PathVersion) -> Withdrawn | None:
    """Whether a published version was withdrawn itself, or a module that everybody on it must take (J5)."""
    if version.published_on is None:
        return None
    if version.state is VersionState.WITHDRAWN:
        return Withdrawn.VERSION
    wanted = exists().where(PathComponent.path_version_id == version.id, lacking())
    return Withdrawn.MODULE if db.session.scalar(select(wanted)) else None


def rests_on_withdrawn(version: PathVersion) -> bool:
    """Whether either was."""
    return withdrawn(version) is not None


def lacking() -> ColumnElement[bool]:
    """Of components: everybody must take the module, and its version was withdrawn or none is in force."""
    gone = select(ModuleVersion.id).where(ModuleVersion.state == VersionState.WITHDRAWN)
    in_force = select(ModuleVersion.module_id).where(ModuleVersion.state == VersionState.PUBLISHED)
    return and_(
        PathComponent.type == ComponentType.MODULE,
        PathComponent.mandatory.is_(True),
        or_(PathComponent.module_version_id.in_(gone), PathComponent.module_id.not_in(in_force)),
    )


def _withdrawn(version: PathVersion) -> list[str]:
    named = (one for component in version.components for one in options.version_ids(component))
    return _refs_of(named, lambda state: state is VersionState.WITHDRAWN)


def _out_of_force(version: PathVersion) -> list[str]:
    """Of modules that are taken in any version, the versions that nobody can begin any more."""
    modules = {one for row in version.components for one in options.module_ids(row)}
    ids = {one for some in catalogue.ever_published(modules).values() for one in some}
    return _refs_of(ids, lambda state: state is not VersionState.PUBLISHED)


def _refs_of(ids: Iterable[int], chosen: Callable[[VersionState], bool]) -> list[str]:
    rows = catalogue.versions_by_id(set(ids)).values()
    return sorted(f"{row.module.code}.v{row.version}" for row in rows if chosen(row.state))


def require_complete(version: PathVersion) -> None:
    """Refuse with the first missing text or with every blocking problem."""
    if missing := gaps(version):
        raise missing[0].refuse()
    if blocking := tuple(one for one in found(version) if one.blocking):
        raise Refusal(
            RefusalCode.PATH_HAS_PROBLEMS,
            problems=tuple(dict.fromkeys(one.code for one in blocking)),
        )


def require_published_modules(version: PathVersion) -> None:
    """Refuse to publish a path that asks for a module version nobody can follow yet."""
    offered = engine.offered_ids(version.components)
    anyhow = {one for row in version.components for one in options.module_ids(row)}
    never = anyhow - catalogue.ever_published(anyhow).keys()
    for code in sorted(catalogue.module_codes(never).values()):
        raise Refusal(RefusalCode.VERSION_NOT_PUBLISHED, code=code, state=VersionState.DRAFT)
    ids = [one for some in offered for one in some]
    for module in catalogue.versions_by_id(ids).values():
        if module.state not in catalogue.SHOWN:
            code = f"{module.module.code} v{module.version}"
            raise Refusal(RefusalCode.VERSION_NOT_PUBLISHED, code=code, state=module.state)


def _granted(version: PathVersion) -> frozenset[str]:
    """The modules that whoever meets the entry requirements already holds."""
    needed = version.entry_requirements.get("required_paths", ())
    paths: list[Path] = [engine.plan(one) for one in queries.published_ids(needed)]
    return frozenset(code for path in paths for code in mandatory_modules(path))


def spans_ministries(version: PathVersion) -> bool:
    """Whether modules of several institutions meet in the path: then the coordination body must endorse."""
    ids = {one for some in engine.asked_ids(version.components) for one in some}
    owners = {one.module.owner_institution_id for one in catalogue.versions_by_id(ids).values()}
    return len(owners | {version.path.owner_institution_id}) > 1
