"""Issuing: each step repeatable, the same bytes again, two signatures others accept."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)

from certificates import Answer, Recorded, enter, issue, preview, sign, verify
from certificates.credential.key import specimen_key
from certificates.errors import SigningKeyError, StatementError
from certificates.issuing import _lint
from certificates.keys import Keyring, add_seal, make_authority, read_authority, refresh_lists
from certificates.log.store import MemoryStore
from certificates.parties import Function, Institution
from certificates.signing.api import Signers
from certificates.signing.file_key import FileKey
from certificates.signing.null import NullSigner, NullSignerWarning
from certificates.text import Text
from certificates.verifying.trust import Trust
from tests.certificates.conftest import AT, BORN, KEY, LATER, PASSPHRASE, RECORDED, SALT, World, drafted
from tests.certificates.samples import CNFGF, statement


def attached(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {name: bytes(one.get_file().read_bytes()) for name, one in opened.attachments.items()}


def test_repeating_every_step_gives_the_same_bytes(world: World) -> None:
    stated, store = world.registered.statement, MemoryStore()
    draft = drafted(stated)

    again = sign(draft, Keyring(world.folder, PASSPHRASE).signers_for(stated))

    assert again == world.issued.pdf
    first, second = (enter(draft, again, store) for _ in range(2))
    assert (first, store.size()) == (second, 1)


def test_another_process_signs_the_same_bytes(world: World) -> None:
    script = (
        "import sys; from pathlib import Path; from hashlib import sha256\n"
        "from certificates import sign, Statement; from certificates.keys import Keyring\n"
        "from tests.certificates.conftest import drafted\n"
        "stated = Statement.from_bytes(sys.stdin.buffer.read())\n"
        f"keys = Keyring(Path({str(world.folder)!r}), {PASSPHRASE!r})\n"
        "print(sha256(sign(drafted(stated), keys.signers_for(stated))).hexdigest())\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script],
        input=world.registered.statement.canonical_bytes(),
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    assert done.stdout.decode().strip() == world.issued.digest


def test_first_signed_bytes_are_kept(world: World) -> None:
    kept = issue(world.registered.statement, world.signers, KEY, MemoryStore(), RECORDED, kept=b"first")

    assert (kept.pdf, kept.digest) == (b"first", hashlib.sha256(b"first").hexdigest())


def test_moment_is_recorded_in_utc_and_whole_seconds() -> None:
    local = datetime(2026, 11, 21, 12, 0, 0, 999, tzinfo=timezone(timedelta(hours=2)))

    assert Recorded(local, SALT, RECORDED.status) == RECORDED
    with pytest.raises(StatementError):
        Recorded(datetime(2026, 11, 21, 10, 0), SALT, RECORDED.status)  # noqa: DTZ001 - what is refused


def test_lint_notices_a_file_that_is_not_the_statement() -> None:
    draft = drafted(statement())
    _lint(draft)

    with pytest.raises(StatementError):
        _lint(replace(draft, statement=statement(hours=1)))


def test_credential_and_statement_are_attached_under_both_signatures(world: World) -> None:
    told = attached(world.issued.pdf)

    said = world.registered.statement.canonical_bytes()
    assert told == {"statement.json": said, "credential.json": world.issued.credential}
    assert world.issued.entry.record.credential == hashlib.sha256(world.issued.credential).hexdigest()


def test_nobody_signs_specimens_and_nobody_issues_them(world: World) -> None:
    with pytest.warns(NullSignerWarning):
        nobody = NullSigner()
    by = Signers(nobody, nobody)
    stated = world.registered.statement

    specimen = sign(drafted(stated), by)

    assert b"nobody.invalid" in attached(specimen)["credential.json"]
    assert verify(specimen, trust=world.trust, at=AT).answer is Answer.ISSUER_UNKNOWN
    assert b"nobody.invalid" in attached(preview(stated, AT))["credential.json"]
    with pytest.raises(SigningKeyError):
        issue(stated, by, KEY, MemoryStore(), RECORDED)
    with pytest.raises(SigningKeyError):
        issue(stated, world.signers, specimen_key(), MemoryStore(), RECORDED)


def test_document_stays_small(world: World) -> None:
    assert len(world.issued.pdf) < 100_000


def test_keys_are_never_overwritten(world: World) -> None:
    with pytest.raises(SigningKeyError):
        make_authority(world.folder, PASSPHRASE, [], BORN)
    with pytest.raises(SigningKeyError):
        add_seal(world.folder, PASSPHRASE, Function.HR, CNFGF, BORN)


@pytest.mark.parametrize("code", ["../root", "a/b", "", "x" * 41])
def test_institution_code_is_no_path(world: World, code: str) -> None:
    with pytest.raises(SigningKeyError):
        add_seal(world.folder, PASSPHRASE, Function.HR, Institution(code, Text.of(en="x")), BORN)
    with pytest.raises(SigningKeyError):
        world.keyring.seal(Function.HR, code)


@pytest.mark.parametrize("secret", [b"wrong", b""])
def test_wrong_passphrase_opens_nothing(world: World, secret: bytes) -> None:
    ring = Keyring(world.folder, secret)

    with pytest.raises(SigningKeyError):
        ring.seal(Function.HR, "MINT")
    with pytest.raises(SigningKeyError):
        ring.log_key()
    with pytest.raises(SigningKeyError):
        refresh_lists(world.folder, secret, BORN)


def _written(path: Path, key: Any) -> Path:
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(PASSPHRASE))
    )
    return path


def test_key_must_be_p256_and_belong_to_its_certificate(world: World, tmp_path: Path) -> None:
    seal, chain = world.folder / "seals" / "hr-MINT.pem", world.folder / "ca.pem"
    keys = {
        "rsa_too_short": rsa.generate_private_key(65537, 2048),
        "not_p256": ec.generate_private_key(ec.SECP384R1()),
        "other_certificate": ec.generate_private_key(ec.SECP256R1()),
    }

    for name, key in keys.items():
        with pytest.raises(SigningKeyError) as refused:
            FileKey.open(_written(tmp_path / name, key), seal, chain, PASSPHRASE)
        assert refused.value.facts["problem"] == name


def test_keys_of_another_sort_in_the_authority_are_refused(tmp_path: Path) -> None:
    make_authority(tmp_path, PASSPHRASE, [], BORN)
    _written(tmp_path / "log.key", ec.generate_private_key(ec.SECP256R1()))
    _written(tmp_path / "ca.key", rsa.generate_private_key(65537, 2048))

    with pytest.raises(SigningKeyError):
        Keyring(tmp_path, PASSPHRASE).log_key()
    with pytest.raises(SigningKeyError):
        refresh_lists(tmp_path, PASSPHRASE, BORN)


def test_public_chain_leads_from_issuer_to_root(world: World) -> None:
    authority = read_authority(world.folder)

    assert authority.chain == authority.ca + authority.root


def test_private_files_are_encrypted_and_private(world: World) -> None:
    for key in [*world.folder.rglob("*.key")]:
        assert b"ENCRYPTED PRIVATE KEY" in key.read_bytes()
        assert key.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("revoked_on", "answer"),
    [
        pytest.param(datetime(2026, 11, 1, tzinfo=UTC), Answer.ISSUER_UNKNOWN, id="before it signed"),
        pytest.param(datetime(2026, 12, 1, tzinfo=UTC), Answer.CANNOT_TELL, id="after it signed"),
    ],
)
def test_revoked_seal_counts_only_for_what_it_signed_before(
    tmp_path: Path, revoked_on: datetime, answer: Answer
) -> None:
    from cryptography import x509

    make_authority(tmp_path, PASSPHRASE, [CNFGF, statement().signatories[1].institution], BORN)
    stated, ring = statement(), Keyring(tmp_path, PASSPHRASE)
    pdf = sign(drafted(stated), ring.signers_for(stated))
    serial = x509.load_pem_x509_certificate(read_authority(tmp_path).seals["hr-MINT"]).serial_number
    shutil.rmtree(tmp_path / "offline")
    refresh_lists(tmp_path, PASSPHRASE, LATER, [(serial, revoked_on)])

    trust = replace(Trust.of(read_authority(tmp_path)), did={KEY.method: KEY.public})
    report = verify(pdf, trust=trust, at=LATER)

    assert report.answer is answer  # without a register the status itself cannot be told


def test_trust_in_another_issuer_cannot_tell_about_revocation(world: World) -> None:
    trust = replace(world.trust, authorities=b"")

    report = verify(world.issued.pdf, trust=trust, at=LATER)

    found = report.finding("revocation_hr")
    assert found is not None
    assert found.detail == "issuer_missing"


def test_seal_is_opened_once(world: World) -> None:
    ring = Keyring(world.folder, PASSPHRASE)

    assert ring.seal(Function.HR, "MINT") is ring.seal(Function.HR, "MINT")
