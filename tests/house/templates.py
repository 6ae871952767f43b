"""The checks of the house on templates: imports, macros, and nothing inline."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, nodes

from tests.house.reading import ROOT

FOLDER = ROOT / "templates"
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*\ssrc=)|\|\s*safe\b|autoescape\s+false",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Template:
    """What one template defines, passes on, imports (alias: template), uses (alias, macro) and includes."""

    macros: frozenset[str]
    passed_on: frozenset[str]
    imports: dict[str, str]
    used: frozenset[tuple[str, str]]
    names: frozenset[str]
    included: frozenset[str]


def names() -> list[str]:
    """Every template, by the name it is loaded by."""
    return sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))


@cache
def read(name: str, folder: Path = FOLDER) -> Template:
    """A template taken apart."""
    tree = Environment(loader=FileSystemLoader(folder), autoescape=True).parse((folder / name).read_text())
    imports = {one.target: one.template.value for one in tree.find_all(nodes.Import)}
    for one in tree.find_all(nodes.FromImport):
        for given in one.names:
            imports[given if isinstance(given, str) else given[1]] = one.template.value
    loaded = [one for one in tree.find_all(nodes.Getattr) if isinstance(one.node, nodes.Name)]
    return Template(
        frozenset(one.name for one in tree.find_all(nodes.Macro)),
        frozenset(one.name for one in tree.find_all(nodes.Name) if one.ctx == "store"),
        imports,
        frozenset((one.node.name, one.attr) for one in loaded),
        frozenset(one.name for one in tree.find_all(nodes.Name) if one.ctx == "load"),
        frozenset(one.template.value for one in tree.find_all(nodes.Include)),
    )


def inline(text: str) -> list[str]:
    """Styles, handlers and scripts inside the page, and markup let through unescaped."""
    return [found.strip() for found in INLINE.findall(text)]


def unused_imports(template: Template, folder: Path = FOLDER) -> list[str]:
    """Imported names that neither the template nor what it includes ever uses."""
    lent = frozenset[str]().union(*(read(one, folder).names for one in template.included))
    return sorted(template.imports.keys() - template.names - lent)


def unknown_macros(template: Template, folder: Path = FOLDER) -> list[str]:
    """Macros called by a name that the imported template does not define."""
    called = [(alias, macro) for alias, macro in template.used if alias in template.imports]
    given = {alias: read(name, folder) for alias, name in template.imports.items()}
    return sorted(
        f"{alias}.{macro}"
        for alias, macro in called
        if macro not in given[alias].macros | given[alias].passed_on
    )
