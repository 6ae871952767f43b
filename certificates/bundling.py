"""All that an air-gapped checker trusts as one signed archive: keys, chain, lists, DID document, checkpoint.

A ZIP file without compression, so that the same content gives the same bytes and nothing in it can grow. Its
`manifest` is a signed note (C2SP signed-note) over name, length and SHA-256 of every other file. Holders are
not in it: the register of a folder, with every statement and so every name, goes along only on request.
"""

from __future__ import annotations

import hashlib
import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from certificates.errors import CertificateError, LogError, NumberRefused, TrustError
from certificates.log.note import checked, read_vkey
from certificates.numbers import parse_number
from certificates.verifying.folder import INDEX, TrustFolder, has_index, read_folder

MANIFEST = "manifest"
LARGEST_ARCHIVE = 512 * 1024 * 1024
LARGEST_MANIFEST = 64 * 1024
MOST_FILES = 400
"""So many lines fit into a signed note; a trust folder has some twenty files."""
_FIRST_LINE = "certificates bundle v1"
_NAME = re.compile(r"(?:[0-9A-Za-z_-][0-9A-Za-z._-]{0,99}/){0,3}[0-9A-Za-z_-][0-9A-Za-z._-]{0,99}", re.A)
_LINE = re.compile(r"([0-9a-f]{64}) (0|[1-9]\d{0,11}) (\S+)", re.A)
_LOG_KEY = "log.pub"


class BundleError(TrustError):
    """The archive is not one that its signer made, or none at all."""

    code = "bundle"


@dataclass(frozen=True)
class Bundle:
    """What was in an archive whose every file is as its manifest says."""

    files: Mapping[str, bytes]
    as_of: datetime
    signer: str
    """Name of the key that signed the manifest."""
    anchored: bool
    """Whether that key came from the checker, not from the archive itself."""

    def trust(self) -> TrustFolder:
        """Read the files as the folder they were."""
        with tempfile.TemporaryDirectory(prefix="certificates-") as folder:
            try:
                for name, data in self.files.items():
                    target = Path(folder, name)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(data)
                return read_folder(Path(folder))
            except (CertificateError, OSError) as error:
                raise BundleError(problem="unreadable", why=str(error)) from error


@dataclass(frozen=True)
class Trusted:
    """What a checker was told to trust, and how far that is known to be the issuer's."""

    folder: TrustFolder
    lists_certificates: bool
    vouched: bool
    """Not so for an archive that was checked with no key but its own: whoever packed it signed it."""


def make_bundle(
    folder: Path, sign: Callable[[str], str], at: datetime, *, with_register: bool = False
) -> bytes:
    """Pack a folder of `certificates export` without leaves and certificates; `sign` makes the note.

    The register holds the statement of every holder, names included; it is packed only where asked for.
    """
    read_folder(folder)
    files = {name: data for name, data in _packed(folder) if with_register or name != INDEX}
    lines = [f"{hashlib.sha256(data).hexdigest()} {len(data)} {name}" for name, data in files.items()]
    moment = at.astimezone(UTC).isoformat(timespec="seconds")
    manifest = sign("\n".join([_FIRST_LINE, moment, *lines, ""])).encode()
    if len(manifest) > LARGEST_MANIFEST or len(files) > MOST_FILES:
        raise BundleError(problem="too_many_files", found=len(files))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in {MANIFEST: manifest, **files}.items():
            archive.writestr(_info(name), data)
    return out.getvalue()


def _info(name: str) -> zipfile.ZipInfo:
    """An entry without date and system, so that the same files give the same archive."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, 0o100644 << 16
    return info


def _packed(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise BundleError(problem="link", name=name)
        if path.is_dir() or name.startswith("log/") or _is_of_one(path):
            continue
        if not _NAME.fullmatch(name) or name == MANIFEST:
            raise BundleError(problem="name", name=name)
        yield name, path.read_bytes()


def _is_of_one(path: Path) -> bool:
    """Whether a file is a certificate's own: its holder brings it, and ten thousand fit into no manifest."""
    try:
        parse_number(path.name.split(".", 1)[0])
    except NumberRefused:
        return path.suffix == ".pdf"
    return True


