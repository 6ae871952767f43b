"""The form by which HR opens a file: names by script, number, dates, place."""

from collections.abc import Iterator, Sequence

from flask_babel import lazy_gettext as _
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older
    DateField,
    Form,
    FormField,
    HiddenField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import Length, Optional, ValidationError

from curriculum import clock
from curriculum.config import LANGUAGES
from curriculum.domain.scripts import Script
from curriculum.i18n import NAMES, text
from curriculum.institutions.models import Grade, PostProfile
from curriculum.labels import label
from curriculum.people import queries
from curriculum.people.forms import NEEDED, PlaceForm, require_script
from curriculum.people.registration import EARLIEST_BIRTH, NewName, NewPerson
from curriculum.people.shown import Lookalike
from curriculum.people.words import Sex


class SpellingForm(Form):  # type: ignore[misc]
    """A name in one script, or nothing."""

    script = Script.LATIN
    given = StringField(_("Given names"), [Length(max=120)])
    family = StringField(_("Family name"), [Length(max=120)])

    def validate_given(self, field: StringField) -> None:
        """Refuse letters of another script."""
        require_script(field, self.script)

    def validate_family(self, field: StringField) -> None:
        """Refuse letters of another script."""
        require_script(field, self.script)

    @property
    def name(self) -> NewName:
        """The spelling as the register takes it."""
        return NewName(self.script.value, (self.given.data or "").strip(), (self.family.data or "").strip())


class ArabicForm(SpellingForm):
    """A name in Arabic letters, or nothing."""

    script = Script.ARABIC


class CyrillicForm(SpellingForm):
    """A name in Cyrillic letters, or nothing."""

    script = Script.CYRILLIC


class NewPersonForm(PlaceForm):
    """A person as HR knows them; `seen` are those whom the reader was shown and called different."""

    latin = FormField(SpellingForm)
    arabic = FormField(ArabicForm)
    cyrillic = FormField(CyrillicForm)
    number = StringField(_("Personnel number"), [NEEDED, Length(max=40)])
    birth_date = DateField(_("Birth date"), [Optional()])
    sex = SelectField(_("Sex"), choices=[])
    post = SelectField(_("Post"), choices=[])
    grade = SelectField(_("Grade"), choices=[])
    hired_on = DateField(_("In service since"), [NEEDED])
    language = SelectField(_("Language"), choices=[SelectChoice(code, NAMES[code]) for code in LANGUAGES])
    seen = HiddenField()

    def offer_facts(self, posts: Sequence[PostProfile], grades: Sequence[Grade]) -> None:
        """Fill the choices that do not depend on the reader."""
        none = SelectChoice("", "–")
        self.post.choices = [none, *(SelectChoice(one.code, text(one.title)) for one in posts)]
        self.grade.choices = [none, *(SelectChoice(one.code, text(one.title)) for one in grades)]
        self.sex.choices = [none, *(SelectChoice(one.value, label(one)) for one in Sex)]

    @property
    def spellings(self) -> Iterator[SpellingForm]:
        """The names by script, Latin first."""
        yield from (self.latin.form, self.arabic.form, self.cyrillic.form)

    def validate(self, extra_validators: object = None) -> bool:
        """Ask for a name in at least one script."""
        right: bool = super().validate(extra_validators)
        if any(one.given.data or one.family.data for one in self.spellings):
            return right
        self.latin.form.family.errors = [_("Give the name in at least one script.")]
        return False

    def validate_number(self, field: StringField) -> None:
        """Refuse an empty number, and one that somebody has."""
        if not _number(field):
            raise ValidationError(_("Fill this in."))
        if queries.find_by_number(_number(field)) is not None:
            raise ValidationError(_("Somebody on file has this number. Search for it among the officials."))

    def validate_birth_date(self, field: DateField) -> None:
        """Refuse a day that no serving official was born on."""
        if field.data and not EARLIEST_BIRTH <= field.data < clock.today():
            raise ValidationError(_("Nobody in service was born on this day."))

    def validate_hired_on(self, field: DateField) -> None:
        """Refuse a service that has not begun, or began before birth."""
        if field.data and field.data > clock.today():
            raise ValidationError(_("This day lies in the future: open the file when the service begins."))
        if field.data and field.data <= EARLIEST_BIRTH:
            raise ValidationError(_("This day lies too far back."))
        born = None if self.birth_date.errors else self.birth_date.data
        if field.data and born and field.data <= born:
            raise ValidationError(_("Nobody begins to serve before being born."))

    @property
    def person(self) -> NewPerson:
        """The person as the register takes one."""
        names = tuple(one.name for one in self.spellings if one.name.given or one.name.family)
        return NewPerson(
            names=names,
            personnel_no=_number(self.number),
            institution=self.institution.data,
            hired_on=self.hired_on.data or clock.today(),
            birth_date=self.birth_date.data,
            sex=self.sex.data or None,
            unit=self.unit.data or None,
            post=self.post.data or None,
            grade=self.grade.data or None,
            preferred_language=self.language.data,
            source="manual",
        )

    def has_seen(self, found: Sequence[Lookalike]) -> bool:
        """Whether everybody found was shown to the reader with the last answer."""
        return {one.known.ref for one in found} <= set((self.seen.data or "").split())

    def show(self, found: Sequence[Lookalike]) -> None:
        """Remember in the page whom it shows."""
        self.seen.data = " ".join(one.known.ref for one in found)


def _number(field: StringField) -> str:
    return (field.data or "").strip().upper()
