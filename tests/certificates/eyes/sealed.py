"""What poppler with NSS, OpenSSL and qpdf say of a sealed PDF; each looks at the file by its own means."""

from __future__ import annotations

import io
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pikepdf

from tests.certificates.eyes.wanted import demand

_SECONDS = 120


@dataclass(frozen=True)
class Opinion:
    """What pdfsig says of one signature; `whole` is whether it covers the file to its end."""

    signer: str
    valid: bool
    trusted: bool
    whole: bool


def pdfsig(pdf: bytes, root: Path | None, folder: Path) -> list[Opinion]:
    """Ask poppler and NSS, which trusts this root only, and nobody when there is none."""
    demand("pdfsig", "certutil")
    store = f"sql:{folder}"
    (folder / "asked.pdf").write_bytes(pdf)
    _run("certutil", "-N", "-d", store, "--empty-password")
    if root is not None:
        _run("certutil", "-A", "-d", store, "-n", "root", "-t", "CT,C,C", "-i", str(root))
    told = _run("pdfsig", "-nssdir", store, str(folder / "asked.pdf")).stdout.decode()
    return [_opinion(part) for part in re.split(r"^Signature #\d+:$", told, flags=re.MULTILINE)[1:]]


def _opinion(told: str) -> Opinion:
    signer = re.search(r"Signer Certificate Common Name: (.*)", told)
    return Opinion(
        signer[1] if signer else "",
        "Signature Validation: Signature is Valid." in told,
        "Certificate Validation: Certificate is Trusted." in told,
        "Total document signed" in told,
    )


@dataclass(frozen=True)
class Signature:
    """The bytes a signature field speaks of, and the CMS in it, cut out by its byte range.

    `room` is how many bytes the file keeps for the CMS.
    """

    content: bytes
    cms: bytes
    room: int


def signatures(pdf: bytes) -> Mapping[str, Signature]:
    """Cut the signatures out of a file, by the names of their fields."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fields = {str(one.T): one.V for one in opened.Root.AcroForm.Fields if "/V" in one}
        ranges = {name: [int(number) for number in value.ByteRange] for name, value in fields.items()}
    return {name: _cut(pdf, *numbers) for name, numbers in ranges.items()}


def _cut(pdf: bytes, start: int, length: int, after: int, rest: int) -> Signature:
    hexadecimal = pdf[start + length : after].strip(b"<>")
    padded = bytes.fromhex(hexadecimal.decode("ascii"))
    # DER says its own length in the four bytes at its beginning; zeros fill the place up
    size = 4 + int.from_bytes(padded[2:4], "big")
    return Signature(pdf[start : start + length] + pdf[after : after + rest], padded[:size], len(padded))


def openssl_accepts(signature: Signature, root: Path, at: datetime, folder: Path) -> bool:
    """Ask OpenSSL whether the CMS holds over the content and leads to the root at a moment."""
    demand("openssl")
    (folder / "content").write_bytes(signature.content)
    (folder / "cms").write_bytes(signature.cms)
    command = ["openssl", "cms", "-verify", "-inform", "DER", "-in", "cms", "-content", "content", "-binary"]
    command += ["-CAfile", str(root), "-purpose", "any", "-attime", str(int(at.timestamp()))]
    command += ["-out", os.devnull]
    done = subprocess.run(command, capture_output=True, cwd=folder, timeout=_SECONDS)
    return done.returncode == 0 and b"successful" in done.stderr


def qpdf_complaints(pdf: bytes, folder: Path) -> str:
    """Ask qpdf what is wrong with the file; nothing is an empty text."""
    demand("qpdf")
    (folder / "asked.pdf").write_bytes(pdf)
    command = ["qpdf", "--check", str(folder / "asked.pdf")]
    done = subprocess.run(command, capture_output=True, timeout=_SECONDS)
    return "" if done.returncode == 0 else (done.stdout + done.stderr).decode("utf-8", "replace")


def _run(*command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, capture_output=True, check=True, timeout=_SECONDS)
