"""A second institution signs checkpoints by file, and only trees that continue what it saw."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from certificates.errors import LogError, SigningKeyError
from certificates.log.checkpoint import Checkpoint, LogKey, read_checkpoint
from certificates.log.consistency import ConsistencyProof, demand, prove, read_proof
from certificates.log.note import Signature, split
from certificates.log.tree import Tree
from certificates.log.witness import (
    Cosigned,
    SeenFile,
    WitnessKey,
    adopt,
    cosignatures,
    looks_cosigned,
    make_witness_key,
    open_witness_key,
)

LOG = LogKey("log.example/x", Ed25519PrivateKey.from_private_bytes(b"\x01" * 32))
WITNESS = WitnessKey("court.example/w1", Ed25519PrivateKey.from_private_bytes(b"\x03" * 32))
SECOND = WitnessKey("ombud.example/w1", Ed25519PrivateKey.from_private_bytes(b"\x04" * 32))
AT = datetime(2026, 11, 21, 10, 0, 7, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LEAVES = [hashlib.sha256(bytes([n])).digest() for n in range(64)]
TREE = Tree(LEAVES)
OTHER = Tree([b"\x00" * 32, *LEAVES])


def at_size(size: int, tree: Tree = TREE) -> Checkpoint:
    return Checkpoint(LOG.name, size, tree.root(size))


def note(size: int, tree: Tree = TREE) -> str:
    return LOG.sign(at_size(size, tree))


def proof(old: int, new: int, tree: Tree = TREE) -> ConsistencyProof:
    return prove(tree, at_size(old, tree), at_size(new, tree))


def test_a_cosignature_is_that_of_the_standard_byte_for_byte() -> None:
    """Hashed and signed here as tlog-cosignature writes it, with nothing of ours between."""
    public = Ed25519PrivateKey.from_private_bytes(b"\x03" * 32).public_key()
    raw = public.public_bytes_raw()
    stamp = 1795255207
    text = f"cosignature/v1\ntime {stamp}\n{at_size(5).body()}"
    line = WITNESS.cosign(note(5), AT).splitlines()[-1]
    name, data = line.removeprefix("— ").split(" ")
    signed = base64.b64decode(data)

    assert int(AT.timestamp()) == stamp
    assert name == "court.example/w1"
    assert signed[:4] == hashlib.sha256(b"court.example/w1\n\x04" + raw).digest()[:4]
    assert signed[4:12] == stamp.to_bytes(8, "big")
    public.verify(signed[12:], text.encode())
    public_part = base64.b64encode(b"\x04" + raw).decode()
    assert WITNESS.vkey() == f"court.example/w1+{signed[:4].hex()}+{public_part}"


def test_who_cosigned_and_when_is_read_from_the_checkpoint() -> None:
    twice = SECOND.cosign(WITNESS.cosign(note(5), AT), LATER)

    assert cosignatures(twice, [WITNESS.vkey(), SECOND.vkey()]) == (
        Cosigned("court.example/w1", AT),
        Cosigned("ombud.example/w1", LATER),
    )
    assert cosignatures(twice, [SECOND.vkey()]) == (Cosigned("ombud.example/w1", LATER),)
    assert cosignatures(note(5), [WITNESS.vkey()]) == ()
    assert read_checkpoint(twice, LOG.vkey()) == at_size(5)
    assert (looks_cosigned(twice), looks_cosigned(note(5))) == (True, False)


def test_signing_again_replaces_the_earlier_line() -> None:
    again = WITNESS.cosign(WITNESS.cosign(note(5), AT), LATER)

    assert cosignatures(again, [WITNESS.vkey()]) == (Cosigned("court.example/w1", LATER),)


def test_signatures_of_known_witnesses_are_taken_over() -> None:
    known = [WITNESS.vkey(), SECOND.vkey()]
    one, other = WITNESS.cosign(note(5), AT), SECOND.cosign(note(5), LATER)
    both = adopt(one, other, known)

    assert cosignatures(both, known) == (
        Cosigned("court.example/w1", AT),
        Cosigned("ombud.example/w1", LATER),
    )
    assert adopt(both, WITNESS.cosign(note(5), LATER), known).count("— ") == 3
    assert adopt(note(5), SECOND.cosign(one, LATER), [WITNESS.vkey()]) == one


@pytest.mark.parametrize(
    ("signed", "problem"),
    [
        pytest.param(WITNESS.cosign(note(6), AT), "another_checkpoint", id="of another size"),
        pytest.param(SECOND.cosign(note(5), AT), "no_known_witness", id="by a stranger"),
        pytest.param(note(5), "no_known_witness", id="by nobody"),
    ],
)
def test_what_no_known_witness_signed_is_not_taken_over(signed: str, problem: str) -> None:
    with pytest.raises(LogError, match=problem):
        adopt(note(5), signed, [WITNESS.vkey()])


def bent(change: Any) -> str:
    """A cosigned checkpoint with its last signature changed."""
    body, signatures = split(WITNESS.cosign(note(5), AT))
    last = signatures[-1]
    bad = Signature(last.name, last.key_id, change(last.data))
    return body + "\n" + signatures[0].line() + bad.line()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda data: data[:7] + b"\x00" + data[8:], id="another moment"),
        pytest.param(lambda data: data[:-1] + bytes([data[-1] ^ 1]), id="another signature"),
        pytest.param(lambda data: data[8:], id="signed without a moment"),
        pytest.param(
            lambda data: (
                (stamp := b"\x7f" + b"\xff" * 7)
                + Ed25519PrivateKey.from_private_bytes(b"\x03" * 32).sign(
                    f"cosignature/v1\ntime {int.from_bytes(stamp, 'big')}\n{at_size(5).body()}".encode()
                )
            ),
            id="a moment no calendar knows",
        ),
    ],
)
def test_a_wrong_cosignature_of_a_known_witness_spoils_the_note(change: Any) -> None:
    with pytest.raises(LogError, match="cosignature_wrong"):
        cosignatures(bent(change), [WITNESS.vkey()])


def test_a_log_key_is_no_witness_key() -> None:
    with pytest.raises(LogError, match="verifier_key_malformed"):
        cosignatures(note(5), [LOG.vkey()])
    with pytest.raises(LogError, match="key_name"):
        WitnessKey("two words", Ed25519PrivateKey.generate()).vkey()


@pytest.fixture
def seen(tmp_path: Path) -> SeenFile:
    """A witness that signed the tree of 5."""
    file = SeenFile(tmp_path / "seen")
    file.witness(note(5), None, LOG.vkey(), WITNESS, AT, first=True)
    return file


@pytest.mark.parametrize(
    ("size", "given"),
    [
        pytest.param(9, proof(5, 9), id="larger, with its proof"),
        pytest.param(5, None, id="the same again"),
        pytest.param(64, proof(5, 64), id="much larger"),
    ],
)
def test_what_continues_is_cosigned_and_remembered(
    seen: SeenFile, size: int, given: ConsistencyProof | None
) -> None:
    signed = seen.witness(note(size), given, LOG.vkey(), WITNESS, LATER)

    assert cosignatures(signed, [WITNESS.vkey()]) == (Cosigned("court.example/w1", LATER),)
    assert (seen.note(), seen.size()) == (signed, size)


STRANGER = LogKey("other.example/x", Ed25519PrivateKey.from_private_bytes(b"\x01" * 32))
FALSE = LogKey(LOG.name, Ed25519PrivateKey.from_private_bytes(b"\x09" * 32))
REFUSED = [
    pytest.param(note(4), proof(4, 5), "smaller_tree", id="a smaller tree"),
    pytest.param(note(9), None, "proof_missing", id="no proof"),
    pytest.param(note(9), proof(4, 9), "proof_of_another_size", id="a proof from elsewhere"),
    pytest.param(
        note(9), ConsistencyProof(5, proof(5, 8).path), "inconsistent", id="a proof of another tree"
    ),
    pytest.param(note(9, OTHER), proof(5, 9, OTHER), "inconsistent", id="another history"),
    pytest.param(note(5, OTHER), None, "two_roots", id="another tree of the same size"),
    pytest.param(FALSE.sign(at_size(9)), proof(5, 9), "signature_missing", id="signed with another key"),
    pytest.param(STRANGER.sign(at_size(9)), proof(5, 9), "signature_missing", id="signed by another log"),
    pytest.param(
        LOG.sign(Checkpoint("other.example", 9, TREE.root(9))), proof(5, 9), "other_log", id="of another log"
    ),
]


@pytest.mark.parametrize(("shown", "given", "problem"), REFUSED)
def test_what_does_not_continue_is_refused_by_name_and_forgotten(
    seen: SeenFile, shown: str, given: ConsistencyProof | None, problem: str
) -> None:
    before = seen.note()
    with pytest.raises(LogError, match=problem):
        seen.witness(shown, given, LOG.vkey(), WITNESS, LATER)

    assert seen.note() == before


def test_who_saw_nothing_signs_only_when_told_to_begin(tmp_path: Path) -> None:
    fresh = SeenFile(tmp_path / "seen")
    with pytest.raises(LogError, match="nothing_seen"):
        fresh.witness(note(5), None, LOG.vkey(), WITNESS, AT)

    assert (fresh.size(), fresh.note()) == (0, None)


def test_the_empty_tree_is_continued_by_any() -> None:
    demand(at_size(0), at_size(7), None)
    assert proof(0, 7) == ConsistencyProof(0, ())


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param(at_size(5), at_size(65, OTHER), "no_such_leaf", id="larger than the tree"),
        pytest.param(at_size(5, OTHER), at_size(9), "rewritten", id="the earlier one is of another tree"),
        pytest.param(at_size(5), at_size(9, OTHER), "rewritten", id="the later one is of another tree"),
        pytest.param(at_size(9), at_size(5), "smaller_tree", id="in the wrong order"),
        pytest.param(at_size(5), Checkpoint("x", 9, TREE.root(9)), "other_log", id="of another log"),
    ],
)
def test_the_tree_itself_proves_no_untruth(old: Checkpoint, new: Checkpoint, problem: str) -> None:
    with pytest.raises(LogError, match=problem):
        prove(TREE, old, new)


def test_a_proof_is_written_and_read_as_a_witness_of_the_network_takes_it() -> None:
    made = proof(5, 9)
    text = made.text(note(9))

    assert text.startswith("old 5\n" + base64.b64encode(made.path[0]).decode() + "\n")
    assert "\n\nlog.example/x\n9\n" in text
    assert read_proof(text) == (made, note(9))
    assert read_proof(made.text()) == (made, None)
    assert read_proof("old 0\n") == (ConsistencyProof(0, ()), None)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("old 05\n", id="leading zero"),
        pytest.param("old x\n", id="no number"),
        pytest.param("old 5\nAAAA\n", id="not 32 bytes"),
        pytest.param("old 5\n!\n", id="not base64"),
        pytest.param("old 5\n" + (base64.b64encode(b"\x00" * 32).decode() + "\n") * 64, id="64 steps"),
    ],
)
def test_malformed_proof_is_refused(text: str) -> None:
    with pytest.raises(LogError, match="proof_malformed"):
        read_proof(text)


def test_a_key_is_made_once_and_opened_with_its_passphrase(tmp_path: Path) -> None:
    file = tmp_path / "witness.key"
    made = make_witness_key(file, "court.example/w1", b"secret")

    assert open_witness_key(file, b"secret").vkey() == made.vkey()
    assert (tmp_path / "witness.key.pub").read_text() == made.vkey() + "\n"
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(SigningKeyError, match="key_exists"):
        make_witness_key(file, "court.example/w1", b"secret")
    with pytest.raises(SigningKeyError, match="ValueError"):
        open_witness_key(file, b"wrong")
    (tmp_path / "witness.key.pub").write_text(SECOND.vkey())
    with pytest.raises(SigningKeyError, match="public_part_of_another"):
        open_witness_key(file, b"secret")


def test_only_ed25519_witnesses(tmp_path: Path) -> None:
    file = tmp_path / "witness.key"
    key = generate_private_key(SECP256R1())
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (tmp_path / "witness.key.pub").write_text(WITNESS.vkey())
    with pytest.raises(SigningKeyError, match="TypeError"):
        open_witness_key(file, b"secret")
    with pytest.raises(SigningKeyError, match="not_ed25519"):
        open_witness_key(file, None)  # type: ignore[arg-type]
