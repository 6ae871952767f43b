"""Forms of who pays: a donor, a programme, a dated phase of a programme."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from curriculum.catalogue.forms import pairs, spoken
from curriculum.db import Bilingual
from curriculum.donors.content import NewPhase, NewProgramme
from curriculum.donors.models import Donor, DonorKind, Programme, ProgrammePhase

CODE = r"^[A-Z][A-Z0-9-]{1,19}$"
TITLE = [InputRequired(), Length(max=200)]


class DonorForm(FlaskForm):  # type: ignore[misc]
    code = StringField(_("Code"), [InputRequired(), Regexp(CODE)])
    name_fr = StringField(_("Name in French"), TITLE)
    name_en = StringField(_("Name in English"), TITLE)
    type = SelectField(_("Kind of donor"))

    def offer(self, of: Donor | None = None) -> None:
        """Fill the choices, and a fresh form with what is noted; an older kind stays to be chosen."""
        choices = spoken(DonorKind)
        if of is not None:
            del self.code
            known = {value for value, _word in choices}
            choices = [*choices, *([(of.type, of.type)] if of.type not in known else [])]
        self.type.choices = pairs(choices)
        if of is not None and not self.is_submitted():
            self.name_fr.data, self.name_en.data, self.type.data = of.name.fr, of.name.en, of.type

    @property
    def named(self) -> Bilingual:
        """The name in both languages."""
        return Bilingual(self.name_fr.data or "", self.name_en.data or "")


class ProgrammeForm(FlaskForm):  # type: ignore[misc]
    donor = SelectField(_("Donor"), [InputRequired()])
    code = StringField(_("Code"), [InputRequired(), Regexp(CODE)])
    title_fr = StringField(_("Title in French"), TITLE)
    title_en = StringField(_("Title in English"), TITLE)
    start = DateField(_("First day"), [InputRequired()])
    end = DateField(_("Last day"), [InputRequired()])
    currency = StringField(_("Currency"), [InputRequired(), Regexp(r"^[A-Z]{3}$")])
    training_budget = IntegerField(_("Budget for training"), [Optional(), NumberRange(0, 10**12)])
    visibility_fr = TextAreaField(_("Visibility line in French"), [Length(max=1000)])
    visibility_en = TextAreaField(_("Visibility line in English"), [Length(max=1000)])
    disclaimer_fr = TextAreaField(_("Disclaimer in French"), [Length(max=1000)])
    disclaimer_en = TextAreaField(_("Disclaimer in English"), [Length(max=1000)])

    def edit(self, of: Programme) -> None:
        """Keep donor and code as they are, and fill a fresh form with what is noted."""
        del self.donor, self.code
        if self.is_submitted():
            return
        for name in ("start", "end", "currency", "training_budget"):
            self[name].data = getattr(of, name)
        self.title_fr.data, self.title_en.data = of.title.fr, of.title.en
        for said, name in ((of.visibility_text, "visibility"), (of.disclaimer, "disclaimer")):
            self[f"{name}_fr"].data = said.fr if said else ""
            self[f"{name}_en"].data = said.en if said else ""

    def new(self) -> NewProgramme:
        """A programme entered for the first time."""
        return self.content(self.donor.data, self.code.data or "")

    def content(self, donor: str, code: str) -> NewProgramme:
        """The programme as the service takes it."""
        assert self.start.data is not None
        assert self.end.data is not None
        return NewProgramme(
            donor=donor,
            code=code,
            title=Bilingual(self.title_fr.data or "", self.title_en.data or ""),
            start=self.start.data,
            end=self.end.data,
            currency=self.currency.data or "",
            training_budget=self.training_budget.data,
            visibility_text=self._either("visibility"),
            disclaimer=self._either("disclaimer"),
        )

    def _either(self, name: str) -> Bilingual | None:
        said = Bilingual(self[f"{name}_fr"].data or "", self[f"{name}_en"].data or "")
        return said if said.fr or said.en else None


class PhaseForm(FlaskForm):  # type: ignore[misc]
    title_fr = StringField(_("Title in French"), TITLE)
    title_en = StringField(_("Title in English"), TITLE)
    start = DateField(_("First day"), [InputRequired()])
    end = DateField(_("Last day"), [InputRequired()])
    is_parallel = BooleanField(_("It is meant to run beside another phase"))

    def show(self, of: ProgrammePhase) -> None:
        """Fill a fresh form with what is noted."""
        if not self.is_submitted():
            self.title_fr.data, self.title_en.data = of.title.fr, of.title.en
            self.start.data, self.end.data, self.is_parallel.data = of.start, of.end, of.is_parallel

    def content(self) -> NewPhase:
        """The phase as the service takes it."""
        assert self.start.data is not None
        assert self.end.data is not None
        title = Bilingual(self.title_fr.data or "", self.title_en.data or "")
        return NewPhase(title, self.start.data, self.end.data, bool(self.is_parallel.data))
