"""The form of a draft to content and back: what was filled from content and sent again is that content."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from curriculum.catalogue import keyed
from curriculum.catalogue.content import (
    NOTHING,
    AssessmentContent,
    ChangeClass,
    CompletionContent,
    CriterionContent,
    Hours,
    OutcomeContent,
    ReviewerContent,
    VersionContent,
)
from curriculum.catalogue.keyed import new_key
from curriculum.catalogue.models import ModuleVersion, OutcomeType
from curriculum.catalogue.sheets import content_of
from curriculum.db import Bilingual
from curriculum.domain.lifecycles.version import VersionState

HOURS = ("contact", "online", "practice", "self_study", "assessment")
TEXTS = ("title", "summary", "target_group", "entry_requirements", "level_note")
CODES = ("prerequisites_all", "prerequisites_any", "prerequisites_advised")
BOXES = ("delivery_modes", "languages", "legal_instruments")
EMPTY = VersionContent(NOTHING, Hours(0), ())


def kept(present: ModuleVersion | None) -> VersionContent:
    """All that is there already; why a version was changed is not why the next one is."""
    if present is None:
        return EMPTY
    content = content_of(present)
    if present.state is VersionState.DRAFT:
        return content
    return replace(content, change_class=None, change_note=None)


def content(form: Any, present: ModuleVersion | None) -> VersionContent:
    """What the form says, over what is there already."""
    before = kept(present)
    said: dict[str, Any] = {
        **{name: both(form, name) for name in TEXTS},
        **{name: _codes(form[name].data) for name in CODES},
        **{name: tuple(form[name].data or ()) for name in BOXES},
        **(_change(form) if form.change_class.raw_data else {}),
    }
    return replace(
        before,
        **said,
        hours=Hours(**{kind: _hundredths(form[f"hours_{kind}"].data) for kind in HOURS}),
        outcomes=_outcomes(form.outcomes, before),
        assessments=_assessments(form.assessments, before),
        reviewers=_reviewers(form.reviewers),
        completion=_completion(form),
        kind=form.kind.data,
        authoritative_language=form.authoritative_language.data,
        eqf_level_indicative=_whole(form.eqf_level_indicative.data),
        credits_indicative=(form.credits_indicative.data or "").strip().replace(",", ".") or None,
        currency_months=form.currency_months.data,
        gcm_objectives=tuple(int(one) for one in form.gcm_objectives.data or () if one.isdecimal()),
        rights_integrated=bool(form.rights_integrated.data),
        external_refs=_lines(form.external_refs.data),
    )


def _change(form: Any) -> dict[str, Any]:
    """What kind of change it is, and why; a first version is not asked."""
    note = both(form, "change_note")
    kind = next((one for one in ChangeClass if one == form.change_class.data), None)
    return {"change_class": kind, "change_note": None if note == NOTHING else note}


def both(form: Any, name: str) -> Bilingual:
    """A text in both languages; browsers end lines their own way."""
    french, english = (_text(form[f"{name}_{language}"].data) for language in ("fr", "en"))
    return Bilingual(french, english)


def _text(written: str | None) -> str:
    return (written or "").replace("\r\n", "\n").strip()


def _completion(form: Any) -> CompletionContent:
    return CompletionContent(
        bool(form.all_critical_outcomes.data),
        _given(form.min_outcome_weight.data, 80),
        _given(form.min_contact_attendance_pct.data, 80),
        bool(form.module_assessment_required.data),
    )


def _given(number: int | None, usual: int) -> int:
    return usual if number is None else number


def _outcomes(rows: Iterable[Any], before: VersionContent) -> tuple[OutcomeContent, ...]:
    """The outcomes of rows with words in them, in their order; codes stay with their rows."""
    known = {one.key: one for one in before.outcomes}
    forms = [row.form for row in rows]
    return tuple(_outcome(one, known) for one in forms if _is_written(one, "text", "verb"))


def _is_written(form: Any, *names: str) -> bool:
    return any(both(form, name) != NOTHING for name in names)


def _outcome(form: Any, known: Mapping[str | None, OutcomeContent]) -> OutcomeContent:
    empty = OutcomeContent(NOTHING, OutcomeType.SKILL, "", 0, key=form.key.data or new_key())
    return replace(
        known.get(form.key.data, empty),
        text=both(form, "text"),
        verb=both(form, "verb"),
        type=OutcomeType(form.type.data),
        bloom=form.bloom.data,
        eqf_level_indicative=_whole(form.level.data),
        weight=form.weight.data or 0,
        critical=bool(form.critical.data),
        code=None,
    )


def _assessments(rows: Iterable[Any], before: VersionContent) -> tuple[AssessmentContent, ...]:
    forms = [row.form for row in rows if _is_written(row.form, "title") or _criteria(row.form)]
    names = _methods(forms, {one.key: one.method for one in before.assessments})
    return tuple(_assessment(form, method) for form, method in zip(forms, names, strict=True))


def _assessment(form: Any, method: str) -> AssessmentContent:
    return AssessmentContent(
        method,
        both(form, "title"),
        form.weight.data or 0,
        _given(form.pass_mark.data, 60),
        form.key.data or new_key(),
        tuple(form.outcomes.data or ()),
        _criteria(form),
        bool(form.needs_external_assessor.data),
    )


def _methods(forms: Sequence[Any], known: Mapping[str | None, str]) -> list[str]:
    """What each part goes by: as before while its method stays, and no two alike."""
    stays = [known.get(form.key.data, "") for form in forms]
    same = [
        name if keyed.plain_name(name) == form.method.data else ""
        for name, form in zip(stays, forms, strict=True)
    ]
    taken, found = {name for name in same if name}, []
    for name, form in zip(same, forms, strict=True):
        found.append(name or keyed.distinct(form.method.data, taken))
        taken.add(found[-1])
    return found


def _criteria(form: Any) -> tuple[CriterionContent, ...]:
    rows = [row.form for row in form.criteria if _is_written(row.form, "title", "enough")]
    return tuple(
        CriterionContent(
            both(one, "title"), both(one, "enough"), one.weight.data or 0, one.key.data or new_key()
        )
        for one in rows
    )


def _reviewers(rows: Iterable[Any]) -> tuple[ReviewerContent, ...]:
    forms = [row.form for row in rows if _text(row.form.name.data) or _text(row.form.office.data)]
    return tuple(
        ReviewerContent(
            _text(one.name.data), _text(one.office.data), one.until.data, one.key.data or new_key()
        )
        for one in forms
    )


def _whole(chosen: str | None) -> int | None:
    return int(chosen) if chosen else None


def _hundredths(hours: Decimal | None) -> int:
    return int((hours or Decimal(0)) * 100)


def _codes(text: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys((text or "").upper().replace(",", " ").split()))


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(str.strip, (text or "").splitlines()))))


def filled(one: VersionContent) -> dict[str, Any]:
    """What the form shows of content: to go on writing, or to begin the next version from it."""
    texts = {name: getattr(one, name) for name in TEXTS} | {"change_note": one.change_note or NOTHING}
    same = ("kind", "authoritative_language", "credits_indicative", "currency_months", "rights_integrated")
    return {
        **_spread(texts),
        **{name: getattr(one, name) for name in same},
        **{name: ", ".join(getattr(one, name)) for name in CODES},
        **{name: list(getattr(one, name)) for name in BOXES},
        **{f"hours_{kind}": Decimal(getattr(one.hours, kind)) / 100 for kind in HOURS},
        **{name: getattr(one.completion, name) for name in CompletionContent.__dataclass_fields__},
        "gcm_objectives": [str(number) for number in one.gcm_objectives],
        "external_refs": "\n".join(one.external_refs),
        "eqf_level_indicative": _chosen(one.eqf_level_indicative),
        "change_class": one.change_class.value if one.change_class else "",
        "outcomes": [_filled_outcome(each) for each in one.outcomes],
        "assessments": [_filled_assessment(each) for each in one.assessments],
        "reviewers": [_filled_row(each, "key", "name", "office", "until") for each in one.reviewers],
    }


def _chosen(level: int | None) -> str:
    return "" if level is None else str(level)


def _spread(texts: Mapping[str, Bilingual]) -> dict[str, Any]:
    return {f"{name}_{code}": getattr(text, code) for name, text in texts.items() for code in ("fr", "en")}


def _filled_row(one: object, *names: str, **texts: Bilingual) -> dict[str, Any]:
    return _spread(texts) | {name: getattr(one, name) for name in names}


def _filled_outcome(one: OutcomeContent) -> dict[str, Any]:
    row = _filled_row(one, "key", "bloom", "weight", "critical", text=one.text, verb=one.verb)
    return {**row, "type": one.type.value, "level": _chosen(one.eqf_level_indicative)}


def _filled_assessment(one: AssessmentContent) -> dict[str, Any]:
    row = _filled_row(one, "key", "weight", "pass_mark", "needs_external_assessor", title=one.title)
    rubric = [
        _filled_row(each, "key", "weight", title=each.title, enough=each.enough) for each in one.criteria
    ]
    return {
        **row,
        "method": keyed.plain_name(one.method),
        "outcomes": list(one.outcomes),
        "criteria": rubric,
    }
