"""Forms of the case sheet: a note, a reason, a decision."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from curriculum.awards.decisions.deciding import Outcome
from curriculum.awards.forms import WORDS
from curriculum.labels import label


class NoteForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(_("Note"), [Optional(), WORDS])


class DecisionForm(FlaskForm):  # type: ignore[misc]
    outcome = RadioField(_("Decision"), [InputRequired(_("Choose a decision."))])
    reason = TextAreaField(_("Reasons"), [InputRequired(_("Give the reasons of the decision.")), WORDS])
    minutes = StringField(_("Minutes"), [InputRequired(_("Name the minutes.")), Length(max=200)])

    def offer(self) -> None:
        self.outcome.choices = [SelectChoice(one.value, label(one)) for one in Outcome]
