"""Forms of the training unit and of donors: a programme, an offering, a claim, a decision on a claim."""

from decimal import Decimal

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    DecimalField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from curriculum.catalogue.forms import pairs, spoken
from curriculum.db import Bilingual
from curriculum.domain.proof import ActivityType, Depth
from curriculum.donors.content import NewOffering, NewProgramme
from curriculum.donors.models import Offering


class ProgrammeForm(FlaskForm):  # type: ignore[misc]
    donor = SelectField(_("Donor"), [InputRequired()])
    code = StringField(_("Code"), [InputRequired(), Regexp(r"^[A-Z][A-Z0-9-]{1,19}$")])
    title_fr = StringField(_("Title in French"), [InputRequired(), Length(max=200)])
    title_en = StringField(_("Title in English"), [InputRequired(), Length(max=200)])
    start = DateField(_("First day"), [InputRequired()])
    end = DateField(_("Last day"), [InputRequired()])
    currency = StringField(_("Currency"), [InputRequired(), Regexp(r"^[A-Z]{3}$")])
    training_budget = IntegerField(_("Budget for training"), [Optional(), NumberRange(0, 10**12)])

    def content(self) -> NewProgramme:
        """The programme as the service takes it."""
        assert self.start.data is not None
        assert self.end.data is not None
        return NewProgramme(
            donor=self.donor.data,
            code=self.code.data or "",
            title=Bilingual(self.title_fr.data or "", self.title_en.data or ""),
            start=self.start.data,
            end=self.end.data,
            currency=self.currency.data or "",
            training_budget=self.training_budget.data,
        )


class OfferingForm(FlaskForm):  # type: ignore[misc]
    programme = SelectField(_("Programme"))
    code = StringField(_("Code"), [InputRequired(), Regexp(r"^[A-Z]{2,8}-[0-9]{2,4}$")])
    title_fr = StringField(_("Title in French"), [InputRequired(), Length(max=200)])
    title_en = StringField(_("Title in English"), [InputRequired(), Length(max=200)])
    activity_type = SelectField(_("Kind of activity"))
    hours = DecimalField(_("Hours"), [InputRequired(), NumberRange(0, 2000)], places=2)
    language = SelectField(_("Language"), choices=pairs([("fr", "fr"), ("en", "en")]))
    start = DateField(_("First day"), [InputRequired()])
    end = DateField(_("Last day"), [InputRequired()])

    def speak(self) -> None:
        """Fill the choices with words in the language of the request."""
        self.activity_type.choices = pairs(spoken(ActivityType))
        self.language.choices = pairs([("fr", gettext("French")), ("en", gettext("English"))])

    def content(self) -> NewOffering:
        """The offering as the service takes it."""
        assert self.start.data is not None
        assert self.end.data is not None
        assert self.hours.data is not None
        return NewOffering(
            programme=self.programme.data,
            code=self.code.data or "",
            title=Bilingual(self.title_fr.data or "", self.title_en.data or ""),
            activity_type=self.activity_type.data,
            hours=int(self.hours.data * 100),
            languages=(self.language.data,),
            start=self.start.data,
            end=self.end.data,
        )


class ChangeForm(FlaskForm):  # type: ignore[misc]
    title_fr = StringField(_("Title in French"), [InputRequired(), Length(max=200)])
    title_en = StringField(_("Title in English"), [InputRequired(), Length(max=200)])
    activity_type = SelectField(_("Kind of activity"))
    hours = DecimalField(_("Hours"), [InputRequired(), NumberRange(0, 2000)], places=2)
    languages = SelectMultipleField(
        _("Languages"),
        [InputRequired()],
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    seats = IntegerField(_("Seats"), [Optional(), NumberRange(1, 100_000)])
    start = DateField(_("First day"), [InputRequired()])
    end = DateField(_("Last day"), [InputRequired()])

    def show(self, offering: Offering) -> None:
        """Fill the choices, and a fresh form with what is announced."""
        self.activity_type.choices = pairs(spoken(ActivityType))
        known = {"fr": gettext("French"), "en": gettext("English")}
        self.languages.choices = pairs((known | {one: one for one in offering.languages} | known).items())
        if self.is_submitted():
            return
        self.title_fr.data, self.title_en.data = offering.title.fr, offering.title.en
        self.activity_type.data, self.hours.data = offering.activity_type, Decimal(offering.hours) / 100
        self.languages.data, self.seats.data = list(offering.languages), offering.seats
        self.start.data, self.end.data = offering.start, offering.end

    def content(self, offering: Offering, programme: str) -> NewOffering:
        """The offering as the service takes it."""
        assert self.start.data is not None
        assert self.end.data is not None
        assert self.hours.data is not None
        return NewOffering(
            programme=programme,
            code=offering.code,
            title=Bilingual(self.title_fr.data or "", self.title_en.data or ""),
            activity_type=self.activity_type.data,
            hours=int(self.hours.data * 100),
            languages=tuple(self.languages.data or ()),
            start=self.start.data,
            end=self.end.data,
            seats=self.seats.data,
        )


class ClaimForm(FlaskForm):  # type: ignore[misc]
    outcomes = SelectMultipleField(
        _("Outcomes it covers"),
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    depth = SelectField(_("Depth"))

    def speak(self) -> None:
        """Fill the choices with words in the language of the request."""
        self.depth.choices = pairs(spoken(Depth))


class DecisionForm(FlaskForm):  # type: ignore[misc]
    note = StringField(_("Note"), [Length(max=2000)])
    reason = TextAreaField(_("Reason for a rejection"), [Length(max=2000)])
