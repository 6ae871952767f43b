"""What is wrong with a CASE file: each fault with its place, what was found and what was expected (I-17)."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from curriculum.domain.case import AssociationType, Package, Plain, assemble, body_of

MOST_ITEMS = 20_000
MOST_ASSOCIATIONS = 100_000
MOST_FAULTS = 200
LONGEST_ID = 200


class FaultCode(StrEnum):
    """The ways a file is refused."""

    NOT_JSON = "not_json"
    SHAPE = "shape"
    NO_DOCUMENT = "no_document"
    TWO_DOCUMENTS = "two_documents"
    TOO_MANY = "too_many"
    DUPLICATE_ID = "duplicate_id"
    DANGLING = "dangling"
    CYCLE = "cycle"


class Fault(NamedTuple):
    """One thing to mend: where, what stands there, what should."""

    code: FaultCode
    place: str
    found: str
    expected: str


class _NotOurs(ValueError):
    """What JSON allows and no file may hold: the same name twice, a number without end."""


_NO_SIGN = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")

# Of these both ends are of one framework; of all others the second may be elsewhere.
_WITHIN = frozenset({AssociationType.IS_CHILD_OF, AssociationType.IS_PART_OF, AssociationType.PRECEDES})


def read(text: bytes, known: frozenset[str] = frozenset()) -> Package | tuple[Fault, ...]:
    """The framework of a file, or everything that is wrong with it; `known` are items held already."""
    data = parse(text)
    if isinstance(data, Fault):
        return (data,)
    return find(data, known) or assemble(data)


def parse(text: bytes) -> Any:
    """The data of a JSON file, or the one fault that keeps it from being read."""
    try:
        data = json.loads(
            text.decode("utf-8-sig"), object_pairs_hook=_once, parse_float=_finite, parse_constant=_finite
        )
        # Written again, half a sign does not encode and no sign at all shows: no database keeps either.
        written = json.dumps(data, ensure_ascii=False).encode().decode()
        if "\\u0000" in written and _NO_SIGN.search(written):
            raise _NotOurs("\\u0000")
    except json.JSONDecodeError as error:
        place = f"{error.lineno}:{error.colno}"
        return Fault(FaultCode.NOT_JSON, place, _short(error.doc[error.pos : error.pos + 20]), "JSON")
    except RecursionError:
        return Fault(FaultCode.NOT_JSON, "", "[[[…", "JSON")
    except UnicodeError:
        return Fault(FaultCode.NOT_JSON, "", "", "UTF-8")
    except ValueError as error:
        return Fault(FaultCode.NOT_JSON, "", _short(str(error)), "JSON")
    return data


def _once(pairs: list[tuple[str, Any]]) -> Plain:
    made = dict(pairs)
    if len(made) < len(pairs):
        name, _count = Counter(name for name, _value in pairs).most_common(1)[0]
        raise _NotOurs(f"{name} × 2")
    return made


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _NotOurs(text)
    return number


def find(data: Any, known: frozenset[str] = frozenset()) -> tuple[Fault, ...]:
    """Every fault of the data of a file, the first of each kind of check first; at most 200."""
    for check in (_document, _sizes, _shapes, _documents_of_rows, _identifiers):
        if faults := tuple(_first(check(data))):
            return faults
    return tuple(_first(_dangling(body_of(data), known))) or tuple(_first(_cycles(body_of(data))))


def _first(faults: Iterable[Fault]) -> Iterator[Fault]:
    for count, fault in enumerate(faults):
        if count == MOST_FAULTS:
            return
        yield fault


def _document(data: Any) -> Iterator[Fault]:
    """A file holds one document, no more and no less."""
    if (many := _several(data)) is not None:
        yield Fault(FaultCode.TWO_DOCUMENTS, *many, "1")
        return
    if not isinstance(data, dict):
        yield Fault(FaultCode.SHAPE, "", _kind(data), "object")
        return
    document = body_of(data).get("CFDocument")
    if document is None:
        yield Fault(FaultCode.NO_DOCUMENT, _root(data), _short(", ".join(body_of(data))), "CFDocument")
    elif not isinstance(document, dict):
        yield Fault(FaultCode.SHAPE, f"{_root(data)}CFDocument", _kind(document), "object")
    else:
        yield from _texts(document, f"{_root(data)}CFDocument", ("identifier", "title"))


def _several(data: Any) -> tuple[str, str] | None:
    """Where more than one document stands, and how many."""
    if isinstance(data, list):
        return ("", str(len(data))) if len(data) > 1 else None
    if not isinstance(data, dict):
        return None
    places = (
        (data, ("CFPackage", "CFPackages", "CFDocuments")),
        (body_of(data), ("CFDocument", "CFDocuments")),
    )
    for holder, names in places:
        for name in names:
            value = holder.get(name)
            if isinstance(value, list) and len(value) > 1:
                return name, str(len(value))
    return None


def _root(data: Plain) -> str:
    return "" if body_of(data) is data else "CFPackage."


def _sizes(data: Any) -> Iterator[Fault]:
    """No more rows than a page and a database bear at once."""
    for name, most in (("CFItems", MOST_ITEMS), ("CFAssociations", MOST_ASSOCIATIONS)):
        rows = body_of(data).get(name)
        if rows is not None and not isinstance(rows, list):
            yield Fault(FaultCode.SHAPE, _root(data) + name, _kind(rows), "array")
        elif rows is not None and len(rows) > most:
            yield Fault(FaultCode.TOO_MANY, _root(data) + name, str(len(rows)), str(most))


def _rows(data: Plain, name: str) -> Iterator[tuple[str, Any]]:
    for number, row in enumerate(body_of(data).get(name) or ()):
        yield f"{_root(data)}{name}[{number}]", row


def _shapes(data: Any) -> Iterator[Fault]:
    """Every row has what makes it one."""
    for place, row in _rows(data, "CFItems"):
        yield from _texts(row, place, ("identifier", "fullStatement"))
    for place, row in _rows(data, "CFAssociations"):
        yield from _texts(row, place, ("identifier", "associationType"))
        for end in ("originNodeURI", "destinationNodeURI"):
            if isinstance(row, dict):
                yield from _texts(row.get(end), f"{place}.{end}", ("identifier",))


def _texts(row: Any, place: str, names: tuple[str, ...]) -> Iterator[Fault]:
    if not isinstance(row, dict):
        yield Fault(FaultCode.SHAPE, place, _kind(row), "object")
        return
    for name in names:
        value = row.get(name)
        if not isinstance(value, str) or not value.strip():
            yield Fault(FaultCode.SHAPE, f"{place}.{name}", _kind(value), "string")
        elif name == "identifier" and len(value) > LONGEST_ID:
            yield Fault(FaultCode.SHAPE, f"{place}.{name}", _short(value), f"≤ {LONGEST_ID}")


def _documents_of_rows(data: Any) -> Iterator[Fault]:
    """Rows that name a document name this one."""
    ours = body_of(data)["CFDocument"]["identifier"]
    for name in ("CFItems", "CFAssociations"):
        for place, row in _rows(data, name):
            theirs = row.get("CFDocumentURI")
            found = theirs.get("identifier", ours) if isinstance(theirs, dict) else ours
            if found != ours:
                yield Fault(FaultCode.TWO_DOCUMENTS, f"{place}.CFDocumentURI", _short(str(found)), ours)


def _identifiers(data: Any) -> Iterator[Fault]:
    """Nothing is named twice."""
    seen = {body_of(data)["CFDocument"]["identifier"]: f"{_root(data)}CFDocument"}
    for name in ("CFItems", "CFAssociations"):
        for place, row in _rows(data, name):
            first = seen.setdefault(row["identifier"], place)
            if first != place:
                yield Fault(FaultCode.DUPLICATE_ID, place, row["identifier"], first)


def _dangling(body: Plain, known: frozenset[str]) -> Iterator[Fault]:
    """Both ends of an association are somewhere: here, held already, or at an address elsewhere."""
    here = {row["identifier"] for row in body.get("CFItems") or ()} | {body["CFDocument"]["identifier"]}
    for number, row in enumerate(body.get("CFAssociations") or ()):
        within = row["associationType"] in _WITHIN
        for end in ("originNodeURI", "destinationNodeURI"):
            node = row[end]
            elsewhere = not within and (node["identifier"] in known or (end[0] == "d" and _is_address(node)))
            if node["identifier"] not in here and not elsewhere:
                place = f"CFAssociations[{number}].{end}"
                yield Fault(FaultCode.DANGLING, place, node["identifier"], "CFItems")


def _is_address(node: Plain) -> bool:
    address = node.get("uri")
    return isinstance(address, str) and address.startswith(("http://", "https://"))


def _cycles(body: Plain) -> Iterator[Fault]:
    """No item stands below itself."""
    above: dict[str, list[str]] = {}
    for row in body.get("CFAssociations") or ():
        if row["associationType"] == AssociationType.IS_CHILD_OF:
            child, parent = row["originNodeURI"]["identifier"], row["destinationNodeURI"]["identifier"]
            above.setdefault(child, []).append(parent)
    if circle := _circle(above):
        places = {row["identifier"]: number for number, row in enumerate(body.get("CFItems") or ())}
        place = f"CFItems[{places.get(circle[0], '')}]"
        yield Fault(FaultCode.CYCLE, place, _short(" → ".join(circle), 300), "isChildOf")


def _circle(above: dict[str, list[str]]) -> list[str]:
    """One circle of the graph, its first name repeated at the end; empty when there is none."""
    done: set[str] = set()
    for start in above:
        way: dict[str, Iterator[str]] = {}
        here: str | None = start
        while here is not None:
            if here not in way and here not in done:
                way[here] = iter(above.get(here, ()))
            here = _onward(way, done)
            if here in way:
                names = list(way)
                return [*names[names.index(here) :], here]
    return []


def _onward(way: dict[str, Iterator[str]], done: set[str]) -> str | None:
    """The next name to look at from the end of the way; ends that lead nowhere are done."""
    while way:
        last = next(reversed(way))
        for following in way[last]:
            if following not in done:
                return following
        done.add(last)
        del way[last]
    return None


def _kind(value: Any) -> str:
    """What JSON calls it; an empty text as it is written."""
    if isinstance(value, str):
        return "string" if value.strip() else '""'
    names = {dict: "object", list: "array", bool: "boolean", type(None): "null"}
    return names.get(type(value), "number")


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
