"""Issue a credential, read one with bounds, check its proof."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from certificates.credential import proof as proofs
from certificates.credential.claims import Claims, claims_of
from certificates.credential.document import claims_in, document_of
from certificates.credential.key import CredentialKey
from certificates.credential.proof import Proof, ProofCheck
from certificates.credential.reading import parse
from certificates.statement import Statement
from certificates.status.entry import StatusEntry

LARGEST_CREDENTIAL = 64 * 1024


@dataclass(frozen=True)
class Credential:
    """A credential that was read: the document without its proof, the proof, and what it claims."""

    document: Mapping[str, Any]
    proof: Proof
    claims: Claims
    digest: str

    @property
    def address(self) -> str:
        """The public address that the credential gives itself."""
        found: str = self.document["id"]
        return found


def issue_credential(statement: Statement, key: CredentialKey, status: StatusEntry, at: datetime) -> bytes:
    """Write and sign the credential of a statement; the same arguments give the same bytes."""
    document = document_of(claims_of(statement, key.did, status, at))
    claims_in(document)  # what nobody could read back is never signed
    return written(proofs.prove(document, key, at))


def written(document: Mapping[str, Any]) -> bytes:
    """Write a signed document as it is served and attached: UTF-8, no byte order mark."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def read_credential(data: bytes) -> Credential:
    """Read a credential from a stranger; whatever is not exactly our profile is a CredentialError."""
    document = parse(data, LARGEST_CREDENTIAL)
    proof = Proof.read(document.pop("proof", None))
    return Credential(document, proof, claims_in(document), hashlib.sha256(data).hexdigest())


def check_proof(credential: Credential, keys: Mapping[str, bytes]) -> ProofCheck:
    """Check the proof against the public keys by the absolute names of their methods."""
    return proofs.check(credential.document, credential.proof, keys)
