"""A file of a curriculum read: the document it holds, or every fault with its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from curriculum.catalogue import checks, drafting
from curriculum.catalogue.models import Module
from curriculum.catalogue.sheets import from_sheet
from curriculum.domain import case_faults, ranges
from curriculum.domain.exchange import (
    Entry,
    Fault,
    FaultCode,
    Kind,
    Name,
    as_faults,
    entries,
    faults,
    head_fault,
)
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.shape_faults import ROOT, misfits, within
from curriculum.domain.shapes import filled
from curriculum.exchange.document import SCHEMA_VERSION, Document, Format
from curriculum.exchange.schema import curriculum
from curriculum.frameworks import queries as frameworks

MOST_BYTES: Final = 32 * 1024 * 1024
MOST_FAULTS: Final = 200
_WEIGHTS: Final = frozenset({RefusalCode.WEIGHTS_NOT_100, RefusalCode.NO_CRITICAL_OUTCOME})


@dataclass(frozen=True)
class Faulty:
    """A file that is refused, with everything that is wrong with it."""

    faults: tuple[Fault, ...]


def require_size(name: str, size: int) -> None:
    """Refuse an empty file and one beyond 32 MB before anything of it is read."""
    if size == 0:
        raise Refusal(RefusalCode.FILE_EMPTY, document=name)
    if size > MOST_BYTES:
        raise Refusal(RefusalCode.FILE_TOO_LARGE, document=name, found=size, most=MOST_BYTES)


def read(content: bytes, known: frozenset[Name] = frozenset()) -> tuple[Entry, ...] | Faulty:
    """The objects of a file; `known` is what stands here, for what the file names and does not hold."""
    data = case_faults.parse(content)
    if isinstance(data, case_faults.Fault):
        return Faulty((Fault(FaultCode.NOT_JSON, data.place, data.found, data.expected),))
    if (other := head_fault(data, Format.CURRICULUM, SCHEMA_VERSION)) is not None:
        return Faulty((other,))
    if found := misfits(curriculum(), data):
        return Faulty(as_faults(found))
    rows = entries(filled(Document, data))
    wrong = (*faults(rows, known), *_framework_faults(rows)) or tuple(_incomplete(rows))
    return Faulty(wrong[:MOST_FAULTS]) if wrong else rows


def refuse(found: Iterable[Fault]) -> Refusal:
    """The first fault of a file as a refusal, with how many there are."""
    rows = tuple(found)
    first = rows[0]
    return Refusal(
        RefusalCode.CURRICULUM_FAULTY,
        fault=first.code,
        place=first.place or "1",
        found=first.found or "–",
        expected=first.expected,
        count=len(rows),
    )


def _framework_faults(rows: Iterable[Entry]) -> Iterator[Fault]:
    """What CASE has to say of each framework, at its place in this file."""
    packages = [row for row in rows if row.kind is Kind.FRAMEWORK]
    # Associations name an item by its identifier alone, in whichever framework it stands.
    ours = {name.code.partition(" ")[2] for row in packages for name in row.gives}
    known = frozenset(ours) | frameworks.known_items() if packages else frozenset()
    for row in packages:
        for fault in case_faults.find(row.data["package"], known):
            place = f"{within(row.place, 'package')}.{fault.place}"
            yield Fault(FaultCode.FRAMEWORK, place, fault.found, fault.expected)


def _incomplete(rows: Iterable[Entry]) -> Iterator[Fault]:
    """What the file calls more than a draft has to add up, as it had to where it was reviewed."""
    for row in rows:
        if outside := [*_ranges(row)]:
            yield from outside
        elif row.kind is Kind.MODULE_VERSION and row.data["stood"]["state"] != VersionState.DRAFT:
            yield from _weights(row)


_TABLES: Final = {
    Kind.MODULE_VERSION: ranges.version_of(ranges.MODULE),
    Kind.PATH_VERSION: ranges.version_of(ranges.PATH),
    Kind.OFFERING: ranges.OFFERING,
}


def _ranges(row: Entry) -> Iterator[Fault]:
    """Numbers, rules and references that no form would have taken."""
    for one in misfits(_TABLES.get(row.kind, {}), row.data):
        yield Fault(FaultCode.SHAPE, row.place + one.place.removeprefix(ROOT), one.found, one.expected)


def _weights(row: Entry) -> Iterator[Fault]:
    content = from_sheet(row.data["content"], f"{row.owner}.v{row.data['version']}")
    version = drafting.new_version(Module(code=row.owner), row.data["version"], content)
    for problem in checks.problems(version, {}, row.owner):
        if problem.code in _WEIGHTS:
            expected = "100" if problem.code is RefusalCode.WEIGHTS_NOT_100 else "critical: true"
            where = within(within(row.place, "content"), problem.where)
            yield Fault(FaultCode.INCOMPLETE, where, str(problem.found) or "critical: false", expected)
