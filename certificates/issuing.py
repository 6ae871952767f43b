"""The issuance cycle, one named step after another; each may be repeated after a crash.

The caller stores statement and `Recorded` before it calls `sign`, keeps the first signed bytes, and
marks the certificate issued only after `enter` (ecosystem.md, finding 2).
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime

import pikepdf

from certificates.credential import issue_credential
from certificates.credential.code import write_code
from certificates.credential.key import CredentialKey, specimen_key
from certificates.errors import SigningKeyError, StatementError
from certificates.fields import CREDENTIAL, FIELDS
from certificates.layout.archival import Attachment
from certificates.layout.finish import finish, statement_attachment
from certificates.layout.page import render
from certificates.log.entry import Entry, Record
from certificates.log.log import Log
from certificates.log.store import LogStore
from certificates.signing.api import Signers
from certificates.signing.pades import sign_both
from certificates.signing.stamps import Stamper
from certificates.statement import Statement
from certificates.status.entry import StatusEntry


@dataclass(frozen=True)
class Recorded:
    """What is fixed for good before anything is signed, so that a repeat gives the same bytes.

    `salt` is 64 hexadecimal digits and opens the leaf of the log; `status` is the place in the lists.
    """

    at: datetime
    salt: str
    status: StatusEntry

    def __post_init__(self) -> None:
        # signatures carry whole seconds in UTC; anything finer would be lost between file and record
        if self.at.tzinfo is None:
            raise StatementError(field="at", problem="no_time_zone")
        object.__setattr__(self, "at", self.at.astimezone(UTC).replace(microsecond=0))


@dataclass(frozen=True)
class Draft:
    """What will be signed: laid out, checked and never signed yet."""

    statement: Statement
    recorded: Recorded
    pdf: bytes
    credential: bytes
    emblem: bytes | None = None


@dataclass(frozen=True)
class Issued:
    """A finished certificate; `digest` is the SHA-256 of the document, in hexadecimal."""

    number: str
    pdf: bytes
    credential: bytes
    digest: str
    entry: Entry


def prepare(
    statement: Statement,
    recorded: Recorded,
    key: CredentialKey,
    *,
    emblem: bytes | None = None,
    specimen: bool = False,
) -> Draft:
    """Sign the credential, lay out and lint: whatever the page cannot show is told here, before any seal."""
    at = recorded.at
    credential = issue_credential(statement, key, recorded.status, at)
    code = write_code(statement, credential, key, recorded.status, at)
    drawn = render(statement, code=code, emblem=emblem, specimen=specimen)
    pdf = finish(drawn, statement, at, attachments=_attachments(statement, credential))
    draft = Draft(statement, recorded, pdf, credential, emblem)
    _lint(draft)
    return draft


def _attachments(statement: Statement, credential: bytes) -> list[Attachment]:
    """What a machine reads, under both signatures: what was signed off, and the credential that says it."""
    described = "Verifiable credential (Open Badges 3.0)"
    return [statement_attachment(statement), (CREDENTIAL, "application/vc", described, credential)]


def sign(draft: Draft, by: Signers, stamper: Stamper | None = None) -> bytes:
    """Put both seals on a draft, with time stamps where a service is given; seals that do not count
    make it a specimen.
    """
    if not by.count:
        draft = prepare(draft.statement, draft.recorded, specimen_key(), emblem=draft.emblem, specimen=True)
    return sign_both(draft.pdf, draft.statement, by, draft.recorded.at, stamper)


def enter(draft: Draft, pdf: bytes, store: LogStore) -> Entry:
    """Enter the signed document into the log; the same document twice is one entry."""
    return Log(store).enter(record_of(draft, pdf), draft.recorded.salt)


def record_of(draft: Draft, pdf: bytes) -> Record:
    """Write the canonical record of an issue."""
    statement, digest = draft.statement, hashlib.sha256(pdf).hexdigest()
    credential = hashlib.sha256(draft.credential).hexdigest()
    return Record(statement.number, statement.digest(), digest, draft.recorded.at, credential)


def issue(
    statement: Statement,
    by: Signers,
    key: CredentialKey,
    store: LogStore,
    recorded: Recorded,
    *,
    emblem: bytes | None = None,
    stamper: Stamper | None = None,
    kept: bytes | None = None,
) -> Issued:
    """Issue in one go; `kept` are the signed bytes of an earlier attempt, which are never replaced."""
    if not (by.count and key.counts):
        raise SigningKeyError(problem="signer_does_not_count", number=statement.number)
    draft = prepare(statement, recorded, key, emblem=emblem)
    pdf = kept if kept is not None else sign(draft, by, stamper)
    entry = enter(draft, pdf, store)
    return Issued(statement.number, pdf, draft.credential, entry.record.pdf, entry)


def preview(statement: Statement, at: datetime, *, emblem: bytes | None = None) -> bytes:
    """Draw a specimen that nobody signs."""
    nowhere = Recorded(at, "00" * 32, StatusEntry(1, 0))
    return prepare(statement, nowhere, specimen_key(), emblem=emblem, specimen=True).pdf


def _lint(draft: Draft) -> None:
    """Read the file back: both fields empty and in place, both attachments byte for byte."""
    with pikepdf.open(io.BytesIO(draft.pdf)) as pdf:
        fields = [str(field.T) for field in pdf.Root.AcroForm.Fields if "/V" not in field]
        attached = {name: bytes(one.get_file().read_bytes()) for name, one in pdf.attachments.items()}
        pages = len(pdf.pages)
    wanted = {name: data for name, *_, data in _attachments(draft.statement, draft.credential)}
    if fields != list(FIELDS.values()) or attached != wanted or pages != 1:
        raise StatementError(field="pdf", problem="lint", fields=fields, pages=pages)
