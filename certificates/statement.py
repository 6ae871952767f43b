"""The payload both signatories saw: frozen, canonical bytes, digest (domain.md §2.7)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import rfc8785

from certificates import wording
from certificates.errors import StatementError
from certificates.kinds import kind_named
from certificates.numbers import parse_code, parse_number, parse_token
from certificates.parties import (
    Function,
    HolderName,
    Institution,
    Paper,
    PathRef,
    Scope,
    Signatory,
    Visibility,
)
from certificates.record import build, plain
from certificates.text import Text, check_text

SCHEMA_VERSION = 1
_DIGEST = re.compile(r"[0-9a-f]{64}")
LARGEST_STATEMENT = 256 * 1024


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Everything a certificate says; any change makes another statement with another digest.

    The first holder name is the one printed largest. `valid_until` None means without end, and is
    inclusive otherwise. `hours` are whole hours. `replaces` is the number of an earlier certificate.
    """

    number: str
    kind: str
    holder: tuple[HolderName, ...]
    path: PathRef
    scope: Scope
    hours: int
    decision_ref: str
    decision_date: date
    effective_from: date
    valid_until: date | None
    issuer: Institution
    signatories: tuple[Signatory, ...]
    authoritative_language: str
    code: str
    verify_url: str
    eqf_indicative: int | None = None
    country: Text | None = None
    replaces: str | None = None
    visibility: tuple[Visibility, ...] = ()
    paper: Paper = field(default_factory=Paper)
    wording: str = ""
    schema_version: int = SCHEMA_VERSION

    def __post_init__(self) -> None:
        if not self.wording:  # the words in force, in the languages of this face
            object.__setattr__(self, "wording", wording.reference(self.languages))
        _check_texts(self)
        _check_identifiers(self)
        _check_parties(self)
        _check_facts(self)

    @property
    def token(self) -> str:
        """The opaque token at the end of the public address."""
        return self.verify_url.rsplit("/", 1)[-1]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the face, the authoritative one first."""
        other = self.paper.other_language
        return (self.authoritative_language,) if other is None else (self.authoritative_language, other)

    @property
    def base(self) -> str:
        """The public address of the register, without a slash at its end."""
        return self.verify_url.rsplit("/v/", 1)[0]

    def signatory(self, function: Function) -> Signatory:
        """Return who is designated for this function."""
        return next(s for s in self.signatories if s.function is function)

    @cached_property
    def _canonical(self) -> bytes:
        # asked for by credential, code, ground and log; a statement never changes
        return bytes(rfc8785.dumps(plain(self)))

    def canonical_bytes(self) -> bytes:
        """Give the one byte sequence of this statement (RFC 8785)."""
        return self._canonical

    def digest(self) -> str:
        """Give the SHA-256 of the canonical bytes, in hexadecimal: what both sign-offs name."""
        return hashlib.sha256(self._canonical).hexdigest()

    @classmethod
    def from_bytes(cls, data: bytes) -> Statement:
        """Read a statement back; anything but canonical bytes of a lawful statement is refused."""
        if len(data) > LARGEST_STATEMENT:
            raise StatementError(problem="too_large", length=len(data))
        try:
            value = json.loads(data.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise StatementError(problem="not_json") from error
        statement = build(cls, value)
        if statement.canonical_bytes() != data:
            raise StatementError(problem="not_canonical")
        return statement


def _check_texts(statement: Statement) -> None:
    for name, text in _texts(statement, ""):
        check_text(text, name)


def _texts(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """Walk every text of the statement with the name of its field."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item, name)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _texts(getattr(value, part.name), f"{name}.{part.name}".lstrip("."))


def _check_identifiers(statement: Statement) -> None:
    for number in (statement.number, statement.replaces):
        if number is not None and parse_number(number) != number:
            raise StatementError(field="number", problem="not_as_printed", found=number)
    if kind_named(statement.kind).prefix != statement.number[:3]:
        raise StatementError(field="kind", problem="other_prefix", found=statement.number[:3])
    if parse_code(statement.code) != statement.code:
        raise StatementError(field="code", problem="not_as_printed")
    address = urlsplit(statement.verify_url)
    if address.scheme not in {"http", "https"} or not address.netloc or address.query or address.fragment:
        raise StatementError(field="verify_url", problem="not_an_address")
    if not address.path.endswith(f"/v/{statement.token}"):
        raise StatementError(field="verify_url", problem="not_an_address")
    parse_token(statement.token)


def _check_parties(statement: Statement) -> None:
    if not statement.holder:
        raise StatementError(field="holder", problem="no_name")
    scripts = [name.script for name in statement.holder]
    if len(set(scripts)) != len(scripts):
        raise StatementError(field="holder", problem="script_twice", found=scripts)
    functions = sorted(signatory.function for signatory in statement.signatories)
    if functions != sorted(Function):
        raise StatementError(field="signatories", problem="one_per_function", found=functions)


def _check_facts(statement: Statement) -> None:
    if statement.schema_version != SCHEMA_VERSION:
        raise StatementError(field="schema_version", problem="unknown", found=statement.schema_version)
    if statement.hours < 0:
        raise StatementError(field="hours", problem="negative", found=statement.hours)
    if statement.eqf_indicative is not None and not 1 <= statement.eqf_indicative <= 8:
        raise StatementError(field="eqf_indicative", problem="level", found=statement.eqf_indicative)
    if statement.valid_until is not None and statement.valid_until < statement.effective_from:
        raise StatementError(field="valid_until", problem="before_effective_from")
    if statement.authoritative_language not in dict(statement.path.title):
        raise StatementError(field="authoritative_language", problem="title_missing")
    if statement.paper.other_language == statement.authoritative_language:
        raise StatementError(field="paper", problem="language_twice")
    if statement.paper.emblem is not None and not _DIGEST.fullmatch(statement.paper.emblem):
        raise StatementError(field="paper", problem="emblem_not_a_digest")
    problems = kind_named(statement.kind).problems(statement)
    if problems:
        raise StatementError(field="kind", problem=problems[0], all=problems)
