"""The one byte sequence of what a document says: JSON-LD to RDF to RDFC-1.0 (credentials.md §3, §6 no. 1-4).

PyLD is the reference and reads a shape once, in a safe mode of our own: nothing of a document may be left
out of what is signed. Documents of one shape differ in their values only, so the quads of the next ones
are filled in and handed to pyoxigraph, which labels and writes them ten times faster.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pyld import jsonld  # type: ignore[import-untyped]
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    serialize,
)

from certificates.credential.contexts import context
from certificates.credential.errors import CredentialError

Document = Mapping[str, Any]

# Words of the contexts, not values: they decide the shape.
_WORDS = frozenset({"@context", "type", "proofPurpose"})
# PyLD and RDFC-1.0 write these differently; half a surrogate pair has no bytes at all.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ABSOLUTE = re.compile(r"""(?:https?://|did:[a-z]+:|urn:[a-z]+:)[^\x00-\x20\x7f<>"{}|\\^`]+""")
_TEXT_SLOT, _ADDRESS_SLOT = "slot-{}", "urn:slot:{}"
_SLOT = re.compile(r"(?:slot-|urn:slot:)([0-9]+)")
_SHAPES_KEPT = 128
MOST_VALUES = 600
"""Reading a shape takes time by the square of this: half a second at the most. Ours have about a hundred."""
# PyLD resolves a relative name in silence; against this base the result shows (credentials.md §6 no. 2).
_NOWHERE = "relative://nowhere/"


def canonical(document: Document) -> bytes:
    """Give the canonical N-Quads, or refuse a document that says more than would be signed."""
    if sum(1 for _ in _leaves(document)) > MOST_VALUES:
        raise CredentialError(problem="too_many_values")
    shape, values = _taken_apart(document)
    _refuse_look_alikes(document)
    return _pattern(json.dumps(shape)).fill(values)


def reference(document: Document) -> bytes:
    """Give the same bytes by PyLD alone, from the whole document."""
    expanded = _expanded(document)
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _refuse}
    written: str = jsonld.normalize(expanded, options)
    return written.encode("utf-8")


# --- Taking a document apart --------------------------------------------------------------------------


def _taken_apart(document: Document) -> tuple[Any, list[str]]:
    """Split a document into its shape, where slots stand for texts, and the texts in their order."""
    values: list[str] = []
    shape = {key: _shape(key, value, values, "@context") for key, value in document.items()}
    return shape, values


def _shape(key: str, value: Any, values: list[str], allowed: str = "") -> Any:
    if key.startswith("@") and key != allowed:
        raise CredentialError(problem="keyword", found=key[:50])
    if key in _WORDS:
        return _words(key, value)
    if isinstance(value, str):
        return _slot(value, values)
    if isinstance(value, Mapping) and value:
        return {name: _shape(name, inner, values) for name, inner in value.items()}
    if isinstance(value, list) and value and not any(isinstance(item, list) for item in value):
        return [_shape("", item, values) for item in value]
    if type(value) in (bool, int):
        return value
    # null, nothing and lists of lists would vanish or melt; fractions are written in more than one way
    raise CredentialError(problem="value", field=key[:50], found=type(value).__name__)


def _words(key: str, value: Any) -> Any:
    if not all(isinstance(word, str) for word in (value if isinstance(value, list) else [value])):
        raise CredentialError(problem="value", field=key, found=type(value).__name__)
    return value


def _leaves(value: Any) -> Iterator[Any]:
    """Walk every value that holds no other."""
    if isinstance(value, (Mapping, list)):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _leaves(inner)
    else:
        yield value


def _slot(value: str, values: list[str]) -> str:
    if _UNWRITABLE.search(value):
        raise CredentialError(problem="control_character")
    values.append(value)
    return (_ADDRESS_SLOT if _ABSOLUTE.fullmatch(value) else _TEXT_SLOT).format(len(values) - 1)


def _refuse_look_alikes(document: Document) -> None:
    """Refuse two nodes without a name that say the same by themselves.

    To label them, RDFC-1.0 tries every order: ten of them take hours. None of ours ever look alike.
    """
    said: set[frozenset[str]] = set()
    for node in _nameless(document):
        if (says := frozenset(_direct(node))) in said:
            raise CredentialError(problem="look_alikes")
        said.add(says)


def _nameless(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if "id" not in node:
        yield node
    for value in node.values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, Mapping):
                yield from _nameless(item)


def _direct(node: Mapping[str, Any]) -> Iterator[str]:
    """Give what a node says itself, whichever word it uses: no finer than the labelling can tell it."""
    for key, value in node.items():
        for item in [] if key in _WORDS else value if isinstance(value, list) else [value]:
            if not isinstance(item, Mapping):
                yield str(item).lower() if isinstance(item, bool) else str(item)
            elif "id" in item:
                yield str(item["id"])


# --- The reference, in safe mode ----------------------------------------------------------------------


