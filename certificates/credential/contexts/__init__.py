"""The contexts that give a credential's words their meaning: kept here, pinned, never fetched."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

import rfc8785

from certificates.credential.errors import CredentialError

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
"""Defines 1EdTechJsonSchemaValidator2019, without which strict verifiers stop (credentials.md §6 no. 1)."""

# SHA-256 of the parsed file in canonical JSON: copies in circulation differ in white space only.
_PINNED = {
    CREDENTIALS: ("credentials-v2", "b463c8d6a066214123ddd9827b135e1b50e1fc73322cc52a9b12a4f1fc7d86cf"),
    BADGES: ("open-badges-3.0.3", "c5e555a91a5cf48e32ae0a05674c61ddd5c053b680b5643b2f57f9965e386d99"),
    EXTENSIONS: (
        "extensions",
        "15f4c347c6fe4380d9b6b93795859e33747ef48d5c55b91a71c52fb51c7bcbd7",
    ),
}
ADDRESSES = tuple(_PINNED)


@cache
def context(address: str) -> Any:
    """Return the context of an address we hold; any other address is refused, not fetched."""
    if address not in _PINNED:
        raise CredentialError(problem="context", found=str(address)[:200])
    name, pin = _PINNED[address]
    parsed = json.loads(files(__name__).joinpath(f"{name}.json").read_bytes())
    return checked(parsed, pin)["@context"]


def checked(parsed: Any, pin: str) -> Any:
    """Refuse a context that is not, value by value, the one that every proof of ours was made over."""
    found = hashlib.sha256(rfc8785.dumps(parsed)).hexdigest()
    if found != pin:
        raise CredentialError(problem="context_changed", found=found)
    return parsed
