"""Seals that a national authority certified, made by the `openssl` command: taken in, or refused by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certificates import (
    Answer,
    Happening,
    Issued,
    OneRegistered,
    Recorded,
    Registered,
    StatusEvent,
    Trust,
    issue,
    verify,
)
from certificates.keys import Keyring, SealKey, make_authority, read_authority
from certificates.keys.brought import read_brought
from certificates.keys.certifying import KeyType
from certificates.keys.importing import import_lists, import_seal, request_seal
from certificates.keys.turning import Consequence, compromise_key
from certificates.log.log import Log
from certificates.log.store import MemoryStore
from certificates.parties import Function
from certificates.signing.algorithm import Algorithm
from certificates.status.entry import StatusEntry
from tests.certificates.asked import RSA, asked, brought, folder, nation, now, pem, request
from tests.certificates.key_folders import SECRET, problem
from tests.certificates.national import National
from tests.certificates.samples import CNFGF, MINT, statement

__all__ = ["asked", "folder", "nation"]
pytestmark = pytest.mark.usefixtures("openssl")


def opened(folder: Path) -> x509.Certificate:
    return x509.load_der_x509_certificate(Keyring(folder, SECRET).seal(Function.HR, "MINT").certificate)


def test_a_certificate_that_was_asked_for_seals_from_now_on(nation: National, folder: Path):
    came, at = brought(nation, folder), now()

    seal = import_seal(folder, SECRET, came, at)

    first, second = (s for s in read_authority(folder).seal_keys if s.function is Function.HR)
    assert (second, second.generation, second.valid_from) == (seal, 2, at)
    assert first.retired_on == at.date() + timedelta(days=1)
    assert opened(folder) == came.seal
    assert Keyring(folder, SECRET).seal(Function.HR, "MINT").chain == (
        came.chain[0].public_bytes(Encoding.DER),
    )


def test_others_see_the_national_root_beside_ours(nation: National, folder: Path):
    before = read_authority(folder)
    import_seal(folder, SECRET, brought(nation, folder), now())

    after = read_authority(folder)
    assert after.root == before.root + nation.read("root.pem")
    assert x509.load_pem_x509_certificates(after.ca)[1:] == [pem(nation.read("authority.pem"))]
    assert [x509.load_pem_x509_crl(one).issuer for one in after.lists] == [
        pem(nation.read("authority.pem")).subject
    ]


@pytest.fixture(scope="module")
def national(nation: National, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority all of whose seals the nation certified, one of them in RSA."""
    folder = tmp_path_factory.mktemp("all-national")
    make_authority(folder, SECRET, [], datetime.now(UTC))
    for function, institution, sort in (
        (Function.TRAINING, CNFGF, KeyType.P256),
        (Function.HR, MINT, KeyType.RSA3072),
    ):
        path = request_seal(folder, SECRET, function, institution, sort=sort)
        lists = [nation.revocations(), nation.revocations_of_root()]
        sent = nation.certify(path), nation.read("authority.pem"), nation.read("root.pem"), lists
        import_seal(folder, SECRET, read_brought(*sent), now())
    return folder


def issued_under(folder: Path) -> tuple[Issued, Registered, str]:
    ring, store = Keyring(folder, SECRET), MemoryStore()
    recorded = Recorded(now() + timedelta(minutes=1), "5a" * 32, StatusEntry(1, 7))
    done = issue(statement(), ring.signers_for(statement()), ring.credential_key(), store, recorded)
    log = Log(store)
    events = (StatusEvent(Happening.ISSUED, recorded.at.date()),)
    proof = log.prove(done.entry.index)
    registered = Registered(statement(), done.digest, events, done.entry, proof)
    return done, registered, log.checkpoint(ring.log_key())


