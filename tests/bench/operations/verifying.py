"""11v, 11d: a certificate checked whole by an outsider, and one whose digest the register knows."""

import hashlib
import time
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from certificates import Answer, verify
from certificates.verifying.checks.registered import check_digest
from certificates.verifying.report import Outcome, Report, conclude
from tests.certificates.conftest import LATER, World, made_world

COUNT = {"quick": 5, "full": 20}
KNOWN = 200


class Verifying:
    """Both seals, every revision, credential, register, log; the floor is two signatures and the digest."""

    op, title, unit, faster_is = "11v", "Certificate verified whole", "CPU ms", "less"

    def setup(self, size: str, folder: Path) -> None:
        self.count = COUNT[size]
        self.world: World = made_world(folder)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.signature = self.key.sign(self.world.issued.pdf, ec.ECDSA(SHA256()))
        self.last: Report | None = None

    def _whole(self) -> Report:
        world = self.world
        return verify(world.issued.pdf, register=world.register, trust=world.trust, log=world.store, at=LATER)

    def ours(self) -> float:
        start = time.process_time()
        for _ in range(self.count):
            self.last = self._whole()
        return 1000 * (time.process_time() - start) / self.count

    def limit(self) -> float:
        pdf, start = self.world.issued.pdf, time.process_time()
        for _ in range(self.count):
            hashlib.sha256(pdf).hexdigest()
            for signer in (self.world.signers.training, self.world.signers.hr):
                x509.load_der_x509_certificate(signer.certificate)
                self.key.public_key().verify(self.signature, pdf, ec.ECDSA(SHA256()))
        return 1000 * (time.process_time() - start) / self.count

    def check(self) -> None:
        """Every question was asked, and every answer was good."""
        assert self.last is not None
        assert self.last.answer is Answer.VALID
        assert len(self.last.findings) >= 20
        assert {found.outcome for found in self.last.findings} == {Outcome.PASSED}

    def extras(self) -> dict[str, object]:
        """How large the file was."""
        return {"bytes": len(self.world.issued.pdf)}

    def gate(self, ours: float, ratio: float) -> bool:
        """≤ 120 ms"""
        return ours <= 120

    def goal(self, ours: float, ratio: float) -> bool:
        """≤ 80 ms"""
        return ours <= 80

    def teardown(self) -> None:
        pass


class KnownDigest(Verifying):
    """Number, digest, status and log, as the public page asks them; the floor is the digest alone."""

    op, title, unit = "11d", "Known digest verified", "CPU ms"

    def _known(self) -> Report:
        world = self.world
        report = verify(number=world.issued.number, register=world.register, log=world.store, at=LATER)
        stored = check_digest(world.issued.pdf, world.registered)
        return conclude((*report.findings, stored), LATER, report.statement)

    def ours(self) -> float:
        start = time.process_time()
        for _ in range(KNOWN):
            self.last = self._known()
        return 1000 * (time.process_time() - start) / KNOWN

    def limit(self) -> float:
        pdf, start = self.world.issued.pdf, time.process_time()
        for _ in range(KNOWN):
            hashlib.sha256(pdf).hexdigest()
        return 1000 * (time.process_time() - start) / KNOWN

    def check(self) -> None:
        """The same answer, by fewer questions."""
        assert self.last is not None
        assert (self.last.answer, self.last.finding("digest").detail) == (Answer.VALID, "registered_file")

    def gate(self, ours: float, ratio: float) -> bool:
        """≤ 1 ms"""
        return ours <= 1

    def goal(self, ours: float, ratio: float) -> bool:
        """≤ 0.5 ms"""
        return ours <= 0.5
