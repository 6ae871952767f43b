"""The archive for an air-gapped checker: signed, deterministic, and refused by name when it was touched."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.__main__ import main
from certificates.bundling import BundleError, Trusted, make_bundle, open_bundle, read_bundle, trust_at
from certificates.errors import TrustError
from certificates.keys import read_authority
from certificates.keys.registry import PublicKey
from certificates.log.checkpoint import LogKey, read_body
from certificates.verifying.folder import Kept, TrustFolder, read_folder, write_folder
from tests.certificates.conftest import BORN, DID, KEY, LATER, PASSPHRASE, World

FALSE = LogKey("log.cursus.example", Ed25519PrivateKey.from_private_bytes(b"\x02" * 32))


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    known = [Kept(world.registered, world.issued.pdf, world.issued.credential)]
    credentials = (PublicKey(kid=KEY.kid, valid_from=BORN, public=KEY.public),)
    authority = dataclasses.replace(read_authority(world.folder), did=DID, credential_keys=credentials)
    write_folder(tmp_path / "out", authority, world.trust.checkpoint, known, LATER)
    (tmp_path / "out" / "more").mkdir()
    (tmp_path / "out" / "more" / "readme.txt").write_text("for the checker")
    (tmp_path / "out" / "log").mkdir()
    (tmp_path / "out" / "log" / "leaves").write_bytes(b"\x00" * 32)
    return tmp_path / "out"


@pytest.fixture
def key(world: World) -> LogKey:
    return world.keyring.log_key()


@pytest.fixture
def archive(folder: Path, key: LogKey) -> bytes:
    return make_bundle(folder, key.sign_text, LATER)


def test_the_archive_reads_back_as_the_folder(
    world: World, folder: Path, key: LogKey, archive: bytes
) -> None:
    bundle, number = open_bundle(archive, key.vkey()), world.issued.number

    assert bundle.trust() == TrustFolder(read_folder(folder).trust, {})
    assert (bundle.as_of, bundle.signer, bundle.anchored) == (LATER, key.name, True)
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    own = {name for name in names if name.startswith(("log/", f"{number}.", "index."))}
    assert own == {"log/leaves", f"{number}.pdf", f"{number}.json", "index.json"}
    assert set(bundle.files) == names - own
    assert open_bundle(archive).anchored is False


def test_the_same_folder_gives_the_same_bytes(folder: Path, key: LogKey, archive: bytes) -> None:
    for path in folder.rglob("*"):
        path.touch()

    assert make_bundle(folder, key.sign_text, LATER) == archive


def test_a_manifest_is_no_checkpoint(key: LogKey, archive: bytes) -> None:
    """One key signs both, so neither may ever be read as the other."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        note = opened.read("manifest").decode()

    with pytest.raises(Exception, match="note_malformed"):
        read_body(note)


def test_an_archive_is_read_from_its_file_and_a_folder_as_before(
    folder: Path, key: LogKey, archive: bytes
) -> None:
    file = folder.parent / "bundle.zip"
    file.write_bytes(archive)

    bare = TrustFolder(read_folder(folder).trust, {})
    assert trust_at(file, key.vkey()) == Trusted(bare, lists_certificates=False, vouched=True)
    assert trust_at(file) == Trusted(bare, lists_certificates=False, vouched=False)
    assert trust_at(folder) == Trusted(read_folder(folder), lists_certificates=True, vouched=True)
    assert read_bundle(file).files["ca.pem"] == (folder / "ca.pem").read_bytes()


def test_a_key_that_could_vouch_for_nothing_is_refused(folder: Path, key: LogKey) -> None:
    with pytest.raises(BundleError, match="folder_not_signed"):
        trust_at(folder, key.vkey())


Entries = list[tuple[zipfile.ZipInfo, bytes]]


