"""Seals that a national authority certified, made by the `openssl` command: taken in, or refused by name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

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
from certificates.errors import SigningKeyError
from certificates.keys import Keyring, SealKey, make_authority, read_authority
from certificates.keys.brought import Brought, check_brought, read_brought, read_list
from certificates.keys.certifying import Issuer, KeyType, revocation_list
from certificates.keys.importing import import_lists, import_seal, request_seal
from certificates.keys.turning import Consequence, compromise_key
from certificates.log.log import Log
from certificates.log.store import MemoryStore
from certificates.parties import Function
from certificates.signing.algorithm import Algorithm
from certificates.status.entry import StatusEntry
from tests.certificates.national import OPENSSL, National
from tests.certificates.samples import CNFGF, MINT, statement

pytestmark = pytest.mark.skipif(not OPENSSL, reason="openssl is not installed")
SECRET = b"correct horse battery staple"
RSA = ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072")
MakesFolder = Callable[[], Path]


def now() -> datetime:
    """A little later than what `openssl` makes in this second."""
    return datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=1)


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> National:
    return National(tmp_path_factory.mktemp("national") / "ca")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of keys with a seal of ours and a request for the next one."""
    folder = tmp_path_factory.mktemp("asked")
    make_authority(folder, SECRET, [MINT], datetime.now(UTC))
    request_seal(folder, SECRET, Function.HR, MINT)
    return folder


@pytest.fixture
def folder(asked: Path, tmp_path: Path) -> Path:
    shutil.copytree(asked, tmp_path / "keys")
    return tmp_path / "keys"


def request(folder: Path) -> Path:
    return folder / "seals" / "hr-MINT@2.csr"


def brought(
    nation: National, folder: Path, extensions: str = "seal", *more: str, lists: bool = True
) -> Brought:
    seal = nation.certify(request(folder), extensions, *more)
    sent = [nation.revocations()] if lists else []
    return read_brought(seal, nation.read("authority.pem"), nation.read("root.pem"), sent)


def problem(act: Callable[[], object]) -> str:
    with pytest.raises(SigningKeyError) as refused:
        act()
    return str(refused.value.facts["problem"])


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


def pem(data: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificate(data)


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


def test_certificate_without_purposes_is_taken(nation: National, folder: Path):
    assert import_seal(folder, SECRET, brought(nation, folder, "plain", lists=False), now()).generation == 2


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


def test_a_crash_before_the_memory_was_written_is_mended(nation: National, folder: Path):
    came, memory = brought(nation, folder), (folder / "issuer.json").read_bytes()
    import_seal(folder, SECRET, came, now())
    (folder / "issuer.json").write_bytes(memory)

    assert import_seal(folder, SECRET, came, now()).generation == 2


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


def test_compromised_seal_of_another_authority_is_for_that_one_to_revoke(nation: National, folder: Path):
    seal = import_seal(folder, SECRET, brought(nation, folder), now())
    before = (folder / "ca.crl").read_bytes()

    marked = compromise_key(folder, SECRET, seal.kid, now(), now() + timedelta(minutes=1))

    assert marked.consequences[0] is Consequence.ASK_ITS_AUTHORITY
    assert (folder / "ca.crl").read_bytes() == before
