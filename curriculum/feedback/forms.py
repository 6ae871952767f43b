"""Forms of feedback: what is said, what is answered, which version carries it."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length


class GiveForm(FlaskForm):  # type: ignore[misc]
    text = TextAreaField(
        _("What should be better, or should stay as it is"), [InputRequired(), Length(max=4000)]
    )


DECLINE = SelectChoice("decline", _("Nothing changes"))
DECISIONS = [SelectChoice("plan", _("A change is proposed")), DECLINE]


class AnswerForm(FlaskForm):  # type: ignore[misc]
    decision = RadioField(
        _("What becomes of it"),
        [InputRequired()],
        choices=DECISIONS,
    )
    answer = TextAreaField(_("Answer and reasons"), [InputRequired(), Length(max=4000)])


class CarryForm(FlaskForm):  # type: ignore[misc]
    version = SelectField(_("Version that carries the change"), [InputRequired()])
