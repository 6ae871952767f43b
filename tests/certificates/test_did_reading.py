"""An issuer's DID document is read as strictly as other verifiers read it (credentials.md §6 no. 14-17)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from certificates.credential.key import multikey_of
from certificates.did import did_document
from certificates.errors import TrustError
from certificates.keys.registry import PublicKey
from certificates.verifying.did_reading import LARGEST, keys_in
from tests.certificates.conftest import AT, BORN, DID, KEY

OTHER = PublicKey(kid="key-0000000000000000", valid_from=BORN, public=b"\x07" * 32, retired_on=AT.date())


def document() -> dict[str, Any]:
    own = PublicKey(kid=KEY.kid, valid_from=AT, public=KEY.public)
    return did_document(DID, [OTHER, own])


def test_every_key_is_read_retired_ones_too() -> None:
    read = keys_in(json.dumps(document()).encode())

    assert read == {f"{DID}#{OTHER.kid}": OTHER.public, KEY.method: KEY.public}


def _drop(document: dict[str, Any]) -> None:
    document["assertionMethod"].pop(0)


def test_key_out_of_assertion_method_counts_no_more() -> None:
    made = document()
    _drop(made)

    assert keys_in(json.dumps(made).encode()) == {KEY.method: KEY.public}


def _method(**changes: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda document: document["verificationMethod"][0].update(changes)


def _relative(document: dict[str, Any]) -> None:
    document["verificationMethod"][0]["id"] = document["assertionMethod"][0] = f"#{OTHER.kid}"


def _embedded(document: dict[str, Any]) -> None:
    document["assertionMethod"][0] = document["verificationMethod"][0]


BROKEN: list[Any] = [
    pytest.param(_embedded, id="embedded method"),
    pytest.param(_relative, id="relative method id"),
    pytest.param(_method(controller="did:web:other.example"), id="another controller"),
    pytest.param(_method(type="Ed25519VerificationKey2020"), id="another type"),
    pytest.param(_method(publicKeyMultibase="uABC"), id="not base58btc"),
    pytest.param(_method(publicKeyMultibase=multikey_of(b"x")), id="too short"),
    pytest.param(lambda d: d.pop("verificationMethod"), id="no methods"),
    pytest.param(lambda d: d["assertionMethod"].append("did:web:x#y"), id="method of others"),
    pytest.param(lambda d: d.update(id="did:web:other.example"), id="another document"),
    pytest.param(lambda d: d.update(pad="x" * LARGEST), id="too large"),
]


@pytest.mark.parametrize("change", BROKEN)
def test_broken_document_gives_no_key(change: Callable[[dict[str, Any]], Any]) -> None:
    made = document()
    change(made)

    with pytest.raises(TrustError, match="did_malformed"):
        keys_in(json.dumps(made).encode())


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"[" * 5000])
def test_what_is_no_document_gives_no_key(data: bytes) -> None:
    with pytest.raises(TrustError, match="did_malformed"):
        keys_in(data)
