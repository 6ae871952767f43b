"""The whole curriculum as one document, read in a few dozen statements, always in the same order."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from curriculum.catalogue import engine as catalogue_engine
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.models import Module, ModuleVersion, Outcome, OutcomeCompetence, OutcomeEquivalence
from curriculum.catalogue.sheets import module_sheet
from curriculum.db import db
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.shapes import plain
from curriculum.donors import queries as donors
from curriculum.donors.content import NewOffering, NewProgramme
from curriculum.donors.models import CoverageClaim, Offering, OverlapNote
from curriculum.exchange import document as shape
from curriculum.frameworks import crosswalks
from curriculum.frameworks import queries as frameworks
from curriculum.frameworks.models import Framework, FrameworkItem
from curriculum.institutions import queries as institutions
from curriculum.institutions.law.service import InstrumentContent
from curriculum.institutions.models import LegalInstrument
from curriculum.paths import engine as paths_engine
from curriculum.paths.models import Path, PathVersion
from curriculum.paths.sheets import path_sheet

Plain = dict[str, Any]


def document() -> Plain:
    """Everything that is defined here, as the published schema has it."""
    modules, paths = _modules(), _paths()
    held = frameworks.all_()
    owners = {row["owner"] for row in (*modules, *paths)}
    owners |= {institutions.by_id(row.owner_institution_id).code for row in held if row.owner_institution_id}
    instruments = _instruments()
    owners |= {one["content"][field] for one in instruments for field in ("owner", "issuer")} - {""}
    return {
        "format": shape.Format.CURRICULUM.value,
        "schema_version": shape.SCHEMA_VERSION,
        "institutions": institutions_of(owners),
        "instruments": instruments,
        "themes": [plain(shape.Theme(one.code, one.title, one.cross_cutting)) for one in catalogue.themes()],
        "frameworks": _frameworks(held),
        "modules": modules,
        "equivalences": _equivalences(),
        "competences": _competences(),
        "donors": [plain(shape.Donor(one.code, one.name, one.type)) for one in donors.donors()],
        "programmes": _programmes(),
        "phases": _phases(),
        "offerings": _offerings(),
        "claims": _claims(),
        "overlaps": _overlaps(),
        "paths": paths,
    }


def institutions_of(codes: Iterable[str]) -> list[Plain]:
    """Those named and everything above them, the highest first."""
    rows = {one.id: one for one in institutions.all_()}
    wanted = {key for code in codes for key in institutions.lineage(institutions.get(code).id)}
    depth = {key: len(institutions.lineage(key)) for key in wanted}
    found = sorted((rows[key] for key in wanted), key=lambda one: (depth[one.id], one.code))
    return [
        plain(
            shape.Institution(
                one.code,
                one.type,
                one.name,
                tuple(one.roles),
                rows[one.parent_id].code if one.parent_id else None,
                one.active_from,
                one.contact,
            )
        )
        for one in found
    ]


def _instruments() -> list[Plain]:
    codes = {one.id: one.code for one in institutions.all_()}
    return [
        {
            "code": one.code,
            "content": _values(
                one,
                InstrumentContent,
                owner=codes[one.owner_institution_id],
                issuer=codes.get(one.issuer_institution_id or 0, ""),
            ),
            "state": one.state.value,
        }
        for one in db.session.scalars(select(LegalInstrument).order_by(LegalInstrument.code))
    ]


def _frameworks(rows: Iterable[Framework]) -> list[Plain]:
    """What another comes after stands before it."""
    codes = {one.id: one.code for one in rows}
    return [
        plain(
            shape.Framework(
                one.code,
                crosswalks.export(one.code),
                institutions.by_id(one.owner_institution_id).code if one.owner_institution_id else None,
                one.state,
                one.adopted_on,
                one.deprecated_on,
                codes.get(one.supersedes_id) if one.supersedes_id else None,
            )
        )
        for one in sorted(rows, key=lambda one: one.id)
    ]


def _stood(row: Any, number: int | None) -> Plain:
    kind = shape.StoodPath if isinstance(row, PathVersion) else shape.Stood
    values = {one.name: getattr(row, one.name) for one in fields(kind) if one.name != "supersedes"}
    return {**plain(values), "supersedes": number}


def _modules() -> list[Plain]:
    wanted = catalogue_engine.whole().where(ModuleVersion.state != VersionState.DISCARDED)
    rows = db.session.scalars(wanted.order_by(ModuleVersion.module_id, ModuleVersion.version)).all()
    numbers = {one.id: one.version for one in rows}
    versions: dict[int, list[Plain]] = {}
    for one in rows:
        head = {"version": one.version, "stood": _stood(one, numbers.get(one.supersedes_id or 0))}
        made = {**head, "copied_from": one.copied_from, "content": plain(module_sheet(one))}
        versions.setdefault(one.module_id, []).append(made)
    themes = {one.id: one.code for one in catalogue.themes()}
    owners = {one.id: one.code for one in institutions.all_()}
    return [
        {
            "code": one.code,
            "theme": themes[one.theme_id],
            "owner": owners[one.owner_institution_id],
            "versions": versions.get(one.id, []),
        }
        for one in db.session.scalars(select(Module).order_by(Module.code))
    ]


def _paths() -> list[Plain]:
    wanted = paths_engine.whole().where(PathVersion.state != VersionState.DISCARDED)
    rows = db.session.scalars(wanted.order_by(PathVersion.path_id, PathVersion.version)).all()
    numbers = {one.id: one.version for one in rows}
    versions: dict[int, list[Plain]] = {}
    for one in rows:
        head = {"version": one.version, "stood": _stood(one, numbers.get(one.supersedes_id or 0))}
        made = {**head, "copied_from": one.copied_from, "content": plain(path_sheet(one))}
        versions.setdefault(one.path_id, []).append(made)
    owners = {one.id: one.code for one in institutions.all_()}
    return [
        {"code": one.code, "owner": owners[one.owner_institution_id], "versions": versions.get(one.id, [])}
        for one in db.session.scalars(select(Path).order_by(Path.code))
    ]


def _equivalences() -> list[Plain]:
    source, target = aliased(Outcome), aliased(Outcome)
    wanted = (
        select(source.code, target.code, OutcomeEquivalence)
        .join(target, target.id == OutcomeEquivalence.to_outcome_id)
        .outerjoin(source, source.id == OutcomeEquivalence.from_outcome_id)
        .where(OutcomeEquivalence.ended_at.is_(None))
        .order_by(target.code, source.code, OutcomeEquivalence.id)
    )
    return [
        plain(shape.Equivalence(before, after, line.degree, line.top_up, line.top_up_text, line.decided_at))
        for before, after, line in db.session.execute(wanted)
    ]


def _competences() -> list[Plain]:
    wanted = (
        select(Module.code, Framework.code, FrameworkItem.case_id, OutcomeCompetence)
        .join(Module, Module.id == OutcomeCompetence.module_id)
        .join(FrameworkItem, FrameworkItem.id == OutcomeCompetence.item_id)
        .join(Framework, Framework.id == FrameworkItem.framework_id)
        .order_by(Module.code, OutcomeCompetence.outcome_key, Framework.code, FrameworkItem.case_id)
    )
    rows = db.session.execute(wanted.order_by(OutcomeCompetence.from_, OutcomeCompetence.id))
    return [
        plain(shape.Competence(module, row.outcome_key, framework, item, row.how, row.from_, row.to))
        for module, framework, item, row in rows
    ]


def _values(row: Any, kind: type[Any], **named: str) -> Plain:
    """The fields of what a service takes, from a row that has them under the same names."""
    values = (
        (one.name, named[one.name] if one.name in named else getattr(row, one.name)) for one in fields(kind)
    )
    return {name: plain(value) for name, value in values}


def _programmes() -> list[Plain]:
    codes = {one.id: one.code for one in donors.donors()}
    return [_values(one, NewProgramme, donor=codes[one.donor_id]) for one in donors.programmes()]


def _phases() -> list[Plain]:
    return [
        _values(phase, shape.Phase, programme=one.code)
        for one in donors.programmes()
        for phase in donors.phases_of(one.id)
    ]


def _offerings() -> list[Plain]:
    codes = {one.id: one.code for one in donors.programmes()}
    rows = db.session.scalars(select(Offering).order_by(Offering.code))
    return [_values(one, NewOffering, programme=codes[one.programme_id]) for one in rows]


class _Named(NamedTuple):
    offering: str
    outcome: str
    claim: CoverageClaim


def _claims() -> list[Plain]:
    wanted = (
        select(Offering.code, Outcome.code, CoverageClaim)
        .join(Offering, Offering.id == CoverageClaim.offering_id)
        .join(Outcome, Outcome.id == CoverageClaim.outcome_id)
        .order_by(Offering.code, Outcome.code, CoverageClaim.depth, CoverageClaim.id)
    )
    rows = (_Named(*row) for row in db.session.execute(wanted))
    return [
        plain(
            shape.Claim(
                one.offering,
                one.outcome,
                one.claim.depth,
                one.claim.state,
                one.claim.reviewed_at,
                one.claim.reason,
            )
        )
        for one in rows
    ]


def _overlaps() -> list[Plain]:
    wanted = select(Outcome.code, OverlapNote).join(Outcome, Outcome.id == OverlapNote.outcome_id)
    rows = db.session.execute(wanted.order_by(Outcome.code, OverlapNote.id))
    return [plain(shape.Overlap(code, note.reason, note.ended_at)) for code, note in rows]
