"""The form of a component: what a component of any type says of itself."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
)
from wtforms.validators import Length, NumberRange, Optional, Regexp

from curriculum.catalogue.forms import Boxes, pairs
from curriculum.catalogue.words import level
from curriculum.db import Bilingual
from curriculum.domain.proof import ProofLevel
from curriculum.paths.composing import pickers
from curriculum.paths.content import ComponentContent, PathContent

MONTHS = 240


def whole(words: Any, least: int = 1, most: int = 1000, hint: Any = "") -> IntegerField:
    """A whole number that may be left out."""
    return IntegerField(words, [Optional(), NumberRange(least, most)], description=hint)


class SpacingForm(Form):
    """How long after another component was met this one may begin."""

    component = SelectField(_("Not before"), validate_choice=False)
    months = IntegerField(_("Months after it was met"), [Optional(), NumberRange(0, MONTHS)])


class ComponentForm(FlaskForm):  # type: ignore[misc]
    """What a component of any type says of itself."""

    ASKED: ClassVar[tuple[str, ...]] = ()
    """The fields of the type, in their order."""
    RULE: ClassVar[tuple[str, ...]] = ("within_months",)
    """The fields that the rule of the component keeps under their name."""
    PROVEN: ClassVar[bool] = False
    """Whether modules prove it, so that a level of proof is asked for."""

    began = HiddenField()
    key = HiddenField(validators=[Length(max=40), Regexp(r"^[\w-]+$")])
    title_fr = StringField(_("Title in French"), [Length(max=200)])
    title_en = StringField(_("Title in English"), [Length(max=200)])
    stage = SelectField(_("Stage"))
    routes = Boxes(_("Routes that ask for it"), description=_("None ticked: every route."))
    mandatory = BooleanField(_("Mandatory"))
    waivable = BooleanField(
        _("May be waived"), description=_("An accepted recognition of earlier learning may stand for it.")
    )
    weight = IntegerField(
        _("Weight in the progress shown"), [Optional(), NumberRange(1, 100)], description=_("Usually 1.")
    )
    min_proof_level = SelectField(_("Proof at least"))
    within_months = whole(_("Evidence not older than, in months"), most=MONTHS, hint=_("Empty: of any age."))
    after = FieldList(FormField(SpacingForm))

    def speak(self, content: PathContent, one: ComponentContent, code: str) -> None:
        """Fill the choices in the language of the request."""
        self.stage.choices = pairs(pickers.stages(content))
        self.routes.choices = pairs(pickers.routes(content))
        self.min_proof_level.choices = pairs(
            [("", "–"), *((str(step.value), level(step.value)) for step in ProofLevel)]
        )
        others = pickers.with_none(pickers.others(content, one.key or ""))
        if not len(self.after) or self.after[-1].form.component.data:
            self.after.append_entry()
        for entry in self.after:
            entry.form.component.choices = pairs(others)

    def offer(self, one: ComponentContent, words: str) -> None:
        """Offer modules, narrowed to some words, where the type asks for any."""

    @classmethod
    def filled(cls, one: ComponentContent) -> dict[str, Any]:
        """What the form shows of a component."""
        title = one.title or Bilingual("", "")
        return {
            "title_fr": title.fr,
            "title_en": title.en,
            "stage": one.stage,
            "routes": list(one.routes),
            "mandatory": one.mandatory,
            "waivable": one.waivable,
            "weight": one.weight,
            "min_proof_level": "" if one.min_proof_level is None else str(one.min_proof_level),
            "after": [dict(spacing) for spacing in one.rule.get("after", ())],
            **{name: one.rule.get(name) for name in cls.RULE},
        }

    def content(self, kept: ComponentContent) -> ComponentContent:
        """The component as it was written; what the form does not ask stays as it is."""
        french, english = (self.title_fr.data or "").strip(), (self.title_en.data or "").strip()
        proof = int(self.min_proof_level.data) if self.min_proof_level.data else None
        return replace(
            kept,
            title=Bilingual(french, english) if french or english else None,
            stage=self.stage.data or "",
            routes=tuple(self.routes.data or ()),
            mandatory=bool(self.mandatory.data),
            waivable=bool(self.waivable.data),
            weight=self.weight.data or 1,
            min_proof_level=proof if self.PROVEN else kept.min_proof_level,
            rule=self._rule(kept.rule),
        )

    def _rule(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        said = {name: self[name].data for name in self.RULE}
        rows = [entry.form for entry in self.after]
        said["after"] = [
            {"component": row.component.data, "months": row.months.data or 0}
            for row in rows
            if row.component.data
        ]
        asked = {**kept, **said, **self.numbers()}
        return {name: value for name, value in asked.items() if value not in (None, "", [])}

    def numbers(self) -> dict[str, Any]:
        """What the rule keeps otherwise than the form shows it."""
        return {}
