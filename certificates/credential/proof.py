"""Data Integrity proofs of the suite eddsa-rdfc-2022: made, and checked (credentials.md §0 no. 1)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

import base58
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from certificates.credential.canonical import canonical
from certificates.credential.errors import CredentialError
from certificates.credential.key import CredentialKey
from certificates.credential.moments import stamp

BACKDATED = timedelta(minutes=5)
"""Verifiers' clocks may be behind; some tolerate nothing (credentials.md §6 no. 12)."""
_FIXED = {
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-rdfc-2022",
    "proofPurpose": "assertionMethod",
}
_MEMBERS = {*_FIXED, "created", "verificationMethod", "proofValue"}
_LONGEST_VALUE = 100  # 64 bytes are at most 88 characters


class ProofCheck(StrEnum):
    """What is to be said of a proof."""

    HOLDS = "holds"
    ALTERED = "altered"
    UNKNOWN_KEY = "unknown_key"
    OTHER_CONTROLLER = "other_controller"


@dataclass(frozen=True, kw_only=True)
class Proof:
    """One proof as it stands in the document; the members that never differ are not kept."""

    created: str
    method: str
    value: str

    @classmethod
    def read(cls, found: Any) -> Self:
        """Read the `proof` of a document: an array of one (credentials.md §6 no. 19)."""
        if not isinstance(found, list) or len(found) != 1 or not isinstance(found[0], dict):
            raise CredentialError(problem="proof", found=type(found).__name__)
        proof = found[0]
        if set(proof) != _MEMBERS or any(proof[name] != fixed for name, fixed in _FIXED.items()):
            raise CredentialError(problem="proof", found=sorted(proof)[:10])
        if not all(isinstance(proof[name], str) for name in _MEMBERS):
            raise CredentialError(problem="proof", found="types")
        return cls(created=proof["created"], method=proof["verificationMethod"], value=proof["proofValue"])

    @property
    def options(self) -> dict[str, str]:
        """What is signed beside the document."""
        return {**_FIXED, "created": self.created, "verificationMethod": self.method}

    def plain(self) -> list[dict[str, str]]:
        """Write the `proof` of a document."""
        return [{**self.options, "proofValue": self.value}]

    @property
    def signature(self) -> bytes | None:
        """The 64 signed bytes; None when the value is no base58btc of 64 bytes."""
        if not self.value.startswith("z") or len(self.value) > _LONGEST_VALUE:
            return None
        try:
            decoded = base58.b58decode(self.value[1:])
        except ValueError:
            return None
        return decoded if len(decoded) == 64 else None


def prove(document: Mapping[str, Any], key: CredentialKey, at: datetime) -> dict[str, Any]:
    """Sign a document; the result is the document with its proof."""
    if _issuer(document) != key.did:
        raise CredentialError(problem="issuer_without_key", found=str(_issuer(document))[:200])
    unsigned = Proof(created=stamp(at - BACKDATED), method=key.method, value="")
    signature = key.sign(_signed_bytes(document, unsigned))
    value = "z" + base58.b58encode(signature).decode("ascii")
    signed = Proof(created=unsigned.created, method=unsigned.method, value=value)
    return {**document, "proof": signed.plain()}


def check(document: Mapping[str, Any], proof: Proof, keys: Mapping[str, bytes]) -> ProofCheck:
    """Check a proof; `keys` are the public keys by the absolute names of their methods."""
    if proof.method.partition("#")[0] != _issuer(document):
        return ProofCheck.OTHER_CONTROLLER
    public = keys.get(proof.method)
    if public is None:
        return ProofCheck.UNKNOWN_KEY
    try:
        signed = _signed_bytes(document, proof)
        Ed25519PublicKey.from_public_bytes(public).verify(proof.signature or b"", signed)
    except (InvalidSignature, CredentialError):
        return ProofCheck.ALTERED
    return ProofCheck.HOLDS


def _signed_bytes(document: Mapping[str, Any], proof: Proof) -> bytes:
    options = {"@context": document["@context"], **proof.options}
    return b"".join(hashlib.sha256(canonical(part)).digest() for part in (options, document))


def _issuer(document: Mapping[str, Any]) -> Any:
    issuer = document.get("issuer")
    return issuer.get("id") if isinstance(issuer, Mapping) else issuer
