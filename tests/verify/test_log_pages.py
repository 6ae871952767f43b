"""The public log over the web: tiles as C2SP tlog-tiles says, the witnessed checkpoint, the proof."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, select

from certificates.errors import LogError
from certificates.log.bundle import read_holder_bundle
from certificates.log.checkpoint import read_checkpoint
from certificates.log.entry import Record, make_salt
from certificates.log.folder import check_folder
from certificates.log.tiles import Tile, TiledTree, tiles_of
from certificates.log.tree import Tree, leaf_hash
from certificates.log.witness import Cosigned, WitnessKey
from curriculum import clock
from curriculum.awards.issuing import commands, log, seals
from curriculum.awards.models import LogCheckpoint, LogNode
from curriculum.db import db, transaction
from tests.awards import signed_off
from tests.conftest import NOW

pytestmark = pytest.mark.database

WITNESS = WitnessKey("court.example/w1", Ed25519PrivateKey.from_private_bytes(b"\x03" * 32))
STRANGER = WitnessKey("nobody.example/w1", Ed25519PrivateKey.from_private_bytes(b"\x04" * 32))


def grow(size: int) -> list[bytes]:
    """A log of so many leaves, written as the issuing writes them, with one checkpoint at the end."""
    leaves = [hashlib.sha256(b"%d" % n).digest() for n in range(size)]
    key = signed_off.open_keys().log_key()
    with transaction():
        for leaf in leaves:
            log.add(leaf, record="{}")
        log.sign_checkpoint(key)
    return leaves


def test_the_served_files_are_a_log_that_recomputes(app, client, tmp_path):
    """Fetched file by file as a mirror does, the folder is what `log fsck` accepts."""
    grow(520)
    note = client.get("/log/checkpoint").text
    vkey = client.get("/log/log.pub").text.strip()
    for tile in tiles_of(read_checkpoint(note, vkey).size):
        target = tmp_path / tile.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(client.get(f"/log/{tile.path}").data)
    (tmp_path / "checkpoint").write_text(note)
    health = check_folder(tmp_path, note, vkey)
    assert (health.size, health.problems) == (520, ())


CACHED = [
    pytest.param("tile/0/000", "public, max-age=31536000, immutable", 8192, id="full"),
    pytest.param("tile/entries/000", "public, max-age=31536000, immutable", 256 * 34, id="full-entries"),
    pytest.param("tile/0/001.p/4", "public, max-age=5", 128, id="partial"),
    pytest.param("tile/0/001.p/3", "public, max-age=5", 96, id="partial-of-an-earlier-size"),
    pytest.param("tile/1/000.p/1", "public, max-age=5", 32, id="above"),
    pytest.param("checkpoint", "public, max-age=5", None, id="checkpoint"),
]


@pytest.mark.parametrize(("path", "cached", "length"), CACHED)
def test_full_tiles_are_kept_for_ever_others_for_a_moment(app, client, path, cached, length):
    grow(260)
    response = client.get(f"/log/{path}")
    kind = "text/plain; charset=utf-8" if length is None else "application/octet-stream"
    assert (response.headers["Cache-Control"], response.headers["Content-Type"]) == (cached, kind)
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in response.headers
    assert length in (None, len(response.data))


NOT_THERE = [
    pytest.param("tile/0/000", id="not-full-yet"),
    pytest.param("tile/0/000.p/6", id="wider-than-the-log"),
    pytest.param("tile/1/000.p/1", id="no-level-above"),
    pytest.param("tile/0/x000/000", id="another-spelling"),
    pytest.param("tile/0/x999/x999/x999/x999/x999/999", id="beyond-any-log"),
    pytest.param("tile/63/000.p/1", id="highest-level"),
    pytest.param("tile/entries/../../log.pub", id="another-file"),
    pytest.param("witnessed", id="nobody-witnessed"),
]


@pytest.mark.parametrize("path", NOT_THERE)
def test_what_is_no_tile_of_this_log_is_404(app, client, path):
    grow(5)
    assert client.get(f"/log/{path}").status_code == 404


def test_without_a_checkpoint_there_is_none(app, client):
    assert client.get("/log/checkpoint").status_code == 404


def test_a_proof_and_an_append_read_some_rows_however_large_the_log(app, counted):
    """The cost of an issue does not grow with the log: tiles are read, never all leaves."""
    costs = {}
    leaves = grow(300)
    for size in (300, 900):
        with transaction():
            for n in range(log.TableStore().size(), size):
                log.add(leaf := hashlib.sha256(b"%d" % n).digest(), record="{}")
                leaves.append(leaf)
        with counted() as asked:
            assert log.whole().prove(7).holds(leaves[7], Tree(leaves).root())
        costs[size] = asked.count
    assert costs[900] <= costs[300] + 2
    assert costs[900] <= 8


def test_nodes_are_written_with_the_leaf_that_fills_a_tile(app):
    leaves = grow(512)
    rows = db.session.scalars(select(LogNode).order_by(LogNode.index)).all()
    assert [(row.level, row.index, row.hash) for row in rows] == [
        (1, 0, Tree(leaves[:256]).root().hex()),
        (1, 1, Tree(leaves[256:]).root().hex()),
    ]


def test_a_database_older_than_its_tiles_serves_them_and_gets_them(app):
    """Leaves of an earlier release have no nodes: computed when asked, written with the next full tile."""
    leaves = grow(300)
    with transaction() as session:
        session.execute(delete(LogNode))
    assert log.read_tile(Tile(1, 0, 1)) == Tree(leaves[:256]).root()
    with transaction():
        for n in range(212):
            log.add(hashlib.sha256(b"later %d" % n).digest(), record="{}")
    assert db.session.scalars(select(LogNode.index).order_by(LogNode.index)).all() == [0, 1]


def test_a_changed_node_and_a_missing_leaf_are_found(app):
    vkey = signed_off.open_keys().log_key().vkey()
    grow(256)
    with transaction():
        db.session.scalars(select(LogNode)).one().hash = "00" * 32
    assert log.health(vkey).problems == ("tile_wrong 1/0",)
    with pytest.raises(LogError, match="tile_missing"):
        TiledTree(300, log.read_tile).inclusion(299)


def proof_of(client, issued):
    return client.get(f"/c/{issued.certificate.token}.proof.json")


def test_the_holder_gets_a_proof_that_needs_nobody(issued, client):
    response = proof_of(client, issued)
    bundle = read_holder_bundle(response.data)
    assert bundle.holds(client.get("/log/log.pub").text)
    assert bundle.is_of(issued.pdf)
    assert bundle.record.number == issued.certificate.number
    assert (response.headers["Cache-Control"], response.mimetype) == ("no-store", "application/json")


@pytest.mark.parametrize("token", ["nonsense", "A" * 24])
def test_without_the_token_there_is_no_proof(app, client, token):
    assert client.get(f"/c/{token}.proof.json").status_code == 404


def run(*arguments: object):
    return CliRunner().invoke(commands.group, [str(one) for one in arguments])


def cosigned(folder: Path, key: WitnessKey) -> Path:
    """Our latest checkpoint as it comes back from a witness."""
    file = folder / "cosigned"
    file.write_text(key.cosign(log.checkpoint().note, NOW))
    return file


def test_what_a_witness_signed_reaches_the_holder(issued, client, tmp_path):
    """By file: the witness's key is made known, its signature taken over; later issues do not hide it."""
    (tmp_path / "w.pub").write_text(WITNESS.vkey())
    assert [run("witness", tmp_path / "w.pub").output for _ in range(2)] == ["court.example/w1\n"] * 2
    signed = run("cosigned", cosigned(tmp_path, STRANGER.__class__("x", STRANGER._key)))
    assert isinstance(signed.exception, LogError)
    assert run("cosigned", cosigned(tmp_path, WITNESS)).output == f"court.example/w1  {NOW.isoformat()}\n"
    salt, key = make_salt(), signed_off.open_keys().log_key()
    with transaction():
        log.enter(Record("TRN-2026-OTHER", "a" * 64, "b" * 64, NOW + timedelta(1)), salt, key)
    bundle = read_holder_bundle(proof_of(client, issued).data)
    assert bundle.size == 1
    assert bundle.witnessed([WITNESS.vkey()]) == (Cosigned("court.example/w1", NOW),)
    assert bundle.holds(seals.authority().log)
    assert client.get("/log/witnessed").text == bundle.checkpoint


def test_a_checkpoint_we_never_signed_is_not_taken_over(app, tmp_path):
    grow(3)
    file = cosigned(tmp_path, WITNESS)
    with transaction() as session:
        session.execute(delete(LogCheckpoint).where(LogCheckpoint.size == 3))
    assert "no_such_checkpoint" in str(run("cosigned", file).exception)


def test_entries_are_the_leaves_and_nothing_of_a_person(issued, client):
    entries = client.get("/log/tile/entries/000.p/1").data
    assert entries == b"\x00\x20" + log.TableStore().leaves(0, 1)[0]
    assert client.get("/log/tile/0/000.p/1").data == leaf_hash(entries[2:])
    assert clock.now() == NOW
