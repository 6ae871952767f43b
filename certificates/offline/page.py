"""The checker in one file: a page with the issuer's keys and lists inside, for a device without network.

It checks credentials, the text of the code that needs no network, and a PDF against its log proof, with
nothing but WebCrypto. Lists grow old: a page is made anew whenever the lists are. Its scripts stand in it as
they are written, for whoever wants to read what they do; only lists and words are packed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from certificates.credential.contexts import ADDRESSES
from certificates.credential.errors import CredentialError
from certificates.credential.proof import ProofCheck
from certificates.errors import TrustError
from certificates.offline.packing import base64url, gaps, packed, places_in
from certificates.offline.terms import tables
from certificates.status.lists import StatusList, check_list, newest, read_list
from certificates.verifying import sayings
from certificates.verifying.trust import Trust

LARGEST_PAGE = 60 * 1024
LANGUAGES = {"fr": "Français", "en": "English"}
SCRIPTS = ("reading", "credential", "code", "log", "verifier", "ui")
# What only the server asks; the page has no words for it.
_ELSEWHERE = ("fields", "seal", "mandate", "chain", "revocation", "signature", "modification", "timestamp")


def make_page(trust: Trust, at: datetime) -> bytes:
    """Write the page; lists that are not the issuer's are refused, for the page believes what is in it."""
    style, script = _text("page.css"), _script()
    filled = {
        "style": style,
        "script": script,
        "style_hash": _source(style),
        "script_hash": _source(script),
        "languages": "".join(_button(code, name) for code, name in LANGUAGES.items()),
        "kit": _embedded(_kit(trust, at)),
    }
    page = _text("page.html")
    for name, value in filled.items():
        page = page.replace("{{" + name + "}}", value, 1)
    written = page.encode("utf-8")
    if len(written) > LARGEST_PAGE:
        raise TrustError(problem="page_too_large", found=len(written), most=LARGEST_PAGE)
    return written


def _kit(trust: Trust, at: datetime) -> dict[str, Any]:
    if not trust.did:
        raise TrustError(problem="no_keys")
    lists = [_read(data, trust.did) for data in trust.status]
    return {
        "made": at.astimezone(UTC).isoformat(timespec="seconds"),
        "issuer": next(iter(trust.did)).partition("#")[0],
        "keys": {method: base64url(public) for method, public in trust.did.items()},
        "lists": [_told(one) for one in newest(lists)],
        "log": trust.log_key or "",
        "contexts": list(ADDRESSES),
        "packed": _vocabulary(),
    }


@cache
def _vocabulary() -> str:
    """Pack the meaning of every term and the words in every language, which no deployment changes."""
    return packed({"tables": tables(), "words": {language: _words(language) for language in LANGUAGES}})


def _read(data: bytes, keys: Mapping[str, bytes]) -> StatusList:
    try:
        found = read_list(data)
    except CredentialError as error:
        raise TrustError(problem="list_refused") from error
    if check_list(found, dict(keys)) is not ProofCheck.HOLDS:
        raise TrustError(problem="list_unsigned", address=found.address)
    return found


def _told(found: StatusList) -> dict[str, Any]:
    return {
        "purpose": found.purpose,
        "number": found.number,
        "from": found.document["validFrom"],
        "until": found.document["validUntil"],
        **gaps(places_in(found.bits)),
    }


def _words(language: str) -> dict[str, str]:
    """Say what the page needs of what checkers say, and the words of the page itself."""
    said = sayings.words(language)
    words = {f"answer_{name}": answer["word"] for name, answer in said["answers"].items()}
    words |= {f"means_{name}": answer["means"] for name, answer in said["answers"].items()}
    words |= {f"outcome_{name}": word for name, word in said["outcomes"].items()}
    words |= {f"check_{name}": word for name, word in _ours(said["checks"]).items()}
    words |= {f"help_{name}": word for name, word in _ours(said["help"]).items()}
    words |= {f"detail_{name}": word for name, word in said["details"].items() if name in _details()}
    return words | tomllib.loads(_text(f"{language}.toml"))


def _ours(said: Mapping[str, str]) -> dict[str, str]:
    return {name: word for name, word in said.items() if not name.startswith(_ELSEWHERE)}


@cache
def _details() -> frozenset[str]:
    """Every word in quotes in the scripts: the details among them are those the page can find."""
    script = _script()
    return frozenset(script.split('"')[1::2])


@cache
def _script() -> str:
    """Join the scripts; each is strict and tested alone."""
    return "\n".join(_text(f"{name}.js").replace('"use strict";\n', "", 1) for name in SCRIPTS)


def _source(inline: str) -> str:
    """Allow exactly this text, and no other script or style."""
    return f"sha256-{base64.b64encode(hashlib.sha256(inline.encode('utf-8')).digest()).decode('ascii')}"


def _button(code: str, name: str) -> str:
    return f'<button type="button" data-language="{code}" lang="{code}">{name}</button>'


def _embedded(kit: Mapping[str, Any]) -> str:
    # "<" could end the element that holds the data
    return json.dumps(kit, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _text(name: str) -> str:
    return files(__package__ or "certificates.offline").joinpath(name).read_text(encoding="utf-8")