def _expanded(document: Document) -> Any:
    """Expand with the vendored contexts; a word that none of them defines is refused."""
    dropped: list[str] = []
    contexts = [context(address) for address in _addresses(document)]
    options = {"documentLoader": _refuse, "base": _NOWHERE}
    try:
        inlined = {**document, "@context": contexts}
        expanded = jsonld.expand(inlined, options, on_property_dropped=dropped.append)
    except jsonld.JsonLdError as error:
        raise CredentialError(problem="json_ld", found=str(error.code or error.type)) from error
    if dropped:
        raise CredentialError(problem="undefined_term", found=str(dropped[0])[:200])
    for address in _named(expanded):
        if not _ABSOLUTE.fullmatch(address):
            raise CredentialError(problem="relative_address", found=address[:200])
    return expanded


def _addresses(document: Document) -> Sequence[str]:
    addresses = document.get("@context")
    if not isinstance(addresses, list) or not all(isinstance(address, str) for address in addresses):
        raise CredentialError(problem="context", found=type(addresses).__name__)
    return addresses


def _named(expanded: Any) -> Iterator[str]:
    """Walk every identifier and type of an expanded document."""
    for item in expanded if isinstance(expanded, list) else [expanded]:
        for key, value in item.items() if isinstance(item, Mapping) else ():
            if key == "@id":
                yield value
            elif key == "@type" and "@value" not in item:
                yield from value
            else:
                yield from _named(value)


def _refuse(address: str, options: object = None) -> Any:
    raise CredentialError(problem="would_fetch", found=address[:200])


# --- Patterns: the quads of every document of one shape ------------------------------------------------


@dataclass(frozen=True)
class _Value:
    """Where a value goes: which slot, and of which datatype; None for an address."""

    slot: int
    datatype: NamedNode | None

    def node(self, values: Sequence[str]) -> Literal | NamedNode:
        """Make the node of one document."""
        if self.datatype is None:
            return NamedNode(values[self.slot])
        return Literal(values[self.slot], datatype=self.datatype)


_Node = NamedNode | BlankNode | Literal | _Value
_Open = tuple[_Node, NamedNode, _Node]


@dataclass(frozen=True)
class _Pattern:
    """The quads of one shape: those without a value stand ready, the others have slots in them."""

    ready: tuple[Quad, ...]
    open: tuple[_Open, ...]

    @classmethod
    def of(cls, quads: Sequence[_Open]) -> _Pattern:
        """Sort quads into those with and without slots."""
        has_slot = [any(isinstance(node, _Value) for node in quad) for quad in quads]
        ready = tuple(_quad(quad, ()) for quad, is_open in zip(quads, has_slot, strict=True) if not is_open)
        return cls(ready, tuple(quad for quad, is_open in zip(quads, has_slot, strict=True) if is_open))

    @property
    def slots(self) -> set[int]:
        """The slots whose value comes through."""
        return {node.slot for quad in self.open for node in quad if isinstance(node, _Value)}

    def fill(self, values: Sequence[str]) -> bytes:
        """Write the canonical N-Quads of the document that has these values."""
        dataset = Dataset((*self.ready, *(_quad(quad, values) for quad in self.open)))
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        lines = serialize(dataset, format=RdfFormat.N_QUADS) or b""
        return b"".join(sorted(lines.splitlines(keepends=True)))


def _quad(quad: _Open, values: Sequence[str]) -> Quad:
    subject, predicate, thing = quad
    return Quad(_filled(subject, values), predicate, _filled(thing, values))  # type: ignore[arg-type]


def _filled(node: _Node, values: Sequence[str]) -> NamedNode | BlankNode | Literal:
    return node.node(values) if isinstance(node, _Value) else node


@lru_cache(maxsize=_SHAPES_KEPT)
def _pattern(shape: str) -> _Pattern:
    """Read a shape once; both canonicalisers must agree on it and every slot must have come through."""
    document = json.loads(shape)
    dataset = jsonld.to_rdf(_expanded(document), {"documentLoader": _refuse})
    if set(dataset) != {"@default"}:
        raise CredentialError(problem="graph")
    pattern = _Pattern.of([_read(triple) for triple in dataset["@default"]])
    slots = [found.group() for found in _SLOT.finditer(shape)]
    lost = set(range(len(slots))) - pattern.slots
    if lost:
        raise CredentialError(problem="left_out", found=sorted(lost))
    if pattern.fill(slots) != reference(document):
        raise CredentialError(problem="canonicalisers_disagree")
    return pattern


def _read(triple: Mapping[str, Mapping[str, str]]) -> _Open:
    return _node(triple["subject"]), NamedNode(triple["predicate"]["value"]), _node(triple["object"])


def _node(node: Mapping[str, str]) -> _Node:
    value, slot = node["value"], _SLOT.fullmatch(node["value"])
    if node["type"] == "blank node":
        return BlankNode(value.removeprefix("_:"))
    datatype = NamedNode(node["datatype"]) if node["type"] == "literal" else None
    if slot:
        return _Value(int(slot[1]), datatype)
    return NamedNode(value) if datatype is None else Literal(value, datatype=datatype)
