"""Forms of the training unit and of donors: an offering, a claim, a decision on a claim."""

from decimal import Decimal

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
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
from curriculum.donors.content import NewOffering
from curriculum.donors.models import AssessmentKind, Mode, Offering
from curriculum.i18n import language_name

LANGUAGES = ("fr", "en", "ar", "es", "pt", "ru")
"""In which donors hold courses; what else is in use here is offered as well."""

PERSON_HOURS = NumberRange(0, 2000)


class AnnouncementForm(FlaskForm):  # type: ignore[misc]
    """What a donor announces of a course; the same fields for a new one and for a change."""

    title_fr = StringField(_("Title in French"), [InputRequired(), Length(max=200)])
    title_en = StringField(_("Title in English"), [InputRequired(), Length(max=200)])
    activity_type = SelectField(_("Kind of activity"))
    mode = SelectField(_("How it is held"))
    provider = StringField(_("Who teaches"), [Length(max=200)])
    hours = DecimalField(_("Hours"), [InputRequired(), PERSON_HOURS], places=None)
    languages = SelectMultipleField(
        _("Languages"),
        [InputRequired()],
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    start = DateField(_("First day"), [InputRequired()])
    end = DateField(_("Last day"), [InputRequired()])
    schedule = StringField(_("Days and times"), [Length(max=300)])
    assessment_kind = SelectField(_("How people are assessed"))
    pass_mark = IntegerField(_("Pass mark, out of 100"), [InputRequired(), NumberRange(0, 100)], default=60)
    seats = IntegerField(_("Seats"), [Optional(), NumberRange(1, 100_000)])
    total_cost = IntegerField(_("Total cost"), [Optional(), NumberRange(0, 10**12)])

    def offer(self, of: Offering | None = None) -> None:
        """Fill the choices, and a fresh form with what is announced."""
        known = {one: language_name(one) for one in LANGUAGES}
        held = list(of.languages) if of else []
        self.languages.choices = pairs((known | {one: one for one in held if one not in known}).items())
        self.activity_type.choices = pairs(spoken(ActivityType))
        self.mode.choices = pairs([("", gettext("not said")), *spoken(Mode)])
        self.assessment_kind.choices = pairs(spoken(AssessmentKind))
        if of is not None and not self.is_submitted():
            self._show(of)

    def _show(self, of: Offering) -> None:
        for name in ("activity_type", "provider", "start", "end", "schedule", "assessment_kind"):
            self[name].data = getattr(of, name)
        self.title_fr.data, self.title_en.data = of.title.fr, of.title.en
        self.mode.data, self.hours.data = of.mode or "", Decimal(of.hours) / 100
        self.languages.data, self.pass_mark.data = list(of.languages), of.pass_mark
        self.seats.data, self.total_cost.data = of.seats, of.total_cost

    def announced(self, programme: str, code: str) -> NewOffering:
        """The offering as the service takes it."""
        assert self.start.data is not None
        assert self.end.data is not None
        assert self.hours.data is not None
        return NewOffering(
            programme=programme,
            code=code,
            title=Bilingual(self.title_fr.data or "", self.title_en.data or ""),
            activity_type=self.activity_type.data,
            mode=self.mode.data or None,
            provider=(self.provider.data or "").strip() or None,
            schedule=(self.schedule.data or "").strip() or None,
            hours=int(self.hours.data * 100),
            languages=tuple(self.languages.data or ()),
            assessment_kind=self.assessment_kind.data,
            pass_mark=self.pass_mark.data or 0,
            start=self.start.data,
            end=self.end.data,
            seats=self.seats.data,
            total_cost=self.total_cost.data,
        )


class OfferingForm(AnnouncementForm):
    """A course entered for the first time: under which programme, by which code."""

    programme = SelectField(_("Programme"))
    code = StringField(_("Code"), [InputRequired(), Regexp(r"^[A-Z]{2,8}-[0-9]{2,4}$")])

    def content(self) -> NewOffering:
        """The offering as the service takes it."""
        return self.announced(self.programme.data, self.code.data or "")


class CancelForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(_("Reason"), [InputRequired(), Length(max=2000)])


class SyllabusForm(FlaskForm):  # type: ignore[misc]
    file = FileField(_("Syllabus"), [FileRequired(_("Choose a file."))])
    reason = TextAreaField(_("What changed"), [Length(max=1000)])


class RequestForm(FlaskForm):  # type: ignore[misc]
    on = DateField(_("Requested on"), [InputRequired()])
    whom = StringField(_("Who was asked"), [InputRequired(), Length(max=200)])


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
