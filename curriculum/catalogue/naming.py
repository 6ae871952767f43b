"""What the rows of a sheet are called where versions are compared or talked about."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from curriculum import i18n
from curriculum.catalogue.models import Module, ModuleVersion
from curriculum.db import Bilingual, db
from curriculum.domain.path import ComponentType
from curriculum.domain.sheets import Plain
from curriculum.labels import label

PARTS: Mapping[str, LazyString] = {
    "outcomes": _("Outcome"),
    "assessments": _("Assessment"),
    "components": _("Component"),
    "stages": _("Stage"),
    "routes": _("Route"),
    "reviewers": _("Reviewer"),
}
_TITLED = frozenset({"assessments", "stages", "routes"})

Names = Mapping[tuple[str, str], str]
"""What rows are called, by the list they stand in and their key."""


def names(*sheets: Plain) -> Names:
    """The names of all rows; of two sheets that have a row, the last names it. At most one statement."""
    titles = _titles({row["module"][0] for row in _components(sheets) if row.get("module")})
    return {
        (part, row["key"]): _name(part, row, titles)
        for sheet in sheets
        for part in PARTS
        for row in sheet.get(part, ())
    }


def _components(sheets: Iterable[Plain]) -> Iterable[Plain]:
    return (row for sheet in sheets for row in sheet.get("components", ()))


def _titles(codes: Collection[str]) -> dict[str, str]:
    """Titles of modules by code, as the newest version has it."""
    wanted = select(Module.code, ModuleVersion.title).join(Module, Module.id == ModuleVersion.module_id)
    ordered = wanted.where(Module.code.in_(codes)).order_by(ModuleVersion.version)
    rows: Iterable[Any] = db.session.execute(ordered) if codes else ()
    return {row.code: i18n.text(row.title) for row in rows}


def _name(part: str, row: Plain, titles: Mapping[str, str]) -> str:
    if part in _TITLED:
        return i18n.text(Bilingual(**row["title"]))
    if part == "components":
        return ", ".join(dict.fromkeys(filter(None, (row.get("code"), _asked(row, titles)))))
    return str(row.get("code") or row.get("name") or "")


def _asked(row: Plain, titles: Mapping[str, str]) -> str:
    """What a component is about: its own title, that of its module, or its type."""
    if row.get("title"):
        return i18n.text(Bilingual(**row["title"]))
    if row.get("module"):
        return titles.get(row["module"][0], row["module"][0])
    return label(ComponentType(row["type"])) if row.get("type") else ""
