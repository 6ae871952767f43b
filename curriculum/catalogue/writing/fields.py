"""Rows of the form of a draft: outcomes, parts of the assessment with their rubric, reviewers."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional, Regexp

from curriculum.catalogue.forms import Boxes
from curriculum.catalogue.keyed import new_key
from curriculum.catalogue.models import OutcomeType
from curriculum.domain.verbs import Bloom


def key() -> HiddenField:
    """Which part a row is; a row still empty has a key already, so that no second save doubles it."""
    return HiddenField(validators=[Length(max=40), Regexp(r"^[\w-]*$")], default=new_key)


def percent(words: Any, *, least: int = 1, default: int | None = None) -> IntegerField:
    """A whole number out of a hundred, which may be left out."""
    return IntegerField(words, [Optional(), NumberRange(least, 100)], default=default)


class OutcomeForm(Form):
    """One learning outcome."""

    key = key()
    text_fr = TextAreaField(_("Outcome in French"), [Length(max=500)])
    text_en = TextAreaField(_("Outcome in English"), [Length(max=500)])
    verb_fr = StringField(_("Verb in French"), [Length(max=60)])
    verb_en = StringField(_("Verb in English"), [Length(max=60)])
    type = SelectField(_("Type"), default=OutcomeType.SKILL.value)
    bloom = SelectField(_("Verb level"), default=Bloom.APPLY.value)
    level = SelectField(_("EQF level, indicative"), default="")
    weight = percent(_("Weight in per cent"))
    critical = BooleanField(_("Critical"))


class CriterionForm(Form):
    """One line of a rubric."""

    key = key()
    title_fr = StringField(_("Criterion in French"), [Length(max=200)])
    title_en = StringField(_("Criterion in English"), [Length(max=200)])
    enough_fr = StringField(_("What is enough, in French"), [Length(max=500)])
    enough_en = StringField(_("What is enough, in English"), [Length(max=500)])
    weight = percent(_("Weight in per cent"))


class AssessmentForm(Form):
    """One part of the module's own assessment."""

    key = key()
    method = SelectField(_("Method"), default="written_test")
    title_fr = StringField(_("Assessment in French"), [Length(max=200)])
    title_en = StringField(_("Assessment in English"), [Length(max=200)])
    weight = percent(_("Weight in per cent"))
    pass_mark = percent(_("Pass mark out of 100"), least=0, default=60)
    outcomes = Boxes(_("Outcomes it assesses"), validate_choice=False)
    needs_external_assessor = BooleanField(_("Needs an external assessor"))
    criteria = FieldList(FormField(CriterionForm))


class ReviewerForm(Form):
    """Somebody named to read the content again."""

    key = key()
    name = StringField(_("Name"), [Length(max=120)])
    office = StringField(_("Office"), [Length(max=200)])
    until = DateField(_("Until"), [Optional()])
