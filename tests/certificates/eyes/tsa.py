"""A real time-stamping service on the loopback interface: `openssl ts -reply` behind a small HTTP server."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_CONFIG = """[tsa]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {folder}/root.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""


@dataclass
class Service:
    """A running service; `broken` says how it should misbehave."""

    folder: Path
    url: str
    asked: list[bytes] = field(default_factory=list)
    broken: Any = None

    @property
    def root(self) -> bytes:
        """The certificate (PEM) its stamps lead to."""
        return (self.folder / "root.pem").read_bytes()

    @property
    def crl(self) -> bytes:
        """The list of what its authority revoked: nothing."""
        return (self.folder / "root.crl").read_bytes()


@contextmanager
def serving(folder: Path, key: Any = None, root_key: Any = None) -> Iterator[Service]:
    """Serve stamps by a key of its own under a root of its own."""
    make_authority(folder, key or ec.generate_private_key(ec.SECP256R1()), root_key)
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    service = Service(folder, f"http://127.0.0.1:{server.server_address[1]}/tsa")
    handler.service = service  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def reply(folder: Path, query: bytes) -> bytes:
    """Let OpenSSL answer a query."""
    (folder / "query").write_bytes(query)
    command = ["openssl", "ts", "-reply", "-config", str(folder / "conf"), "-section", "tsa"]
    command += ["-queryfile", str(folder / "query"), "-out", str(folder / "reply")]
    subprocess.run(command, check=True, capture_output=True)
    return (folder / "reply").read_bytes()


def holds(folder: Path, token: bytes, data: bytes) -> str:
    """Ask OpenSSL whether a stamp speaks of these bytes."""
    (folder / "token").write_bytes(token)
    (folder / "data").write_bytes(data)
    command = ["openssl", "ts", "-verify", "-token_in", "-in", str(folder / "token")]
    command += ["-data", str(folder / "data"), "-CAfile", str(folder / "root.pem")]
    done = subprocess.run(command, capture_output=True)
    return (done.stdout + done.stderr).decode()


def make_authority(folder: Path, key: Any, root_key: Any = None) -> None:
    """Write root, list, certificate and key of the service, and OpenSSL's configuration."""
    above = root_key or ec.generate_private_key(ec.SECP256R1())
    root = _certificate("Stamps root", above.public_key(), "Stamps root", above, authority=True)
    own = _certificate("Stamps", key.public_key(), "Stamps root", above, authority=False)
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    listed = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(_START)
        .next_update(_END)
        .add_extension(x509.CRLNumber(1), critical=False)
        .sign(above, SHA256())
    )
    (folder / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (folder / "root.crl").write_bytes(listed.public_bytes(Encoding.PEM))
    (folder / "tsa.pem").write_bytes(own.public_bytes(Encoding.PEM))
    (folder / "tsa.key").write_bytes(plain)
    (folder / "serial").write_text("01")
    (folder / "conf").write_text(_CONFIG.format(folder=folder))


_START = datetime(2020, 1, 1, tzinfo=UTC)
_END = _START + timedelta(days=365 * 80)


def _certificate(name: str, public: Any, issuer: str, key: Any, *, authority: bool) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_START)
        .not_valid_after(_END)
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    signs = not authority
    usage = x509.KeyUsage(signs, signs, False, False, False, authority, authority, False, False)
    builder = builder.add_extension(usage, critical=True)
    if signs:
        stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(stamping, critical=True)
    return builder.sign(key, SHA256())


class _Handler(BaseHTTPRequestHandler):
    service: Service

    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"]))
        self.service.asked.append(query)
        if self.service.broken is not None:
            self.service.broken(self, query)
            return
        answer(self, reply(self.service.folder, query))

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def answer(
    handler: BaseHTTPRequestHandler, body: bytes, kind: str = "application/timestamp-reply", status: int = 200
) -> None:
    """Send an answer."""
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
