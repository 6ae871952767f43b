"""Forms of HR about one person: a corrected spelling, a new place of service."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older
    DateField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, ValidationError

from curriculum.domain.scripts import Script, script_of
from curriculum.i18n import text
from curriculum.institutions.models import Institution, OrgUnit
from curriculum.labels import label
from curriculum.people import words
from curriculum.people.models import NameKind

__all__ = ["MoveForm", "NameForm", "TakeInForm", "words"]

NEEDED = InputRequired(_("Fill this in."))


class NameForm(FlaskForm):  # type: ignore[misc]
    """A new spelling in one script; nobody is forced to have two names."""

    script = SelectField(_("Script"), [NEEDED], choices=[])
    given = StringField(_("Given names"), [Length(max=120)])
    family = StringField(_("Family name"), [Length(max=120)])
    kind = SelectField(_("Kind of name"), [NEEDED], choices=[])
    reason = TextAreaField(_("Reason, with the document seen"), [NEEDED, Length(max=500)])

    def offer(self) -> None:
        """Fill the choices in the language of the reader."""
        self.script.choices = [SelectChoice(one.value, label(one)) for one in Script]
        self.kind.choices = [SelectChoice(one.value, label(one)) for one in NameKind]

    def validate_given(self, field: StringField) -> None:
        """Refuse letters of another script than the one chosen."""
        self._of_script(field)

    def validate_family(self, field: StringField) -> None:
        """Refuse an empty name, and letters of another script than the one chosen."""
        if not f"{self.given.data or ''}{field.data or ''}".strip():
            raise ValidationError(_("Give a given name, a family name, or both."))
        self._of_script(field)

    def _of_script(self, field: StringField) -> None:
        require_script(field, self.script.data)


def require_script(field: StringField, script: str | None) -> None:
    """Refuse letters of another script than the one asked for."""
    written = (field.data or "").strip()
    if written and script_of(written).value != script:
        raise ValidationError(_("These letters belong to another script."))


class PlaceForm(FlaskForm):  # type: ignore[misc]
    """An institution the reader answers for, and a unit of it."""

    institution = SelectField(_("Institution"), [NEEDED], choices=[])
    unit = SelectField(_("Unit"), choices=[])

    def offer(self, places: list[Institution], units: list[OrgUnit]) -> None:
        """Fill the choices with the places the reader answers for."""
        codes = {one.id: one.code for one in places}
        self.institution.choices = [
            SelectChoice(one.code, f"{one.code} – {text(one.name)}") for one in places
        ]
        named = ((one.code, f"{codes[one.institution_id]} · {text(one.name)}") for one in units)
        self.unit.choices = [SelectChoice("", "–"), *(SelectChoice(code, name) for code, name in named)]
        self.units = {one.code: one for one in units}
        self.places = {one.code: one for one in places}

    def validate_unit(self, field: SelectField) -> None:
        """Refuse a unit of another institution."""
        unit, place = self.units.get(field.data or ""), self.places.get(self.institution.data or "")
        if unit is not None and place is not None and unit.institution_id != place.id:
            raise ValidationError(_("This unit belongs to another institution."))


class MoveForm(PlaceForm):
    """Where a person serves from a day on."""

    on = DateField(_("From"), [NEEDED])
    reason = TextAreaField(_("Reason, with the decision"), [NEEDED, Length(max=500)])


class TakeInForm(MoveForm):
    """The same for somebody who arrives from elsewhere and is known by number only."""

    number = StringField(_("Personnel number"), [NEEDED, Length(max=40)])
