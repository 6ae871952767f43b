"""The form of what holds for a path as a whole: title, who may enter, certificate, stages and routes."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from babel import Locale
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DecimalField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from curriculum import i18n
from curriculum.catalogue.content import NOTHING, ChangeClass
from curriculum.catalogue.forms import Boxes, pairs, spoken
from curriculum.catalogue.keyed import new_key
from curriculum.config import LANGUAGES
from curriculum.db import Bilingual
from curriculum.domain.path import RouteCode
from curriculum.labels import label
from curriculum.paths.composing import pickers
from curriculum.paths.composing.base_form import MONTHS, whole
from curriculum.paths.composing.editing import tidy
from curriculum.paths.content import PathContent, Titled
from curriculum.paths.models import PathKind

AWARDED = ("fr", "en", "ar")
"""The languages that certificates have words for."""

SPARE_STAGES = 2
TEXTS = ("title", "purpose", "entry_text", "change_note")
ENTRY = (
    "designation_required",
    "min_service_months",
    "min_category",
    "min_grade",
    "grades",
    "languages",
    "required_paths",
    "equivalent_experience_accepted",
    "holds_certificate_kind",
    "not_revoked",
    "expired_no_more_than_months",
)
RENEWAL = (
    "window_months_before",
    "grace_months_after_expiry",
    "min_delivery_hours",
    "min_observed_sessions",
    "min_cpd_points",
    "min_missions_or_equivalent",
    "refresher_path",
    "panel_review",
)
SAME = ("certificate_validity_months", "max_duration_months", "eqf_level_indicative")


class TitledForm(Form):
    """A stage or a route."""

    key = HiddenField(validators=[Length(max=40), Regexp(r"^[\w-]*$")], default=new_key)
    place = whole(_("Place in the order"), most=99)
    title_fr = StringField(_("Title in French"), [Length(max=120)])
    title_en = StringField(_("Title in English"), [Length(max=120)])

    @property
    def titled(self) -> Titled:
        """As the content keeps it."""
        title = Bilingual((self.title_fr.data or "").strip(), (self.title_en.data or "").strip())
        return Titled(self.key.data or new_key(), title)


class SettingsForm(FlaskForm):  # type: ignore[misc]
    """Everything a path says besides its components; a rule that is left empty asks for nothing."""

    began = HiddenField()
    kind = SelectField(_("Leads to"))
    title_fr = StringField(_("Title in French"), [InputRequired(_("Enter a title.")), Length(max=200)])
    title_en = StringField(_("Title in English"), [Length(max=200)])
    purpose_fr = TextAreaField(_("Purpose in French"), [Length(max=1000)])
    purpose_en = TextAreaField(_("Purpose in English"), [Length(max=1000)])
    change_class = SelectField(_("Kind of change"))
    change_note_fr = TextAreaField(_("Why it changes, in French"), [Length(max=1000)])
    change_note_en = TextAreaField(_("Why it changes, in English"), [Length(max=1000)])

    designation_required = BooleanField(_("Designated by the employer"))
    min_service_months = whole(_("Months of service at least"), least=0, most=600)
    min_category = SelectField(_("Category at least"))
    min_grade = SelectField(_("Grade at least"))
    grades = Boxes(_("Or one of these grades"))
    languages = StringField(
        _("Languages to be known"),
        [Length(max=60)],
        description=_("Codes separated by commas: fr, ar. Empty: none asked for."),
    )
    required_paths = Boxes(_("Certificates to be held"))
    equivalent_experience_accepted = BooleanField(_("Equivalent experience is accepted instead of them"))
    holds_certificate_kind = SelectField(
        _("Holds a certificate of this kind"), description=_("For a renewal: the kind that is renewed.")
    )
    not_revoked = BooleanField(_("The certificate was not revoked"))
    expired_no_more_than_months = whole(_("Expired no more than so many months ago"), least=0, most=MONTHS)
    entry_text_fr = TextAreaField(_("What no rule can check, in French"), [Length(max=2000)])
    entry_text_en = TextAreaField(_("What no rule can check, in English"), [Length(max=2000)])

    certificate_validity_months = whole(
        _("Months the certificate is valid"), most=MONTHS, hint=_("Empty: no end.")
    )
    languages_of_award = Boxes(_("Languages of the certificate"))
    window_months_before = whole(_("Renewal possible from so many months before the end"), most=60)
    grace_months_after_expiry = whole(_("At the latest so many months after the end"), least=0, most=60)
    min_delivery_hours = whole(_("Hours taught for a renewal"))
    min_observed_sessions = whole(_("Recent observed sessions for a renewal"), most=50)
    min_cpd_points = whole(_("Points of professional development for a renewal"))
    min_missions_or_equivalent = whole(_("Missions or equivalent for a renewal"), most=50)
    refresher_path = SelectField(_("Renewed by the path"))
    panel_review = BooleanField(_("A panel reviews each renewal"))

    max_duration_months = whole(_("Months the path may last"), most=MONTHS, hint=_("Empty: not limited."))
    hours_minimum_taught = DecimalField(
        _("Taught hours at least"), [Optional(), NumberRange(0, 5000)], places=None
    )
    eqf_level_indicative = whole(_("EQF level, indicative"), most=8)
    authoritative_language = SelectField(_("Authoritative language"))
    legal_basis = StringField(
        _("Legal basis in words"),
        [Length(max=300)],
        description=_("With neither words nor an instrument, “no legal basis recorded” is shown."),
    )
    instruments = Boxes(_("Legal instruments it rests on"))
    stages = FieldList(FormField(TitledForm))
    routes = FieldList(FormField(TitledForm))

    def speak(self, code: str, *, is_fresh: bool) -> None:
        """Fill the choices in the language of the request, and add rows to write stages and routes in."""
        with_none = pickers.with_none
        paths = pickers.paths(code)
        self.kind.choices = pairs(spoken(PathKind))
        self.change_class.choices = pairs(with_none(spoken(ChangeClass)))
        self.min_category.choices = pairs(with_none(pickers.categories()))
        self.min_grade.choices = pairs(with_none(pickers.grades()))
        self.grades.choices = pairs(pickers.grades())
        self.required_paths.choices = pairs(_kept(paths, self.required_paths.data or ()))
        self.holds_certificate_kind.choices = pairs(with_none(spoken(PathKind)))
        self.languages_of_award.choices = pairs((one, i18n.language_name(one)) for one in AWARDED)
        self.authoritative_language.choices = pairs((one, i18n.language_name(one)) for one in LANGUAGES)
        self.instruments.choices = pairs(pickers.instruments(self.instruments.data or ()))
        self.refresher_path.choices = pairs(with_none(_kept(paths, [self.refresher_path.data or ""])))
        if is_fresh:
            self._add_rows()

    def _add_rows(self) -> None:
        for number, entry in enumerate(self.stages, 1):
            entry.form.place.data = number
        for _number in range(SPARE_STAGES):
            self.stages.append_entry({"key": new_key()})
        named = {entry.form.key.data for entry in self.routes}
        for route in RouteCode:
            if route.value not in named:
                self.routes.append_entry({"key": route.value})
        self.routes.append_entry({"key": new_key()})

    @staticmethod
    def route_name(entry: Any) -> str:
        """What a row of routes is for: one of the usual routes, or one of the path's own."""
        key = entry.form.key.data
        return label(RouteCode(key)) if key in set(RouteCode) else str(_("A route of its own"))

    @staticmethod
    def filled(content: PathContent) -> dict[str, Any]:
        """What the form shows of a path."""
        texts = {name: getattr(content, name) or NOTHING for name in TEXTS}
        entry, renewal = content.entry_requirements, content.renewal
        hours = content.hours_minimum_taught
        return {
            **{
                f"{name}_{language}": getattr(texts[name], language)
                for name in TEXTS
                for language in LANGUAGES
            },
            **{name: entry.get(name) for name in ENTRY},
            **{name: renewal.get(name) for name in RENEWAL},
            **{name: getattr(content, name) for name in SAME},
            "languages": ", ".join(entry.get("languages", ())),
            "kind": content.kind.value,
            "change_class": "" if content.change_class is None else content.change_class.value,
            "languages_of_award": list(content.languages_of_award),
            "hours_minimum_taught": None if hours is None else Decimal(hours) / 100,
            "authoritative_language": content.authoritative_language,
            "legal_basis": content.legal_basis,
            "instruments": list(content.instruments),
            "stages": [_row(one) for one in content.stages],
            "routes": [_row(one) for one in content.routes],
        }

    def validate_languages(self, field: StringField) -> None:
        """Refuse codes that stand for no language."""
        known = Locale.parse("en").languages
        if unknown := [code for code in _codes(field.data) if code not in known]:
            raise ValidationError(
                _(
                    "No language has the code %(codes)s. A code such as fr is expected.",
                    codes=", ".join(unknown),
                )
            )

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse, besides, rules of renewal for a certificate that never ends."""
        is_valid = bool(super().validate(extra_validators))
        renewed = self.window_months_before.data or self.grace_months_after_expiry.data
        if self.certificate_validity_months.data is not None or not renewed:
            return is_valid
        sentence = _("A certificate without an end is not renewed: say how long it is valid.")
        self.certificate_validity_months.errors = [*self.certificate_validity_months.errors, sentence]
        return False

    def validate_languages_of_award(self, field: Boxes) -> None:
        """Refuse a certificate in no language."""
        if not field.data:
            raise ValidationError(_("Choose one language at least."))

    def content(self, kept: PathContent) -> PathContent:
        """The path as it was written; components stay as they are."""
        texts = {name: self._text(name) for name in TEXTS}
        hours = self.hours_minimum_taught.data
        stages = sorted(self.stages, key=lambda entry: entry.form.place.data or len(self.stages))
        return tidy(
            replace(
                kept,
                **{name: self[name].data for name in SAME},
                entry_text=texts["entry_text"],
                change_note=texts["change_note"],
                title=texts["title"] or NOTHING,
                purpose=texts["purpose"] or NOTHING,
                kind=PathKind(self.kind.data),
                change_class=ChangeClass(self.change_class.data) if self.change_class.data else None,
                entry_requirements=self._said(ENTRY, kept.entry_requirements),
                renewal=self._said(RENEWAL, kept.renewal),
                languages_of_award=tuple(self.languages_of_award.data or ()),
                hours_minimum_taught=None if hours is None else int(hours * 100),
                authoritative_language=self.authoritative_language.data,
                legal_basis=(self.legal_basis.data or "").strip() or None,
                instruments=tuple(self.instruments.data or ()),
                stages=_titled(stages),
                routes=_titled(self.routes),
            )
        )

    def _text(self, name: str) -> Bilingual | None:
        french, english = ((self[f"{name}_{language}"].data or "").strip() for language in LANGUAGES)
        return Bilingual(french, english) if french or english else None

    def _said(self, names: Iterable[str], kept: Mapping[str, Any]) -> dict[str, Any]:
        """The rules that ask for something; what asked for nothing before goes on saying so."""
        said = {name: self[name].data for name in names}
        if "languages" in said:
            said["languages"] = _codes(said["languages"])
        nothing = {name for name, value in said.items() if value in (None, "", 0, False, [])}
        silent = {name: kept[name] for name in nothing if name in kept and not kept[name]}
        others = {name: value for name, value in kept.items() if name not in said}
        # Nought months are a rule where nothing is one too: not expired at all is not "whenever".
        strict = {"expired_no_more_than_months", "grace_months_after_expiry"}
        asked = {
            name: value
            for name, value in said.items()
            if name not in nothing or (name in strict and value == 0 and value is not False)
        }
        return {**others, **silent, **asked}


def _kept(offered: list[pickers.Choice], chosen: Iterable[str]) -> list[pickers.Choice]:
    """What is offered, and what was chosen and is offered no longer."""
    known = {code for code, _words in offered}
    return [*offered, *((code, code) for code in chosen if code and code not in known)]


def _codes(text: str | None) -> list[str]:
    return list(dict.fromkeys((text or "").lower().replace(",", " ").split()))


def _row(one: Titled) -> dict[str, str]:
    return {"key": one.key, "title_fr": one.title.fr, "title_en": one.title.en}


def _titled(entries: Iterable[Any]) -> tuple[Titled, ...]:
    rows = [entry.form.titled for entry in entries]
    return tuple(one for one in rows if one.title.fr or one.title.en)
