"""A national authority as the `openssl` command makes it: root, authority below it, certificates, lists."""

from __future__ import annotations

import subprocess
from pathlib import Path

AUTHORITY = ("-extensions", "authority", "-set_serial", "2", "-out", "authority.pem")

_CONFIG = """
[ca]
default_ca = national
[national]
dir = {folder}
database = $dir/index.txt
serial = $dir/serial
crlnumber = $dir/crlnumber
new_certs_dir = $dir
certificate = $dir/authority.pem
private_key = $dir/authority.key
default_md = sha256
default_days = 1000
default_crl_days = 30
policy = any
copy_extensions = none
unique_subject = no
[any]
commonName = supplied
organizationName = optional
countryName = optional
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[authority]
basicConstraints = critical,CA:true,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[seal]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature,nonRepudiation
extendedKeyUsage = emailProtection
[plain]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature,nonRepudiation
[web]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature,nonRepudiation
extendedKeyUsage = serverAuth
[weak]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
[silent]
basicConstraints = critical,CA:false
[uncertifying]
basicConstraints = critical,CA:true
keyUsage = critical,digitalSignature
[nothing]
subjectKeyIdentifier = hash
[above]
basicConstraints = critical,CA:true
keyUsage = critical,digitalSignature,nonRepudiation,keyCertSign
[req]
distinguished_name = name
prompt = no
[name]
CN = National root
"""


class National:
    """One authority in a folder."""

    def __init__(
        self,
        folder: Path,
        sort: tuple[str, ...] = ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"),
    ):
        self.folder = folder
        folder.mkdir()
        (folder / "config").write_text(_CONFIG.format(folder=folder))
        (folder / "index.txt").touch()
        (folder / "serial").write_text("1000\n")
        (folder / "crlnumber").write_text("01\n")
        for name in ("root", "authority"):
            self.run("genpkey", *sort, "-out", f"{name}.key")
        self.call(
            "req -x509 -config config -key root.key -days 3000 -extensions root -set_serial 1 -out root.pem"
        )
        self.call(
            "req -new -config config -key authority.key -subj",
            "/CN=National authority",
            "-out",
            "authority.csr",
        )
        self.call(
            "x509 -req -in authority.csr -CA root.pem -CAkey root.key -days 2000 -extfile config", *AUTHORITY
        )

    def renew(self) -> None:
        """Give the authority a new key and keep its name, as authorities do when a certificate ends."""
        self.run(
            "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384", "-out", "authority.key"
        )
        words = ("-key", "authority.key", "-subj", "/CN=National authority", "-out", "authority.csr")
        self.run("req", "-new", "-config", "config", *words)
        self.call(
            "x509 -req -in authority.csr -CA root.pem -CAkey root.key -days 2500 -extfile config",
            *("-extensions", "authority", "-set_serial", "3", "-out", "authority.pem"),
        )

    def call(self, words: str, *more: str) -> None:
        """Run `openssl` with words that hold no blank, then more that may."""
        self.run(*words.split(), *more)

    def run(self, *words: str) -> None:
        done = subprocess.run(
            ["openssl", *words], cwd=self.folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    def certify(self, request: Path, extensions: str = "seal", *more: str) -> bytes:
        """The certificate for a request, as PEM."""
        words = ("-extensions", extensions, "-in", str(request), "-out", "sent.pem", *more)
        self.call("ca -batch -notext -config config", *words)
        return self.read("sent.pem")

    def new_request(self, name: str, out: str) -> None:
        """A request of somebody who shares the root's key."""
        self.run("req", "-new", "-config", "config", "-key", "root.key", "-subj", f"/CN={name}", "-out", out)

    def certify_by(self, issuer: str, request: Path, extensions: str, out: str) -> None:
        """A certificate by the root, or by somebody who shares its key."""
        words = ["-CA", issuer, "-CAkey", "root.key", "-days", "9", "-extensions", extensions]
        self.run("x509", "-req", "-in", str(request), *words, "-extfile", "config", "-out", out)

    def revocations_of_root(self) -> bytes:
        """The list of what the root revoked, as PEM."""
        words = ("-keyfile", "root.key", "-cert", "root.pem", "-out", "above.pem")
        self.run("ca", "-config", "config", "-gencrl", *words)
        return self.read("above.pem")

    def revocations(self) -> bytes:
        """The list of what this authority revoked, as PEM."""
        self.run("ca", "-config", "config", "-gencrl", "-out", "list.pem")
        return self.read("list.pem")

    def revoke(self, certificate: bytes) -> None:
        (self.folder / "revoked.pem").write_bytes(certificate)
        self.run("ca", "-config", "config", "-revoke", "revoked.pem", "-crl_reason", "keyCompromise")

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()
