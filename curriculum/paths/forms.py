"""Forms of HR: a nomination for a path."""

from datetime import date

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

LAST_YEAR = 2199


class NominationForm(FlaskForm):  # type: ignore[misc]
    number = StringField(_("Personnel number"), [InputRequired(), Length(max=40)])
    mentor = StringField(_("Personnel number of the mentor"), [Length(max=40)])
    path = SelectField(_("Learning path"))
    route = SelectField(_("Route"), [Optional()])
    languages = SelectMultipleField(_("Works in"), widget=ListWidget(), option_widget=CheckboxInput())
    on = DateField(_("Designated on"), [InputRequired()])
    target_date = DateField(_("To be ready by"), [Optional()])
    release_terms = TextAreaField(_("Release time agreed"), [Length(max=500)])

    def validate_route(self, field: SelectField) -> None:
        """Refuse the route of another path."""
        if field.data and field.data.partition(" ")[0] != self.path.data:
            raise ValidationError(_("Choose a route of the path above."))

    def propose(self, on: date) -> None:
        """Propose the day where the form was not sent yet."""
        if not self.is_submitted():
            self.on.data = on


class FinishForm(FlaskForm):  # type: ignore[misc]
    """The day from which the dates of a certificate are told; it stands in the address."""

    class Meta:
        csrf = False

    finish = DateField(_("Somebody finishes on"), [DataRequired(_("Enter a day."))])

    @classmethod
    def asked(cls, address: MultiDict[str, str], on: date) -> "FinishForm":
        """The day in the address, else this one."""
        return cls(address if "finish" in address else None, finish=on)

    def validate_finish(self, field: DateField) -> None:
        """Refuse days so late that what follows has no date."""
        if field.data is not None and field.data.year > LAST_YEAR:
            raise ValidationError(_("Enter a day before the year %(year)s.", year=LAST_YEAR + 1))


class HoldForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(
        _("Reason"), [InputRequired(_("Give a reason the person can read.")), Length(max=1000)]
    )


class RouteForm(HoldForm):
    """The route to follow from now on, and why."""

    route = SelectField(_("Route"))


class ResumeForm(FlaskForm):  # type: ignore[misc]
    """Nothing to fill in."""
