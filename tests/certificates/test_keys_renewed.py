"""An authority that renews its key under the same name: each key has a list of its own, and keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certificates import Trust
from certificates.keys import read_authority
from certificates.keys.brought import read_brought, without_list
from certificates.keys.importing import import_lists, import_seal, request_seal
from certificates.parties import Function
from tests.certificates.asked import asked, brought, folder, now, pem
from tests.certificates.key_folders import SECRET
from tests.certificates.national import National
from tests.certificates.samples import MINT

__all__ = ["asked", "folder"]
pytestmark = pytest.mark.usefixtures("openssl")


@pytest.fixture
def renewed(folder: Path, tmp_path: Path) -> tuple[National, bytes]:
    """A folder with two seals, one under each key; the authority and its older list."""
    nation = National(tmp_path / "ca")
    import_seal(folder, SECRET, brought(nation, folder), now())
    older = nation.revocations()
    nation.renew()
    path = request_seal(folder, SECRET, Function.HR, MINT)
    came = nation.certify(path), nation.read("authority.pem"), nation.read("root.pem")
    above = nation.revocations_of_root()
    import_seal(folder, SECRET, read_brought(*came, [nation.revocations(), above]), now())
    return nation, older


def seals_of(folder: Path) -> list[x509.Certificate]:
    keys = read_authority(folder).seal_keys
    return [pem(key.certificate) for key in keys if key.function is Function.HR and key.generation > 1]


def test_each_key_of_one_name_keeps_its_list(folder: Path, renewed: tuple[National, bytes]) -> None:
    authority, seals = read_authority(folder), seals_of(folder)
    under = x509.load_pem_x509_certificates(authority.ca)[1:]

    assert [one.issuer for one in seals] == [one.subject for one in under] == [under[0].subject] * 2
    lists = [x509.load_pem_x509_crl(authority.list_by(one)) for one in under]
    keys = [one.public_key() for one in under]
    assert [[one.is_signature_valid(key) for key in keys] for one in lists] == [[True, False], [False, True]]
    assert [Trust.of(authority).revocations_of(seal) for seal in seals] == [[], []]


def test_a_newer_list_of_one_key_leaves_the_other_s_alone(
    folder: Path, renewed: tuple[National, bytes]
) -> None:
    nation, older = renewed
    first, second = seals_of(folder)
    nation.revoke(second.public_bytes(Encoding.PEM))

    import_lists(folder, [older, nation.revocations()])

    trust = Trust.of(read_authority(folder))
    assert [len(trust.revocations_of(seal)) for seal in (first, second)] == [0, 1]


def test_a_list_of_the_key_before_is_no_list_of_this_one(
    folder: Path, renewed: tuple[National, bytes]
) -> None:
    nation, older = renewed
    path = request_seal(folder, SECRET, Function.HR, MINT)
    sent = nation.certify(path), nation.read("authority.pem"), nation.read("root.pem")

    assert without_list(read_brought(*sent, [older])) == ("CN=National authority", "CN=National root")
    assert without_list(read_brought(*sent, [nation.revocations()])) == ("CN=National root",)


def test_an_authority_without_list_has_none(folder: Path) -> None:
    authority = read_authority(folder)
    stranger = pem(authority.seal_keys[0].certificate)

    assert authority.list_by(stranger) == b""
