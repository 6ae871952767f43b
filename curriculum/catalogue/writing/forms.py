"""The form of a draft: the whole sheet of a module version."""

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DecimalField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from curriculum.catalogue.content import ChangeClass, VersionContent
from curriculum.catalogue.forms import Boxes, pairs, spoken
from curriculum.catalogue.models import ModuleVersion, OutcomeType
from curriculum.catalogue.writing import choices, reading
from curriculum.catalogue.writing.fields import AssessmentForm, OutcomeForm, ReviewerForm, percent
from curriculum.domain.verbs import Bloom
from curriculum.i18n import language_name

FIRST_ROWS = 3


def _hours(words: Any) -> DecimalField:
    return DecimalField(words, [Optional(), NumberRange(0, 2000)], places=None, default=Decimal(0))


def _codes(words: Any) -> StringField:
    return StringField(words, [Length(max=200)])


class VersionForm(FlaskForm):  # type: ignore[misc]
    """Everything a module version says."""

    began = HiddenField()
    """What the form was filled from, sealed: a later save is merged with what came between."""
    title_fr = StringField(_("Title in French"), [InputRequired(), Length(max=200)])
    title_en = StringField(_("Title in English"), [Length(max=200)])
    summary_fr = TextAreaField(_("Summary in French"), [Length(max=1000)])
    summary_en = TextAreaField(_("Summary in English"), [Length(max=1000)])
    target_group_fr = StringField(_("For whom, in French"), [Length(max=300)])
    target_group_en = StringField(_("For whom, in English"), [Length(max=300)])
    change_class = SelectField(_("Kind of change"), validate_choice=False)
    change_note_fr = TextAreaField(_("Why it was changed, in French"), [Length(max=1000)])
    change_note_en = TextAreaField(_("Why it was changed, in English"), [Length(max=1000)])
    hours_contact = _hours(_("Contact hours"))
    hours_online = _hours(_("Online hours"))
    hours_practice = _hours(_("Practice hours"))
    hours_self_study = _hours(_("Self-study hours"))
    hours_assessment = _hours(_("Assessment hours"))
    credits_indicative = StringField(
        _("Credits, indicative"),
        [
            Optional(),
            Regexp(r"^[0-9]{1,3}([.,][0-9]{1,2})?$", message=_("A number such as 1.5 is expected.")),
        ],
    )
    currency_months = IntegerField(_("Months an outcome counts"), [Optional(), NumberRange(1, 240)])
    all_critical_outcomes = BooleanField(_("Every critical outcome is needed"), default=True)
    module_assessment_required = BooleanField(_("The module's own assessment is needed"), default=True)
    min_outcome_weight = percent(_("Weight of outcomes needed, in per cent"), least=0, default=80)
    min_contact_attendance_pct = percent(_("Attendance needed, in per cent"), least=0, default=80)
    prerequisites_all = _codes(_("Modules that are all needed before"))
    prerequisites_any = _codes(_("Modules of which one is needed before"))
    prerequisites_advised = _codes(_("Modules that help before"))
    entry_requirements_fr = TextAreaField(_("Entry requirements in French"), [Length(max=1000)])
    entry_requirements_en = TextAreaField(_("Entry requirements in English"), [Length(max=1000)])
    kind = SelectField(_("Kind"), default="taught")
    delivery_modes = Boxes(_("Forms of teaching"))
    languages = Boxes(_("Languages it is taught in"), default=["fr", "en"])
    authoritative_language = SelectField(_("Authoritative language"), default="fr")
    eqf_level_indicative = SelectField(_("EQF level, indicative"), default="")
    level_note_fr = StringField(_("What the level rests on, in French"), [Length(max=300)])
    level_note_en = StringField(_("What the level rests on, in English"), [Length(max=300)])
    gcm_objectives = Boxes(_("Objectives of the Global Compact"))
    rights_integrated = BooleanField(_("Human rights stand within the outcomes"))
    legal_instruments = Boxes(_("Instruments of law that ask for it"))
    external_refs = TextAreaField(_("Listed elsewhere"), [Length(max=1000)])
    outcomes = FieldList(FormField(OutcomeForm))
    assessments = FieldList(FormField(AssessmentForm))
    reviewers = FieldList(FormField(ReviewerForm))

    def speak(self, present: VersionContent | None = None) -> None:
        """Fill the choices with words in the language of the request, and add first rows to write in.

        What the present version says stays a choice, whether or not a list has it still.
        """
        kept = present or reading.EMPTY
        self.change_class.choices = pairs([("", "–"), *spoken(ChangeClass)])
        self.kind.choices = pairs(choices.kinds(kept.kind))
        self.delivery_modes.choices = pairs(choices.modes(kept.delivery_modes))
        self.languages.choices = pairs(choices.languages(kept.languages))
        self.authoritative_language.choices = pairs((one, language_name(one)) for one in ("fr", "en"))
        self.eqf_level_indicative.choices = pairs(choices.levels())
        self.gcm_objectives.choices = pairs(choices.objectives(map(str, kept.gcm_objectives)))
        self.legal_instruments.choices = pairs(choices.instruments(kept.legal_instruments))
        if not self.is_submitted():
            _begin(self.outcomes, FIRST_ROWS)
            _begin(self.assessments, 1)
        self._speak_rows(choices.methods(one.method for one in kept.assessments))

    def _speak_rows(self, methods: choices.Choices) -> None:
        levels = choices.levels()
        for entry in self.outcomes:
            entry.form.type.choices = pairs(spoken(OutcomeType))
            entry.form.bloom.choices = pairs(spoken(Bloom))
            entry.form.level.choices = pairs(levels)
        named = [(one.form.key.data or "", f"O{place}") for place, one in enumerate(self.outcomes, 1)]
        for part in self.assessments:
            part.form.method.choices = pairs(methods)
            part.form.outcomes.choices = pairs(named)

    def content(self, present: ModuleVersion | None) -> VersionContent:
        """The content as the service takes it; what the form does not ask is kept from the present."""
        return reading.content(self, present)


def _begin(rows: "FieldList[Any]", number: int) -> None:
    """Empty rows to write in, where there is none yet."""
    if not len(rows):
        for _number in range(number):
            rows.append_entry()
