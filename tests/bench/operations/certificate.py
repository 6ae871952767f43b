"""11: from two sign-offs to a signed, logged and registered certificate."""

import io
from datetime import UTC, datetime
from pathlib import Path

import segno
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import func, select

from certificates import Answer, OneRegistered, verify
from curriculum import clock
from curriculum.awards import queries
from curriculum.awards.graduation import running
from curriculum.awards.issuing import log, seals
from curriculum.awards.models import Certificate as Issued
from curriculum.db import db
from curriculum.verify import queries as verification
from tests.awards import signed_off
from tests.bench import instances
from tests.bench.harness import timed

COUNT = {"quick": 5, "full": 30}


class Certificate:
    """Laid out, signed by two seals, entered in log and register, one after the other."""

    op, title, unit, faster_is = "11", "Certificate, two signatures", "certificates/s", "more"

    def setup(self, size: str, folder: Path) -> None:
        self.count = COUNT[size]
        self.app = instances.make_app(folder)
        self.context = self.app.app_context()
        self.context.push()
        signed_off.open_keys(folder / "keys")
        self.version_written = False
        self._make_floor()

    def _make_floor(self) -> None:
        """A key with a certificate of its own: what two plain detached signatures need."""
        self.key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "floor")])
        until = datetime(2040, 1, 1, tzinfo=UTC)
        made = x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(1)
        made = made.public_key(self.key.public_key()).not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        self.certificate = made.not_valid_after(until).sign(self.key, hashes.SHA256())

    def _due(self) -> None:
        if self.version_written:
            with signed_off.transaction():
                version = db.session.scalars(select(signed_off.PathVersion)).one()
                for _ in range(self.count):
                    signed_off.make_signed_off(version)
            return
        signed_off.make_batch(self.count)
        self.version_written = True

    def ours(self) -> float:
        self._due()
        return self.count / timed(running.issue_due)

    def limit(self) -> float:
        return self.count / timed(lambda: [self._plain() for _ in range(self.count)])

    def _plain(self) -> None:
        """A page with some lines and a QR, and two detached signatures over it."""
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(842, 595))
        for number in range(30):
            canvas.drawString(60, 560 - 12 * number, f"line {number} of a certificate with nothing to say")
        modules = segno.make("http://127.0.0.1:8000/v/" + "7" * 26, error="m", version=5, mask=3).matrix
        for y, row in enumerate(modules):
            for x, dark in enumerate(row):
                if dark:
                    canvas.rect(700 + 2 * x, 60 + 2 * y, 2, 2, stroke=0, fill=1)
        canvas.save()
        for _ in range(2):
            made = pkcs7.PKCS7SignatureBuilder().set_data(out.getvalue())
            made = made.add_signer(self.certificate, self.key, hashes.SHA256())
            made.sign(Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])

    def check(self) -> None:
        """As many as were due, and the last one verifies without a remark."""
        last = db.session.scalars(select(Issued).order_by(Issued.log_index.desc()).limit(1)).one()
        total = db.session.scalar(select(func.count()).select_from(Issued))
        assert total == last.log_index + 1
        assert total % self.count == 0
        found = verification.find_by_number(last.number)
        assert found is not None
        report = verify(
            queries.document(last),
            register=OneRegistered(found.registered),
            trust=seals.trust(),
            log=log.TableStore(),
            at=clock.now(),
        )
        assert report.answer is Answer.VALID

    def gate(self, ours: float, ratio: float) -> bool:
        """≥ 10/s per core"""
        return ours >= 10

    def goal(self, ours: float, ratio: float) -> bool:
        """≥ 15/s per core"""
        return ours >= 15

    def teardown(self) -> None:
        db.session.remove()
        self.context.pop()
