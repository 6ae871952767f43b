"""A module version as content, and content as the one plain shape that is compared and merged."""

from curriculum.catalogue.content import (
    AssessmentContent,
    ChangeClass,
    CompletionContent,
    Hours,
    OutcomeContent,
    VersionContent,
)
from curriculum.catalogue.models import AssessmentSpec, ModuleVersion, Outcome


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
