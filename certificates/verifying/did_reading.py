"""A DID document of an issuer, read strictly: what other verifiers refuse must not pass here either."""

from __future__ import annotations

import json
from typing import Any

import base58

from certificates.errors import TrustError

LARGEST = 256 * 1024
_ED25519 = b"\xed\x01"


def keys_in(data: bytes) -> dict[str, bytes]:
    """Return the keys that may sign credentials, by the full names of their methods.

    Names are absolute, `assertionMethod` lists texts, the controller is the document itself, and no date on a
    method is taken as its end (credentials.md §6 no. 14-17).
    """
    try:
        document = _object(data)
        listed = document["assertionMethod"]
        methods = {method["id"]: method for method in document["verificationMethod"]}
        return {name: _key(methods[name], document["id"]) for name in map(_absolute, listed)}
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise TrustError(problem="did_malformed") from error


def _object(data: bytes) -> dict[str, Any]:
    if len(data) > LARGEST:
        raise ValueError("too large")
    found: dict[str, Any] = json.loads(data)
    return found


def _absolute(name: Any) -> str:
    if not isinstance(name, str) or not name.startswith("did:") or "#" not in name:
        raise ValueError("not an absolute name")
    return name


def _key(method: dict[str, Any], did: str) -> bytes:
    if method["controller"] != did or method["id"].partition("#")[0] != did:
        raise ValueError("another controller")
    if method["type"] != "Multikey" or not method["publicKeyMultibase"].startswith("z"):
        raise ValueError("not a Multikey")
    decoded = base58.b58decode(method["publicKeyMultibase"][1:])
    if decoded[:2] != _ED25519 or len(decoded) != 34:
        raise ValueError("not Ed25519")
    return bytes(decoded[2:])
