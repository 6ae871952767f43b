"""10: the page of a certificate, with its codes, structure and attachments, before anybody signs."""

import hashlib
import io
from pathlib import Path

import pikepdf
import segno
from reportlab.pdfgen.canvas import Canvas

from certificates.credential import issue_credential
from certificates.credential.code import write_code
from certificates.issuing import Recorded
from certificates.layout.archival import Attachment
from certificates.layout.finish import finish, statement_attachment
from certificates.layout.page import render
from certificates.numbers import make_number
from certificates.statement import Statement
from certificates.status.entry import StatusEntry
from tests.bench.harness import cpu_seconds
from tests.certificates.conftest import AT, KEY, SALT
from tests.certificates.samples import ARABIC, CYRILLIC, LATIN, MIXED, statement

COUNT = {"quick": 12, "full": 60}
HOLDERS = (LATIN, ARABIC, MIXED, CYRILLIC)
SMALL = 100_000


class UnsignedPage:
    """From a statement and its credential to the file the seals go into; the floor is a page without any."""

    op, title, unit, faster_is = "10", "Certificate page, unsigned, CPU of one core", "pages/CPU s", "more"

    def setup(self, size: str, folder: Path) -> None:
        self.count = COUNT[size]
        self.wanted: list[tuple[Statement, str, list[Attachment]]] = []
        for place in range(self.count):
            stated = statement(number=make_number("trainer", 2026), holder=HOLDERS[place % len(HOLDERS)])
            recorded = Recorded(AT, SALT, StatusEntry(1, place))
            credential = issue_credential(stated, KEY, recorded.status, AT)
            attached = ("credential.json", "application/vc", "Verifiable credential", credential)
            code = write_code(stated, credential, KEY, recorded.status, AT)
            self.wanted.append((stated, code, [statement_attachment(stated), attached]))
        self.made: list[bytes] = []

    def ours(self) -> float:
        return self.count / cpu_seconds(self._make)

    def _make(self) -> None:
        self.made = [finish(render(one, code=code), one, AT, attached) for one, code, attached in self.wanted]

    def limit(self) -> float:
        return self.count / cpu_seconds(lambda: [self._plain() for _ in range(self.count)])

    def _plain(self) -> None:
        """As many lines in a face that every reader has, and two codes."""
        canvas = Canvas(io.BytesIO(), pagesize=(842, 595))
        for number in range(70):
            canvas.drawString(60, 580 - 8 * number, f"line {number} of a certificate with nothing to say")
        for version, left in ((5, 700), (12, 600)):
            matrix = segno.make(
                "HTTP://127.0.0.1:8000/V/" + "7" * 26, error="m", version=version, mask=3
            ).matrix
            for y, row in enumerate(matrix):
                for x, dark in enumerate(row):
                    if dark:
                        canvas.rect(left + x, 60 + y, 1, 1, stroke=0, fill=1)
        canvas.save()

    def check(self) -> None:
        """The same again gives the same bytes; each is tagged, small, and holds what was attached."""
        digests = [hashlib.sha256(one).hexdigest() for one in self.made]
        self._make()
        assert [hashlib.sha256(one).hexdigest() for one in self.made] == digests
        for made, (_, _, attached) in zip(self.made, self.wanted, strict=True):
            assert len(made) < SMALL
            with pikepdf.open(io.BytesIO(made)) as pdf:
                assert pdf.Root.MarkInfo.Marked is True
                found = {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}
            assert found == {name: data for name, _, _, data in attached}

    def extras(self) -> dict[str, object]:
        """How long the files are."""
        return {"bytes": max(map(len, self.made))}

    def gate(self, ours: float, ratio: float) -> bool:
        """≥ 30/s per core"""
        return ours >= 30

    def goal(self, ours: float, ratio: float) -> bool:
        """≥ 60/s per core"""
        return ours >= 60

    def teardown(self) -> None:
        self.made = []
