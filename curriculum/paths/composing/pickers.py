"""What the fields of the composer offer: modules, themes, paths, stages, other components."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from flask_babel import gettext as _

from curriculum import i18n
from curriculum.access import current_actor
from curriculum.catalogue import queries as catalogue
from curriculum.domain.lifecycles.version import VersionState
from curriculum.institutions import queries as institutions
from curriculum.institutions.law import queries as law
from curriculum.labels import label
from curriculum.paths import queries
from curriculum.paths.content import ComponentContent, PathContent

Choice = tuple[str, str]
USABLE = frozenset({VersionState.PUBLISHED, *catalogue.OPEN})
NONE: Choice = ("", "–")
ANY = "any"
"""Stands for the number of a version that does not matter."""


class Module(NamedTuple):
    """A version of a module, or any of them, as a form sends it: its code and number with a space between."""

    code: str
    version: int | None

    def __str__(self) -> str:
        return f"{self.code} {self.version or ANY}"

    @classmethod
    def read(cls, text: str) -> "Module":
        """What a form sent; only values that were offered are read."""
        code, _space, number = text.rpartition(" ")
        return cls(code, None if number == ANY else int(number))


def modules(kept: Collection[Module], words: str = "") -> list[Choice]:
    """Versions of modules to choose from, those chosen already among them, narrowed to some words."""
    offered = {
        Module(row.code, row.version): _module(row)
        for row in catalogue.visible_to(current_actor())
        if row.state in USABLE or (row.code, row.version) in kept
    }
    hidden = {one: f"{one.code} v{one.version}" for one in kept if one not in offered}
    return _narrowed(offered | hidden, kept, words)


def options(kept: Collection[Module], words: str = "") -> list[Choice]:
    """What a group may choose from: as `modules`, and each that is published in whichever version."""
    published = {
        Module(row.code, None): row
        for row in catalogue.visible_to(current_actor())
        if row.state is VersionState.PUBLISHED
    }
    offered = {one: _any_version(row) for one, row in published.items()}
    in_any = [one for one in kept if one.version is None]
    hidden = {one: _("%(module)s, any version", module=one.code) for one in in_any if one not in offered}
    whichever = _narrowed(offered | hidden, in_any, words)
    return sorted([*whichever, *modules([one for one in kept if one.version is not None], words)], key=_first)


def _first(choice: Choice) -> tuple[str, bool]:
    """Sort by code; any version of a module stands before its versions."""
    code, _space, number = choice[0].rpartition(" ")
    return code, number != ANY


def _narrowed(offered: Mapping[Module, str], kept: Collection[Module], words: str) -> list[Choice]:
    wanted = words.casefold().split()
    return [
        (str(one), text)
        for one, text in sorted(offered.items())
        if one in kept or all(word in text.casefold() for word in wanted)
    ]


def _any_version(row: catalogue.VersionRow) -> str:
    return " · ".join([_("%(module)s, any version", module=row.code), i18n.text(row.title)])


def _module(row: catalogue.VersionRow) -> str:
    parts = [f"{row.code} v{row.version}", i18n.text(row.title)]
    parts.append(_("%(hours)s h", hours=i18n.hundredths(row.hours_total)))
    if row.state is not VersionState.PUBLISHED:
        parts.append(label(row.state))
    return " · ".join(parts)


def in_force(code: str) -> Module | None:
    """The version of a module that stands for whichever is published; the newest where none is."""
    module = catalogue.find_module(code)
    versions = () if module is None else catalogue.versions_of(module.id)
    published = [one for one in versions if one.state is VersionState.PUBLISHED]
    chosen = next(iter((*published, *versions)), None)
    return None if chosen is None else Module(code, chosen.version)


def themes() -> list[Choice]:
    """Themes of the catalogue."""
    return [(one.code, f"{one.code} · {i18n.text(one.title)}") for one in catalogue.themes()]


def paths(but: str) -> list[Choice]:
    """Published paths other than this one, by code."""
    return [
        (one.code, f"{one.code} · {i18n.text(one.title)}") for one in queries.published() if one.code != but
    ]


def grades() -> list[Choice]:
    """Grades, the highest category first."""
    rows = sorted(institutions.all_grades(), key=lambda one: (one.category, -one.rank, one.code))
    return [(one.code, f"{one.code} · {i18n.text(one.title)} ({one.category})") for one in rows]


def categories() -> list[Choice]:
    """The categories that grades have."""
    return [(one, one) for one in sorted({grade.category for grade in institutions.all_grades()})]


def instruments(kept: Collection[str]) -> list[Choice]:
    """Entries of the register of legal instruments that are in force, and those chosen already."""
    rows = [row for row in law.all_() if not row.has_ended or row.code in kept]
    known = [(row.code, f"{row.code} · {i18n.text(row.title)}") for row in rows]
    gone = [(code, code) for code in kept if code not in {row.code for row in rows}]
    return known + gone


def stages(content: PathContent) -> list[Choice]:
    """The stages of the path, and standing outside them."""
    return [("", _("Outside the stages")), *((one.key, i18n.text(one.title)) for one in content.stages)]


def routes(content: PathContent) -> list[Choice]:
    """The named routes of the path."""
    return [(one.key, i18n.text(one.title)) for one in content.routes]


def others(content: PathContent, but: str) -> list[Choice]:
    """The other components of the path, by key."""
    return [(one.key or "", name(one)) for one in content.components if one.key != but]


def name(one: ComponentContent) -> str:
    """A component in a few words: its number, and its title, module or type."""
    if one.title is not None:
        said = i18n.text(one.title)
    elif one.module is not None:
        said = one.module[0]
    else:
        said = label(one.type)
    return f"{one.code} · {said}"


def with_none(choices: Iterable[Choice]) -> list[Choice]:
    """Choices of which none need be taken."""
    return [NONE, *choices]
