"""Files handed in: what is kept, under which name it comes back, to whom."""

import io
from datetime import date

import pytest
from sqlalchemy import select

from curriculum.db import db, transaction
from curriculum.delivery import documents
from curriculum.delivery.models import Document
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.evidence.models import Evidence
from tests.factories.awards import make_candidacy

pytestmark = pytest.mark.database
PDF = b"%PDF-1.7 a proof"

REFUSED = [
    pytest.param(b"", "a.pdf", RefusalCode.FILE_EMPTY, id="empty"),
    pytest.param(b"%PDF-" + bytes(documents.LARGEST), "a.pdf", RefusalCode.FILE_TOO_LARGE, id="too-large"),
    pytest.param(b"<script>alert(1)</script>", "a.pdf", RefusalCode.FORMAT_UNKNOWN, id="page-named-pdf"),
    pytest.param(b"PK\x03\x04...", "a.jar", RefusalCode.FORMAT_UNKNOWN, id="archive-of-something-else"),
    pytest.param(b"MZ", "a.exe", RefusalCode.FORMAT_UNKNOWN, id="program"),
]


@pytest.mark.parametrize(("content", "name", "code"), REFUSED)
def test_file_that_is_no_document_is_refused(content, name, code, app):
    with pytest.raises(Refusal) as no:
        documents.kind_of(content, name)

    assert no.value.code is code


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "anything.txt", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "scan", "png"),
        (b"\xff\xd8\xff\xe0", "photo.jpeg", "jpg"),
        (b"PK\x03\x04...", "plan.DOCX", "docx"),
    ],
)
def test_the_bytes_say_what_a_file_is(content, name, kind, app):
    assert documents.kind_of(content, name) == kind


def hand_in(visit, content=PDF, status=303):
    sent = {
        "type": "work_product",
        "kind": "formal",
        "title": "A plan",
        "issuer": "Amina",
        "issued_on": "2026-11-02",
        "path": "LP-TRN-BOR",
        "document": (io.BytesIO(content), "plan.pdf"),
    }
    return visit("/me/evidence/new", as_="amina", method="POST", data=sent, status=status)


def test_evidence_comes_back_as_a_download_that_no_browser_runs(cast, visit):
    make_candidacy(cast)
    hand_in(visit)
    db.session.rollback()
    piece = db.session.scalars(select(Evidence)).one()
    [path] = [link for link in visit("/me/evidence", as_="amina").links().values() if "/evidence/" in link][
        -1:
    ]

    answer = visit(f"{path}/document", as_="amina").response

    assert answer.get_data() == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert documents.find(piece.person_id, piece.file_sha256) is not None
    visit(f"{path}/document", as_="ines", status=403)


def test_refused_file_leaves_no_evidence_either(cast, visit):
    make_candidacy(cast)

    page = hand_in(visit, b"MZ", 422)

    assert "plan.pdf is none of the files that are kept as proof" in page.problems()[0]
    assert db.session.scalars(select(Evidence)).all() == []


def test_same_bytes_are_kept_once(cast):
    cast.enter()
    with transaction():
        for name in ("one.pdf", "two.pdf"):
            documents.keep(cast.person("amina"), PDF, name)

    assert len(db.session.scalars(select(Document)).all()) == 1
    assert date(2026, 11, 21) == db.session.scalars(select(Document)).one().created_at.date()
