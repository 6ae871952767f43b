"""Whose seal is it, did it still count when it signed, and for whom does it say that it signs?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID

from certificates.errors import TrustError
from certificates.parties import Function
from certificates.statement import Statement
from certificates.verifying.register import Registered
from certificates.verifying.report import Answer, Finding, Outcome, failed, judged, passed, unknown
from certificates.verifying.trust import Trust


@dataclass(frozen=True)
class Doubt:
    """A signature under a key that was in wrong hands: it counts only if it is proved older than `before`."""

    check: str
    before: datetime


def check_standing(
    function: Function, seal: x509.Certificate, claimed: datetime, stamped: datetime | None, trust: Trust
) -> tuple[Finding, list[Doubt]]:
    """Ask whether the seal had been taken back when it signed, by its own claim or by a trusted stamp.

    A thief of the key can claim any day, so that under a compromised key the claim alone counts nothing.
    """
    check = f"revocation_{function}"
    try:
        taken_back = trust.revocations_of(seal)
    except TrustError as error:
        return unknown(check, str(error.facts["problem"])), []
    if any((stamped or claimed) >= each.at for each in taken_back):
        return failed(check, "seal_revoked", Answer.ISSUER_UNKNOWN), []
    if trust.retired_before(seal, stamped or claimed):
        return failed(check, "seal_retired", Answer.ISSUER_UNKNOWN), []
    stolen = [each.at for each in taken_back if each.compromised]
    if not stolen:
        return passed(check, "not_revoked"), []
    if stamped is not None:
        return passed(check, "dated_by_stamp"), []
    return unknown(check, "seal_compromised"), [Doubt(check, min(stolen))]


def settle(
    findings: list[Finding], doubts: tuple[Doubt, ...], registered: Registered, credential: str | None = None
) -> list[Finding]:
    """Let register or log say that a signature is older than the theft of its key (credentials.md §6, 15).

    `credential` is the SHA-256 of a credential that was held up alone; the log's record names it.
    """
    outcomes = {found.check: found.outcome for found in findings}
    entered = registered.entry.record.credential if registered.entry else ""
    if outcomes.get("digest") is not Outcome.PASSED:
        doubts = tuple(doubt for doubt in doubts if doubt.check == "proof")
        if outcomes.get("digest") is Outcome.FAILED or not credential or credential != entered:
            return findings
    in_log = any(outcomes.get(check) is Outcome.PASSED for check in ("log", "checkpoint"))
    detail = "dated_by_log" if in_log else "dated_by_register"
    known_at = _known_at(registered)
    settled = {doubt.check for doubt in doubts if known_at is not None and known_at < doubt.before}
    return [
        replace(found, outcome=Outcome.PASSED, detail=detail) if found.check in settled else found
        for found in findings
    ]


def _known_at(registered: Registered) -> datetime | None:
    """The moment of issue: as entered in the log, else the end of the day that the register tells."""
    if registered.entry is not None:
        return registered.entry.record.at
    days = [event.effective_on for event in registered.events]
    return datetime.combine(min(days), datetime.max.time(), UTC) if days else None


def check_holder(
    function: Function, seal: x509.Certificate, signature: Any, statement: Statement
) -> list[Finding]:
    """The seal must be that of the institution, and the signature must name the designated person."""
    signatory = statement.signatory(function)
    names = seal.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    own = [name.value for name in names] == [f"{function} {signatory.institution.code}"]
    written = signature.sig_object
    reason = str(written.get("/Reason", ""))
    named = str(written.get("/Name", "")) == signatory.name and reason.endswith(f"; {signatory.mandate_ref}")
    return [
        judged(f"seal_{function}", own, "seal_of_institution", "seal_of_another", Answer.ISSUER_UNKNOWN),
        judged(f"mandate_{function}", named, "designated_person", "other_person", Answer.ALTERED),
    ]
