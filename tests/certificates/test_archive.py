"""Archive copies: the issued bytes stay, and the certificate is proven long after its seals have expired."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificates import Answer, Draft, Outcome, Trust, verify
from certificates.keys import Keyring, make_authority, read_authority, refresh_lists
from certificates.signing import command
from certificates.signing.api import Signers
from certificates.signing.archive import STAMP_FIELD, ArchiveError, Material, archive, issued_part, renew
from certificates.signing.file_key import FileKey
from certificates.signing.pades import sign_both
from certificates.signing.stamps import Stamper
from tests.certificates import seals
from tests.certificates.conftest import KEY, RECORDED, drafted
from tests.certificates.eyes import sealed, tsa, vera
from tests.certificates.eyes.wanted import demand
from tests.certificates.lasting import loaded, proven, proven_by_the_standard, read
from tests.certificates.samples import CNFGF, MINT, statement

# the service stamps the present, so everything else happens in the present too
NOW = datetime.now(UTC).replace(microsecond=0)
RECORDED_NOW = replace(RECORDED, at=NOW)
LONG_AFTER = NOW + timedelta(days=365 * 20)  # seals end after 5 years, the issuing authority after 15


@dataclass(frozen=True)
class Shop:
    """An authority, a time-stamping service, a certificate and what proves it."""

    folder: Path
    signers: Signers
    service: tsa.Service
    stamper: Stamper
    material: Material
    pdf: bytes


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    demand("openssl")
    folder = tmp_path_factory.mktemp("authority")
    authority = make_authority(folder, seals.PASSPHRASE, [CNFGF, MINT], NOW - timedelta(days=1))
    signers = Keyring(folder, seals.PASSPHRASE).signers_for(statement())
    with tsa.serving(tmp_path_factory.mktemp("tsa")) as service:
        lists = (authority.root_crl, authority.ca_crl, service.crl)
        material = Material(authority.root + service.root, authority.ca, lists)
        stamper = Stamper(service.url, service.root)
        draft = _draft()
        pdf = sign_both(draft.pdf, draft.statement, signers, NOW, stamper)
        yield Shop(folder, signers, service, stamper, material, pdf)


@pytest.fixture(scope="module")
def copy(shop: Shop) -> bytes:
    return archive(shop.pdf, shop.material, shop.stamper, NOW)


def _draft() -> Draft:
    return drafted(statement(), RECORDED_NOW)


def _stamps(pdf: bytes) -> list[str]:
    return [str(one.field_name) for one in read(pdf).embedded_timestamp_signatures]


def _signers_under_the_root(shop: Shop, folder: Path) -> Signers:
    """Make seals that the root itself certified."""
    (folder / "ca.pem").write_bytes((shop.folder / "root.pem").read_bytes())
    (folder / "ca.key").write_bytes((shop.folder / "offline" / "root.key").read_bytes())
    opened = []
    for name in seals.OWNERS:
        files = seals.write_seal(folder, folder, seals.p256_key(name), name, NOW)
        opened.append(FileKey.open(*files, seals.PASSPHRASE))
    return Signers(*opened)


@pytest.mark.parametrize("how", ["with a stamp", "without"])
def test_issued_bytes_stay_as_they_are(shop: Shop, copy: bytes, how: str) -> None:
    made = copy if how == "with a stamp" else archive(shop.pdf, shop.material, None, NOW)

    assert (made.startswith(shop.pdf), len(made) > len(shop.pdf)) == (True, True)
    assert hashlib.sha256(issued_part(made)).digest() == hashlib.sha256(shop.pdf).digest()
    assert issued_part(shop.pdf) == shop.pdf
    assert _stamps(made) == ([f"{STAMP_FIELD}1"] if how == "with a stamp" else [])


def test_copy_carries_every_chain_and_list_once(shop: Shop, copy: bytes) -> None:
    store = read(copy).root["/DSS"]

    # root, issuing authority, two seals, root and certificate of the stamps; three lists; two seals' entries
    assert [len(store[part]) for part in ("/Certs", "/CRLs", "/VRI")] == [6, 3, 2]
    assert len(copy) - len(shop.pdf) < 40_000


def test_certificate_is_proven_long_after_its_seals_expired(shop: Shop, copy: bytes) -> None:
    assert proven(shop.material.roots, copy, LONG_AFTER) == [True, True]
    assert proven(shop.material.roots, shop.pdf, LONG_AFTER) == [False, False]


def test_certificate_is_proven_as_the_standard_demands(shop: Shop, tmp_path: Path) -> None:
    draft = _draft()
    by = _signers_under_the_root(shop, tmp_path)
    pdf = sign_both(draft.pdf, draft.statement, by, NOW, shop.stamper)

    made = archive(pdf, shop.material, shop.stamper, NOW)

    assert proven_by_the_standard(shop.material.roots, made, LONG_AFTER) == ["AdESPassed.OK"] * 2
    assert "AdESPassed.OK" not in proven_by_the_standard(shop.material.roots, pdf, LONG_AFTER)


def test_copy_is_renewed_again_and_again(shop: Shop, copy: bytes) -> None:
    once = renew(copy, shop.material, shop.stamper, NOW)
    twice = renew(once, shop.material, shop.stamper, NOW)

    assert (once.startswith(copy), twice.startswith(once)) == (True, True)
    assert _stamps(twice) == [f"{STAMP_FIELD}{number}" for number in (1, 2, 3)]
    assert issued_part(twice) == shop.pdf
    assert proven(shop.material.roots, twice, LONG_AFTER) == [True, True]


def test_readers_see_only_archive_updates_behind_the_seals(shop: Shop, copy: bytes) -> None:
    context = ValidationContext(trust_roots=loaded(shop.material.roots), moment=NOW)
    training, hr = (validate_pdf_signature(one, context) for one in read(copy).embedded_regular_signatures)

    assert (training.bottom_line, hr.bottom_line) == (True, True)
    assert training.modification_level is ModificationLevel.FORM_FILLING
    assert hr.modification_level is ModificationLevel.LTA_UPDATES


def test_our_verifier_passes_copies_as_it_does_the_certificate(shop: Shop, copy: bytes) -> None:
    trust = replace(
        Trust.of(read_authority(shop.folder)), stamps=shop.service.root, did={KEY.method: KEY.public}
    )
    renewed = renew(copy, shop.material, shop.stamper, NOW)

    for pdf in (shop.pdf, copy, renewed):
        report = verify(pdf, trust=trust, at=NOW)
        # nobody was asked about the status
        assert [one.check for one in report.findings if one.outcome is not Outcome.PASSED] == ["status"]
        assert report.answer is Answer.CANNOT_TELL


def test_pdfsig_and_openssl_accept_the_copy(shop: Shop, copy: bytes, tmp_path: Path) -> None:
    *opinions, _stamp = sealed.pdfsig(copy, shop.folder / "root.pem", tmp_path)  # it judges no stamps
    (token,) = (one.pkcs7_content for one in read(copy).embedded_timestamp_signatures)
    signed = sealed.signatures(copy)[f"{STAMP_FIELD}1"].content

    assert [(one.valid, one.trusted) for one in opinions] == [(True, True), (True, True)]
    assert "Verification: OK" in tsa.holds(shop.service.folder, token, signed)


def test_certificate_without_signature_stamps_is_archived_too(shop: Shop) -> None:
    draft = _draft()
    plain = sign_both(draft.pdf, draft.statement, shop.signers, NOW)

    made = archive(plain, shop.material, shop.stamper, NOW)

    assert (issued_part(made), proven(shop.material.roots, made, LONG_AFTER)) == (plain, [True, True])


def _one_seal(shop: Shop) -> bytes:
    end = shop.pdf.index(b"%%EOF", shop.pdf.index(b"/DocMDP")) + 6
    return shop.pdf[:end]


def _spoiled(shop: Shop) -> bytes:
    return shop.pdf.replace(b"/MediaBox", b"/MediaB0x", 1)


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        pytest.param(lambda shop: b"%PDF-1.7 nothing", "unreadable", id="no document"),
        pytest.param(lambda shop: _draft().pdf, "not_a_certificate", id="nobody sealed it"),
        pytest.param(_one_seal, "not_a_certificate", id="one seal is missing"),
        pytest.param(lambda shop: shop.pdf + b"\n", "not_as_issued", id="something behind the last seal"),
        pytest.param(_spoiled, "broken", id="changed since: not worth keeping"),
    ],
)
def test_what_was_not_issued_is_not_archived(shop: Shop, make: Any, problem: str) -> None:
    with pytest.raises(ArchiveError) as refused:
        archive(make(shop), shop.material, shop.stamper, NOW)

    assert refused.value.facts["problem"] == problem


def test_copy_is_archived_once_and_renewed_only_with_a_stamp(shop: Shop, copy: bytes) -> None:
    with pytest.raises(ArchiveError, match="not_as_issued"):
        archive(copy, shop.material, shop.stamper, NOW)
    with pytest.raises(ArchiveError, match="never_stamped"):
        renew(shop.pdf, shop.material, shop.stamper, NOW)


@pytest.mark.parametrize(
    ("change", "at", "problem"),
    [
        pytest.param({"lists": ()}, NOW, "unproven", id="no list speaks for the seals"),
        pytest.param({}, NOW + timedelta(days=500), "unproven", id="the lists have lapsed"),
        pytest.param({"authorities": b"", "roots": b""}, NOW, "unproven", id="nobody is trusted"),
        pytest.param({"roots": b"junk"}, NOW, "material_unreadable", id="no PEM"),
    ],
)
def test_copy_needs_everything_that_proves_it(
    shop: Shop, change: dict[str, Any], at: datetime, problem: str
) -> None:
    with pytest.raises(ArchiveError) as refused:
        archive(shop.pdf, replace(shop.material, **change), None, at)

    assert refused.value.facts["problem"] == problem


def test_stamps_need_their_own_list(shop: Shop) -> None:
    draft = _draft()
    plain = sign_both(draft.pdf, draft.statement, shop.signers, NOW)
    material = replace(shop.material, lists=shop.material.lists[:2])

    assert issued_part(archive(plain, material, None, NOW)) == plain
    with pytest.raises(ArchiveError, match="stamp_unproven"):
        archive(plain, material, shop.stamper, NOW)


def test_seal_revoked_meanwhile_is_not_archived(shop: Shop) -> None:
    seal = x509.load_der_x509_certificate(shop.signers.hr.certificate)
    refresh_lists(shop.folder, seals.PASSPHRASE, NOW, [(seal.serial_number, NOW - timedelta(hours=1))])
    authority = read_authority(shop.folder)
    material = replace(shop.material, lists=(authority.root_crl, authority.ca_crl, shop.service.crl))

    with pytest.raises(ArchiveError, match="revoked"):
        archive(shop.pdf, material, None, NOW)


def test_copy_is_still_pdfa_3a_and_pdfua(shop: Shop, copy: bytes, tmp_path: Path) -> None:
    vera.demand()
    renewed = renew(copy, shop.material, shop.stamper, NOW)
    made = {"issued": shop.pdf, "archived": copy, "renewed": renewed}
    for name, pdf in made.items():
        (tmp_path / f"{name}.pdf").write_bytes(pdf)

    failed = vera.check(tmp_path / f"{name}.pdf" for name in made)

    assert {path.stem: rules for path, rules in failed.items()} == {
        name: {"3a": [], "ua1": []} for name in made
    }


def _asked(shop: Shop, folder: Path, *more: str) -> tuple[int, str]:
    """Ask for a copy of issued.pdf, or of what `more` says, by the command."""
    (folder / "roots.pem").write_bytes(shop.material.roots)
    lists = []
    for place, data in enumerate(shop.material.lists):
        (folder / f"{place}.crl").write_bytes(data)
        lists += ["--list", str(folder / f"{place}.crl")]
    parser = argparse.ArgumentParser()
    command.add_to(parser.add_subparsers())
    common = ["--roots", str(folder / "roots.pem"), "--authorities", str(shop.folder / "ca.pem"), *lists]
    asked = parser.parse_args(["archive", *more, *common])
    asked.now = NOW
    status, text = asked.run(asked)
    return status, text


def test_command_archives_and_renews(shop: Shop, tmp_path: Path) -> None:
    issued, made, again = (tmp_path / f"{name}.pdf" for name in ("issued", "copy", "again"))
    issued.write_bytes(shop.pdf)

    first = _asked(shop, tmp_path, str(issued), str(made), "--stamps", shop.service.url)
    second = _asked(shop, tmp_path, str(made), str(again), "--renew", "--stamps", shop.service.url)

    assert [status for status, _ in (first, second)] == [0, 0]
    assert f"of which {len(shop.pdf)} as they were" in first[1]
    assert again.read_bytes().startswith(made.read_bytes())
    assert _stamps(again.read_bytes()) == [f"{STAMP_FIELD}1", f"{STAMP_FIELD}2"]
    with pytest.raises(FileExistsError):
        _asked(shop, tmp_path, str(issued), str(made))


def test_command_says_why_it_made_no_copy(shop: Shop, tmp_path: Path) -> None:
    issued, made = tmp_path / "issued.pdf", tmp_path / "copy.pdf"
    issued.write_bytes(shop.pdf + b"x")

    spoiled = _asked(shop, tmp_path, str(issued), str(made))
    nowhere = _asked(shop, tmp_path, str(issued), str(made), "--renew")

    assert spoiled == (1, "not archived: archive: problem='not_as_issued'")
    assert nowhere == (1, "not archived: archive: problem='no_service_named'")
    assert not made.exists()
