"""Was a signature stamped with the time by a service we trust?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.validation import validate_pdf_timestamp
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko_certvalidator import ValidationContext

from certificates.errors import TrustError
from certificates.parties import Function
from certificates.verifying.checks.changes import RULES
from certificates.verifying.report import Answer, Finding, failed, passed, unknown
from certificates.verifying.trust import Trust


def check_stamp(function: Function, status: Any) -> tuple[list[Finding], datetime | None]:
    """Judge the stamp on a signature; no stamp is no finding, and only a trusted one gives the moment."""
    stamp = status.timestamp_validity
    if stamp is None:
        return [], None
    found = _judged(f"timestamp_{function}", stamp)
    trusted = found.answer is None and stamp.trusted
    return [found], datetime.fromisoformat(stamp.timestamp.isoformat()) if trusted else None


def check_archive_stamps(reader: Any, trust: Trust) -> list[Finding]:
    """Judge the stamps that an archive put over the whole file; the first that does not hold speaks."""
    found = [_archive_stamp(each, trust) for each in reader.embedded_timestamp_signatures]
    wrong = [each for each in found if each.detail != "stamped"]
    return wrong[:1] or found[:1]


def _archive_stamp(signature: Any, trust: Trust) -> Finding:
    check = "timestamp_archive"
    try:
        moment = _moment(signature.signed_data)
        stamp = validate_pdf_timestamp(signature, _context(trust, moment), diff_policy=RULES)
    except Exception:  # malformed stamps make the library raise what it likes; all mean the same
        return failed(check, "malformed", Answer.ALTERED)
    return _judged(check, stamp)


def _judged(check: str, stamp: Any) -> Finding:
    if not (stamp.intact and stamp.valid):
        return failed(check, "stamp_broken", Answer.ALTERED)
    if not stamp.trusted:
        return unknown(check, "stamp_of_another_service")
    return passed(check, "stamped")


def stamp_context(signature: Any, trust: Trust) -> Any:
    """Judge a stamp on the day that it tells: a service's certificate ends before what it stamped does."""
    token = next(iter(extract_tst_data_iter(signature.signer_info, signed=False)), None)
    return None if token is None else _context(trust, _moment(token))


def _moment(token: Any) -> datetime:
    told: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return told


def _context(trust: Trust, moment: datetime) -> Any:
    _, authorities = trust.certificates()
    return ValidationContext(
        trust_roots=[asn1(each) for each in _roots(trust)],
        other_certs=[asn1(each) for each in authorities],
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _roots(trust: Trust) -> list[x509.Certificate]:
    """Where these cannot be read, no service is known; what the seals say can be told all the same."""
    try:
        return trust.stamp_roots()
    except TrustError:
        return []


def asn1(certificate: x509.Certificate) -> Any:
    """Give a certificate to pyHanko in the form it takes."""
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
