"""What a credential or a code says of itself, in the shape of a report (design.md §3.4)."""

from __future__ import annotations

from typing import Any

from certificates.credential.claims import Claims
from certificates.credential.code import CodeClaims
from certificates.credential.credential import Credential


def said_by(credential: Credential | None, code: CodeClaims | None) -> dict[str, Any] | None:
    """Tell every claim there is; what was not read tells nothing."""
    if credential is not None:
        return _of_credential(credential.claims)
    return None if code is None else _of_code(code)


def _of_credential(claims: Claims) -> dict[str, Any]:
    return {
        "number": claims.number,
        "kind": claims.kind,
        "holder": claims.holder,
        "path": {"code": claims.path_code, "version": claims.path_version, "title": claims.title},
        "scope": {
            "themes": [{"code": code, "title": title} for code, title in claims.themes],
            "modules": [{"code": code, "version": version} for code, version in claims.modules],
        },
        "facts": [{"key": one.key, "name": one.name, "value": one.value} for one in claims.facts],
        "issued_on": claims.valid_from.date().isoformat(),
        "valid_until": claims.valid_until.date().isoformat() if claims.valid_until else None,
        "issuer": claims.issuer_name,
    }


def _of_code(claims: CodeClaims) -> dict[str, Any]:
    return {
        "number": claims.number,
        "kind": claims.kind,
        "holder": claims.names[0] if claims.names else None,
        "names": list(claims.names),
        "path": {"code": claims.path_code, "version": claims.path_version},
        "issued_on": claims.effective_from.isoformat(),
        "valid_until": claims.valid_until.isoformat() if claims.valid_until else None,
        "issuer": claims.did,
    }
