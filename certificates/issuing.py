"""The issuance cycle, one named step after another; each may be repeated after a crash.

The caller stores statement, moment and salt before it calls `sign`, keeps the first signed bytes, and
marks the certificate issued only after `enter` (ecosystem.md, finding 2).
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime

import pikepdf

from certificates.errors import SigningKeyError, StatementError
from certificates.fields import ATTACHMENT, FIELDS
from certificates.layout.finish import finish
from certificates.layout.page import render
from certificates.log.entry import Entry, Record
from certificates.log.log import Log
from certificates.log.store import LogStore
from certificates.signing.api import Signers
from certificates.signing.pades import sign_both
from certificates.statement import Statement


@dataclass(frozen=True)
class Draft:
    """What will be signed: laid out, checked and never signed yet."""

    statement: Statement
    at: datetime
    pdf: bytes


@dataclass(frozen=True)
class Issued:
    """A finished certificate; `digest` is the SHA-256 of the document, in hexadecimal."""

    number: str
    pdf: bytes
    digest: str
    entry: Entry


def prepare(statement: Statement, at: datetime, *, specimen: bool = False) -> Draft:
    """Lay out and lint: a missing glyph, a text too long or another wording shows here, before any key."""
    at = _recorded(at)
    draft = Draft(statement, at, finish(render(statement, specimen=specimen), statement, at))
    _lint(draft)
    return draft


def sign(draft: Draft, by: Signers) -> bytes:
    """Put both seals on a draft; seals that do not count make it a specimen."""
    if not by.count:
        draft = prepare(draft.statement, draft.at, specimen=True)
    return sign_both(draft.pdf, draft.statement, by, draft.at)


def enter(draft: Draft, pdf: bytes, salt: str, store: LogStore) -> Entry:
    """Enter the signed document into the log; the same document twice is one entry."""
    return Log(store).enter(record_of(draft.statement, pdf, draft.at), salt)


def record_of(statement: Statement, pdf: bytes, at: datetime) -> Record:
    """Write the canonical record of an issue."""
    return Record(statement.number, statement.digest(), hashlib.sha256(pdf).hexdigest(), _recorded(at))


def issue(
    statement: Statement, by: Signers, store: LogStore, at: datetime, salt: str, *, kept: bytes | None = None
) -> Issued:
    """Issue in one go; `kept` are the signed bytes of an earlier attempt, which are never replaced."""
    if not by.count:
        raise SigningKeyError(problem="signer_does_not_count", number=statement.number)
    draft = prepare(statement, at)
    pdf = kept if kept is not None else sign(draft, by)
    entry = enter(draft, pdf, salt, store)
    return Issued(statement.number, pdf, entry.record.pdf, entry)


def preview(statement: Statement, at: datetime) -> bytes:
    """Draw a specimen that nobody signs."""
    return prepare(statement, at, specimen=True).pdf


def _recorded(at: datetime) -> datetime:
    # signatures carry whole seconds in UTC; anything finer would be lost between file and record
    if at.tzinfo is None:
        raise StatementError(field="at", problem="no_time_zone")
    return at.astimezone(UTC).replace(microsecond=0)


def _lint(draft: Draft) -> None:
    """Read the file back: both fields empty and in place, the statement attached byte for byte."""
    with pikepdf.open(io.BytesIO(draft.pdf)) as pdf:
        fields = [str(field.T) for field in pdf.Root.AcroForm.Fields if "/V" not in field]
        attached = bytes(pdf.attachments[ATTACHMENT].get_file().read_bytes())
        pages = len(pdf.pages)
    sound = fields == list(FIELDS.values()) and attached == draft.statement.canonical_bytes() and pages == 1
    if not sound:
        raise StatementError(field="pdf", problem="lint", fields=fields, pages=pages)
