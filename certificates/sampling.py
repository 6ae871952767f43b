"""Previews: a certificate as it would look, with a bright mark wherever a value is still missing.

preview_of("trainer", "fr", {"path": path, "hours": 164}, at=now, other="en")     # a PDF that nobody signs
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from certificates import wording
from certificates.errors import StatementError
from certificates.kinds import kind_named
from certificates.layout.face import Missing
from certificates.layout.finish import finish_document
from certificates.layout.page import render
from certificates.numbers import make_code, make_number
from certificates.parties import (
    Function,
    HolderName,
    Institution,
    ModuleRef,
    Paper,
    PathRef,
    Scope,
    Signatory,
    Theme,
)
from certificates.statement import Statement
from certificates.text import Text

NOWHERE = "https://example.org/v/" + "0" * 24
UNKNOWN_CODE, UNKNOWN_DAY = "XXX-000", date(2000, 1, 1)
TOLD_BY = {
    "decision_ref": "decision",
    "effective_from": "effective",
    "valid_until": "until",
    "hours": "hours",
    "replaces": "replaces",
}
"""Which fact of the face tells a field of the statement."""


@dataclass(frozen=True)
class Sample:
    """A lawful statement that nobody may sign, and what of it stands in for a value still to come."""

    statement: Statement
    missing: Missing


def preview_of(
    kind: str,
    language: str,
    given: Mapping[str, Any] | None = None,
    *,
    at: datetime,
    other: str | None = None,
    emblem: bytes | None = None,
) -> bytes:
    """Draw a specimen of a kind from the fields of a statement that are known already.

    `language` is the authoritative one, `other` stands beside it unless `paper` is given.
    """
    sample = sample_of(kind, language, given, other=other)
    drawn = render(sample.statement, code="SPECIMEN", emblem=emblem, specimen=True, missing=sample.missing)
    return finish_document(drawn, at=at)


def sample_of(
    kind: str, language: str, given: Mapping[str, Any] | None = None, *, other: str | None = None
) -> Sample:
    """Fill in what is not given; every text that stands in says in brackets what belongs there."""
    known = dict(given or {})
    if unknown := known.keys() - {field.name for field in fields(Statement)}:
        raise StatementError(field=min(unknown), problem="unknown")
    known.setdefault("paper", Paper(other_language=other))
    stand_in = _StandIns(kind, (language, known["paper"].other_language or language))
    lacking = set() if "scope" in known and known["scope"].languages else {"languages"}
    if "scope" in known:
        known["scope"] = stand_in.completed(known["scope"])
    filled = {**stand_in.values(), "kind": kind, "authoritative_language": language, **known}
    filled.setdefault("wording", wording.reference({language, known["paper"].other_language or language}))
    lacking |= {fact for field, fact in TOLD_BY.items() if field not in known and filled[field] is not None}
    return Sample(Statement(**filled), Missing(frozenset(lacking), stand_in.texts(known)))


@dataclass(frozen=True)
class _StandIns:
    """What stands in for the fields of a statement, in the languages of its face."""

    kind: str
    languages: tuple[str, str]

    def values(self) -> dict[str, Any]:
        """Give a value for every field that has none of its own."""
        issuer = Institution(UNKNOWN_CODE, self._text("issuer"))
        prefixed = make_number(self.kind, UNKNOWN_DAY.year, min)
        renewed = make_number("trainer", UNKNOWN_DAY.year, min) if self.kind == "renewal" else None
        return {
            "number": prefixed,
            "code": make_code(min),
            "verify_url": NOWHERE,
            "holder": (HolderName("Zyyy", self._one("holder")),),
            "path": PathRef(UNKNOWN_CODE, 1, self._text("path")),
            "scope": self._scope(),
            "hours": 0,
            "decision_ref": self._one("decision"),
            "decision_date": UNKNOWN_DAY,
            "effective_from": UNKNOWN_DAY,
            "valid_until": None if self.kind == "completion" else date.max,
            "issuer": issuer,
            "signatories": tuple(map(self._signatory, Function)),
            "replaces": renewed,
        }

    def texts(self, known: Mapping[str, Any]) -> frozenset[str]:
        """Name the texts that mark a value as missing: all in brackets, and identifiers that are nobody's."""
        names = wording.words(self.languages[0], "missing")
        texts = {
            _bracketed(wording.words(each, "missing")[name]) for each in self.languages for name in names
        }
        texts |= {_bracketed(wording.words(each, "marks")["missing"]) for each in self.languages}
        printed = {"number": self.values()["number"], "code": "0000-0000"}
        texts.add(UNKNOWN_CODE)
        return frozenset(texts | {text for field, text in printed.items() if field not in known})

    def completed(self, scope: Scope) -> Scope:
        """Fill in what a scope must still name for its kind: a path that is being written has gaps."""
        own = self._scope()
        return replace(
            scope,
            themes=scope.themes or own.themes,
            may_teach=scope.may_teach or own.may_teach,
            languages=scope.languages or own.languages,
        )

    def _scope(self) -> Scope:
        module = ModuleRef(UNKNOWN_CODE, 1, self._text("module"))
        theme = Theme(UNKNOWN_CODE, self._text("theme"))
        if "may_teach" not in kind_named(self.kind).facts:
            return Scope((theme,), (module,))
        return Scope((theme,), (module,), (UNKNOWN_CODE,), (self.languages[0],))

    def _signatory(self, function: Function) -> Signatory:
        institution = Institution(UNKNOWN_CODE, self._text("institution"))
        mandate = self._one("mandate")
        return Signatory(function, self._one("name"), self._text("capacity"), mandate, institution)

    def _one(self, name: str) -> str:
        return self._text(name).to(self.languages[0])

    def _text(self, name: str) -> Text:
        said = {each: _bracketed(wording.words(each, "missing")[name]) for each in self.languages}
        return Text.from_mapping(said)


def _bracketed(text: str) -> str:
    return f"[{text}]"
