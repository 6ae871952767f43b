"""Certificates of a national authority that are refused, each by name, before anything is written."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from certificates.keys.brought import Brought, check_brought, read_brought, read_list
from certificates.keys.certifying import Issuer, revocation_list
from certificates.keys.importing import import_lists, import_seal
from tests.certificates.asked import RSA, asked, brought, folder, nation, now, pem, request
from tests.certificates.key_folders import SECRET, problem
from tests.certificates.national import National

__all__ = ["asked", "folder", "nation"]
pytestmark = pytest.mark.usefixtures("openssl")


REFUSED = [
    pytest.param("web", "not_for_documents", id="for-web-servers"),
    pytest.param("weak", "not_for_signatures", id="without-non-repudiation"),
    pytest.param("silent", "not_for_signatures", id="without-usage"),
    pytest.param("above", "is_an_authority", id="an-authority"),
]


@pytest.mark.parametrize(("extensions", "why"), REFUSED)
def test_certificate_for_another_use_is_refused(nation: National, folder: Path, extensions: str, why: str):
    came = brought(nation, folder, extensions)

    assert problem(lambda: import_seal(folder, SECRET, came, now())) == why
    assert not (folder / "others").exists()


def test_certificate_in_another_name_is_refused(nation: National, folder: Path):
    for subject in ("/CN=Ministry", "/CN=a/CN=hr MINT"):
        came = brought(nation, folder, "seal", "-subj", subject)
        assert problem(lambda came=came: import_seal(folder, SECRET, came, now())) == "other_name"


def test_certificate_that_nobody_asked_for_is_refused(nation: National, folder: Path):
    came = brought(nation, folder)
    request(folder).unlink()

    assert problem(lambda: import_seal(folder, SECRET, came, now())) == "not_requested"


def test_certificate_of_another_key_is_refused(nation: National, folder: Path):
    came = brought(nation, folder)
    shutil.copy(folder / "seals" / "training-MINT.key", folder / "seals" / "hr-MINT@2.key")

    assert problem(lambda: import_seal(folder, SECRET, came, now())) == "other_certificate"


def test_certificate_is_taken_once(nation: National, folder: Path):
    came = brought(nation, folder)
    import_seal(folder, SECRET, came, now())

    assert problem(lambda: import_seal(folder, SECRET, came, now())) == "seal_exists"


TIMES = [
    pytest.param(timedelta(days=-1), "not_yet_valid", id="too-early"),
    pytest.param(timedelta(days=1001), "ended", id="too-late"),
]


@pytest.mark.parametrize(("moved", "why"), TIMES)
def test_certificate_outside_its_time_is_refused(nation: National, folder: Path, moved: timedelta, why: str):
    came = brought(nation, folder)

    assert problem(lambda: import_seal(folder, SECRET, came, now() + moved)) == why


def test_chain_must_lead_to_the_given_root(nation: National, folder: Path, tmp_path: Path):
    other = National(tmp_path / "other")
    came = brought(nation, folder, lists=False)

    for broken in (replace(came, root=pem(other.read("root.pem"))), replace(came, chain=())):
        assert problem(lambda broken=broken: import_seal(folder, SECRET, broken, now())) == "chain_broken"


def below_middle(nation: National, folder: Path, extensions: str) -> Brought:
    """A seal certified by somebody whom the root certified with some extensions."""
    nation.new_request("Middle", "middle.csr")
    nation.certify_by("root.pem", nation.folder / "middle.csr", extensions, "middle.pem")
    nation.certify_by("middle.pem", request(folder), "seal", "below.pem")
    return read_brought(nation.read("below.pem"), nation.read("middle.pem"), nation.read("root.pem"))


def test_any_authority_below_the_root_certifies(nation: National, folder: Path):
    assert import_seal(folder, SECRET, below_middle(nation, folder, "authority"), now()).generation == 2


@pytest.mark.parametrize("extensions", ["plain", "uncertifying", "nothing"])
def test_who_is_no_authority_certifies_nothing(nation: National, folder: Path, extensions: str):
    came = below_middle(nation, folder, extensions)

    assert problem(lambda: import_seal(folder, SECRET, came, now())) == "chain_broken"


def test_seal_of_another_algorithm_is_refused(nation: National, tmp_path: Path):
    came = read_brought(nation.read("authority.pem"), b"", nation.read("root.pem"))

    assert problem(lambda: check_brought(came, "National authority", now())) == "not_p256"


SENT = [
    pytest.param(b"nothing", b"", "unreadable", id="not-a-certificate"),
    pytest.param(
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", b"", "unreadable", id="empty-pem"
    ),
    pytest.param("two", b"", "one_certificate_expected", id="two-seals"),
    pytest.param("one", "two", "one_root_expected", id="two-roots"),
]


@pytest.mark.parametrize(("seal", "root", "why"), SENT)
def test_what_cannot_be_read_is_refused(nation: National, seal, root, why: str):
    files = {"one": nation.read("root.pem"), "two": nation.read("root.pem") + nation.read("authority.pem")}

    assert problem(lambda: read_brought(files.get(seal, seal), b"", files.get(root, root))) == why


def test_list_of_another_authority_is_refused(nation: National, folder: Path, tmp_path: Path):
    other = National(tmp_path / "other", RSA)
    came = replace(brought(nation, folder), lists=(read_list(other.revocations()),))

    assert problem(lambda: import_seal(folder, SECRET, came, now())) == "list_of_another"
    assert problem(lambda: import_lists(folder, [other.revocations()])) == "list_of_another"
    assert problem(lambda: import_lists(folder, [b"nothing"])) == "unreadable"


def test_older_list_is_refused(nation: National, folder: Path):
    older = brought(nation, folder)
    (listed,) = older.lists
    import_seal(folder, SECRET, older, now())
    (path,) = (folder / "others").glob("*.crl")
    ours = make_younger(nation, listed)
    path.write_bytes(ours)

    assert problem(lambda: import_lists(folder, [listed.public_bytes(Encoding.PEM)])) == "list_older"
    assert path.read_bytes() == ours


def make_younger(nation: National, listed: x509.CertificateRevocationList) -> bytes:
    """A list of the same authority that says it is of the day after."""
    key = load_pem_private_key(nation.read("authority.key"), None)
    issuer = Issuer(pem(nation.read("authority.pem")), key)
    return revocation_list(issuer, listed.last_update_utc + timedelta(days=1), ())
