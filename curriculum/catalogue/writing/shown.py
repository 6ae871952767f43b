"""The whole sheet of a version as its page shows it: only what is said, in the words of the form."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from flask_babel import gettext as _

from curriculum import i18n
from curriculum.accounts import queries as accounts
from curriculum.catalogue import keyed
from curriculum.catalogue.checks import code_of
from curriculum.catalogue.content import AssessmentContent, OutcomeContent, VersionContent
from curriculum.catalogue.models import ModuleVersion
from curriculum.catalogue.sheets import content_of
from curriculum.catalogue.writing import choices
from curriculum.catalogue.writing.reading import HOURS
from curriculum.catalogue.writing.words import HOUR_KINDS
from curriculum.db import Bilingual
from curriculum.domain.verbs import Bloom
from curriculum.institutions import queries as institutions
from curriculum.labels import label

Row = dict[str, str]


class Part(NamedTuple):
    """A part of the assessment in words."""

    title: str
    method: str
    weight: int
    pass_mark: int
    outcomes: str
    is_external: bool
    rubric: list[tuple[str, str, int]]
    """Each criterion with what is enough, and its weight."""


class Sheet(NamedTuple):
    """What the page shows besides the texts of outcomes."""

    outcomes: dict[str | None, str]
    """By key: of which type and level."""
    rows: list[Row]
    parts: list[Part]


def sheet(version: ModuleVersion) -> Sheet:
    """Everything a version says, in the language of the request."""
    content = content_of(version)
    rows = [*_people(version), *_what(content), *_time(content), *_before(content), *_teaching(content)]
    outcomes = {one.key: _kind_of(one) for one in content.outcomes}
    return Sheet(outcomes, [row for row in (*rows, *_frame(content)) if row["value"]], _parts(content))


def taught(version: ModuleVersion) -> list[Row]:
    """How it is taught and what it aims at: what the public page and the syllabus add to their facts."""
    content = content_of(version)
    return [row for row in (*_ways(content), *_aims(content)) if row["value"]]


def _kind_of(one: OutcomeContent) -> str:
    """Type, what the verb asks for, and the level: "Skill · Apply · EQF 5"."""
    bloom = next((label(level) for level in Bloom if level == one.bloom), one.bloom)
    level = "" if one.eqf_level_indicative is None else _("EQF %(number)s", number=one.eqf_level_indicative)
    return " · ".join(filter(None, (label(one.type), bloom, level)))


def _row(label: str, value: str | None) -> Row:
    return {"label": label, "value": value or ""}


def _text(one: Bilingual) -> str:
    return i18n.text(one) if one.fr or one.en else ""


def _people(version: ModuleVersion) -> Iterator[Row]:
    owner = institutions.names_of([version.module.owner_institution_id])
    yield _row(_("Owner"), i18n.text(owner[version.module.owner_institution_id]))
    if version.author_id is not None:
        yield _row(_("Author"), accounts.names_of([version.author_id]).get(version.author_id))


def _what(content: VersionContent) -> Iterator[Row]:
    yield _row(_("Summary"), _text(content.summary))
    yield _row(_("For whom"), _text(content.target_group))
    yield _row(_("Kind"), dict(choices.kinds(content.kind))[content.kind])
    if content.eqf_level_indicative is not None:
        level = _("Level %(number)s of the EQF (indicative)", number=content.eqf_level_indicative)
        yield _row(_("Level"), " · ".join(filter(None, (level, _text(content.level_note)))))


def _time(content: VersionContent) -> Iterator[Row]:
    given = [(kind, getattr(content.hours, kind)) for kind in HOURS]
    named = [f"{HOUR_KINDS[kind]} {i18n.hundredths(amount)}" for kind, amount in given if amount]
    yield _row(_("Hours"), f"{i18n.hundredths(content.hours.total)} ({', '.join(named)})" if named else "")
    yield _row(_("Credits, indicative"), i18n.decimal(content.credits_indicative))
    months = content.currency_months
    yield _row(_("Months an outcome counts"), str(months) if months else _("for ever"))


def _before(content: VersionContent) -> Iterator[Row]:
    yield _row(_("Modules that are all needed before"), ", ".join(content.prerequisites_all))
    yield _row(_("Modules of which one is needed before"), ", ".join(content.prerequisites_any))
    yield _row(_("Modules that help before"), ", ".join(content.prerequisites_advised))
    yield _row(_("Entry requirements"), _text(content.entry_requirements))


def _teaching(content: VersionContent) -> Iterator[Row]:
    yield from _ways(content)
    yield _row(_("Authoritative language"), i18n.language_name(content.authoritative_language))


def _ways(content: VersionContent) -> Iterator[Row]:
    modes = dict(choices.modes(content.delivery_modes))
    yield _row(_("Forms of teaching"), ", ".join(modes[one] for one in content.delivery_modes))
    yield _row(_("Languages it is taught in"), ", ".join(map(i18n.language_name, content.languages)))


def _frame(content: VersionContent) -> Iterator[Row]:
    instruments = dict(choices.instruments(content.legal_instruments))
    yield _row(
        _("Legal basis"),
        i18n.semicolon().join(instruments[one] for one in content.legal_instruments)
        or _("No legal basis recorded"),
    )
    yield from _aims(content)
    named = [", ".join(filter(None, (one.name, one.office, _until(one.until)))) for one in content.reviewers]
    yield _row(_("Reviewers"), i18n.semicolon().join(named))


def _aims(content: VersionContent) -> Iterator[Row]:
    yield _row(_("Human rights within the outcomes"), _("yes") if content.rights_integrated else "")
    numbers = [str(one) for one in content.gcm_objectives]
    called = dict(choices.objectives(numbers))
    yield _row(_("Objectives of the Global Compact"), i18n.semicolon().join(called[one] for one in numbers))
    yield _row(_("Listed elsewhere"), i18n.semicolon().join(content.external_refs))


def _until(day: date | None) -> str:
    return _("until %(date)s", date=i18n.civil_date(day)) if day else ""


def _parts(content: VersionContent) -> list[Part]:
    methods = dict(choices.methods(one.method for one in content.assessments))
    codes = {one.key: code_of(one, place).rpartition(".")[2] for place, one in enumerate(content.outcomes, 1)}
    return [_part(one, methods, codes) for one in content.assessments]


def _part(one: AssessmentContent, methods: dict[str, str], codes: dict[str | None, str]) -> Part:
    return Part(
        i18n.text(one.title),
        methods[keyed.plain_name(one.method)],
        one.weight,
        one.pass_mark,
        ", ".join(codes[key] for key in one.outcomes if key in codes),
        one.needs_external_assessor,
        [(_text(each.title), _text(each.enough), each.weight) for each in one.criteria],
    )
