"""Do both seals stand, and do they come from our authority?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from certificates.errors import SigningKeyError, TrustError
from certificates.fields import FIELDS
from certificates.parties import Function
from certificates.signing.algorithm import algorithm_of
from certificates.statement import Statement
from certificates.verifying.checks.changes import RULES, Changes, check_first, check_last
from certificates.verifying.checks.seals import Doubt, check_holder, check_standing
from certificates.verifying.checks.stamps import asn1, check_archive_stamps, check_stamp, stamp_context
from certificates.verifying.report import Answer, Finding, failed, judged, passed, unknown
from certificates.verifying.trust import Trust

_NOT_IN_FORCE = frozenset({"EXPIRED", "NOT_YET_VALID", "OUT_OF_BOUNDS_NO_POE", "OUT_OF_BOUNDS_NOT_REVOKED"})


@dataclass(frozen=True)
class Sealed:
    """What both seals tell: findings, what only a dated record can settle, and the file they close.

    `closed` is the length of the file up to the last seal, where only updates of an archive follow.
    """

    findings: tuple[Finding, ...]
    doubts: tuple[Doubt, ...] = ()
    closed: int | None = None


def check_signatures(
    pdf: bytes, reader: Any, signatures: Sequence[Any], statement: Statement, trust: Trust
) -> Sealed:
    """Ask for both fields by name: a file with one signature cut off still shows a valid other one."""
    found = {str(signature.field_name): signature for signature in signatures}
    wanted = list(FIELDS.values())
    findings: list[Finding] = []
    doubts: list[Doubt] = []
    if [str(signature.field_name) for signature in signatures] != wanted:
        detail = "signature_missing" if set(found) < set(wanted) else "other_signatures"
        findings.append(failed("fields", detail, Answer.ALTERED))
    else:
        findings.append(passed("fields", "both_present"))
    changes = Changes(pdf, reader)
    for function, field in FIELDS.items():
        if field in found:
            told, doubt = _check_one(changes, statement, function, found[field], trust)
            findings += told
            doubts += doubt
    findings += check_archive_stamps(reader, trust)
    return Sealed(tuple(findings), tuple(doubts), changes.closed)


def _check_one(
    changes: Changes, statement: Statement, function: Function, signature: Any, trust: Trust
) -> tuple[list[Finding], list[Doubt]]:
    check = f"signature_{function}"
    try:
        seal = x509.load_der_x509_certificate(signature.signer_cert.dump())
        algorithm_of(seal.public_key())
        stamps = stamp_context(signature, trust)
        status = validate_pdf_signature(signature, _context(signature, trust), stamps, RULES)
    except TrustError as error:
        return [unknown(check, str(error.facts["problem"]))], []
    except SigningKeyError:
        return [failed(check, "algorithm_refused", Answer.ISSUER_UNKNOWN)], []
    except Exception:  # malformed signatures make the library raise what it likes; all mean the same
        return [failed(check, "malformed", Answer.ALTERED)], []
    stands = judged(check, status.intact and status.valid, "intact", "broken", Answer.ALTERED)
    last = function is Function.HR
    changed = check_last(changes, signature, status) if last else check_first(signature, status)
    stamp, stamped_at = check_stamp(function, status)
    findings = [stands, changed, *stamp, _chain(function, status)]
    if not status.trusted:
        return findings, []
    standing, doubt = check_standing(function, seal, signed_at(signature), stamped_at, trust)
    return [*findings, standing, *check_holder(function, seal, signature, statement)], doubt


def _chain(function: Function, status: Any) -> Finding:
    check = f"chain_{function}"
    if status.trusted:
        return passed(check, "our_authority")
    why = status.trust_problem_indic
    late = why is not None and why.name in _NOT_IN_FORCE
    return failed(check, "not_in_force" if late else "other_authority", Answer.ISSUER_UNKNOWN)


def _context(signature: Any, trust: Trust) -> Any:
    """Judge the chain on the day of signing: a certificate outlives the seal that signed it."""
    roots, authorities = trust.certificates()
    return ValidationContext(
        trust_roots=[asn1(each) for each in roots],
        other_certs=[asn1(each) for each in authorities],
        moment=signed_at(signature),
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def signed_at(signature: Any) -> datetime:
    """Read the moment of signing that the seal claims."""
    claimed = signature.self_reported_timestamp
    if claimed is None:
        raise SignatureValidationError("no signing time")
    return datetime.fromisoformat(claimed.isoformat())