def rebuilt(archive: bytes, change: Callable[[Entries], None], kind: int = zipfile.ZIP_STORED) -> bytes:
    """The archive with its entries changed, written again."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        entries = [(zipfile.ZipInfo(info.filename), opened.read(info)) for info in opened.infolist()]
    change(entries)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as made:
        for info, data in entries:
            info.compress_type = kind
            made.writestr(info, data)
    return out.getvalue()


def add(name: str, data: bytes = b"", mode: int = 0) -> Callable[[Entries], None]:
    def do(entries: Entries) -> None:
        info = zipfile.ZipInfo("x")
        info.filename, info.external_attr = name, mode << 16
        entries.append((info, data))

    return do


def replace(name: str, data: bytes) -> Callable[[Entries], None]:
    def do(entries: Entries) -> None:
        entries[:] = [(info, data if info.filename == name else kept) for info, kept in entries]

    return do


def drop(name: str) -> Callable[[Entries], None]:
    def do(entries: Entries) -> None:
        entries[:] = [one for one in entries if one[0].filename != name]

    return do


CHANGES = [
    pytest.param(replace("ca.crl", b"old list"), "changed", id="a list replaced"),
    pytest.param(drop("ca.crl"), "missing", id="a list taken out"),
    pytest.param(add("status/9.json", b"{}"), "not_listed", id="a list put in"),
    pytest.param(add("../outside", b"x"), "name", id="out of the folder"),
    pytest.param(add("/etc/passwd", b"x"), "name", id="absolute"),
    pytest.param(add("a\\..\\b", b"x"), "name", id="backslashes"),
    pytest.param(add("status/", b""), "name", id="a folder"),
    pytest.param(add(".hidden", b""), "name", id="hidden"),
    pytest.param(add("link", b"/etc/passwd", 0o120777), "link", id="a symbolic link"),
    pytest.param(drop("manifest"), "manifest_not_signed", id="no manifest"),
    pytest.param(replace("manifest", b"\xff"), "no_archive", id="manifest is no text"),
    pytest.param(lambda entries: entries.extend(entries), "twice", id="each file twice"),
    pytest.param(
        lambda entries: [add(f"f{n}")(entries) for n in range(500)] and None, "too_many_files", id="500 more"
    ),
]


@pytest.mark.parametrize(("change", "problem"), CHANGES)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_whatever_is_changed_is_refused_by_name(
    archive: bytes, key: LogKey, change: Callable[[Entries], None], problem: str
) -> None:
    with pytest.raises(BundleError) as refused:
        open_bundle(rebuilt(archive, change), key.vkey())

    assert refused.value.facts["problem"] == problem


def resigned(note: Callable[[str], str]) -> Callable[[Entries], None]:
    """Another manifest over the same files."""

    def do(entries: Entries) -> None:
        files = [(info.filename, data) for info, data in entries if info.filename != "manifest"]
        lines = [f"{hashlib.sha256(data).hexdigest()} {len(data)} {name}" for name, data in files]
        replace("manifest", note("\n".join(lines) + "\n").encode())(entries)

    return do


HEAD = "certificates bundle v1\n2026-11-22T00:00:00"
SIGNED = [
    pytest.param(lambda key, t: FALSE.sign_text(f"{HEAD}Z\n{t}"), "manifest_not_signed", id="another key"),
    pytest.param(lambda key, t: key.sign_text(f"{HEAD}\n{t}"), "manifest_malformed", id="no time zone"),
    pytest.param(lambda key, t: key.sign_text(f"another kind\n{t}"), "manifest_malformed", id="another text"),
    pytest.param(
        lambda key, t: key.sign_text("certificates bundle v1\n"), "manifest_malformed", id="no date"
    ),
    pytest.param(
        lambda key, t: key.sign_text(f"{HEAD}Z\n{t}x\n"), "manifest_malformed", id="a line too many"
    ),
]


@pytest.mark.parametrize(("note", "problem"), SIGNED)
def test_only_a_manifest_of_the_key_counts(
    archive: bytes, key: LogKey, note: Callable[[LogKey, str], str], problem: str
) -> None:
    with pytest.raises(BundleError) as refused:
        open_bundle(rebuilt(archive, resigned(lambda text: note(key, text))), key.vkey())

    assert refused.value.facts["problem"] == problem


def test_a_bomb_is_refused_before_it_is_unpacked(archive: bytes, key: LogKey) -> None:
    bomb = rebuilt(archive, add("zeros", b"\x00" * 5_000_000), zipfile.ZIP_DEFLATED)

    assert len(bomb) < 100_000
    with pytest.raises(BundleError, match="compressed"):
        open_bundle(bomb, key.vkey())


def test_an_encrypted_entry_is_refused(archive: bytes) -> None:
    locked = bytearray(archive)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.find(mark) + at] |= 1

    with pytest.raises(BundleError, match="encrypted"):
        open_bundle(bytes(locked))


def test_more_than_is_allowed_is_not_read(archive: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certificates.bundling.LARGEST_ARCHIVE", len(archive) - 1)
    with pytest.raises(BundleError, match="too_large"):
        open_bundle(archive)


def test_entries_that_lie_over_each_other_are_counted_in_full(
    archive: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The directory may name the same bytes many times: what is read is bounded, not what is stored."""
    monkeypatch.setattr("certificates.bundling.LARGEST_ARCHIVE", len(archive))
    bomb = bytearray(archive)
    at = bomb.rfind(b"PK\x01\x02")
    bomb[at + 20 : at + 28] = (len(archive)).to_bytes(4, "little") * 2

    with pytest.raises(BundleError, match="too_large"):
        open_bundle(bytes(bomb))


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x05\x06" + b"\xff" * 18])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(BundleError, match="no_archive"):
        open_bundle(data)


