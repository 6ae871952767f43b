"""Modules, versions and outcomes by code or id; lists that start from what an actor may see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Select, inspect, select

from curriculum import clock
from curriculum.catalogue.engine import SHOWN as SHOWN
from curriculum.catalogue.engine import domain_modules as domain_modules
from curriculum.catalogue.engine import equivalences_to as equivalences_to
from curriculum.catalogue.engine import whole
from curriculum.catalogue.models import (
    Module,
    ModuleOpinion,
    ModuleVersion,
    Outcome,
    OutcomeEquivalence,
    Theme,
)
from curriculum.catalogue.standing import FROZEN
from curriculum.db import Bilingual, db
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.module import Prerequisites
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import Permitted, permits
from curriculum.domain.refusals import found
from curriculum.institutions import queries as institutions

OPEN = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.PILOT, VersionState.APPROVED)
"""States of a version that is still being made; a module has at most one such version."""

TAUGHT = (VersionState.PILOT, VersionState.APPROVED, *SHOWN)
"""States an offering may claim to cover."""


class VersionRow(NamedTuple):
    """One line of a list of module versions."""

    id: int
    code: str
    version: int
    state: VersionState
    title: Bilingual
    theme_code: str
    owner_id: int
    hours_total: int


class OutcomeRow(NamedTuple):
    """An outcome with where it stands."""

    id: int
    code: str
    version_id: int
    module_code: str
    version: int
    state: VersionState
    weight: int
    critical: bool
    text: Bilingual
    owner_id: int
    title: Bilingual


def get_theme(code: str) -> Theme:
    """The theme with this code."""
    return found(db.session.scalar(select(Theme).where(Theme.code == code)), "theme", code)


def theme(theme_id: int) -> Theme:
    """The theme with this key."""
    return found(db.session.get(Theme, theme_id), "theme", theme_id)


def themes() -> Sequence[Theme]:
    """Every theme, in the order of its code."""
    return db.session.scalars(select(Theme).order_by(Theme.code)).all()


def find_module(code: str) -> Module | None:
    """The module with this code, if there is one."""
    return db.session.scalar(select(Module).where(Module.code == code))


def get_module(code: str) -> Module:
    """The module with this code."""
    return found(find_module(code), "module", code)


def module(module_id: int, *, held: bool = False) -> Module:
    """The module with this key; held, so that nobody begins a version of it beside us."""
    return found(db.session.get(Module, module_id, with_for_update=held or None), "module", module_id)


_WHOLE = frozenset({"module", "outcomes", "assessments"})


def module_codes(ids: Collection[int | None]) -> dict[int, str]:
    """Codes of modules by key."""
    rows = db.session.execute(select(Module.id, Module.code).where(Module.id.in_(ids))) if ids else ()
    return {row.id: row.code for row in rows}


def ever_published(module_ids: Collection[int | None]) -> dict[int, list[int]]:
    """Keys of every version that was published of some modules, the one in force first, then the latest.

    A withdrawn one too: what it was accepted for stays true until somebody decides (J5, I-18).
    """
    in_force = ModuleVersion.state == VersionState.PUBLISHED
    wanted = select(ModuleVersion.module_id, ModuleVersion.id).where(
        ModuleVersion.module_id.in_(module_ids), ModuleVersion.state.in_(FROZEN)
    )
    found: dict[int, list[int]] = {}
    if module_ids:
        ordered = wanted.order_by(in_force.desc(), ModuleVersion.version.desc())
        for module_id, version_id in db.session.execute(ordered):
            found.setdefault(module_id, []).append(version_id)
    return found


def version(version_id: int) -> ModuleVersion:
    """A version with its module, outcomes and assessments."""
    # The identity map holds on to nothing by itself: grading a class would read its version every time.
    kept: dict[int, ModuleVersion] = db.session().info.setdefault("module_versions", {})
    known = kept.get(version_id)
    if known is None or _WHOLE & inspect(known).unloaded:
        wanted = whole().where(ModuleVersion.id == version_id)
        known = kept[version_id] = found(db.session.scalar(wanted), "module_version", version_id)
    return known


def locked(version_id: int) -> ModuleVersion:
    """A version as it stands now, whole, and held until the transaction ends: nobody decides beside us."""
    wanted = whole().where(ModuleVersion.id == version_id).with_for_update(of=ModuleVersion)
    fresh = wanted.execution_options(populate_existing=True)
    return found(db.session.scalar(fresh), "module_version", version_id)


def get_version(code: str, number: int) -> ModuleVersion:
    """A version by module code and number, with its module, outcomes and assessments."""
    wanted = whole().join(Module).where(Module.code == code, ModuleVersion.version == number)
    return found(db.session.scalar(wanted), "module_version", f"{code} v{number}")


def versions_by_id(version_ids: Collection[int]) -> dict[int, ModuleVersion]:
    """Whole versions by key, in three statements whatever their number."""
    if not version_ids:
        return {}
    wanted = whole().where(ModuleVersion.id.in_(version_ids))
    return {one.id: one for one in db.session.scalars(wanted)}


def versions_of(module_id: int) -> Sequence[ModuleVersion]:
    """All versions of a module, newest first, without their parts."""
    wanted = select(ModuleVersion).where(ModuleVersion.module_id == module_id)
    return db.session.scalars(wanted.order_by(ModuleVersion.version.desc())).all()


def published_versions() -> Sequence[ModuleVersion]:
    """The published version of every module, whole, in the order of the codes."""
    wanted = whole().join(Module).where(ModuleVersion.state == VersionState.PUBLISHED)
    return db.session.scalars(wanted.order_by(Module.code, ModuleVersion.version)).all()


def latest_published(module_id: int) -> ModuleVersion | None:
    """The version a newcomer would follow today; None when none was published or all were withdrawn."""
    wanted = whole().where(
        ModuleVersion.module_id == module_id, ModuleVersion.state == VersionState.PUBLISHED
    )
    return db.session.scalar(wanted.order_by(ModuleVersion.version.desc()))


def open_version(module_id: int) -> ModuleVersion | None:
    """The version still being made, if there is one."""
    wanted = select(ModuleVersion).where(ModuleVersion.module_id == module_id, ModuleVersion.state.in_(OPEN))
    return db.session.scalar(wanted)


def prerequisite_graph(*, drafts: bool = False) -> dict[str, Prerequisites]:
    """What each module needs before it, as published or on its way there (I-20): its newest such version.

    Drafts are asked only where they are wanted."""
    states = {*OPEN, VersionState.PUBLISHED} - (set() if drafts else {VersionState.DRAFT})
    wanted = (
        select(Module.code, ModuleVersion.prerequisites_all, ModuleVersion.prerequisites_any)
        .join(Module, Module.id == ModuleVersion.module_id)
        .where(ModuleVersion.state.in_(states))
        .order_by(ModuleVersion.version)
    )
    return {code: Prerequisites(tuple(all_), tuple(any_)) for code, all_, any_ in db.session.execute(wanted)}


def codes() -> frozenset[str]:
    """The codes of all modules."""
    return frozenset(db.session.scalars(select(Module.code)))


def _outcomes() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Outcome.id,
            Outcome.code,
            Outcome.version_id,
            Module.code,
            ModuleVersion.version,
            ModuleVersion.state,
            Outcome.weight,
            Outcome.critical,
            Outcome.text,
            Module.owner_institution_id,
            ModuleVersion.title,
        )
        .join(ModuleVersion, ModuleVersion.id == Outcome.version_id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .order_by(Module.code, ModuleVersion.version, Outcome.position)
    )


def outcomes_of(version_ids: Collection[int]) -> list[OutcomeRow]:
    """The outcomes of some versions, in order."""
    rows = db.session.execute(_outcomes().where(Outcome.version_id.in_(version_ids)))
    return [OutcomeRow(*row) for row in rows]


def outcomes_by_code(codes: Collection[str] | None = None) -> dict[str, OutcomeRow]:
    """Outcomes by code; without codes, every outcome of every version."""
    wanted = _outcomes() if codes is None else _outcomes().where(Outcome.code.in_(codes))
    return {row.code: OutcomeRow(*row) for row in db.session.execute(wanted)}


def outcomes_by_id(ids: Collection[int]) -> dict[int, OutcomeRow]:
    """Outcomes by key."""
    rows = db.session.execute(_outcomes().where(Outcome.id.in_(ids)))
    return {row.id: OutcomeRow(*row) for row in rows}


def outcome(outcome_id: int) -> OutcomeRow:
    """One outcome by key."""
    return found(outcomes_by_id([outcome_id]).get(outcome_id), "outcome", outcome_id)


def claimable_outcomes() -> list[OutcomeRow]:
    """Every outcome an offering may claim to cover."""
    return [OutcomeRow(*r) for r in db.session.execute(_outcomes().where(ModuleVersion.state.in_(TAUGHT)))]


def find_equivalence(source_id: int | None, target_id: int) -> OutcomeEquivalence | None:
    """The decided line between two outcomes, if there is one."""
    wanted = select(OutcomeEquivalence).where(
        OutcomeEquivalence.from_outcome_id == source_id,
        OutcomeEquivalence.to_outcome_id == target_id,
        OutcomeEquivalence.ended_at.is_(None),
    )
    return db.session.scalar(wanted)


def opinions_on(version_id: int) -> Sequence[ModuleOpinion]:
    """Every opinion on a version, oldest first, of earlier texts too."""
    wanted = select(ModuleOpinion).where(ModuleOpinion.version_id == version_id)
    return db.session.scalars(wanted.order_by(ModuleOpinion.given_at, ModuleOpinion.id)).all()


def subject(module_id: int) -> Subject:
    """A module as permissions see it: its owner and the owner's ancestors."""
    return institutions.owned(module(module_id).owner_institution_id)


