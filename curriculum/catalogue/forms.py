"""Forms of the training unit: a new module, the content of a version, a step, an opinion."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from itertools import count
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    DateField,
    DecimalField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from curriculum.catalogue.carrying import Proposal
from curriculum.catalogue.content import (
    NOTHING,
    AssessmentContent,
    ChangeClass,
    GivenAs,
    Hours,
    Opinion,
    OutcomeContent,
    VersionContent,
)
from curriculum.catalogue.keyed import new_key
from curriculum.catalogue.models import EquivalenceDegree, ModuleVersion, OutcomeType
from curriculum.catalogue.sheets import content_of
from curriculum.db import Bilingual
from curriculum.domain.lifecycles.version import VersionState
from curriculum.labels import label

BLOOM = ("remember", "understand", "apply", "analyse", "evaluate", "create")
SPARE_ROWS = 3
HOURS = ("contact", "online", "practice", "self_study", "assessment")


def pairs(choices: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Choices of a select from values and words."""
    return [SelectChoice(value, words) for value, words in choices]


def spoken(members: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """Members of a closed list with their words in the language of the request."""
    return [(one.value, label(one)) for one in members]


class ModuleForm(FlaskForm):  # type: ignore[misc]
    code = StringField(
        _("Code"),
        [InputRequired(), Regexp(r"^[A-Z]{2,5}-[0-9]{3}$", message=_("A code such as BOR-102 is expected."))],
    )
    theme = SelectField(_("Theme"))
    owner = SelectField(_("Owner"))


def _key() -> HiddenField:
    """Which part a row is; a row still empty has a key already, so that no second save doubles it."""
    return HiddenField(validators=[Length(max=40), Regexp(r"^[\w-]*$")], default=new_key)


class OutcomeForm(Form):
    key = _key()
    text_fr = TextAreaField(_("Outcome in French"), [Length(max=500)])
    text_en = TextAreaField(_("Outcome in English"), [Length(max=500)])
    type = SelectField(
        _("Type"),
        choices=pairs((one.value, one.value) for one in OutcomeType),
        default=OutcomeType.SKILL.value,
    )
    bloom = SelectField(_("Verb level"), choices=pairs((one, one) for one in BLOOM), default="apply")
    weight = IntegerField(_("Weight in per cent"), [Optional(), NumberRange(1, 100)])
    critical = BooleanField(_("Critical"))


class AssessmentForm(Form):
    key = _key()
    title_fr = StringField(_("Assessment in French"), [Length(max=200)])
    title_en = StringField(_("Assessment in English"), [Length(max=200)])
    weight = IntegerField(_("Weight in per cent"), [Optional(), NumberRange(1, 100)])
    pass_mark = IntegerField(_("Pass mark out of 100"), [Optional(), NumberRange(0, 100)], default=60)


def _hours(words: Any) -> DecimalField:
    return DecimalField(words, [Optional(), NumberRange(0, 2000)], places=2, default=Decimal(0))


class VersionForm(FlaskForm):  # type: ignore[misc]
    began = HiddenField()
    """What the form was filled from, sealed: a later save is merged with what came between."""
    title_fr = StringField(_("Title in French"), [InputRequired(), Length(max=200)])
    title_en = StringField(_("Title in English"), [Length(max=200)])
    summary_fr = TextAreaField(_("Summary in French"), [Length(max=1000)])
    summary_en = TextAreaField(_("Summary in English"), [Length(max=1000)])
    target_group_fr = StringField(_("For whom, in French"), [Length(max=300)])
    target_group_en = StringField(_("For whom, in English"), [Length(max=300)])
    hours_contact = _hours(_("Contact hours"))
    hours_online = _hours(_("Online hours"))
    hours_practice = _hours(_("Practice hours"))
    hours_self_study = _hours(_("Self-study hours"))
    hours_assessment = _hours(_("Assessment hours"))
    currency_months = IntegerField(_("Months an outcome counts"), [Optional(), NumberRange(1, 240)])
    prerequisites_all = StringField(_("Modules that are all needed before"), [Length(max=200)])
    prerequisites_any = StringField(_("Modules of which one is needed before"), [Length(max=200)])
    change_class = SelectField(_("Kind of change"), choices=pairs([("", "")]), validate_choice=False)
    outcomes = FieldList(FormField(OutcomeForm))
    assessments = FieldList(FormField(AssessmentForm))

    def speak(self) -> None:
        """Fill the choices with words in the language of the request, and add empty rows to write in."""
        self.change_class.choices = pairs([("", "–"), *spoken(ChangeClass)])
        while len(self.outcomes) < 4 or (not self.is_submitted() and self._needs_spare()):
            self.outcomes.append_entry()
        while len(self.assessments) < 2:
            self.assessments.append_entry()
        for entry in self.outcomes:
            entry.form.type.choices = pairs(spoken(OutcomeType))

    def _needs_spare(self) -> bool:
        return sum(not entry.form.text_fr.data for entry in self.outcomes) < SPARE_ROWS

    def content(self, present: ModuleVersion | None) -> VersionContent:
        """The content as the service takes it; what the form does not ask is kept from the present."""
        kept = _kept(present)
        outcomes = [one.form for one in self.outcomes if one.form.text_fr.data or one.form.text_en.data]
        specs = [one.form for one in self.assessments if one.form.title_fr.data or one.form.title_en.data]
        return replace(
            kept,
            title=_both(self, "title"),
            summary=_both(self, "summary"),
            target_group=_both(self, "target_group"),
            hours=Hours(**{kind: _hundredths(self[f"hours_{kind}"].data) for kind in HOURS}),
            outcomes=tuple(_outcome(one, kept) for one in outcomes),
            assessments=_assessments(specs, kept),
            currency_months=self.currency_months.data,
            prerequisites_all=_codes(self.prerequisites_all.data),
            prerequisites_any=_codes(self.prerequisites_any.data),
            change_class=next((one for one in ChangeClass if one == self.change_class.data), None),
        )


def _kept(present: ModuleVersion | None) -> VersionContent:
    """All that is there already; why a version was changed is not why the next one is."""
    if present is None:
        return VersionContent(NOTHING, Hours(0), ())
    kept = content_of(present)
    return kept if present.state is VersionState.DRAFT else replace(kept, change_note=None)


def _both(form: Form, name: str) -> Bilingual:
    french, english = form[f"{name}_fr"].data or "", form[f"{name}_en"].data or ""
    return Bilingual(french.strip(), english.strip()) if french or english else NOTHING


def _outcome(form: OutcomeForm, kept: VersionContent) -> OutcomeContent:
    """The outcome of a row; its code stays with its row or follows from its place in a new version."""
    known = {one.key: one for one in kept.outcomes}
    empty = OutcomeContent(NOTHING, OutcomeType.SKILL, "", 0, key=form.key.data or new_key())
    return replace(
        known.get(form.key.data, empty),
        text=_both(form, "text"),
        type=OutcomeType(form.type.data),
        bloom=form.bloom.data,
        weight=form.weight.data or 0,
        critical=bool(form.critical.data),
        code=None,
    )


def _assessments(forms: Sequence[AssessmentForm], kept: VersionContent) -> tuple[AssessmentContent, ...]:
    known = {one.key: one for one in kept.assessments}
    taken = {known[form.key.data].method for form in forms if form.key.data in known}
    found: list[AssessmentContent] = []
    for form in forms:
        mark = 60 if form.pass_mark.data is None else form.pass_mark.data
        one = known.get(form.key.data) or AssessmentContent(
            _method(taken, len(found) + 1), NOTHING, 0, key=form.key.data or new_key()
        )
        taken.add(one.method)
        found.append(replace(one, title=_both(form, "title"), weight=form.weight.data or 0, pass_mark=mark))
    return tuple(found)


def _method(taken: Collection[str], place: int) -> str:
    """A name for a part that the form does not ask the method of; one version has no two of a name."""
    return next(one for number in count(place) if (one := f"part_{number}") not in taken)


def _hundredths(hours: Decimal | None) -> int:
    return int((hours or Decimal(0)) * 100)


def _codes(text: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys((text or "").upper().replace(",", " ").split()))


def filled(version: ModuleVersion) -> dict[str, Any]:
    """What the form shows of a version: to go on writing, or to begin the next one from it."""
    texts = {
        f"{name}_{language}": getattr(getattr(version, name), language)
        for name in ("title", "summary", "target_group")
        for language in ("fr", "en")
    }
    hours = {f"hours_{kind}": Decimal(getattr(version, f"hours_{kind}")) / 100 for kind in HOURS}
    return {
        **texts,
        **hours,
        "currency_months": version.currency_months,
        "prerequisites_all": ", ".join(version.prerequisites_all),
        "prerequisites_any": ", ".join(version.prerequisites_any),
        "change_class": (version.change_class or "") if version.state is VersionState.DRAFT else "",
        "outcomes": [_filled_outcome(one) for one in version.outcomes],
        "assessments": [_filled_assessment(one) for one in version.assessments],
    }


def _filled_outcome(one: Any) -> dict[str, Any]:
    same = {name: getattr(one, name) for name in ("key", "bloom", "weight", "critical")}
    return {"text_fr": one.text.fr, "text_en": one.text.en, "type": one.type.value, **same}


def _filled_assessment(one: Any) -> dict[str, Any]:
    texts = {"title_fr": one.title.fr, "title_en": one.title.en}
    return {**texts, "key": one.key, "weight": one.weight, "pass_mark": one.pass_mark}


class StepForm(FlaskForm):  # type: ignore[misc]
    seen = HiddenField()
    action = StringField(validators=[InputRequired()])
    reason = TextAreaField(_("Reason"), [Length(max=2000)])
    teach_out_until = DateField(_("Last day of the version before"), [Optional()])


class ClashForm(FlaskForm):  # type: ignore[misc]
    """Two texts of one draft, sealed, and what they were filled from; choices stand beside them."""

    began = HiddenField(validators=[InputRequired()])
    mine = HiddenField(validators=[InputRequired()])
    shown = HiddenField(validators=[InputRequired()])


class OpinionForm(FlaskForm):  # type: ignore[misc]
    seen = HiddenField()
    given_as = SelectField(_("In the name of"))
    opinion = SelectField(_("Opinion"))
    note = TextAreaField(_("What the opinion rests on"), [Length(max=2000)])

    def speak(self, parties: Sequence[GivenAs]) -> None:
        """Fill the choices with the parties the reader may speak for."""
        self.given_as.choices = pairs(spoken(parties))
        self.opinion.choices = pairs(spoken(Opinion))


class EquivalenceForm(FlaskForm):  # type: ignore[misc]
    target = SelectField(_("Outcome"))
    degree = SelectField(_("Carried over"))
    top_up = StringField(_("Top-up"), [Length(max=80)])
    reason = TextAreaField(_("Reason"), [Length(max=2000)])

    def speak(self, proposals: Sequence[Proposal]) -> None:
        """Offer the lines that nobody has decided yet."""
        self.pairs = {one.target.code: one for one in proposals if one.line is None}
        self.target.choices = pairs((code, _line(one)) for code, one in self.pairs.items())
        self.degree.choices = pairs(spoken(EquivalenceDegree))


def _line(one: Proposal) -> str:
    """A line as its codes say it: "O1 ← O1"; an outcome without a forerunner stands alone."""
    target = one.target.code.rpartition(".")[2]
    return f"{target} ← {one.source.code.rpartition('.')[2]}" if one.source is not None else target