def test_what_national_seals_sign_is_valid_under_the_national_root(nation: National, national: Path):
    done, registered, note = issued_under(national)
    trust = Trust.of(read_authority(national), note)
    alone = replace(trust, root=nation.read("root.pem"), authorities=nation.read("authority.pem"))

    for trusted in (trust, alone):
        at = now() + timedelta(days=1)
        report = verify(done.pdf, register=OneRegistered(registered), trust=trusted, at=at)
        assert {f.check: f.detail for f in report.findings if f.check.startswith("chain")} == {
            "chain_training": "our_authority",
            "chain_hr": "our_authority",
        }
        assert [f.detail for f in report.findings if f.check.startswith("revocation")] == ["not_revoked"] * 2


def test_under_another_root_the_same_is_unknown(national: Path, folder: Path):
    done, registered, _ = issued_under(national)
    ours = replace(Trust.of(read_authority(national)), root=read_authority(folder).root)

    report = verify(done.pdf, register=OneRegistered(registered), trust=ours, at=now() + timedelta(days=1))

    assert report.answer is Answer.ISSUER_UNKNOWN


def test_a_key_that_waits_for_its_certificate_is_no_seal(folder: Path):
    assert [s.generation for s in read_authority(folder).seal_keys if s.function is Function.HR] == [1]
    assert problem(lambda: Keyring(folder, SECRET).seal(Function.HR, "MINT", 2)) == "no_such_generation"


def test_certificate_without_purposes_is_taken(nation: National, folder: Path):
    assert import_seal(folder, SECRET, brought(nation, folder, "plain", lists=False), now()).generation == 2


def test_a_crash_before_the_memory_was_written_is_mended(nation: National, folder: Path):
    came, memory = brought(nation, folder), (folder / "issuer.json").read_bytes()
    import_seal(folder, SECRET, came, now())
    (folder / "issuer.json").write_bytes(memory)

    assert import_seal(folder, SECRET, came, now()).generation == 2


def test_root_may_certify_seals_itself(nation: National, folder: Path):
    nation.certify_by("root.pem", request(folder), "seal", "direct.pem")
    came = read_brought(nation.read("direct.pem"), b"", nation.read("root.pem"))

    import_seal(folder, SECRET, came, now())

    assert opened(folder) == came.seal


def test_all_in_rsa_and_in_der(folder: Path, tmp_path: Path):
    nation = National(tmp_path / "rsa", RSA)
    path = request_seal(folder, SECRET, Function.TRAINING, CNFGF, sort=KeyType.RSA3072)
    seal, root = pem(nation.certify(path)), pem(nation.read("root.pem"))
    listed = x509.load_pem_x509_crl(nation.revocations())
    came = read_brought(
        seal.public_bytes(Encoding.DER),
        nation.read("authority.pem") + nation.read("root.pem"),
        root.public_bytes(Encoding.DER),
        [listed.public_bytes(Encoding.DER)],
    )

    made: SealKey = import_seal(folder, SECRET, came, now())

    assert (made.function, made.institution, made.generation) == (Function.TRAINING, "CNFGF", 1)
    assert Keyring(folder, SECRET).seal(Function.TRAINING, "CNFGF").algorithm is Algorithm.RSA


def test_newer_list_takes_the_place_of_the_older(nation: National, folder: Path):
    came = brought(nation, folder)
    import_seal(folder, SECRET, came, now())
    older = nation.revocations()
    nation.revoke(came.seal.public_bytes(Encoding.PEM))
    newer = nation.revocations()

    assert import_lists(folder, [newer]) == 1
    (kept,) = read_authority(folder).lists
    found = x509.load_pem_x509_crl(kept).get_revoked_certificate_by_serial_number(came.seal.serial_number)
    assert found is not None
    assert older != newer


def test_compromised_seal_of_another_authority_is_for_that_one_to_revoke(nation: National, folder: Path):
    seal = import_seal(folder, SECRET, brought(nation, folder), now())
    before = (folder / "ca.crl").read_bytes()

    marked = compromise_key(folder, SECRET, seal.kid, now(), now() + timedelta(minutes=1))

    assert marked.consequences[0] is Consequence.ASK_ITS_AUTHORITY
    assert (folder / "ca.crl").read_bytes() == before
