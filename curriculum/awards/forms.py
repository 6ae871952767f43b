"""Forms of applications, decisions, signatures, statuses and mandates."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from curriculum.awards.decisions import Outcome
from curriculum.awards.models import Function
from curriculum.labels import label

NEEDED = InputRequired(_("Fill this in."))
WORDS = Length(max=4000)


class NoteForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(_("Note"), [Optional(), WORDS])


class ReasonForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(_("Reason"), [InputRequired(_("Give a reason the person can read.")), WORDS])


class DecisionForm(FlaskForm):  # type: ignore[misc]
    outcome = RadioField(_("Decision"), [InputRequired(_("Choose a decision."))])
    reason = TextAreaField(_("Reasons"), [InputRequired(_("Give the reasons of the decision.")), WORDS])
    minutes = StringField(_("Minutes"), [InputRequired(_("Name the minutes.")), Length(max=200)])

    def offer(self) -> None:
        self.outcome.choices = [SelectChoice(one.value, label(one)) for one in Outcome]


class SignForm(FlaskForm):  # type: ignore[misc]
    digest = HiddenField(validators=[InputRequired()])
    agree = BooleanField(
        _("I sign exactly this text."), [InputRequired(_("Confirm that you sign exactly this text."))]
    )
    declaration = TextAreaField(_("Declaration"), [Optional(), WORDS])


class StatusForm(FlaskForm):  # type: ignore[misc]
    action = SelectField(_("What should happen"), [Optional()], choices=[])
    reason_code = SelectField(_("Reason"), [NEEDED], choices=[])
    note = TextAreaField(_("In words"), [InputRequired(_("Say in words what happened.")), WORDS])


class MandateForm(FlaskForm):  # type: ignore[misc]
    number = StringField(_("Personnel number of the signatory"), [NEEDED, Length(max=60)])
    institution = SelectField(_("Signs for"), [NEEDED], choices=[])
    function = RadioField(_("Function"), [InputRequired(_("Choose a function."))])
    capacity_fr = StringField(_("Capacity in French"), [NEEDED, Length(max=200)])
    capacity_en = StringField(_("Capacity in English"), [NEEDED, Length(max=200)])
    legal_ref = StringField(_("Legal act"), [NEEDED, Length(max=200)])
    deed = FileField(_("Deed"), [FileRequired(_("Attach the deed."))])
    begins = DateField(_("First day"), [NEEDED])
    ends = DateField(_("Last day"), [Optional()])
    acting = BooleanField(_("Acting (six months at most)"))
    replaces = SelectField(_("Replaces the mandate"), [Optional()], choices=[])

    def offer(self) -> None:
        self.function.choices = [SelectChoice(one.value, label(one)) for one in Function]


class EndForm(FlaskForm):  # type: ignore[misc]
    on = DateField(_("Last day"), [NEEDED])
    reason = TextAreaField(_("Reason"), [NEEDED, WORDS])
