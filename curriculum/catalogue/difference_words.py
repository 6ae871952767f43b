"""What differs between two versions, in words of the trade; paths and modules share them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from curriculum import i18n
from curriculum.catalogue import naming
from curriculum.catalogue import words as catalogue_words
from curriculum.catalogue.content import ChangeClass
from curriculum.catalogue.field_words import FIELDS
from curriculum.catalogue.models import OutcomeType
from curriculum.catalogue.naming import PARTS, Names
from curriculum.catalogue.writing import choices
from curriculum.db import Bilingual
from curriculum.domain.groups import GroupRule
from curriculum.domain.path import ComponentType, PathKind, PracticeUnit
from curriculum.domain.proof import ProofLevel
from curriculum.domain.sheets import LANGUAGES, ORDER, Change, Difference, Plain, compare
from curriculum.domain.verbs import Bloom
from curriculum.labels import label, labelled

labelled(
    Change,
    {
        Change.ADDED: _("Added"),
        Change.REMOVED: _("Removed"),
        Change.MOVED: _("Moved"),
        Change.REWORDED: _("Reworded"),
        Change.WEIGHT: _("Weight"),
        Change.HOURS: _("Hours"),
        Change.PREREQUISITES: _("Conditions before it"),
        Change.ASSESSMENT: _("Assessment"),
        Change.OTHER: _("Changed"),
    },
)

KINDS: Mapping[Change, str] = {Change.ADDED: "good", Change.REMOVED: "bad", Change.MOVED: "info"}
"""How a change is tinted; the word always says it too."""

_IN_HUNDREDTHS = ("hours.", "hours_", "rule.credits")
RENEWED: Mapping[str, LazyString] = {"none": _("not renewed"), "self": _("by completing it again")}
"""How a certificate is renewed where no rule says more, as curricula taken in say it."""
_CODED: Mapping[str, tuple[type[StrEnum], ...]] = {
    "type": (OutcomeType, ComponentType),
    "change_class": (ChangeClass,),
    "bloom": (Bloom,),
    "kind": (PathKind,),
    "rule.group": (GroupRule,),
    "rule.unit": (PracticeUnit,),
}
_LISTED: Mapping[str, Callable[[list[str]], choices.Choices]] = {
    "kind": lambda present: choices.kinds(present[0]),
    "delivery_modes": choices.modes,
    "method": choices.methods,
    "gcm_objectives": choices.objectives,
}


class Line(NamedTuple):
    """One difference as a page says it."""

    change: str
    kind: str
    where: str
    before: str
    after: str


def between(before: Plain | None, after: Plain) -> list[Line]:
    """What a version changes in the one before it, in words; nothing where there was none."""
    if before is None:
        return []
    return lines([one for one in compare(before, after) if not _is_number(one)], before, after)


def _is_number(one: Difference) -> bool:
    """Whether only the number of a component differs, which says no more than where it stands."""
    return one.part == "components" and one.field == "code"


def lines(found: Iterable[Difference], *sheets: Plain, names: Names | None = None) -> list[Line]:
    """Differences in words; the sheets give rows their names, unless these are known already."""
    names = naming.names(*sheets) if names is None else names
    return [
        Line(
            label(one.change),
            KINDS.get(one.change, "neutral"),
            _where(one, names),
            said(one, one.before, names),
            said(one, one.after, names),
        )
        for one in found
    ]


def _where(one: Difference, names: Names) -> str:
    """Where it is: the row, the field and the language, as far as each is meant."""
    words = [str(PARTS[one.part])] if one.part in PARTS else []
    if one.key:
        words[:1] = [f"{words[0]} {names.get((one.part, one.key), '')}".strip()]
    if one.field:
        words.append(_field(one.field))
    return " · ".join(words)


def _field(path: str) -> str:
    field, _dot, last = path.rpartition(".")
    if last in LANGUAGES and field:
        return f"{_field(field)} ({i18n.language_name(last)})"
    first, _dot, rest = path.partition(".")
    known = FIELDS.get(path) or FIELDS.get(first)
    inner = "" if path in FIELDS or not rest else f" ({rest.replace('_', ' ')})"
    return f"{known or path}{inner}"


def said(one: Difference, value: object, names: Names = MappingProxyType({})) -> str:
    """A value as its reader knows it, rows of the sheet by their names; empty where there is nothing."""
    if value is None or one.field == ORDER:
        return ""
    if one.change is Change.MOVED:
        return str(_("place %(number)s", number=value))
    if isinstance(value, Mapping):
        return _component(value, names) if one.part == "components" else _row(value)
    if one.part == "assessments" and one.field == "outcomes" and isinstance(value, list | tuple):
        return ", ".join(names.get(("outcomes", key), key) for key in value)
    if one.field == "criteria" and isinstance(value, list | tuple):
        return i18n.semicolon().join(map(_criterion, value))
    if one.field in ("stage", "routes"):
        return _plain("", _titles(value, names))
    if one.field == "rule.after" and isinstance(value, list | tuple):
        return i18n.semicolon().join(_spacing(row, names) for row in value)
    return _plain(one.field, value)


def _titles(value: object, names: Names) -> object:
    """What a component calls its stage and its routes by, as they are titled."""
    if isinstance(value, list | tuple):
        return [names.get(("routes", one), one) for one in value]
    return names.get(("stages", str(value)), value)


def _spacing(row: Plain, names: Names) -> str:
    other = names.get(("components", row["component"]), row["component"])
    return str(_("%(months)s months after %(component)s", months=row["months"], component=other))


def _criterion(row: Plain) -> str:
    words = [i18n.text(Bilingual(**row[name])) for name in ("title", "enough")]
    return " – ".join(filter(None, words)) + f" ({row['weight']})"


def _component(row: Plain, names: Names) -> str:
    """A component that came or went: what it is, and all it asks for."""
    told = [("module", row.get("module")), ("options", row.get("options"))]
    told += [(f"rule.{name}", value) for name, value in (row.get("rule") or {}).items()]
    told.append(("min_proof_level", row.get("min_proof_level")))
    asked = [
        i18n.colon().join((_field(field), words))
        for field, value in told
        if value and (words := said(_in_component(field), value, names))
    ]
    name = names.get(("components", row["key"]), "").partition(", ")[2] or _row(row)
    return i18n.semicolon().join((name, *asked))


def _in_component(field: str) -> Difference:
    return Difference(Change.OTHER, "components", "", field, None, None)


def _row(row: Plain) -> str:
    text = row.get("text") or row.get("title")
    if text:
        return i18n.text(Bilingual(**text))
    return _module(row["module"]) if row.get("module") else str(row.get("code") or row["name"])


def _module(named: Sequence[object]) -> str:
    code, version = named
    return f"{code} v{version}" if version is not None else str(_("%(module)s, any version", module=code))


def _plain(field: str, value: object) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    for kind in _CODED.get(field, ()):
        if value in set(kind):
            return str(label(kind(str(value))))
    if field == "min_proof_level" and value in set(ProofLevel):
        return catalogue_words.level(int(str(value)))
    if field == "renewal.mode" and value in RENEWED:
        return str(RENEWED[str(value)])
    if field.startswith(_IN_HUNDREDTHS) and isinstance(value, int):
        return str(i18n.hundredths(value))
    if field in _LISTED:
        present = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
        words = dict(_LISTED[field](present))
        return ", ".join(words.get(one, one) for one in present)
    if field.endswith("language") or field.rpartition(".")[2].startswith("languages"):
        codes = value if isinstance(value, list | tuple) else [value]
        return ", ".join(i18n.language_name(str(one)) for one in codes)
    if field == "transition.rules" and isinstance(value, list | tuple):
        return i18n.semicolon().join(str(one.get("rule", "")) for one in value)
    if field == "module" and isinstance(value, list | tuple):
        return _module(value)
    if isinstance(value, list | tuple):
        return ", ".join(_plain("module" if isinstance(one, list | tuple) else "", one) for one in value)
    return str(value)
