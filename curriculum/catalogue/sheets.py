"""A module version as content, and content as the one plain shape that is compared and merged."""

from dataclasses import replace
from typing import Any

from curriculum.catalogue import listed
from curriculum.catalogue.content import (
    NOTHING,
    AssessmentContent,
    ChangeClass,
    CompletionContent,
    Hours,
    OutcomeContent,
    VersionContent,
)
from curriculum.catalogue.models import AssessmentSpec, ModuleVersion, Outcome
from curriculum.domain.shapes import filled, made, plain
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
        entry_requirements=version.entry_requirements or NOTHING,
        level_note=version.level_note or NOTHING,
        prerequisites_advised=tuple(version.prerequisites_advised),
        rights_integrated=version.rights_integrated,
        legal_instruments=tuple(version.legal_instruments),
        external_refs=tuple(version.external_refs),
        reviewers=listed.reviewers(version.reviewers),
    )


def _outcome(row: Outcome) -> OutcomeContent:
    return OutcomeContent(
        row.text,
        row.type,
        row.bloom,
        row.weight,
        row.critical,
        row.code,
        row.key,
        row.verb or NOTHING,
        row.eqf_level_indicative,
    )


def _assessment(row: AssessmentSpec) -> AssessmentContent:
    return AssessmentContent(
        row.method,
        row.title,
        row.weight,
        row.pass_mark,
        row.key,
        tuple(row.outcomes),
        listed.criteria(row.criteria),
        row.needs_external_assessor,
    )


def sheet_of(content: VersionContent) -> dict[str, Any]:
    """Content as a plain sheet (`domain.sheets`); codes without the version, so that versions compare."""
    sheet: dict[str, Any] = plain(content)
    rows = sheet["outcomes"]
    for place, row in enumerate(rows, 1):
        row["code"] = (row["code"] or f"O{place}").rpartition(".")[2]
    listed.name(rows, [row["code"] for row in rows])
    listed.name(sheet["assessments"], [row["method"] for row in sheet["assessments"]])
    for row, part in zip(sheet["assessments"], content.assessments, strict=True):
        row["criteria"] = listed.rows(part.criteria, "C")
    sheet["reviewers"] = listed.rows(content.reviewers, "R")
    return sheet


def module_sheet(version: ModuleVersion) -> dict[str, Any]:
    """A version as a plain sheet."""
    return sheet_of(content_of(version))


def from_sheet(sheet: Plain, prefix: str) -> VersionContent:
    """The content a sheet stands for; `prefix` is module and version of its outcomes ("BOR-102.v2").

    What an older sheet does not have is as the content has it by itself.
    """
    content: VersionContent = made(VersionContent, filled(VersionContent, sheet))
    return replace(content, outcomes=tuple(_coded(one, prefix) for one in content.outcomes))


def _coded(outcome: OutcomeContent, prefix: str) -> OutcomeContent:
    return replace(outcome, code=f"{prefix}.{outcome.code}" if outcome.code else None)
