"""Forms of intake: a file with its offering, columns, a corrected row, a new official, a reason."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older
    DateField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from curriculum import clock
from curriculum.db import Bilingual
from curriculum.i18n import text
from curriculum.intake.reading.columns import Field
from curriculum.intake.sources import SUFFIXES
from curriculum.labels import label
from curriculum.people.registration import NewName, NewPerson

ENCODINGS = ("utf-8", "utf-16", "cp1252", "cp1250", "cp1251", "cp1256")
SEPARATORS = (",", ";", "\t", "|")


class ReceiveForm(FlaskForm):  # type: ignore[misc]
    offering = SelectField(_("Course of the list"), [InputRequired(_("Choose the course of the list."))])
    file = FileField(_("File"), [FileRequired(_("Choose the file with the list."))])
    encoding = SelectField(_("Encoding of a text file"), [Optional()])
    separator = SelectField(_("Separator of a text file"), [Optional()])
    suffixes = ",".join(SUFFIXES)

    def offer(self, offerings: Iterable[tuple[str, Bilingual]]) -> None:
        """Fill the choices in the language of the request."""
        courses = [SelectChoice(code, f"{code} · {text(title)}") for code, title in offerings]
        self.codes = [course.value for course in courses]
        self.offering.choices = [SelectChoice("", ""), *courses]
        found_out = SelectChoice("", _("Find out and show me"))
        self.encoding.choices = [found_out, *(SelectChoice(one, one.upper()) for one in ENCODINGS)]
        self.separator.choices = [
            found_out,
            *(SelectChoice(one, "Tab" if one == "\t" else one) for one in SEPARATORS),
        ]

    def suggest(self, file_name: str) -> str | None:
        """The course whose code stands in the file's name; a suggestion, never a choice."""
        plain = _plain(file_name)
        codes = [code for code in self.codes if _plain(code) in plain]
        return max(codes, key=len, default=None)


def _plain(name: str) -> str:
    return "".join(sign for sign in name.upper() if sign.isalnum())


def mapping_form(headings: Iterable[str], mapping: Mapping[str, Field]) -> FlaskForm:
    """One choice for each column of a list."""

    class MappingForm(FlaskForm):  # type: ignore[misc]
        pass

    for place, heading in enumerate(headings):
        choices = [SelectChoice(one.value, label(one)) for one in Field]
        chosen = mapping.get(heading, Field.NOT_USED)
        setattr(MappingForm, f"column_{place}", SelectField(heading, choices=choices, default=chosen))
    return MappingForm()


class MendForm(FlaskForm):  # type: ignore[misc]
    family = StringField(_("Family name"), [Optional(), Length(max=120)])
    given = StringField(_("Given name"), [Optional(), Length(max=120)])
    birth_date = StringField(_("Birth date"), [Optional(), Length(max=40)])
    personnel_no = StringField(_("Personnel number"), [Optional(), Length(max=40)])
    organisation = StringField(_("Employer"), [Optional(), Length(max=120)])
    hours = StringField(_("Hours attended"), [Optional(), Length(max=20)])
    score = StringField(_("Result out of 100"), [Optional(), Length(max=20)])
    reason = StringField(_("Why this is right"), [InputRequired(), Length(max=500)])

    def texts(self) -> dict[Field, str]:
        """The corrected cells by field."""
        return {field: self[field.value].data or "" for field in Field if field.value in self}


class ReasonForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(_("Reason"), [InputRequired(), Length(max=1000)])


class PersonForm(FlaskForm):  # type: ignore[misc]
    family = StringField(_("Family name"), [InputRequired(), Length(max=120)])
    given = StringField(_("Given name"), [InputRequired(), Length(max=120)])
    birth_date = DateField(_("Birth date"), [Optional()])
    personnel_no = StringField(_("Personnel number"), [InputRequired(), Length(max=40)])
    institution = SelectField(_("Employer"), [InputRequired()])
    hired_on = DateField(_("In service since"), [InputRequired()])

    def person(self, script: str) -> NewPerson:
        """The new official as the register takes it."""
        return NewPerson(
            names=(NewName(script, self.given.data or "", self.family.data or ""),),
            personnel_no=(self.personnel_no.data or "").strip().upper(),
            institution=self.institution.data,
            hired_on=self.hired_on.data or clock.today(),
            birth_date=self.birth_date.data,
            source="intake",
        )
