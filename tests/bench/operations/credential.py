"""11c: one credential after another, written, canonicalised and signed."""

import hashlib
import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.credential import (
    CredentialKey,
    ProofCheck,
    check_proof,
    did_of,
    differences,
    issue_credential,
    read_credential,
)
from certificates.credential.canonical import canonical
from certificates.numbers import make_number
from certificates.status.entry import StatusEntry
from tests.bench import npm_peers
from tests.bench.harness import cpu_seconds
from tests.certificates.conftest import AT
from tests.certificates.samples import ARABIC, LATIN, MIXED, statement

COUNT = {"quick": 60, "full": 400}
PEER_COUNT = {"quick": 30, "full": 200}
HOLDERS = (LATIN, ARABIC, MIXED)


class Credential:
    """From a statement to signed bytes; the floor writes, hashes and signs the same bytes without any RDF."""

    op, title, unit, faster_is = "11c", "Credential, OB 3.0 with eddsa-rdfc-2022", "credentials/s", "more"

    def setup(self, size: str, folder: Path) -> None:
        self.count, self.peer_count = COUNT[size], PEER_COUNT[size]
        self.private = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
        self.key = CredentialKey.of(did_of("certificats.velmaria.example"), self.private)
        self.statements = [
            statement(number=make_number("trainer", 2026), holder=HOLDERS[number % len(HOLDERS)])
            for number in range(self.count)
        ]
        self.issued: list[bytes] = []
        self.ours()
        self.documents = [json.loads(one) for one in self.issued]
        self.written = [canonical({k: v for k, v in one.items() if k != "proof"}) for one in self.documents]

    def ours(self) -> float:
        return self.count / cpu_seconds(self._issue)

    def _issue(self) -> None:
        places = enumerate(self.statements)
        self.issued = [issue_credential(one, self.key, StatusEntry(1, n), AT) for n, one in places]

    def limit(self) -> float:
        return self.count / cpu_seconds(self._floor)

    def _floor(self) -> None:
        for document, lines in zip(self.documents, self.written, strict=True):
            self.private.sign(hashlib.sha256(lines).digest() * 2)
            json.dumps(document, ensure_ascii=False).encode("utf-8")

    def check(self) -> None:
        """The last one says what its statement says, and its proof holds."""
        last = read_credential(self.issued[-1])
        assert check_proof(last, {self.key.method: self.key.public}) is ProofCheck.HOLDS
        assert differences(last.claims, self.statements[-1], AT) == ()

    def gate(self, ours: float, ratio: float) -> bool:
        """≥ 120/s per core"""
        return ours >= 120

    def goal(self, ours: float, ratio: float) -> bool:
        """≥ 240/s per core"""
        return ours >= 240

    def extras(self) -> dict[str, object]:
        """Peers from npm in the same run, per second of CPU; None where they are not installed."""
        document = {name: value for name, value in self.documents[0].items() if name != "proof"}
        return {
            "@digitalbazaar/vc, credentials/s": npm_peers.issuing(document, self.key.did, self.peer_count),
            "@signpdf, documents/s with one RSA-3072 signature": npm_peers.signing(self.peer_count // 3),
        }

    def teardown(self) -> None:
        self.issued, self.documents, self.written = [], [], []
