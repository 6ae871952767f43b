"""A revocation list counts only if its issuer signed it, in a way that anybody can check."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certificates.keys import read_authority
from certificates.keys.certifying import has_listed
from tests.certificates.conftest import World

BY_SHA256 = bytes.fromhex("2a8648ce3d040302")
"""ecdsa-with-SHA256, as both places of a list name it."""


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        pytest.param(lambda der: der, True, id="as published"),
        pytest.param(lambda der: der[:-1] + bytes([der[-1] ^ 1]), False, id="another signature"),
        pytest.param(
            lambda der: der.replace(BY_SHA256, BY_SHA256[:-1] + b"\x7f"), False, id="signed in an unknown way"
        ),
    ],
)
def test_list_of_an_issuer(world: World, change: Callable[[bytes], bytes], counts: bool) -> None:
    authority = read_authority(world.folder)
    published = x509.load_pem_x509_crl(authority.ca_crl).public_bytes(Encoding.DER)
    issuer = x509.load_pem_x509_certificate(authority.ca)

    assert has_listed(issuer, x509.load_der_x509_crl(change(published))) is counts
