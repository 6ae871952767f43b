"""A module version as content, and content as the one plain shape that is compared and merged."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from curriculum.catalogue import keyed
from curriculum.catalogue.content import (
    AssessmentContent,
    ChangeClass,
    CompletionContent,
    Hours,
    OutcomeContent,
    VersionContent,
)
from curriculum.catalogue.models import AssessmentSpec, ModuleVersion, Outcome, OutcomeType
from curriculum.db import Bilingual
from curriculum.domain.sheets import Plain


def content_of(version: ModuleVersion) -> VersionContent:
    """What the rows of a version say, as the services take it: writing it again changes nothing."""
    return VersionContent(
        title=version.title,
        summary=version.summary,
        target_group=version.target_group,
        hours=Hours(
            version.hours_contact,
            version.hours_online,
            version.hours_practice,
            version.hours_self_study,
            version.hours_assessment,
        ),
        outcomes=tuple(map(_outcome, version.outcomes)),
        assessments=tuple(map(_assessment, version.assessments)),
        completion=CompletionContent(
            version.all_critical_outcomes,
            version.min_outcome_weight,
            version.min_contact_attendance_pct,
            version.module_assessment_required,
        ),
        kind=version.kind,
        authoritative_language=version.authoritative_language,
        eqf_level_indicative=version.eqf_level_indicative,
        credits_indicative=version.credits_indicative,
        languages=tuple(version.languages),
        delivery_modes=tuple(version.delivery_modes),
        prerequisites_all=tuple(version.prerequisites_all),
        prerequisites_any=tuple(version.prerequisites_any),
        gcm_objectives=tuple(version.gcm_objectives),
        currency_months=version.currency_months,
        change_class=None if version.change_class is None else ChangeClass(version.change_class),
        change_note=version.change_note,
    )


def _outcome(row: Outcome) -> OutcomeContent:
    return OutcomeContent(row.text, row.type, row.bloom, row.weight, row.critical, row.code, row.key)


def _assessment(row: AssessmentSpec) -> AssessmentContent:
    return AssessmentContent(row.method, row.title, row.weight, row.pass_mark, row.key)


def sheet_of(content: VersionContent) -> dict[str, Any]:
    """Content as a plain sheet (`domain.sheets`); codes without the version, so that versions compare."""
    sheet: dict[str, Any] = plain(content)
    rows = sheet["outcomes"]
    for place, row in enumerate(rows, 1):
        row["code"] = (row["code"] or f"O{place}").rpartition(".")[2]
    _name(rows, "code")
    _name(sheet["assessments"], "method")
    return sheet


def _name(rows: list[dict[str, Any]], by: str) -> None:
    """Give every row its key, as the rows of a draft would get it."""
    for row, key in zip(rows, keyed.keys([(row["key"], row[by]) for row in rows]), strict=True):
        row["key"] = key


def module_sheet(version: ModuleVersion) -> dict[str, Any]:
    """A version as a plain sheet."""
    return sheet_of(content_of(version))


def from_sheet(sheet: Plain, prefix: str) -> VersionContent:
    """The content a sheet stands for; `prefix` is module and version of its outcomes ("BOR-102.v2")."""
    note, change = sheet["change_note"], sheet["change_class"]
    lists = ("languages", "delivery_modes", "prerequisites_all", "prerequisites_any", "gcm_objectives")
    values = {
        **{name: Bilingual(**sheet[name]) for name in ("title", "summary", "target_group")},
        **{name: tuple(sheet[name]) for name in lists},
        "hours": Hours(**sheet["hours"]),
        "outcomes": tuple(_outcome_from(row, prefix) for row in sheet["outcomes"]),
        "assessments": tuple(_assessment_from(row) for row in sheet["assessments"]),
        "completion": CompletionContent(**sheet["completion"]),
        "change_class": None if change is None else ChangeClass(change),
        "change_note": None if note is None else Bilingual(**note),
    }
    return VersionContent(**{**sheet, **values})


def _outcome_from(row: Mapping[str, Any], prefix: str) -> OutcomeContent:
    code = f"{prefix}.{row['code']}" if row["code"] else None
    values = {"text": Bilingual(**row["text"]), "type": OutcomeType(row["type"]), "code": code}
    return OutcomeContent(**{**row, **values})


def _assessment_from(row: Mapping[str, Any]) -> AssessmentContent:
    return AssessmentContent(**{**row, "title": Bilingual(**row["title"])})


def plain(value: object) -> Any:
    """A value of content as JSON would hold it: what has fields becomes a mapping, members their words."""
    if isinstance(value, StrEnum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    return [plain(one) for one in value] if isinstance(value, list | tuple) else value
