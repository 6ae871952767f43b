"""Long-term proof by pyHanko: from the file and the roots alone, as somebody does in twenty years."""

from __future__ import annotations

import asyncio
import io
from datetime import datetime
from typing import Any

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import policy_decl, validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager


def read(pdf: bytes) -> Any:
    """Open a document with pyHanko."""
    return PdfFileReader(io.BytesIO(pdf), strict=False)


def loaded(roots: bytes) -> list[Any]:
    """Read certificates (PEM) as pyHanko wants them."""
    found = pem.unarmor(roots, multiple=True)
    return [asn1_x509.Certificate.load(der) for _, _, der in found]


def proven(roots: bytes, pdf: bytes, at: datetime) -> list[bool]:
    """Prove both seals at a moment from the file and the roots alone, from the last stamp back to the seals.

    A stamp proves that what it covers existed at its moment; the chain of what it covers is judged then.
    """
    opened = read(pdf)
    for stamp in reversed(opened.embedded_timestamp_signatures):
        status = validate_pdf_timestamp(stamp, _stored(roots, opened, at), skip_diff=True)
        if not (status.intact and status.valid and status.trusted):
            return [False, False]
        at = status.timestamp
    seals_of_it = opened.embedded_regular_signatures
    return [bool(validate_pdf_signature(one, _stored(roots, opened, at)).bottom_line) for one in seals_of_it]


def _stored(roots: bytes, opened: Any, at: datetime) -> Any:
    """What the file itself carries, and lists for everything."""
    given = {
        "trust_roots": loaded(roots),
        "moment": at,
        "revocation_mode": "require",
        "allow_fetching": False,
    }
    if "/DSS" not in opened.root:
        return ValidationContext(crls=[], **given)
    return DocumentSecurityStore.read_dss(opened).as_validation_context(given)


def proven_by_the_standard(roots: bytes, pdf: bytes, at: datetime) -> list[str]:
    """Ask pyHanko for EN 319 102-1 §5.6.3; there it cannot use lists of an authority below a root."""
    trusted = SimpleTrustManager.build(trust_roots=loaded(roots))
    policy = CertValidationPolicySpec(trusted, CertRevTrustPolicy(REQUIRE_REVINFO))
    offline = policy_decl.RevocationInfoGatheringSpec(policy_decl.RevinfoOnlineFetchingRule.LOCAL_ONLY)
    wanted = policy_decl.SignatureValidationSpec(
        policy, revinfo_gathering_policy=offline, ts_cert_validation_policy=policy
    )
    moment = ValidationTimingInfo(at, at, point_in_time_validation=True)
    spec = policy_decl.PdfSignatureValidationSpec(wanted)
    return [
        str(asyncio.run(ades_lta_validation(one, spec, moment)).ades_subindic)
        for one in read(pdf).embedded_regular_signatures
    ]
