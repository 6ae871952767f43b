"""How the words of demo-curriculum.json become the content values of the services (domain.md §5.1)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from curriculum.catalogue.content import (
    AssessmentContent,
    ChangeClass,
    CompletionContent,
    Hours,
    OutcomeContent,
    VersionContent,
)
from curriculum.catalogue.models import OutcomeType
from curriculum.db import Bilingual
from curriculum.domain.path import ComponentType
from curriculum.donors.content import NewOffering, NewProgramme
from curriculum.donors.models import OfferingState
from curriculum.institutions.models import InstitutionRole
from curriculum.paths.content import ComponentContent, PathContent
from curriculum.paths.models import PathKind

Data = Mapping[str, Any]

_COMPONENT_FIELDS = frozenset(
    {
        "id",
        "type",
        "title",
        "module",
        "module_version",
        "options",
        "min_proof_level",
        "mandatory",
        "waivable",
        "weight",
    }
)


def both(raw: Data) -> Bilingual:
    """A text in both languages."""
    return Bilingual(raw["fr"], raw["en"])


def role(raw: str) -> InstitutionRole:
    """What an institution is in the scheme."""
    return InstitutionRole(raw)


def hundredths(hours: float) -> int:
    """Hours of the data as rows keep them."""
    return round(hours * 100)


def module_version(raw: Data) -> VersionContent:
    """The content of one entry of `modules`; French is the authoritative language."""
    supersedes = raw["supersedes"] or {}
    hours = {kind: hundredths(amount) for kind, amount in raw["hours"].items() if kind != "total"}
    change = supersedes.get("change_class")
    keys = dict(_keys(line, raw["version"]) for line in supersedes.get("outcome_equivalence", ()))
    return VersionContent(
        title=both(raw["title"]),
        summary=both(raw["summary"]),
        target_group=both(raw["target_group"]),
        hours=Hours(**hours),
        outcomes=tuple(_outcome(one, keys.get(one["code"])) for one in raw["outcomes"]),
        assessments=tuple(map(_assessment, raw["assessment"])),
        completion=CompletionContent(**raw["completion_rule"]),
        kind=raw["kind"],
        eqf_level_indicative=raw["eqf_level_indicative"],
        credits_indicative=str(raw["credits_indicative"]),
        languages=tuple(raw["languages"]),
        delivery_modes=tuple(raw["delivery_modes"]),
        prerequisites_all=tuple(raw["prerequisites"]["all"]),
        prerequisites_any=tuple(raw["prerequisites"]["any"]),
        gcm_objectives=tuple(raw["gcm_objectives"]),
        currency_months=raw["currency_months"],
        change_class=ChangeClass(change) if change else None,
    )


def _keys(line: Data, version: int) -> tuple[str, str]:
    """An outcome that continues another keeps its key, whatever its number; new matter has one of its own."""
    before, number = line["from"], line["to"].rpartition(".")[2]
    return line["to"], f"{number}-v{version}" if before is None else before.rpartition(".")[2]


def _outcome(raw: Data, key: str | None) -> OutcomeContent:
    return OutcomeContent(
        text=both(raw["text"]),
        type=OutcomeType(raw["type"]),
        bloom=raw["bloom"],
        weight=raw["weight"],
        critical=raw["critical"],
        code=raw["code"],
        key=key,
    )


def _assessment(raw: Data) -> AssessmentContent:
    return AssessmentContent(raw["method"], both(raw["title"]), raw["weight"], raw["pass_mark"])


def path_version(raw: Data) -> PathContent:
    """The content of one entry of `paths`."""
    supersedes = raw.get("supersedes") or {}
    return PathContent(
        kind=PathKind(raw["kind"]),
        title=both(raw["title"]),
        purpose=both(raw["purpose"]),
        components=tuple(map(_component, raw["components"], _component_keys(raw["components"]))),
        entry_requirements=raw["entry_requirements"],
        certificate_validity_months=raw["certificate_validity_months"],
        renewal=raw["renewal"],
        max_duration_months=raw["max_duration_months"],
        hours_minimum_taught=hundredths(raw["hours_minimum_taught"]),
        eqf_level_indicative=raw["eqf_level_indicative"],
        authoritative_language=raw["authoritative_language"],
        transition={"rules": supersedes["transition"]} if supersedes else None,
    )


def _component_keys(raw: list[Data]) -> list[str]:
    """A component stays the same by its module, else by what kind it is, whatever number it bears."""
    names = [str(one.get("module", one["type"])) for one in raw]
    return [name if name not in names[:place] else f"{name}-{place}" for place, name in enumerate(names)]


def _component(raw: Data, key: str) -> ComponentContent:
    return ComponentContent(
        key=key,
        code=raw["id"],
        type=ComponentType(raw["type"]),
        title=both(raw["title"]) if "title" in raw else None,
        module=(raw["module"], raw["module_version"]) if "module" in raw else None,
        options=tuple((one["module"], one["module_version"]) for one in raw.get("options", ())),
        rule={name: value for name, value in raw.items() if name not in _COMPONENT_FIELDS},
        min_proof_level=raw.get("min_proof_level"),
        mandatory=raw.get("mandatory", True),
        waivable=raw.get("waivable", False),
        weight=raw.get("weight", 1),
    )


def programme(donor: str, raw: Data, day: Callable[[str], date]) -> NewProgramme:
    """One entry of a donor's `programmes`."""
    return NewProgramme(
        donor=donor,
        code=raw["code"],
        title=both(raw["title"]),
        start=day(raw["start"]),
        end=day(raw["end"]),
        currency=raw["currency"],
        training_budget=raw["budget_training"],
    )


def offering(raw: Data, day: Callable[[str], date]) -> NewOffering:
    """One entry of `donor_offerings`; all of them lie in the past of the demonstration."""
    return NewOffering(
        programme=raw["programme"],
        code=raw["code"],
        title=both(raw["title"]),
        activity_type=raw["activity_type"],
        mode=raw["mode"],
        hours=hundredths(raw["hours"]),
        languages=(raw["language"],),
        assessment_kind=raw["assessment_kind"],
        seats=raw["seats"],
        total_cost=raw["total_cost"],
        start=day(raw["start"]),
        end=day(raw["end"]),
        state=OfferingState.DELIVERED,
    )
