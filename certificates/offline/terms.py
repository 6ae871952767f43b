"""What each word of a credential means as RDF, read off the vendored contexts once and put into the page.

The page cannot carry a JSON-LD processor. It walks the document with this table instead: at every place
the address of each term, whether its value is an address, a literal of a type, or another node, and
which members are lists.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pyld import jsonld  # type: ignore[import-untyped]

from certificates.credential.claims import Claims, Fact
from certificates.credential.contexts import ADDRESSES, context
from certificates.credential.document import document_of
from certificates.kinds import KINDS
from certificates.status.entry import StatusEntry

Table = dict[str, Any]
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_WORDS = frozenset({"@context", "type", "proofPurpose"})
"""Words of the contexts, not values."""


@cache
def tables() -> dict[str, Table]:
    """Give the tables of a credential and of the options of its proof."""
    proof = {
        "@context": list(ADDRESSES),
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "proofPurpose": "assertionMethod",
        "created": "",
        "verificationMethod": "",
    }
    return {"credential": table_of(document_of(_everything())), "proof": table_of(proof)}


def _everything() -> Claims:
    """Claim one of everything, so that every member of the profile is there."""
    at = datetime(2000, 1, 1, tzinfo=UTC)
    return Claims(
        did="did:web:x",
        base="https://x",
        token="t" * 24,
        number=f"{next(iter(KINDS.values())).prefix}-2000-00000-00000-0",
        holder="h",
        title="t",
        description="d",
        path_code="p",
        path_version=1,
        themes=(("t", "t"),),
        modules=(("m", 1),),
        facts=(Fact("f", "f", "f"),),
        issuer_code="i",
        issuer_name="i",
        digest="0" * 64,
        valid_from=at,
        valid_until=at,
        status=StatusEntry(1, 0),
    )


def table_of(document: Mapping[str, Any]) -> Table:
    """Read off what the terms of a document mean: mark every value and find the marks among its triples."""
    found = _Marked(document)
    inlined = {**found.document, "@context": [context(address) for address in document["@context"]]}
    return found.table(jsonld.to_rdf(inlined)["@default"])


class _Marked:
    """A copy of a document in which every node has a name of its own and every text is a mark of its own."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._count = 0
        self.document = self._node(document)

    def _node(self, node: Mapping[str, Any]) -> dict[str, Any]:
        kept = {key: value if key in _WORDS else self._marked(value) for key, value in node.items()}
        return {**kept, "id": self._mark()}

    def _marked(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._marked(item) for item in value]
        if isinstance(value, Mapping):
            return self._node(value)
        return self._mark() if isinstance(value, str) else value

    def _mark(self) -> str:
        self._count += 1
        return f"urn:mark:{self._count}"

    def table(self, triples: Sequence[Mapping[str, Any]]) -> Table:
        """Describe the whole document."""
        return self._table(self.document, triples)

    def _table(self, node: Mapping[str, Any], triples: Sequence[Mapping[str, Any]]) -> Table:
        mine = [triple for triple in triples if triple["subject"]["value"] == node["id"]]
        types = [triple["object"]["value"] for triple in mine if triple["predicate"]["value"] == _RDF_TYPE]
        terms = {
            key: self._word(value, mine) if key in _WORDS else self._term(_first(value), mine, triples)
            for key, value in node.items()
            if key not in {"@context", "id", "type"}
        }
        many = [key for key, value in node.items() if isinstance(value, list) and key != "@context"]
        return {
            "type": node.get("type", []),
            "types": dict(zip(_listed(node.get("type", [])), types, strict=True)),
            "terms": terms,
            "many": many,
        }

    def _word(self, word: str, mine: Sequence[Any]) -> Table:
        (found,) = [one for one in mine if one["object"]["value"].endswith(f"#{word}")]
        return {"iri": found["predicate"]["value"], "words": {word: found["object"]["value"]}}

    def _term(self, value: Any, mine: Sequence[Any], triples: Sequence[Any]) -> Table:
        if isinstance(value, Mapping):
            found = _speaking_of(mine, value["id"])
            return {"iri": found["predicate"]["value"], "node": self._table(value, triples)}
        found = _speaking_of(mine, json.dumps(value) if isinstance(value, bool) else value)
        thing = {} if found["object"]["type"] == "IRI" else {"type": found["object"]["datatype"]}
        return {"iri": found["predicate"]["value"], **thing}


def _speaking_of(triples: Sequence[Mapping[str, Any]], value: str) -> Mapping[str, Any]:
    (found,) = [one for one in triples if one["object"]["value"] == value]
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _first(value: Any) -> Any:
    return _listed(value)[0]
