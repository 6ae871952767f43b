"""A token in software: SoftHSM2 in a folder of its own, with P-256 and RSA keys on it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pkcs11
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11 import Attribute, CertificateType, ObjectClass

from certificates.signing.token import close_tokens
from tests.certificates import seals

PIN, LABEL = "1234-pin", "cursus seals"
IDS = {"training CNFGF": b"\x01", "hr MINT": b"\x02", "rsa": b"\x03", "training rsa": b"\x04"}
_MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so")


@contextmanager
def initialised(folder: Path) -> Iterator[Path]:
    """Make the token, import the keys, and give the path of the module."""
    (folder / "tokens").mkdir()
    (folder / "conf").write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\n")
    before, os.environ["SOFTHSM2_CONF"] = os.environ.get("SOFTHSM2_CONF"), str(folder / "conf")
    _util("--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", "5678-so-pin")
    for name, identifier in IDS.items():
        _import(folder, name, identifier)
    found = next(Path(each) for each in _MODULES if Path(each).exists())
    yield found
    close_tokens()
    pkcs11.unload(str(found))
    os.environ.pop("SOFTHSM2_CONF")
    if before is not None:
        os.environ["SOFTHSM2_CONF"] = before


def _util(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)


def key_of(name: str) -> Any:
    """Return the key that was imported under a name."""
    return seals.rsa_key(name) if "rsa" in name else seals.p256_key(name)


def _import(folder: Path, name: str, identifier: bytes) -> None:
    plain = key_of(name).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "plain").write_bytes(plain)
    where = ["--token", LABEL, "--label", name, "--id", identifier.hex()]
    _util("--import", str(folder / "plain"), *where, "--pin", PIN)


def store_certificate(module: Path, label: str, identifier: bytes, value: bytes) -> None:
    """Put a certificate on the token."""
    token = pkcs11.lib(str(module)).get_token(token_label=LABEL)
    close_tokens()
    with token.open(rw=True, user_pin=PIN) as session:
        session.create_object(
            {
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                Attribute.TOKEN: True,
                Attribute.LABEL: label,
                Attribute.ID: identifier,
                Attribute.SUBJECT: b"\x30\x00",
                Attribute.VALUE: value,
            }
        )
