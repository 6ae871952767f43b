"""Forms of moves: a reason, the terms of a transition, one's own choice."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, HiddenField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional


class ReasonForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(
        _("Reason"), [DataRequired(_("Give a reason that the people concerned can read.")), Length(max=2000)]
    )


class TermsForm(FlaskForm):  # type: ignore[misc]
    teach_out_until = DateField(
        _("Last day on which the version before can be finished"),
        [InputRequired(_("Enter the last day, as year, month and day."))],
    )
    moves_from = DateField(_("People may move by themselves from"), [Optional()])
    moves_until = DateField(_("People may move by themselves until"), [Optional()])
    reason = TextAreaField(_("Reason, where the last day comes earlier"), [Optional(), Length(max=2000)])


class UpdateForm(FlaskForm):  # type: ignore[misc]
    until = DateField(
        _("Last day for the update"), [InputRequired(_("Enter the last day, as year, month and day."))]
    )
    what = TextAreaField(
        _("What the update consists of"),
        [DataRequired(_("Say what holders have to do, in words they can read.")), Length(max=2000)],
    )


class ChoiceForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    agree = BooleanField(
        _("I have read what moving means and want to move."),
        [InputRequired(_("Tick the box to say that you want to move."))],
    )