def open_bundle(data: bytes, verifier: str | None = None) -> Bundle:
    """Check an archive against a key, its own if none is given, and unpack it in memory; bounded."""
    if len(data) > LARGEST_ARCHIVE:
        raise BundleError(problem="too_large", found=len(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _opened(archive, verifier)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise BundleError(problem="no_archive", why=type(error).__name__) from error


def _opened(archive: zipfile.ZipFile, verifier: str | None) -> Bundle:
    entries = archive.infolist()
    if len(entries) > MOST_FILES + 1:
        raise BundleError(problem="too_many_files", found=len(entries))
    files: dict[str, bytes] = {}
    left = LARGEST_ARCHIVE
    for info in entries:
        _demand_plain(info, files)
        left -= info.file_size
        if left < 0:
            raise BundleError(problem="too_large", name=info.filename)
        files[info.filename] = archive.read(info)
    note = files.pop(MANIFEST, b"")
    vouching = verifier if verifier is not None else files.get(_LOG_KEY, b"").decode("utf-8")
    listed, as_of = _manifest(note, vouching)
    _demand_listed(files, listed)
    return Bundle(files, as_of, vouching.split("+", 1)[0].strip(), verifier is not None)


def _demand_plain(info: zipfile.ZipInfo, seen: Mapping[str, bytes]) -> None:
    """Refuse what could leave the folder, stand for two files, be read otherwise, or grow."""
    name = info.filename
    mode = info.external_attr >> 16
    problems = {
        "name": not _NAME.fullmatch(info.orig_filename),
        "twice": name in seen,
        "link": mode & 0o170000 not in (0, 0o100000),
        "encrypted": bool(info.flag_bits & 0x1),
        "compressed": info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size,
    }
    for problem, found in problems.items():
        if found:
            raise BundleError(problem=problem, name=name[:200])


def _manifest(note: bytes, verifier: str) -> tuple[dict[str, tuple[str, int]], datetime]:
    try:
        body = checked(note.decode("utf-8"), read_vkey(verifier))
    except LogError as error:
        raise BundleError(problem="manifest_not_signed", why=error.facts["problem"]) from error
    first, moment, *lines = [*body.split("\n")[:-1], ""]
    found = [_LINE.fullmatch(line) for line in lines[:-1]]
    if first != _FIRST_LINE or None in found:
        raise BundleError(problem="manifest_malformed")
    return {one[3]: (one[1], int(one[2])) for one in found if one}, _moment(moment)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BundleError(problem="manifest_malformed") from error
    if moment.tzinfo is None:
        raise BundleError(problem="manifest_malformed")
    return moment


def _demand_listed(files: Mapping[str, bytes], listed: Mapping[str, tuple[str, int]]) -> None:
    for name in sorted(files.keys() ^ listed.keys()):
        raise BundleError(problem="missing" if name in listed else "not_listed", name=name)
    for name, data in files.items():
        if (hashlib.sha256(data).hexdigest(), len(data)) != listed[name]:
            raise BundleError(problem="changed", name=name)


def read_bundle(path: Path, verifier: str | None = None) -> Bundle:
    """Read an archive from a file, never more of it than is allowed."""
    with path.open("rb") as file:
        return open_bundle(file.read(LARGEST_ARCHIVE + 1), verifier)


def trust_at(path: Path, verifier: str | None = None) -> Trusted:
    """Read what to trust from a folder or an archive; a key that could vouch for nothing is refused."""
    if path.is_dir():
        if verifier is not None:
            raise BundleError(problem="folder_not_signed", name=path.name)
        return Trusted(read_folder(path), has_index(path), vouched=True)
    bundle = read_bundle(path, verifier)
    return Trusted(bundle.trust(), INDEX in bundle.files, bundle.anchored)
