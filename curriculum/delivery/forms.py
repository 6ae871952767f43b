"""Forms for runs, attendance, disputes and hours taught."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from curriculum import i18n
from curriculum.catalogue import queries as catalogue
from curriculum.db import Bilingual
from curriculum.delivery import words
from curriculum.delivery.models import Run, SourceKind, TrainerRole
from curriculum.institutions import queries as institutions
from curriculum.labels import label

NEEDED = InputRequired(_("Fill this in."))


class HoursField(StringField):
    """Hours with at most two decimals, kept in hundredths."""

    @property
    def hundredths(self) -> int | None:
        return words.hundredths_of(self.data or "")

    def pre_validate(self, form: Any) -> None:
        if (self.data or "").strip() and self.hundredths is None:
            raise ValidationError(_("Give hours as a number, as 7 or 7.5."))


class RunForm(FlaskForm):
    code = StringField(
        _("Code"),
        [NEEDED, Regexp(r"^[A-Z0-9][A-Z0-9-]{2,29}$", message=_("Use capital letters, digits and hyphens."))],
    )
    title_fr = StringField(_("Title in French"), [NEEDED, Length(max=200)])
    title_en = StringField(_("Title in English"), [NEEDED, Length(max=200)])
    module = SelectField(_("Module"), [NEEDED], choices=[])
    outcomes = StringField(_("Outcomes taught"), [Optional(), Length(max=300)])
    institution = SelectField(_("Training institution"), [NEEDED], choices=[])
    start = DateField(_("First day"), [NEEDED])
    end = DateField(_("Last day"), [NEEDED])
    hours = HoursField(_("Hours on the programme"), [NEEDED])
    language = SelectField(
        _("Language"), choices=[SelectChoice("fr", _("French")), SelectChoice("en", _("English"))]
    )
    place = StringField(_("Place"), [Optional(), Length(max=200)])
    trainers = StringField(_("Trainers"), [Optional(), Length(max=300)])

    def offer(self) -> None:
        self.module.choices = [
            SelectChoice(f"{one.module.code}.v{one.version}", f"{one.module.code} · {i18n.text(one.title)}")
            for one in catalogue.published_versions()
        ]
        self.institution.choices = [
            SelectChoice(one.code, f"{one.code} · {i18n.text(one.name)}")
            for one in institutions.all_()
            if "trainer" in one.roles
        ]

    @property
    def title(self) -> Bilingual:
        return Bilingual((self.title_fr.data or "").strip(), (self.title_en.data or "").strip())


class AttendanceForm(FlaskForm):
    kind = SelectField(_("What you enter from"), [NEEDED], choices=[])
    label = StringField(_("Name of this source"), [NEEDED, Length(max=100)])

    def offer(self) -> None:
        # Donors' lists arrive as files, with their rows kept: never by this form.
        kinds = (SourceKind.TRAINER_REGISTER, SourceKind.SIGN_IN_SHEET, SourceKind.LMS_EXPORT)
        self.kind.choices = [SelectChoice(one.value, label(one)) for one in kinds]


class EnrolForm(FlaskForm):
    numbers = TextAreaField(_("Personnel numbers"), [NEEDED, Length(max=5000)])


class ResolveForm(FlaskForm):
    hours = HoursField(_("Hours that count"), [NEEDED])
    reason = TextAreaField(_("Why"), [NEEDED, Length(max=1000)])


class ContestForm(FlaskForm):
    reason = TextAreaField(_("What should be checked"), [NEEDED, Length(max=1000)])
    hours = HoursField(_("Hours you attended"), [Optional()])
    document = FileField(_("Document"))


class TeachingForm(FlaskForm):
    role = SelectField(_("As"), [NEEDED], choices=[])
    hours = HoursField(_("Hours taught"), [NEEDED])
    taught_on = DateField(_("Day"), [NEEDED])
    topic = StringField(_("What about"), [Optional(), Length(max=200)])

    def offer(self, run: Run, roles: list[TrainerRole]) -> None:
        self.role.choices = [
            SelectChoice(one.value, label(one)) for one in roles if one is not TrainerRole.OBSERVER
        ]
        if self.taught_on.data is None and not self.is_submitted():
            self.taught_on.data = run.end
