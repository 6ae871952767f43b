"""What a file would do before it does it: the framework read, its code, what it replaces, its faults."""

import re
import unicodedata
from dataclasses import dataclass

from curriculum import clock
from curriculum.domain.case import Package, Placed, assemble, folded, outline
from curriculum.domain.case_faults import Fault, read
from curriculum.domain.lifecycles.framework import FrameworkState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.frameworks import queries, tables
from curriculum.frameworks.models import Framework

Faults = tuple[Fault, ...]
CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}")
LONGEST_CODE = 20


@dataclass(frozen=True)
class Preview:
    """A file without faults: what it holds and where it would go."""

    package: Package
    code: str
    replaces: Framework | None
    """The draft whose place it takes."""
    follows: Framework | None
    """The adopted framework of the same document that it comes after."""


def preview(content: bytes, code: str = "", title: str = "") -> Preview | Faults:
    """Read a file and say where it would go; refuses FRAMEWORK_FROZEN and a code that is taken."""
    package = _table(content, code, title) if tables.is_table(content) else _read(content)
    if isinstance(package, tuple):
        return package
    held = queries.of_document(package.id)
    draft = next((one for one in held if one.state is FrameworkState.DRAFT), None)
    if draft is not None and code in ("", draft.code):
        return Preview(package, draft.code, draft, None)
    if held and not code:
        raise Refusal(RefusalCode.FRAMEWORK_FROZEN, code=held[0].code, state=held[0].state)
    return Preview(package, _fresh(code) if code else _coined(package), None, held[0] if held else None)


def _table(content: bytes, code: str, title: str) -> Package | Faults:
    """A table knows neither its name nor its document: both come from whoever hands it in."""
    title = title or code
    if not title:
        raise Refusal(RefusalCode.VALUE_MISSING, field="title")
    data = tables.read(content, title=title, key=code or folded(title), at=clock.now())
    return data if isinstance(data, tuple) else assemble(data)


def _read(content: bytes) -> Package | Faults:
    """Most files name no framework but their own: only then is it asked which others are held."""
    first = read(content)
    if isinstance(first, Package):
        return first
    wanted = {fault.found for fault in first}
    known = queries.known_items(wanted)
    return read(content, known) if known else first


def _fresh(code: str) -> str:
    if not CODE.fullmatch(code):
        raise Refusal(RefusalCode.VALUE_INVALID, field="code", value=code, expected="A-Z 0-9 -")
    held = queries.find(code)
    if held is not None and held.state is not FrameworkState.DRAFT:
        raise Refusal(RefusalCode.FRAMEWORK_FROZEN, code=code, state=held.state)
    if held is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="framework", code=code)
    return code


def _coined(package: Package) -> str:
    """A code made from the title, numbered where it is taken."""
    plain = unicodedata.normalize("NFKD", package.title).encode("ascii", "ignore").decode().upper()
    words = re.sub(r"[^A-Z0-9]+", "-", plain).strip("-")[:LONGEST_CODE].strip("-") or "FRAMEWORK"
    code, number = words, 1
    while queries.find(code) is not None:
        number += 1
        code = f"{words[: LONGEST_CODE - 3].strip('-')}-{number}"
    return code


def first_items(preview: Preview, count: int) -> tuple[Placed, ...]:
    """The first items from top to bottom, for the eye."""
    return outline(preview.package)[:count]


def refuse(faults: Faults) -> Refusal:
    """The first fault of a file as a refusal, with how many there are."""
    first = faults[0]
    return Refusal(
        RefusalCode.FRAMEWORK_FAULTY,
        fault=first.code,
        place=first.place or "1",
        found=first.found or "–",
        expected=first.expected,
        count=len(faults),
    )
