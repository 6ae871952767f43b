"""Forms of the register of legal instruments."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older
    DateField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from curriculum import i18n
from curriculum.access import current_actor, is_permitted
from curriculum.db import Bilingual
from curriculum.domain.lifecycles.instrument import InstrumentState
from curriculum.domain.permissions import Permission
from curriculum.institutions import queries as institutions
from curriculum.institutions.law import queries
from curriculum.institutions.law.service import InstrumentContent
from curriculum.labels import label

NEEDED = InputRequired(_("Fill this in."))
NOBODY = ("", "–")
AT_FIRST = (InstrumentState.IN_FORCE, InstrumentState.ADOPTED, InstrumentState.PROPOSED)


class EditForm(FlaskForm):  # type: ignore[misc]
    kind = SelectField(_("Kind of instrument"), [NEEDED], choices=[])
    title_fr = StringField(_("Title in French"), [NEEDED, Length(max=300)])
    title_en = StringField(_("Title in English"), [NEEDED, Length(max=300)])
    reference = StringField(_("Number and date"), [NEEDED, Length(max=200)])
    issuer = SelectField(_("Issuing authority"), choices=[])
    issuer_name = StringField(_("Issuing authority that is not in the list"), [Length(max=200)])
    owner = SelectField(_("Institution that keeps this entry"), [NEEDED], choices=[])
    in_force_from = DateField(_("In force from"), [Optional()])
    in_force_to = DateField(_("In force until"), [Optional()])
    check_on = DateField(_("Look again on"), [Optional()])
    file = FileField(_("Its text"))

    def offer(self) -> None:
        """Fill the lists: kinds, who may have issued it, who of one's own may keep it."""
        kinds = institutions.code_list(queries.KINDS)
        self.kind.choices = [(code, i18n.text(name)) for code, name in kinds.items()]
        known = [(one.id, one.code, f"{one.code} – {i18n.text(one.name)}") for one in institutions.all_()]
        self.issuer.choices = [NOBODY, *((code, words) for _key, code, words in known)]
        actor = current_actor()
        self.owner.choices = [
            (code, words)
            for key, code, words in known
            if is_permitted(actor, Permission.INSTRUMENT_EDIT, institutions.owned(key))
        ]

    def validate_issuer_name(self, field: StringField) -> None:
        """Exactly one of the two says who issued it."""
        if bool(self.issuer.data) is bool((field.data or "").strip()):
            raise ValidationError(_("Choose who issued it from the list, or write the name; one of the two."))

    @property
    def content(self) -> InstrumentContent:
        """What was filled in."""
        return InstrumentContent(
            kind=self.kind.data,
            title=Bilingual((self.title_fr.data or "").strip(), (self.title_en.data or "").strip()),
            reference=self.reference.data or "",
            owner=self.owner.data,
            issuer=self.issuer.data or "",
            issuer_name=self.issuer_name.data or "",
            in_force_from=self.in_force_from.data,
            in_force_to=self.in_force_to.data,
            check_on=self.check_on.data,
        )


class NewForm(EditForm):
    code = StringField(
        _("Code"),
        [
            NEEDED,
            Regexp(
                r"^[A-Z0-9][A-Z0-9-]{0,29}$",
                message=_("Use capital letters, digits and hyphens, at most 30."),
            ),
        ],
    )
    state = SelectField(_("Where it stands"), [NEEDED], choices=[])

    def offer(self) -> None:
        """Fill the lists, the states an entry may begin in too."""
        super().offer()
        self.state.choices = [(one.value, label(one)) for one in AT_FIRST]


class StepForm(FlaskForm):  # type: ignore[misc]
    on = DateField(_("Day"), [Optional()])
    reason = TextAreaField(_("Reason"), [Length(max=2000)])