def subject_of(version: ModuleVersion) -> Subject:
    """A version as permissions see it: what was published is open to more people."""
    return replace(subject(version.module_id), is_published=version.state in SHOWN)


def visible_to(actor: Actor, states: Collection[VersionState] | None = None) -> list[VersionRow]:
    """The versions the actor may see, drafts of the own institution included; two statements."""
    lineages = all_lineages()
    return [row for row in _rows(states) if may_see(actor, lineages[row.owner_id], row.state)]


def published() -> list[VersionRow]:
    """The published version of every module: what the public catalogue lists; one statement."""
    return _rows((VersionState.PUBLISHED,))


def _rows(states: Collection[VersionState] | None) -> list[VersionRow]:
    wanted = (
        select(ModuleVersion, Module.code, Theme.code, Module.owner_institution_id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .join(Theme, Theme.id == Module.theme_id)
        .order_by(Module.code, ModuleVersion.version.desc())
    )
    if states is not None:
        wanted = wanted.where(ModuleVersion.state.in_(states))
    return [
        VersionRow(one.id, code, one.version, one.state, one.title, theme, owner, one.hours_total)
        for one, code, theme, owner in db.session.execute(wanted)
    ]


def may_see(actor: Actor, owners: frozenset[int], state: VersionState) -> bool:
    """Whether the actor may see a version of these owners in this state."""
    thing = replace(Subject.owned_by(owners), is_published=state in SHOWN)
    return isinstance(permits(actor, Permission.VERSION_VIEW, thing, clock.today()), Permitted)


def all_lineages() -> Mapping[int, frozenset[int]]:
    """Every institution with its ancestors, in one statement: for lists."""
    parents = {one.id: one.parent_id for one in institutions.all_()}
    return {one: frozenset(_upwards(one, parents)) for one in parents}


def _upwards(start: int, parents: Mapping[int, int | None]) -> list[int]:
    way: list[int] = []
    at: int | None = start
    while at is not None and at not in way:
        way.append(at)
        at = parents.get(at)
    return way
