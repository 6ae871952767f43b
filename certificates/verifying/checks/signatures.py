"""Do both seals stand, do they come from our authority, and has anything been changed since?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from certificates.errors import TrustError
from certificates.fields import FIELDS
from certificates.parties import Function
from certificates.statement import Statement
from certificates.verifying.report import Answer, Finding, failed, passed, unknown
from certificates.verifying.trust import Trust

_HARMLESS = frozenset({ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING})


def check_signatures(
    pdf: bytes, signatures: Sequence[Any], statement: Statement, trust: Trust
) -> list[Finding]:
    """Ask for both fields by name: a file with one signature cut off still shows a valid other one."""
    found = {str(signature.field_name): signature for signature in signatures}
    wanted = list(FIELDS.values())
    if [str(signature.field_name) for signature in signatures] != wanted:
        detail = "signature_missing" if set(found) < set(wanted) else "other_signatures"
        findings = [failed("fields", detail, Answer.ALTERED)]
    else:
        findings = [passed("fields", "both_present")]
    for function, field in FIELDS.items():
        if field in found:
            findings += _check_one(pdf, statement, function, found[field], trust)
    return findings


def _check_one(
    pdf: bytes, statement: Statement, function: Function, signature: Any, trust: Trust
) -> list[Finding]:
    try:
        status = validate_pdf_signature(signature, _context(signature, trust))
    except TrustError as error:
        return [unknown(f"signature_{function}", str(error.facts["problem"]))]
    except Exception:  # malformed signatures make the library raise what it likes; all mean the same
        return [failed(f"signature_{function}", "malformed", Answer.ALTERED)]
    findings = [
        _judged(f"signature_{function}", status.intact and status.valid, "intact", "broken", Answer.ALTERED),
        _modification(pdf, function, signature, status),
        _judged(
            f"chain_{function}", status.trusted, "our_authority", "other_authority", Answer.ISSUER_UNKNOWN
        ),
    ]
    if status.trusted:
        findings += _seal(function, signature, trust, statement)
    return findings


def _judged(check: str, good: bool, yes: str, no: str, means: Answer) -> Finding:
    return passed(check, yes) if good else failed(check, no, means)


def _modification(pdf: bytes, function: Function, signature: Any, status: Any) -> Finding:
    """The last seal must cover every byte; the first one may be followed by the last one only."""
    check = f"modification_{function}"
    if function is Function.HR:
        end = int(signature.byte_range[2]) + int(signature.byte_range[3])
        whole = end == len(pdf) and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
        return _judged(check, whole, "covers_whole_file", "bytes_after_signature", Answer.ALTERED)
    harmless = status.docmdp_ok is True and status.modification_level in _HARMLESS
    certifies = signature.docmdp_level is not None
    return _judged(check, harmless and certifies, "only_second_signature", "changed_since", Answer.ALTERED)


def _seal(function: Function, signature: Any, trust: Trust, statement: Statement) -> list[Finding]:
    seal = x509.load_der_x509_certificate(signature.signer_cert.dump())
    return [_revocation(function, seal, signature, trust), *_named(function, seal, signature, statement)]


def _named(function: Function, seal: x509.Certificate, signature: Any, statement: Statement) -> list[Finding]:
    """The seal must be that of the institution, and the signature must name the designated person."""
    signatory = statement.signatory(function)
    names = seal.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    own = [name.value for name in names] == [f"{function} {signatory.institution.code}"]
    written = signature.sig_object
    reason = str(written.get("/Reason", ""))
    named = str(written.get("/Name", "")) == signatory.name and reason.endswith(f"; {signatory.mandate_ref}")
    return [
        _judged(f"seal_{function}", own, "seal_of_institution", "seal_of_another", Answer.ISSUER_UNKNOWN),
        _judged(f"mandate_{function}", named, "designated_person", "other_person", Answer.ALTERED),
    ]


def _revocation(function: Function, seal: x509.Certificate, signature: Any, trust: Trust) -> Finding:
    check = f"revocation_{function}"
    try:
        revoked = trust.revoked_at(seal)
    except TrustError as error:
        return unknown(check, str(error.facts["problem"]))
    good = revoked is None or _signed_at(signature) < revoked
    return _judged(check, good, "not_revoked", "seal_revoked", Answer.ISSUER_UNKNOWN)


def _context(signature: Any, trust: Trust) -> Any:
    """Judge the chain on the day of signing: a certificate outlives the seal that signed it."""
    root, authorities = trust.certificates()
    return ValidationContext(
        trust_roots=[_asn1(root)],
        other_certs=[_asn1(each) for each in authorities],
        moment=_signed_at(signature),
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _signed_at(signature: Any) -> datetime:
    claimed = signature.self_reported_timestamp
    if claimed is None:
        raise ValueError("no signing time")
    return datetime.fromisoformat(claimed.isoformat())


def _asn1(certificate: x509.Certificate) -> Any:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
