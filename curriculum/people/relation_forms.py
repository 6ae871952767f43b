"""Forms about what ties two persons."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older
    DateField,
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, ValidationError

from curriculum.i18n import text
from curriculum.labels import label
from curriculum.people.forms import NEEDED
from curriculum.people.registration import EARLIEST_BIRTH
from curriculum.people.shown import Known
from curriculum.people.words import Tie


class RelationForm(FlaskForm):  # type: ignore[misc]
    """Which of the people found, what they are to this person, and since when."""

    person = RadioField(_("The other person"), [InputRequired(_("Choose who it is."))], choices=[])
    tie = SelectField(_("What the other person is"), [NEEDED], choices=[])
    from_ = DateField(_("Since"), [NEEDED])
    note = TextAreaField(_("Note"), [Length(max=500)])

    def offer(self, found: list[Known]) -> None:
        """Offer the people found, named in every script with number and employer."""
        self.person.choices = [SelectChoice(one.ref, _named(one)) for one in found]
        self.tie.choices = [SelectChoice(one.value, label(one)) for one in Tie]

    def validate_from_(self, field: DateField) -> None:
        """Refuse a day before anybody of the register was born."""
        if field.data and field.data < EARLIEST_BIRTH:
            raise ValidationError(_("This day lies too far back."))


class EndForm(FlaskForm):  # type: ignore[misc]
    """The last day, and why it is over."""

    on = DateField(_("Last day"), [NEEDED])
    reason = TextAreaField(_("Reason"), [InputRequired(_("Say why.")), Length(max=500)])


def _named(one: Known) -> str:
    facts = (*one.names, one.number, text(one.institution) if one.institution else "")
    return " · ".join(fact for fact in facts if fact)
