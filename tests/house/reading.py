"""The checks of the house on source text: each names what it found, so that a planted fault is named too."""

import ast
import importlib
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
TIMES = {
    "datetime": {"now", "today", "utcnow"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime"},
    "func": {"now", "current_timestamp"},
}
"""What tells the time, by the last name before the dot."""
MACHINE = re.compile(
    r"(?<![\w.])/(?:w[o]rk|root|home|tmp|Users)/[\w.]+|https?://[\w.-]*(?:p[y]pi|python[h]osted|n[p]mjs|yarnpkg|debian)\.\w+"
    r"|https?://[\w.-]*(?:artifactory|nexus|devpi)[\w.-]*|--(?:extra-)?index-url[ =]\S+|\"resolved\":"
)
WORDS = frozenset({"_", "gettext", "ngettext", "lazy_gettext", "lazy_ngettext", "pgettext"})
LONGEST_FILE, LONGEST_FUNCTION = 320, 60

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources(*folders: str, ending: str = "*.py") -> dict[str, str]:
    """Every source file of the folders: its path in the checkout and its text."""
    paths = [path for folder in folders or ("curriculum",) for path in sorted((ROOT / folder).rglob(ending))]
    return {str(path.relative_to(ROOT)): path.read_text() for path in paths}


@cache
def parsed(text: str) -> ast.Module:
    """A source as a tree; every check reads the same one."""
    return ast.parse(text)


def imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Module and name of every import; the name is empty for a plain `import x`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", one.name) for one in node.names)
        if isinstance(node, ast.Import):
            yield from ((one.name, "") for one in node.names)


def commits(text: str) -> list[str]:
    """Lines that commit."""
    called = [node for node in ast.walk(parsed(text)) if isinstance(node, ast.Call)]
    return [
        f"line {node.lineno}: {ast.unparse(node.func)}()"
        for node in called
        if isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]


def clock_readings(text: str) -> list[str]:
    """Lines that ask what time it is, other than through `clock`."""
    tree = parsed(text)
    asked = [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in TIMES.get(ast.unparse(node.value).rpartition(".")[2], ())
    ]
    told = [name for module, name in imports(tree) if module == "time" and name in TIMES["time"]]
    return asked + [f"from time import {name}" for name in told]


def long_functions(text: str) -> list[str]:
    """Functions longer than anyone reads at once."""
    functions = [node for node in ast.walk(parsed(text)) if isinstance(node, Function)]
    lengths = {node.name: (node.end_lineno or node.lineno) - node.lineno + 1 for node in functions}
    return [f"{name}: {lines} lines" for name, lines in lengths.items() if lines > LONGEST_FUNCTION]


def constants(text: str) -> set[str]:
    """Every text written out in a module."""
    found = [node.value for node in ast.walk(parsed(text)) if isinstance(node, ast.Constant)]
    return {value for value in found if isinstance(value, str)}


def foreign_rows(path: str, text: str) -> list[str]:
    """Tables of other rooms that a module imports; their closed lists are words, which anyone may use."""
    room = path.split("/")[1]
    found = [
        (module, name)
        for module, name in imports(parsed(text))
        if re.fullmatch(r"curriculum(\.\w+)+\.models(\.\w+)*", module) and module.split(".")[1] != room
    ]
    return [f"{module}.{name}" for module, name in found if not _is_word(module, name)]


def _is_word(module: str, name: str) -> bool:
    thing = getattr(importlib.import_module(module), name, None)
    return isinstance(thing, type) and issubclass(thing, StrEnum)


def writes(path: str, text: str) -> bool:
    """Whether a module of a room is service: named so, or recording events."""
    return path.endswith("/service.py") or "audit.record(" in text


def hidden_words(text: str) -> list[str]:
    """Words asked for inside an f-string, where whoever collects them to be translated sees none."""
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for written in ast.walk(parsed(text))
        if isinstance(written, ast.JoinedStr)
        for node in ast.walk(written)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WORDS
    ]


def addresses(text: str) -> list[str]:
    """Paths of a machine and addresses of package indexes, which say nothing on another machine."""
    return MACHINE.findall(text)
