"""What posts ask of those who hold them: modules of the profile, competences, paths that qualify."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

from curriculum.catalogue.models import Module, ModuleVersion, Outcome, OutcomeCompetence
from curriculum.db import db
from curriculum.domain import needs
from curriculum.domain.case import Contribution
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.needs import Ask, Source
from curriculum.domain.path import ComponentType
from curriculum.domain.proof import ProofLevel
from curriculum.donors.mapping.queries import OutcomeRow
from curriculum.frameworks.models import Framework, FrameworkItem, PostCompetence
from curriculum.institutions.models import PostProfile
from curriculum.paths.models import Path, PathComponent, PathVersion

LEVELS = {
    Contribution.DEVELOPS: ProofLevel.PRACTISED,
    Contribution.ASSESSES: ProofLevel.ASSESSED_EXTERNALLY,
}
"""How strong the proof of an outcome has to be for what it does for a competence."""

USUAL = ProofLevel.ASSESSED_EXTERNALLY
"""The level where nobody names one (domain.md §2.6)."""

_ASKED = PostCompetence


def asks_on(on: date, profiles: Iterable[PostProfile], outcomes: Iterable[OutcomeRow]) -> list[Ask]:
    """Everything that posts ask for of some outcomes on a day; two statements."""
    posts = list(profiles)
    by_module: dict[str, list[OutcomeRow]] = {}
    for one in outcomes:
        by_module.setdefault(one.module, []).append(one)
    return [*_of_modules(posts, by_module), *_of_competences(on), *_of_paths(posts, by_module)]


def _of_modules(posts: list[PostProfile], known: Mapping[str, list[OutcomeRow]]) -> Iterator[Ask]:
    for post in posts:
        for module in post.required_modules:
            for one in known.get(module, ()):
                yield Ask(post.code, one.id, USUAL, Source.POST, module)


def _of_competences(on: date) -> Iterator[Ask]:
    for post, outcome, how, framework, item, is_desirable in db.session.execute(_competences(on)):
        yield Ask(post, outcome, LEVELS[how], Source.COMPETENCE, f"{framework} {item}", is_desirable)


def _competences(on: date) -> Select[*tuple[Any, ...]]:
    """The outcomes in force that lead to a competence a post asks for."""
    note = OutcomeCompetence
    return (
        select(
            PostProfile.code, Outcome.id, note.how, Framework.code, FrameworkItem.code, _ASKED.is_desirable
        )
        .join(_ASKED, _ASKED.post_profile_id == PostProfile.id)
        .join(FrameworkItem, FrameworkItem.id == _ASKED.item_id)
        .join(Framework, Framework.id == FrameworkItem.framework_id)
        .join(note, note.item_id == _ASKED.item_id)
        .join(ModuleVersion, ModuleVersion.module_id == note.module_id)
        .join(Outcome, (Outcome.version_id == ModuleVersion.id) & (Outcome.key == note.outcome_key))
        .where(
            ModuleVersion.state == VersionState.PUBLISHED,
            _ASKED.from_ <= on,
            or_(_ASKED.to.is_(None), _ASKED.to >= on),
            note.from_ <= on,
            or_(note.to.is_(None), note.to >= on),
        )
    )


def _of_paths(posts: list[PostProfile], known: Mapping[str, list[OutcomeRow]]) -> Iterator[Ask]:
    """A path that qualifies is one way into a post: wished for of who holds it, and of several paths only
    what each of them asks for."""
    modules = _modules_of_paths({code for post in posts for code in post.qualifying_paths})
    for post in posts:
        paths = [code for code in post.qualifying_paths if code in modules]
        for module, level in needs.common([modules[code] for code in paths]).items():
            for one in known.get(module, ()):
                yield Ask(post.code, one.id, level, Source.PATH, ", ".join(paths), is_wished=True)


def _modules_of_paths(codes: set[str]) -> dict[str, dict[str, ProofLevel]]:
    """The modules that the published version of each path asks of everybody, whatever their route."""
    wanted = (
        select(Path.code, Module.code, PathComponent.min_proof_level, PathComponent.routes)
        .join(PathVersion, PathVersion.path_id == Path.id)
        .join(PathComponent, PathComponent.path_version_id == PathVersion.id)
        .outerjoin(ModuleVersion, ModuleVersion.id == PathComponent.module_version_id)
        .join(Module, Module.id == func.coalesce(PathComponent.module_id, ModuleVersion.module_id))
        .where(
            Path.code.in_(codes),
            PathVersion.state == VersionState.PUBLISHED,
            PathComponent.type == ComponentType.MODULE.value,
            PathComponent.mandatory,
        )
    )
    found: dict[str, dict[str, ProofLevel]] = {}
    for path, module, level, routes in db.session.execute(wanted):
        if not routes:
            found.setdefault(path, {})[module] = USUAL if level is None else ProofLevel(level)
    return found
