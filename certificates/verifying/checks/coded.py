"""Did the issuer sign the code that is checked without network, and does it say what was certified?"""

from __future__ import annotations

from certificates.credential.code import CodeClaims, read_code
from certificates.credential.errors import CodeError
from certificates.verifying.register import Registered
from certificates.verifying.report import Answer, Finding, failed, passed, unknown
from certificates.verifying.trust import Trust

_PROBLEMS = {
    "cut_or_garbled": ("code_cut", Answer.NOT_FOUND),
    "not_signed_by_a_known_key": ("code_unsigned", Answer.ISSUER_UNKNOWN),
}
_OTHER = ("code_not_ours", Answer.ISSUER_UNKNOWN)


def open_code(text: str, trust: Trust | None) -> tuple[CodeClaims | None, Finding]:
    """Read a code; it says nothing unless a key of the issuer has signed it."""
    if trust is None or not trust.did:
        return None, unknown("code", "no_keys")
    try:
        return read_code(text.strip(), trust.did), passed("code", "code_signed")
    except CodeError as error:
        return None, failed("code", *_PROBLEMS.get(str(error.facts.get("problem")), _OTHER))


def check_code(claims: CodeClaims, registered: Registered) -> Finding | None:
    """Compare a signed code with the register; None if they say the same."""
    says, entry = registered.statement, registered.entry
    compared = {
        "code": claims.code == says.code,
        "path": (claims.path_code, claims.path_version) == (says.path.code, says.path.version),
        "effective_from": claims.effective_from == says.effective_from,
        "valid_until": claims.valid_until == says.valid_until,
        "holder": set(claims.names) <= {name.text for name in says.holder},
        "digest": entry is None or entry.record.credential.startswith(claims.digest.hex()),
    }
    about = next((name for name, same in compared.items() if not same), None)
    return None if about is None else failed("code", "code_differs", Answer.ALTERED, about)
