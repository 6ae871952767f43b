"""How the objects of a file become rows: each through the service of its own room, in their order."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy.exc import DBAPIError

from curriculum.catalogue import restoring as modules
from curriculum.catalogue import service as catalogue
from curriculum.catalogue.sheets import from_sheet as module_content
from curriculum.catalogue.standing import FROZEN
from curriculum.db import db, savepoint
from curriculum.domain.actors import Actor
from curriculum.domain.exchange import Entry, Fault, FaultCode, Kind, Name, names_of
from curriculum.domain.exchange_plan import Fate, Line
from curriculum.domain.refusals import Refusal
from curriculum.domain.shapes import made
from curriculum.donors import queries as donor_queries
from curriculum.donors import restoring as claims
from curriculum.donors import service as donors
from curriculum.donors.content import NewOffering, NewPhase, NewProgramme
from curriculum.donors.models import OfferingState
from curriculum.donors.paying import service as paying
from curriculum.exchange import document as shape
from curriculum.exchange.reading import refuse
from curriculum.frameworks import queries as framework_queries
from curriculum.frameworks import restoring as framework_states
from curriculum.frameworks import service as frameworks
from curriculum.institutions import queries as institution_queries
from curriculum.institutions import service as institutions
from curriculum.institutions.law import service as law
from curriculum.paths import restoring as paths
from curriculum.paths.sheets import from_sheet as path_content

Take = Callable[[Actor, Entry, bool], None]


class NotTaken(Exception):
    """An object that does not go in, with what is wrong at its place."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def take(actor: Actor, line: Line, *, restores: bool) -> None:
    """Write one new or changed object; what does not go in is refused with its place."""
    try:
        _write(actor, line, restores)
    except NotTaken as error:
        raise refuse([error.fault]) from error


def tried(actor: Actor, lines: Iterable[Line], *, restores: bool) -> tuple[Fault, ...]:
    """Write them as the import does; tell each that does not go in, and nothing of what needs it."""
    found: list[Fault] = []
    missing: set[Name] = set()
    for line in lines:
        if not any(need.name in missing for need in line.entry.needs):
            try:
                with savepoint():
                    _write(actor, line, restores)
                continue
            except NotTaken as error:
                found.append(error.fault)
        missing |= names_of([line.entry])
    return tuple(found)


def _write(actor: Actor, line: Line, restores: bool) -> None:
    if line.fate not in (Fate.NEW, Fate.CHANGED):
        return
    try:
        _TAKE[line.entry.kind](actor, line.entry, restores)
        db.session.flush()
    except Refusal as refusal:
        raise NotTaken(_untaken(line.entry, refusal)) from refusal
    except DBAPIError as error:
        raise NotTaken(Fault(FaultCode.NOT_TAKEN, line.entry.place, line.entry.code, "…")) from error


def _untaken(entry: Entry, refusal: Refusal) -> Fault:
    facts = refusal.facts
    found = facts.get("value") or facts.get("code") or entry.code
    expected = facts.get("expected") or facts.get("field") or refusal.code.value
    return Fault(FaultCode.NOT_TAKEN, entry.place, f"{entry.code}: {found}", str(expected))


def _institution(actor: Actor, entry: Entry, restores: bool) -> None:
    one: shape.Institution = made(shape.Institution, entry.data)
    institutions.create_institution(
        actor,
        code=one.code,
        type=one.type,
        name=one.name,
        roles=one.roles,
        parent=one.parent,
        active_from=one.active_from,
        contact=one.contact,
    )


def _instrument(actor: Actor, entry: Entry, restores: bool) -> None:
    one: shape.Instrument = made(shape.Instrument, entry.data)
    law.record(actor, code=one.code, content=one.content, state=one.state)


def _theme(actor: Actor, entry: Entry, restores: bool) -> None:
    one: shape.Theme = made(shape.Theme, entry.data)
    catalogue.create_theme(actor, code=one.code, title=one.title, cross_cutting=one.cross_cutting)


def _framework(actor: Actor, entry: Entry, restores: bool) -> None:
    one: shape.Framework = made(shape.Framework, entry.data)
    owner = institution_queries.get(one.owner).id if one.owner else None
    content = json.dumps(dict(one.package), ensure_ascii=False).encode()
    frameworks.import_(actor, content, code=one.code, owner_id=owner)
    db.session.flush()
    if restores:
        framework_states.restore(
            actor,
            one.code,
            state=one.state,
            adopted_on=one.adopted_on,
            deprecated_on=one.deprecated_on,
            supersedes=one.supersedes,
        )


