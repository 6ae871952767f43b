"""The issuer's public keys, as did:web and JWK clients ask for them (credentials.md §2, §6 no. 14-16).

Retired keys stay in both arrays, or every verifier refuses what they signed in their time; compromised keys
leave, because dates on a published key are ignored everywhere.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any

from certificates.credential.key import multikey_of
from certificates.keys.registry import PublicKey, published

_CONTEXTS = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")


def did_document(did: str, keys: Iterable[PublicKey]) -> dict[str, Any]:
    """Write `/.well-known/did.json`: absolute names, and plain texts in `assertionMethod`."""
    methods = [_method(did, key) for key in published(keys)]
    return {
        "@context": list(_CONTEXTS),
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def jwks(keys: Iterable[PublicKey]) -> dict[str, Any]:
    """Write `/.well-known/jwks.json`."""
    return {"keys": [jwk(key) for key in published(keys)]}


def jwk(key: PublicKey) -> dict[str, str]:
    """Write `/keys/<kid>`: one key, which some validators ask for instead of the set."""
    x = base64.urlsafe_b64encode(key.public).rstrip(b"=").decode("ascii")
    return {"kty": "OKP", "crv": "Ed25519", "kid": key.kid, "use": "sig", "x": x}


def methods(did: str, keys: Iterable[PublicKey]) -> dict[str, bytes]:
    """Give the published keys by the absolute names of their methods, as checks of a proof want them."""
    return {f"{did}#{key.kid}": key.public for key in published(keys)}


def _method(did: str, key: PublicKey) -> dict[str, str]:
    return {
        "id": f"{did}#{key.kid}",
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": multikey_of(key.public),
    }
