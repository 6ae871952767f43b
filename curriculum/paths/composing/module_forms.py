"""The forms of components that modules meet: one module, or some of several."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DecimalField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from curriculum.catalogue.forms import Boxes, pairs, spoken
from curriculum.domain.groups import GroupRule
from curriculum.paths.composing import pickers
from curriculum.paths.composing.base_form import ComponentForm, whole
from curriculum.paths.composing.pickers import Module
from curriculum.paths.content import ComponentContent, PathContent

COUNTED = frozenset({GroupRule.AT_LEAST, GroupRule.AT_MOST})
"""The rules of groups that say a number of modules."""


class _Taught(ComponentForm):
    PROVEN = True
    counts_once = BooleanField(
        _("What counts here counts nowhere else in the path"),
        description=_("Without it a module may meet this component and another one."),
    )
    find = StringField(_("Find a module"), [Length(max=80)])

    @classmethod
    def filled(cls, one: ComponentContent) -> dict[str, Any]:
        """The numbers, and whether what counts here counts elsewhere."""
        return super().filled(one) | {"counts_once": one.rule.get("counts_once", True)}

    def numbers(self) -> dict[str, Any]:
        """Counting once is the rule; only the exception is kept."""
        return {"counts_once": None if self.counts_once.data else False}


class ModuleForm(_Taught):
    """One module, in one version or in whichever is published."""

    ASKED = ("find", "module", "any_version", "counts_once")
    module = RadioField(_("Module"), validators=[InputRequired(_("Choose a module."))])
    any_version = BooleanField(
        _("Any published version"),
        description=_("Whichever version is published when somebody follows it, also later ones."),
    )

    def offer(self, one: ComponentContent, words: str) -> None:
        """Offer the modules, narrowed to some words."""
        chosen = _chosen(one)
        self.module.choices = pairs(pickers.modules([chosen] if chosen else [], words))

    @classmethod
    def filled(cls, one: ComponentContent) -> dict[str, Any]:
        """The module, and whether its version matters."""
        chosen = _chosen(one)
        any_version = one.module is not None and one.module[1] is None
        return super().filled(one) | {
            "module": "" if chosen is None else str(chosen),
            "any_version": any_version,
        }

    def content(self, kept: ComponentContent) -> ComponentContent:
        """The component with its module."""
        chosen = Module.read(self.module.data)
        module = (chosen.code, None if self.any_version.data else chosen.version)
        return replace(super().content(kept), module=module)


def _chosen(one: ComponentContent) -> Module | None:
    if one.module is None:
        return None
    code, number = one.module
    return pickers.in_force(code) if number is None else Module(code, number)


class ElectiveForm(_Taught):
    """Several modules, and how many of them are asked for."""

    ASKED = (
        "group",
        "choose",
        "credits",
        "category",
        "find",
        "options",
        "exclusive",
        "counts_once",
    )
    RULE = ("within_months", "category")
    group = SelectField(_("How many are asked for"), default=GroupRule.AT_LEAST.value)
    choose = whole(_("Number of modules"), hint=_("For “at least” and “at most”."))
    credits = DecimalField(
        _("Credits"), [Optional(), NumberRange(0, 300)], places=None, description=_("Only for credits.")
    )
    category = SelectField(_("Credits of theme"), description=_("Only for credits."))
    options = Boxes(_("Modules to choose from"))
    exclusive = TextAreaField(
        _("Of which only one counts"),
        [Length(max=1000)],
        description=_("One line each, codes separated by commas: BOR-201, IRR-201."),
    )

    def speak(self, content: PathContent, one: ComponentContent, code: str) -> None:
        """The rules of groups and the themes, besides."""
        super().speak(content, one, code)
        self.group.choices = pairs(spoken(GroupRule))
        self.category.choices = pairs(pickers.with_none(pickers.themes()))

    def offer(self, one: ComponentContent, words: str) -> None:
        """Offer the modules, narrowed to some words; what is ticked stays in sight."""
        kept = [Module(*option) for option in one.options]
        known = {value for value, _text in pickers.options(kept)}
        kept += [Module.read(value) for value in self.options.data or () if value in known]
        self.options.choices = pairs(pickers.options(kept, words))

    @classmethod
    def filled(cls, one: ComponentContent) -> dict[str, Any]:
        """The group with its options."""
        rule = one.rule
        return super().filled(one) | {
            "group": rule.get("group", GroupRule.AT_LEAST.value),
            "choose": rule.get("choose", 1),
            "credits": Decimal(rule["credits"]) / 100 if rule.get("credits") else None,
            "options": [str(Module(*option)) for option in one.options],
            "exclusive": "\n".join(", ".join(codes) for codes in rule.get("exclusive", ())),
        }

    def numbers(self) -> dict[str, Any]:
        """Credits in hundredths; families of codes as lists."""
        asked = int((self.credits.data or 0) * 100)
        rule = GroupRule(self.group.data)
        return super().numbers() | {
            "group": None if rule is GroupRule.AT_LEAST else rule.value,
            "choose": self.choose.data or 1 if rule in COUNTED else None,
            "credits": asked or None if rule is GroupRule.CREDITS else None,
            "category": self.category.data if rule is GroupRule.CREDITS else None,
            "exclusive": self._families(),
        }

    def _families(self) -> list[list[str]]:
        lines = (self.exclusive.data or "").upper().replace(",", " ").splitlines()
        return [line.split() for line in lines if line.split()]

    def validate_exclusive(self, field: TextAreaField) -> None:
        """Refuse codes that stand for no option of this group, and lines of one code alone."""
        ticked = {Module.read(value).code for value in self.options.data or ()}
        unknown = sorted({code for family in self._families() for code in family} - ticked)
        if unknown:
            raise ValidationError(
                _("%(codes)s is not ticked above. Tick it, or take it out here.", codes=", ".join(unknown))
            )
        if any(len(family) < 2 for family in self._families()):
            raise ValidationError(_("A line names two modules at least, of which only one counts."))

    def validate_options(self, field: Boxes) -> None:
        """Refuse a module ticked in any version and in one of them besides: they are one module."""
        ticked = [Module.read(value) for value in field.data or ()]
        whichever = {one.code for one in ticked if one.version is None}
        if twice := sorted(whichever.intersection(one.code for one in ticked if one.version is not None)):
            codes = ", ".join(twice)
            raise ValidationError(
                _("%(codes)s is ticked in any version: leave its single versions out.", codes=codes)
            )

    def validate_group(self, field: SelectField) -> None:
        """Refuse a group of credits that asks for none."""
        if field.data == GroupRule.CREDITS and not self.credits.data:
            raise ValidationError(_("Say how many credits are asked for."))

    def content(self, kept: ComponentContent) -> ComponentContent:
        """The component with its options, those that were there first in their order."""
        ticked = {Module.read(value) for value in self.options.data or ()}
        stay = [option for option in kept.options if Module(*option) in ticked]
        added = [one for one in ticked if (one.code, one.version) not in stay]
        new = sorted(added, key=lambda one: (one.code, one.version or 0))
        return replace(super().content(kept), options=(*stay, *((one.code, one.version) for one in new)))
