"""What a worker of the pool does with one certificate: lay out, rehearse and seal."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from certificates.credential.key import CredentialKey
from certificates.issuing import Recorded, prepare, sign
from certificates.signing.api import Signers
from certificates.signing.stamps import Stamper
from certificates.statement import Statement


@dataclass(frozen=True)
class Opened:
    """The keys as one worker holds them."""

    signers_for: Callable[[Statement], Signers]
    key: CredentialKey
    stamper: Stamper | None = None


@dataclass(frozen=True)
class Commission:
    """One certificate to be made; everything that fixes its bytes was recorded before."""

    statement: Statement
    recorded: Recorded
    emblem: bytes | None = None


@dataclass(frozen=True)
class Sealed:
    """A certificate that bears both seals and is neither logged nor registered yet."""

    number: str
    pdf: bytes
    credential: bytes
    digest: str


def seal_one(opened: Opened, commission: Commission) -> Sealed:
    """Make one certificate; made again from the same commission it is the same where the seals repeat."""
    draft = prepare(commission.statement, commission.recorded, opened.key, emblem=commission.emblem)
    pdf = sign(draft, opened.signers_for(commission.statement), opened.stamper)
    return Sealed(commission.statement.number, pdf, draft.credential, hashlib.sha256(pdf).hexdigest())