def _module(actor: Actor, entry: Entry, restores: bool) -> None:
    modules.enter_module(actor, code=entry.code, theme=entry.data["theme"], owner=entry.data["owner"])


def _module_version(actor: Actor, entry: Entry, restores: bool) -> None:
    number, sheet = entry.data["version"], entry.data["content"]
    stood: shape.Stood = made(shape.Stood, entry.data["stood"])
    version = modules.held(entry.owner, number)
    if version is None or version.state not in FROZEN:
        content = module_content(sheet, f"{entry.owner}.v{number}")
        version = modules.enter_version(actor, entry.owner, number, content, entry.data["copied_from"])
    if restores:
        modules.restore(actor, version, _columns(stood), stood.supersedes)


def _columns(stood: shape.Stood) -> Mapping[str, Any]:
    return {name: value for name, value in vars(stood).items() if name != "supersedes"}


def _equivalence(actor: Actor, entry: Entry, restores: bool) -> None:
    one: shape.Equivalence = made(shape.Equivalence, entry.data)
    modules.enter_equivalence(actor, **vars(one), restores=restores)


def _competence(actor: Actor, entry: Entry, restores: bool) -> None:
    one: shape.Competence = made(shape.Competence, entry.data)
    item = framework_queries.item_of(one.framework, one.item)
    modules.enter_competence(
        actor,
        module=one.module,
        outcome=one.outcome,
        item_id=item.id,
        item=f"{one.framework} {item.code}",
        how=one.how,
        from_=one.from_,
        to=one.to,
    )


def _donor(actor: Actor, entry: Entry, restores: bool) -> None:
    one: shape.Donor = made(shape.Donor, entry.data)
    donors.create_donor(actor, code=one.code, name=one.name, type=one.type)


def _programme(actor: Actor, entry: Entry, restores: bool) -> None:
    donors.create_programme(actor, made(NewProgramme, entry.data))


def _phase(actor: Actor, entry: Entry, restores: bool) -> None:
    one: shape.Phase = made(shape.Phase, entry.data)
    programme = donor_queries.get_programme(one.programme)
    paying.enter_phase(actor, programme.id, NewPhase(one.title, one.start, one.end, one.is_parallel))


def _offering(actor: Actor, entry: Entry, restores: bool) -> None:
    """A course is planned here before anything else becomes of it; the operator lets it stand as it stood."""
    data = entry.data if restores else {**entry.data, "state": OfferingState.PLANNED.value}
    donors.create_offering(actor, made(NewOffering, data))


def _claim(actor: Actor, entry: Entry, restores: bool) -> None:
    one: shape.Claim = made(shape.Claim, entry.data)
    claims.restore_claim(actor, **vars(one))


def _overlap(actor: Actor, entry: Entry, restores: bool) -> None:
    one: shape.Overlap = made(shape.Overlap, entry.data)
    claims.restore_overlap(actor, **vars(one))


def _path(actor: Actor, entry: Entry, restores: bool) -> None:
    paths.enter_path(actor, code=entry.code, owner=entry.data["owner"])


def _path_version(actor: Actor, entry: Entry, restores: bool) -> None:
    number = entry.data["version"]
    stood: shape.StoodPath = made(shape.StoodPath, entry.data["stood"])
    version = paths.held(entry.owner, number)
    if version is None or version.state not in FROZEN:
        content = path_content(entry.data["content"])
        version = paths.enter_version(actor, entry.owner, number, content, entry.data["copied_from"])
    if restores:
        paths.restore(actor, version, _columns(stood), stood.supersedes)


_TAKE: Mapping[Kind, Take] = {
    Kind.INSTITUTION: _institution,
    Kind.INSTRUMENT: _instrument,
    Kind.THEME: _theme,
    Kind.FRAMEWORK: _framework,
    Kind.MODULE: _module,
    Kind.MODULE_VERSION: _module_version,
    Kind.EQUIVALENCE: _equivalence,
    Kind.COMPETENCE: _competence,
    Kind.DONOR: _donor,
    Kind.PROGRAMME: _programme,
    Kind.PHASE: _phase,
    Kind.OFFERING: _offering,
    Kind.CLAIM: _claim,
    Kind.OVERLAP: _overlap,
    Kind.PATH: _path,
    Kind.PATH_VERSION: _path_version,
}
