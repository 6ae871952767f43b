"""Paths, modules and dossiers of Velmaria for tests of the pure core, straight from the demo data."""

import json
from datetime import date
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from curriculum.domain.coverage import Claim
from curriculum.domain.dossier import AttendanceRecord, Dossier, OutcomeRecord, RecordState, Via
from curriculum.domain.equivalence import Degree, Equivalence
from curriculum.domain.module import AssessmentSpec, CompletionRule, ModuleVersion, Outcome, Prerequisites
from curriculum.domain.path import Component, ComponentType, EntryRequirements, Path, PathKind, PracticeUnit
from curriculum.domain.plan import Cover
from curriculum.domain.proof import Depth, ProofLevel, Result, awaits_result, from_claim

DATA = FilePath(__file__).parent.parent / "data"
TODAY = date(2026, 11, 21)


@cache
def demo() -> dict[str, Any]:
    return json.loads((DATA / "demo-curriculum.json").read_text("utf-8"))


@cache
def oracles() -> dict[str, Any]:
    return json.loads((DATA / "demo-oracles.json").read_text("utf-8"))


@cache
def modules() -> dict[str, ModuleVersion]:
    return {module.ref: module for module in map(_module, demo()["modules"])}


def _module(raw: dict[str, Any]) -> ModuleVersion:
    return ModuleVersion(
        code=raw["code"],
        version=raw["version"],
        outcomes=tuple(Outcome(one["code"], one["weight"], one["critical"]) for one in raw["outcomes"]),
        contact_minutes=raw["hours"]["contact"] * 60,
        total_minutes=raw["hours"]["total"] * 60,
        theme=raw["theme"],
        cross_cutting=raw["theme"] == "TX",
        currency_months=raw["currency_months"],
        rule=CompletionRule(**raw["completion_rule"]),
        prerequisites=Prerequisites(tuple(raw["prerequisites"]["all"]), tuple(raw["prerequisites"]["any"])),
        assessments=tuple(
            AssessmentSpec(one["method"], one["weight"], one["pass_mark"]) for one in raw["assessment"]
        ),
        credits=round(float(raw["credits_indicative"]) * 100),
    )


@cache
def equivalences() -> tuple[Equivalence, ...]:
    return tuple(
        Equivalence(line["from"], line["to"], Degree(line["degree"]), line.get("top_up"))
        for raw in demo()["modules"]
        for line in (raw["supersedes"] or {}).get("outcome_equivalence", ())
    )


@cache
def path(ref: str) -> Path:
    raw = next(one for one in demo()["paths"] if f"{one['code']}.v{one['version']}" == ref)
    components = tuple(_component(one) for one in raw["components"])
    refs = dict.fromkeys(option for component in components for option in component.options)
    return Path(
        code=raw["code"],
        version=raw["version"],
        kind=PathKind(raw["kind"]),
        components=components,
        modules=tuple(modules()[option] for option in refs),
        entry=_entry(raw["entry_requirements"]),
        equivalences=equivalences(),
        validity_months=raw["certificate_validity_months"],
    )


def _entry(raw: dict[str, Any]) -> EntryRequirements:
    return EntryRequirements(**{**raw, "required_paths": tuple(raw.get("required_paths", ()))})


def _component(raw: dict[str, Any]) -> Component:
    kind = ComponentType(raw["type"])
    options = [raw] if kind is ComponentType.MODULE else raw.get("options", [])
    return Component(
        code=raw["id"],
        type=kind,
        options=tuple(f"{one['module']}.v{one['module_version']}" for one in options),
        choose=raw.get("choose", 1),
        minimum=_minimum(raw),
        min_level=ProofLevel(raw.get("min_proof_level", 3)),
        within_months=raw.get("within_months"),
        unit=PracticeUnit(raw.get("unit", "delivery_hours")),
        distinct=raw.get("distinct_sessions", raw.get("distinct_observers", 1)),
        min_score=raw.get("min_score", 0),
        scale_max=raw.get("scale_max", 4),
        domain=raw.get("domain", ""),
    )


def _minimum(raw: dict[str, Any]) -> int:
    if "minimum" in raw:
        return raw["minimum"] * 60
    if "minimum_points" in raw:
        return raw["minimum_points"] * 100
    names = ("count", "min_items", "minimum_months", "panel_size_min")
    return next((raw[name] for name in names if name in raw), 0)


@cache
def offering(code: str) -> dict[str, Any]:
    return next(one for one in demo()["donor_offerings"] if one["code"] == code)


@cache
def weights() -> dict[str, int]:
    return {outcome.code: outcome.weight for module in modules().values() for outcome in module.outcomes}


@cache
def claims() -> tuple[Claim, ...]:
    return tuple(
        Claim(one["code"], one["donor"], outcome, Depth(part["depth"]))
        for one in demo()["donor_offerings"]
        for part in one["coverage"]
        for outcome in part["outcomes"]
    )


def followed(
    code: str, result: Result = Result.PASSED, *, minutes: int | None = -1, on: date | None = None
) -> dict[str, Any]:
    """Somebody followed a donor's offering: its attendance and what its accepted claims yield."""
    raw = offering(code)
    day = on or date.fromisoformat(raw["end"])
    covered = [claim for claim in claims() if claim.offering == code]
    records = tuple(
        OutcomeRecord(
            f"ev:{code}:{claim.outcome}",
            claim.outcome,
            from_claim(claim.depth, result),
            day,
            source=code,
            attendance=f"at:{code}",
            state=RecordState.WAITING if awaits_result(claim.depth, result) else RecordState.VALID,
        )
        for claim in covered
    )
    covers = tuple(Cover(claim.outcome, weights()[claim.outcome]) for claim in covered)
    figure = int(raw["hours"] * 60) if minutes == -1 else minutes
    return {
        "records": records,
        "attendances": (AttendanceRecord(f"at:{code}", code, day, figure, covers),),
    }


def own(
    *outcomes: str,
    level: ProofLevel = ProofLevel.ASSESSED_BY_AUTHORISED,
    via: Via = Via.ASSESSMENT,
    on: date = date(2025, 6, 2),
    minutes: int | None = None,
    tag: str = "own",
) -> dict[str, Any]:
    """Our own assessor passed these outcomes, after a run of so many minutes if any."""
    records = tuple(OutcomeRecord(f"as:{tag}:{one}", one, level, on, via, source=tag) for one in outcomes)
    covers = tuple(Cover(one, weights()[one]) for one in outcomes)
    taught = () if minutes is None else (AttendanceRecord(f"at:{tag}", tag, on, minutes, covers),)
    return {"records": records, "attendances": taught}


def dossier(ref: str, *parts: dict[str, Any], **more: Any) -> Dossier:
    """A dossier on a path of Velmaria from any number of parts; lists of the same name are joined."""
    facts: dict[str, Any] = {}
    for part in parts:
        for name, rows in part.items():
            facts[name] = (*facts.get(name, ()), *rows)
    return Dossier(person="P1", path=path(ref), **{**facts, **more})


def complete(ref: str, *, on: date = date(2025, 6, 2)) -> dict[str, Any]:
    """Everything of one module, taught in full and assessed by our own assessor."""
    module = modules()[ref]
    codes = [outcome.code for outcome in module.outcomes]
    return own(*codes, on=on, minutes=module.contact_minutes, tag=ref)
