"""Forms for institutions and units; names in both languages."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older
    DateField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from curriculum import i18n
from curriculum.db import Bilingual
from curriculum.institutions import queries, words
from curriculum.institutions.models import InstitutionRole, OrgUnit, UnitFunction
from curriculum.labels import label

NEEDED = InputRequired(_("Fill this in."))
CODE = [
    NEEDED,
    Regexp(r"^[A-Z0-9][A-Z0-9-]{0,19}$", message=_("Use capital letters, digits and hyphens, at most 20.")),
]
__all__ = ["InstitutionEditForm", "InstitutionForm", "NameForm", "UnitEditForm", "UnitForm", "words"]


class NamesMixin:
    name_fr = StringField(_("Name in French"), [NEEDED, Length(max=200)])
    name_en = StringField(_("Name in English"), [NEEDED, Length(max=200)])

    @property
    def names(self) -> Bilingual:
        return Bilingual((self.name_fr.data or "").strip(), (self.name_en.data or "").strip())


class KindMixin:
    type = SelectField(_("Kind of institution"), [NEEDED], choices=[])
    roles = SelectMultipleField(
        _("What it is in training"),
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    parent = SelectField(_("Belongs to"), choices=[])
    contact = StringField(_("Contact for the public"), [Length(max=200)])

    def offer(self, but: str = "") -> None:
        """Fill the choices; an institution never belongs to itself."""
        kinds = queries.code_list("institution_type")
        self.type.choices = [SelectChoice(code, i18n.text(name)) for code, name in kinds.items()]
        self.roles.choices = [SelectChoice(role.value, label(role)) for role in InstitutionRole]
        others = [one for one in queries.all_() if one.code != but]
        self.parent.choices = [
            ("", "–"),
            *((one.code, f"{one.code} – {i18n.text(one.name)}") for one in others),
        ]

    @property
    def kinds(self) -> list[InstitutionRole]:
        return [InstitutionRole(value) for value in self.roles.data or ()]


class InstitutionForm(NamesMixin, KindMixin, FlaskForm):  # type: ignore[misc]
    code = StringField(_("Code"), CODE)
    active_from = DateField(_("Exists since"), [Optional()])


class InstitutionEditForm(KindMixin, FlaskForm):  # type: ignore[misc]
    active_to = DateField(_("Last day"), [Optional()])


class NameForm(NamesMixin, FlaskForm):  # type: ignore[misc]
    on = DateField(_("New name from"), [InputRequired(_("Enter the first day of the new name."))])


class UnitEditForm(NamesMixin, FlaskForm):  # type: ignore[misc]
    function = SelectField(_("Function"), [NEEDED], choices=[])
    valid_to = DateField(_("Last day"), [Optional()])

    def offer(self) -> None:
        """Fill the functions a unit may have."""
        self.function.choices = [SelectChoice(one.value, label(one)) for one in UnitFunction]


class UnitForm(NamesMixin, FlaskForm):  # type: ignore[misc]
    code = StringField(_("Code"), CODE)
    function = SelectField(_("Function"), [NEEDED], choices=[])
    parent = SelectField(_("Part of"), choices=[])
    valid_from = DateField(_("Exists since"), [Optional()])

    def offer(self, units: list[OrgUnit]) -> None:
        """Fill the functions and the units it may be part of."""
        self.function.choices = [SelectChoice(one.value, label(one)) for one in UnitFunction]
        self.parent.choices = [
            ("", "–"),
            *((one.code, f"{one.code} – {i18n.text(one.name)}") for one in units),
        ]
