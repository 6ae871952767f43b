"""Seals of both algorithms: what opens, what is refused by name, and what others think of the signatures."""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa, x25519
from cryptography.x509.oid import PublicKeyAlgorithmOID

from certificates import Answer, issue, sign, verify
from certificates.errors import SigningKeyError
from certificates.log.store import MemoryStore
from certificates.signing.adapter import finished
from certificates.signing.algorithm import Algorithm, algorithm_of, check_belongs, signature_length
from certificates.signing.api import Signers
from certificates.signing.file_key import FileKey
from certificates.signing.null import NullSigner
from certificates.verifying.report import Outcome
from tests.certificates import seals
from tests.certificates.conftest import AT, KEY, LATER, RECORDED, World, drafted
from tests.certificates.eyes import sealed


@pytest.fixture(scope="module")
def by_rsa(world: World, tmp_path_factory: pytest.TempPathFactory) -> Signers:
    return seals.rsa_signers(world.folder, tmp_path_factory.mktemp("rsa"))


@pytest.fixture(scope="module")
def pdf(world: World, by_rsa: Signers) -> bytes:
    return issue(world.registered.statement, by_rsa, KEY, MemoryStore(), RECORDED).pdf


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        pytest.param(lambda: rsa.generate_private_key(65537, 2048), "rsa_too_short", id="to be broken first"),
        pytest.param(lambda: ec.generate_private_key(ec.SECP384R1()), "not_p256", id="one curve is enough"),
        pytest.param(ed25519.Ed25519PrivateKey.generate, "ed25519_refused", id="no reader checks it (22)"),
        pytest.param(x25519.X25519PrivateKey.generate, "algorithm_refused", id="cannot sign at all"),
    ],
)
def test_key_that_may_not_seal_is_refused_by_name(make: Callable[[], Any], problem: str) -> None:
    with pytest.raises(SigningKeyError) as refused:
        algorithm_of(make().public_key())

    assert refused.value.facts == {"problem": problem}


def test_algorithms_and_lengths_of_signatures(world: World, by_rsa: Signers) -> None:
    signed = {each: each.sign(b"data") for each in (world.signers.hr, by_rsa.hr)}
    length = {
        each.algorithm: signature_length(x509.load_der_x509_certificate(each.certificate)) for each in signed
    }

    assert (world.signers.hr.algorithm, by_rsa.hr.algorithm) == (Algorithm.ECDSA, Algorithm.RSA)
    assert length == {Algorithm.ECDSA: 72, Algorithm.RSA: 384}
    assert all(len(data) <= length[each.algorithm] for each, data in signed.items())


def test_certificate_for_another_padding_is_refused(world: World, tmp_path: Path) -> None:
    public = seals.rsa_key("training CNFGF").public_key()
    sound = seals.certify(world.folder, public, "x")
    check_belongs(public, sound)

    class Pss:
        public_key_algorithm_oid = PublicKeyAlgorithmOID.RSASSA_PSS

    with pytest.raises(SigningKeyError, match="algorithm_refused"):
        check_belongs(public, Pss())  # type: ignore[arg-type]


def test_rsa_certificate_verifies_with_every_finding_passed(world: World, pdf: bytes) -> None:
    report = verify(pdf, trust=world.trust, at=LATER)

    wrong = [f.check for f in report.findings if f.outcome is not Outcome.PASSED]
    assert (report.answer, wrong) == (Answer.CANNOT_TELL, ["status"])  # nobody was asked about the status


def test_pdfsig_accepts_both_rsa_signatures(world: World, pdf: bytes, tmp_path: Path) -> None:
    opinions = sealed.pdfsig(pdf, world.folder / "root.pem", tmp_path)

    assert [(one.valid, one.trusted) for one in opinions] == [(True, True), (True, True)]


@pytest.mark.parametrize("sort", ["rsa", "ecdsa"])
def test_openssl_accepts_both_signatures(world: World, pdf: bytes, tmp_path: Path, sort: str) -> None:
    root = world.folder / "root.pem"
    asked = pdf if sort == "rsa" else world.issued.pdf

    for found in sealed.signatures(asked).values():
        changed = replace(found, content=found.content + b"x")
        assert sealed.openssl_accepts(found, root, AT, tmp_path)
        assert not sealed.openssl_accepts(changed, root, AT, tmp_path)


def test_rsa_certificate_stays_small(pdf: bytes, world: World) -> None:
    assert len(pdf) - len(world.issued.pdf) < 5000


def test_another_process_signs_the_same_bytes_with_rsa(world: World, pdf: bytes, tmp_path: Path) -> None:
    files = [seals.write_seal(world.folder, tmp_path, seals.rsa_key(name), name)[0] for name in seals.OWNERS]
    signed = sign(drafted(world.registered.statement), _opened(world, tmp_path, files))
    script = (
        "import sys; from pathlib import Path; from hashlib import sha256\n"
        "from certificates import sign, Statement; from tests.certificates.conftest import drafted\n"
        "from certificates.signing.api import Signers; from certificates.signing.file_key import FileKey\n"
        "stated = Statement.from_bytes(sys.stdin.buffer.read())\n"
        "opened = [FileKey.open(Path(k), Path(k).with_suffix('.pem'), Path(sys.argv[1]), "
        f"{seals.PASSPHRASE!r}) for k in sys.argv[2:]]\n"
        "print(sha256(sign(drafted(stated), Signers(*opened))).hexdigest())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(world.folder / "ca.pem"), *map(str, files)],
        input=world.registered.statement.canonical_bytes(),
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    assert done.stdout.decode().strip() == hashlib.sha256(signed).hexdigest()


def _opened(world: World, folder: Path, files: list[Path]) -> Signers:
    opened = [
        FileKey.open(key, key.with_suffix(".pem"), world.folder / "ca.pem", seals.PASSPHRASE) for key in files
    ]
    return Signers(*opened)


@pytest.mark.filterwarnings("ignore::certificates.signing.null.NullSignerWarning")
def test_every_signer_says_whether_it_repeats_itself(world: World, by_rsa: Signers) -> None:
    nobody = NullSigner()

    told = [each.deterministic for each in (world.signers, by_rsa, Signers(nobody, world.signers.hr))]

    assert told == [True, True, True]
    assert nobody.algorithm is Algorithm.ECDSA


def test_what_waits_is_not_taken_for_finished() -> None:
    waiting = asyncio.sleep(0)

    with pytest.raises(AssertionError, match="waits"):
        finished(waiting)
    waiting.close()
