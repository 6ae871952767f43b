"""Forms of mandates: the proposal with its deed, the end."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older
    BooleanField,
    DateField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from curriculum.awards.forms import NEEDED, WORDS
from curriculum.awards.models import Function
from curriculum.labels import label


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