def test_a_signed_archive_without_keys_is_refused(archive: bytes, key: LogKey, tmp_path: Path) -> None:
    def emptied(entries: Entries) -> None:
        drop("root.pem")(entries)
        resigned(lambda text: key.sign_text(f"{HEAD}Z\n{text}"))(entries)

    (tmp_path / "b.zip").write_bytes(rebuilt(archive, emptied))
    with pytest.raises(BundleError, match="unreadable"):
        trust_at(tmp_path / "b.zip", key.vkey())


UNFIT = [
    pytest.param(lambda folder: (folder / "link").symlink_to("/etc/passwd"), "link", id="a link"),
    pytest.param(lambda folder: (folder / "a b").write_text("x"), "name", id="a name with a space"),
    pytest.param(lambda folder: (folder / "manifest").write_text("x"), "name", id="the manifest's name"),
    pytest.param(
        lambda folder: [(folder / f"f{n}").touch() for n in range(401)], "too_many_files", id="too many"
    ),
]


@pytest.mark.parametrize(("spoil", "problem"), UNFIT)
def test_a_folder_that_makes_no_archive_is_refused(
    folder: Path, key: LogKey, spoil: Callable[[Path], object], problem: str
) -> None:
    spoil(folder)
    with pytest.raises(BundleError) as refused:
        make_bundle(folder, key.sign_text, LATER)

    assert refused.value.facts["problem"] == problem


def test_a_folder_without_keys_makes_no_archive(folder: Path, key: LogKey) -> None:
    (folder / "root.pem").unlink()
    with pytest.raises(TrustError):
        make_bundle(folder, key.sign_text, LATER)


def test_the_command_packs_and_checks(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CERTIFICATES_PASSPHRASE", PASSPHRASE.decode())
    file, key = str(folder.parent / "b.zip"), str(world.folder / "log.pub")

    assert main(["bundle", file, "--trust", str(folder)]) == 2
    assert main(["bundle", file, "--trust", str(folder), "--keys", str(world.folder)]) == 0
    capsys.readouterr()
    assert main(["bundle", file, "--check"]) == 0
    assert "key taken from the archive itself" in capsys.readouterr().out
    assert main(["bundle", file, "--check", "--key", key]) == 0
    assert "root.pem" in capsys.readouterr().out
    Path(file).write_bytes(Path(file).read_bytes()[:-40])
    assert main(["bundle", file, "--check", "--key", key]) == 1
