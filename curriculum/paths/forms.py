"""Forms of HR: a nomination for a path."""

from datetime import date

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional


class NominationForm(FlaskForm):  # type: ignore[misc]
    number = StringField(_("Personnel number"), [InputRequired(), Length(max=40)])
    mentor = StringField(_("Personnel number of the mentor"), [Length(max=40)])
    path = SelectField(_("Learning path"))
    on = DateField(_("Designated on"), [InputRequired()])
    target_date = DateField(_("To be ready by"), [Optional()])
    release_terms = TextAreaField(_("Release time agreed"), [Length(max=500)])

    def propose(self, on: date) -> None:
        """Propose the day where the form was not sent yet."""
        if not self.is_submitted():
            self.on.data = on


class HoldForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(
        _("Reason"), [InputRequired(_("Give a reason the person can read.")), Length(max=1000)]
    )


class ResumeForm(FlaskForm):  # type: ignore[misc]
    """Nothing to fill in."""
