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
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from curriculum.awards.decisions import Outcome
from curriculum.awards.models import Function
from curriculum.labels import label

NEEDED = InputRequired(_("Fill this in."))
WORDS = Length(max=4000)


class NoteForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(_("Note"), [Optional(), WORDS])


class ReasonForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(_("Reason"), [DataRequired(_("Give a reason the person can read.")), WORDS])


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


class AdmissionForm(FlaskForm):  # type: ignore[misc]
    decision = RadioField(_("Decision"), [InputRequired(_("Choose a decision."))])
    experience = TextAreaField(_("Experience accepted in place of the path not held"), [Optional(), WORDS])
    reason = TextAreaField(_("Reason"), [Optional(), WORDS])

    def offer(self, *, experience: bool) -> None:
        """Both ways; experience only where the path takes it."""
        self.decision.choices = [
            SelectChoice("admit", _("Admit to the path")),
            SelectChoice("decline", _("Decline the nomination")),
        ]
        if not experience:
            del self.experience


class ReissueForm(FlaskForm):  # type: ignore[misc]
    """What changes on the new document; the spellings on record are added by `applying.name_form`."""

    reason = TextAreaField(_("Reason"), [InputRequired(_("Say why the document is made anew.")), WORDS])
    may_teach = SelectMultipleField(
        _("Modules the holder may teach"),
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, modules: dict[str, str]) -> None:
        """Only what the certificate says now: a reissue adds nothing."""
        self.may_teach.choices = [SelectChoice(code, f"{code} · {title}") for code, title in modules.items()]
        if not self.is_submitted():
            self.may_teach.data = list(modules)
