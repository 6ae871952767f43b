"""Forms of the review: a thread, an answer, a question, a delegation, the filters of the queue."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    DecimalField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.validators import Optional as MayBeEmpty

from curriculum.catalogue.content import GivenAs
from curriculum.catalogue.forms import pairs, spoken
from curriculum.reviews.suggesting import NUMBERS, Suggestion, is_text
from curriculum.reviews.threads import LONGEST

_SAID = [Length(max=LONGEST)]


class ThreadForm(FlaskForm):  # type: ignore[misc]
    text = TextAreaField(_("What you have to say about it"), _SAID)
    french = TextAreaField(_("What it should say in French"), [Length(max=LONGEST)])
    english = TextAreaField(_("What it should say in English"), [Length(max=LONGEST)])
    number = DecimalField(_("What it should be"), [MayBeEmpty()])
    place = ""
    """The field that is talked of."""

    def offer(self, field: str, value: Any) -> None:
        """Keep only what fits the field, filled with what it says now."""
        self.place = field
        if not (field and is_text(value)):
            del self.french, self.english
        elif not self.is_submitted():
            self.french.data, self.english.data = value.get("fr", ""), value.get("en", "")
        if field not in NUMBERS:
            del self.number
        elif not self.is_submitted() and value is not None:
            self.number.data = value if NUMBERS[field].scale == 1 else round(value / NUMBERS[field].scale, 2)

    def validate_number(self, field: DecimalField) -> None:
        """Refuse what is no number, lies outside, or would be cut: hours have hundredths, others none."""
        if field.data is None or (bounds := NUMBERS.get(self.place)) is None:
            return
        low, high = bounds.low // bounds.scale, bounds.high // bounds.scale
        if not field.data.is_finite() or not low <= field.data <= high:
            between = field.gettext("Number must be between %(min)s and %(max)s.")
            raise ValidationError(between % {"min": low, "max": high})
        if (field.data * bounds.scale) % 1:
            whole = "Not a valid integer value." if bounds.scale == 1 else "Not a valid decimal value."
            raise ValidationError(field.gettext(whole))

    def suggestion(self, field: str, value: Any) -> Suggestion | None:
        """What is suggested; None where the field is left as it is."""
        after: Any = value
        if self.french is not None:
            after = {"fr": _plain(self.french.data), "en": _plain(self.english.data)}
        elif self.number is not None and self.number.data is not None:
            after = int(self.number.data * NUMBERS[field].scale)
        return None if after == value else Suggestion(value, after)


def _plain(text: str | None) -> str:
    return (text or "").strip().replace("\r\n", "\n")


class AnswerForm(FlaskForm):  # type: ignore[misc]
    text = TextAreaField(_("Your answer"), _SAID)
    do = HiddenField()


class DeclineForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(_("Why the text stays as it is"), [InputRequired(), Length(max=LONGEST)])


class AskForm(FlaskForm):  # type: ignore[misc]
    login = StringField(_("Whose opinion: login of the account"), [DataRequired(), Length(max=200)])
    given_as = SelectField(_("In the name of"))
    due_on = DateField(_("Answer until"), [InputRequired()])
    note = TextAreaField(_("What you ask"), [Length(max=2000)])

    def speak(self, due: date) -> None:
        """Offer every name an opinion may be given in, and a target day."""
        self.given_as.choices = pairs(spoken(list(GivenAs)))
        if not self.is_submitted():
            self.due_on.data = due


class DelegationForm(FlaskForm):  # type: ignore[misc]
    login = StringField(_("To whom: login of the account"), [DataRequired(), Length(max=200)])
    institution = SelectField(_("For modules and paths of"))
    from_ = DateField(_("First day"), [InputRequired()])
    to = DateField(_("Last day"), [InputRequired()])
    reason = TextAreaField(_("Reason"), [InputRequired(), Length(max=2000)])

    def speak(self, places: Iterable[tuple[str, str]], on: date) -> None:
        """Offer the institutions for which the reader decides."""
        self.institution.choices = pairs(places)
        if not self.is_submitted():
            self.from_.data = on
