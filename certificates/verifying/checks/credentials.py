"""Is this a credential of ours, did the issuer sign it, and does it say what the paper says?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from certificates.credential.canonical import canonical
from certificates.credential.claims import differences
from certificates.credential.contexts import ADDRESSES
from certificates.credential.credential import (
    LARGEST_CREDENTIAL,
    Credential,
    check_proof,
    read_credential,
)
from certificates.credential.errors import CredentialError
from certificates.credential.proof import ProofCheck
from certificates.credential.reading import parse
from certificates.statement import Statement
from certificates.verifying.checks.seals import Doubt
from certificates.verifying.report import Answer, Finding, failed, passed, unknown
from certificates.verifying.trust import Stolen, Trust

_PROBLEMS = {
    "not_json": "not_json",
    "not_an_object": "not_json",
    "key_twice": "key_twice",
    "number": "number_refused",
    "too_deep": "too_deep",
    "too_large": "too_large",
    "proof": "proof_malformed",
    "no_time_zone": "no_time_zone",
    "context": "other_context",
    "two_statuses": "two_statuses",
    "control_character": "control_character",
    "undefined_term": "undefined_term",
    "relative_address": "relative_address",
}
"""What is wrong with a document, as reading it tells; everything else is "not built as ours"."""

_PROOFS = {
    ProofCheck.ALTERED: ("proof_broken", Answer.ALTERED),
    ProofCheck.UNKNOWN_KEY: ("unknown_key", Answer.ISSUER_UNKNOWN),
    ProofCheck.OTHER_CONTROLLER: ("other_controller", Answer.ISSUER_UNKNOWN),
}


def open_credential(data: bytes, trust: Trust | None) -> tuple[Credential | None, Finding]:
    """Read a credential of unknown origin; whatever is wrong with it becomes a finding.

    What names a key that is not ours was never one of ours: somebody else's, rather than altered.
    """
    try:
        return read_credential(data), passed("credential", "well_formed")
    except CredentialError as error:
        problem = str(error.facts.get("problem"))
        means = Answer.ISSUER_UNKNOWN if trust and _names_another(data, trust.did) else Answer.ALTERED
        return None, failed("credential", _PROBLEMS.get(problem) or _fault(data), means)


def _names_another(data: bytes, keys: Mapping[str, bytes]) -> bool:
    """Say whether a document names one verification method, and none of the issuer's."""
    try:
        proof = parse(data, LARGEST_CREDENTIAL).get("proof")
    except CredentialError:
        return False
    named = proof[0] if isinstance(proof, list) and len(proof) == 1 else None
    method = named.get("verificationMethod") if isinstance(named, dict) else None
    return bool(keys) and isinstance(method, str) and method not in keys


def check_signature(credential: Credential, trust: Trust) -> Finding:
    """Ask whether a key of the issuer signed exactly this."""
    stolen = trust.compromised.get(credential.proof.method)
    if stolen is not None:
        return _under_stolen(credential, stolen)
    if not trust.did:
        return unknown("proof", "no_keys")
    if credential.proof.signature is None and credential.proof.method in trust.did:
        return failed("proof", "proof_malformed", Answer.ALTERED)
    found = check_proof(credential, trust.did)
    if found is ProofCheck.HOLDS:
        return passed("proof", "proof_holds")
    return failed("proof", *_PROOFS[found])


def _under_stolen(credential: Credential, stolen: Stolen) -> Finding:
    """A thief of the key can sign anything: alone this proof says nothing (credentials.md §6 no. 15)."""
    if check_proof(credential, {credential.proof.method: stolen.public}) is ProofCheck.HOLDS:
        return unknown("proof", "key_compromised")
    return failed("proof", "proof_broken", Answer.ALTERED)


def doubts_of(credential: Credential, proof: Finding, trust: Trust) -> tuple[Doubt, ...]:
    """What a dated record has to settle, for `settle`."""
    if proof.detail != "key_compromised":
        return ()
    return (Doubt("proof", trust.compromised[credential.proof.method].since),)


def check_agreement(credential: Credential, statement: Statement, at: datetime | None = None) -> Finding:
    """Compare with what both authorities signed off, claim by claim; the moment is known to the log only."""
    if credential.claims.number != statement.number:
        return failed("agreement", "another_credential", Answer.ALTERED)
    found = differences(credential.claims, statement, at)
    if found:
        # the digest sums up all claims, so that it differs with any of them and tells the least
        told = sorted(found, key=lambda name: name == "digest")[0]
        return failed("agreement", "credential_differs", Answer.ALTERED, told)
    return passed("agreement", "agrees")


def _fault(data: bytes) -> str:
    """Say why a document is none of ours: the first of the known reasons, else that it is built otherwise."""
    document: dict[str, Any] = {}
    try:
        document = parse(data, LARGEST_CREDENTIAL)
        document.pop("proof", None)
        _look(document)
        canonical(document)
    except CredentialError as error:
        if str(error.facts.get("found", "")).rpartition("/")[2] in set(_types(document)):
            return "undefined_term"  # an unknown type is taken for a relative name
        return _PROBLEMS.get(str(error.facts.get("problem")), "not_this_profile")
    except Exception:  # the RDF libraries meet hostile bytes and raise what they like
        return "not_this_profile"
    return "not_this_profile"


def _types(value: Any) -> Iterator[str]:
    """Walk every type of a document."""
    if isinstance(value, list):
        for item in value:
            yield from _types(item)
    elif isinstance(value, dict):
        named = value.get("type")
        yield from (each for each in (named if isinstance(named, list) else [named]) if isinstance(each, str))
        for item in value.values():
            yield from _types(item)


def _look(document: Mapping[str, Any]) -> None:
    """Ask what the profile fixes beyond the vocabulary (credentials.md §6 no. 4, 5, 13)."""
    if document.get("@context") != list(ADDRESSES):
        raise CredentialError(problem="context")
    if isinstance(document.get("credentialStatus"), list):
        raise CredentialError(problem="two_statuses")
    dates = (document.get("validFrom"), document.get("validUntil", "Z"))
    if not all(isinstance(date, str) and date.endswith("Z") for date in dates):
        raise CredentialError(problem="no_time_zone")
