"""The credential beside the paper: Open Badges 3.0 on VC 2.0 with eddsa-rdfc-2022 (credentials.md §2).

data = issue_credential(statement, key, StatusEntry(1, 4242), at)
credential = read_credential(data)                       # CredentialError unless it is exactly our profile
check_proof(credential, {key.method: key.public})        # ProofCheck.HOLDS
differences(credential.claims, statement)                # () when paper and credential say the same
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certificates.on_demand import on_demand

if TYPE_CHECKING:
    from certificates.credential.claims import Claims, Fact, differences
    from certificates.credential.code import CodeClaims, read_code, write_code
    from certificates.credential.credential import (
        Credential,
        check_proof,
        issue_credential,
        read_credential,
    )
    from certificates.credential.errors import CodeError, CredentialError
    from certificates.credential.key import CredentialKey, did_of, kid_of, nobody
    from certificates.credential.proof import ProofCheck

# Found when asked for: who checks a code needs no RDF.
__getattr__ = on_demand(
    __name__,
    {
        "claims": "Claims Fact differences",
        "code": "CodeClaims read_code write_code",
        "credential": "Credential check_proof issue_credential read_credential",
        "errors": "CodeError CredentialError",
        "key": "CredentialKey did_of kid_of nobody",
        "proof": "ProofCheck",
    },
)

__all__ = [
    "Claims",
    "CodeClaims",
    "CodeError",
    "Credential",
    "CredentialError",
    "CredentialKey",
    "Fact",
    "ProofCheck",
    "check_proof",
    "did_of",
    "differences",
    "issue_credential",
    "kid_of",
    "nobody",
    "read_code",
    "read_credential",
    "write_code",
]
