"""Every bad file of issue 2, and some more: refused for its own reason, with facts, nothing stored."""

import io
import time
import zipfile

import pytest
from sqlalchemy import func, select

from curriculum.db import db
from curriculum.domain.refusals import Refusal
from curriculum.domain.refusals import RefusalCode as R
from curriculum.intake import arrival, sources
from curriculum.intake.models import ImportBatch, ImportRow, ReceivedFile
from curriculum.labels import sentence
from tests.factories.intake import AMINA, as_csv, make_world, receive
from tests.intake import bombs

pytestmark = pytest.mark.database

LINE = ";".join(AMINA).encode()
HEAD = "Nom;Prénom;Date de naissance;Matricule;Heures suivies;Note\r\n".encode()
MANY = b"a;" * 250 + b"a\r\n"


def docx() -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return memory.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", R.FILE_EMPTY, id="no-bytes"),
        pytest.param(b" \r\n\r\n", R.FILE_EMPTY, id="only-blank-lines"),
        pytest.param(HEAD, R.NO_ROWS, id="headings-alone"),
        pytest.param(b"\xff\xfe" + b"\x00\xd8" * 9, R.ENCODING_UNKNOWN, id="broken-utf16"),
        pytest.param(HEAD + b"\x00\x01\x02\x03;\x04\x05\x81", R.ENCODING_UNKNOWN, id="bytes-of-no-text"),
        pytest.param(as_csv(AMINA).replace(b";", b"^"), R.COLUMN_MISSING, id="separator-nobody-uses"),
        pytest.param(as_csv(("A", "B"), headings=("Nom", "Prénom")), R.COLUMN_MISSING, id="no-hours"),
        pytest.param(as_csv(("1", "2"), headings=("Heures", "Note")), R.COLUMN_MISSING, id="no-names"),
        pytest.param(HEAD + LINE + b"x" * 2_000_000, R.CELL_TOO_LARGE, id="cell-of-2-MB"),
        pytest.param(HEAD + b'"' + LINE, R.FILE_UNREADABLE, id="quote-never-closed"),
        pytest.param(MANY * 3, R.FILE_TOO_LARGE, id="251-columns"),
        pytest.param(b"a" * (arrival.MOST_BYTES + 1), R.FILE_TOO_LARGE, id="17-MB"),
        pytest.param(b"%PDF-1.7 ...", R.FORMAT_UNKNOWN, id="pdf"),
        pytest.param(b"\xd0\xcf\x11\xe0 old excel", R.FORMAT_UNKNOWN, id="xls"),
        pytest.param(docx(), R.FORMAT_UNKNOWN, id="word"),
        pytest.param(b"PK\x03\x04 not a zip", R.FILE_UNREADABLE, id="half-a-zip"),
        pytest.param(bombs.zipped(108_000_000), R.ARCHIVE_BOMB, id="F1-zip-bomb"),
        pytest.param(bombs.zipped(1, entries=1200), R.ARCHIVE_BOMB, id="F1-many-entries"),
        pytest.param(bombs.lying(60_000_000), R.ARCHIVE_BOMB, id="F1-sizes-that-lie"),
        pytest.param(bombs.entity(), R.FILE_UNREADABLE, id="F2-entity-of-a-local-file"),
        pytest.param(bombs.far_cell(), R.FILE_UNREADABLE, id="F1-far-cell"),
        pytest.param(bombs.workbook(("Nom", "Prénom", "x" * 9000)), R.CELL_TOO_LARGE, id="xlsx-long-cell"),
    ],
)
def test_bad_file_is_refused_and_nothing_is_stored(app, content, code):
    world = make_world()

    with pytest.raises(Refusal) as refused:
        receive(world, content=content or b"")

    assert refused.value.code is code
    assert refused.value.facts
    assert "%(" not in sentence(refused.value)
    for table in (ReceivedFile, ImportBatch, ImportRow):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.parametrize(
    ("body", "row", "begins"),
    [
        pytest.param(b'"Mezgouri;Amina;;;3;\nB;C;;;4;\n', 2, '"Mezgouri;Amina;;;3;', id="to-the-end"),
        pytest.param(b'A;B;;;3;\n"Le "Goff;C;;;4;\n', 3, '"Le "Goff;C;;;4;', id="inside-a-cell"),
        pytest.param(b'"A";"B;;;3;\n', 2, '"B;;;3;', id="the-second-of-a-line"),
        pytest.param(b'A;"' + b"x" * 90, 2, '"' + "x" * 39 + "\u2026", id="a-long-one"),
    ],
)
def test_open_quote_is_quoted_with_its_row(body, row, begins):
    with pytest.raises(Refusal) as refused:
        sources.read(HEAD + body)

    assert (refused.value.facts["row"], refused.value.facts["begins"]) == (row, begins)


def test_open_quote_is_said_in_words(app):
    with pytest.raises(Refusal) as refused:
        sources.read(HEAD + b'"Mezgouri;Amina;;;3;')

    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert sentence(refused.value).startswith("Row 2 opens a quotation mark")


def test_bomb_is_refused_before_it_is_unpacked(app):
    """F1: a declared bomb costs a look into its directory."""
    content = bombs.zipped(108_000_000)
    start = time.perf_counter()

    with pytest.raises(Refusal):
        sources.read(content)

    assert time.perf_counter() - start < 0.1


@pytest.mark.parametrize(
    ("encoding", "said", "expected"),
    [
        ("klingon", "klingon", R.ENCODING_UNKNOWN),  # no such encoding
        ("utf-8", "utf-16", R.ENCODING_UNKNOWN),  # the sender is mistaken
        ("utf-8", "ascii", R.ENCODING_UNKNOWN),  # the same
    ],
)
def test_encoding_that_was_said_wrongly_is_refused(app, encoding, said, expected):
    world = make_world()

    with pytest.raises(Refusal) as refused:
        receive(world, content=as_csv(("Aït", "Zoé", "", "", "3", "")), encoding=said)

    assert refused.value.code is expected


def test_separator_that_was_said_wrongly_is_refused(app):
    world = make_world()

    with pytest.raises(Refusal) as refused:
        receive(world, AMINA, separator="|")

    assert refused.value.code is R.COLUMN_MISSING
    assert "Nom;Prénom" in str(refused.value.facts["found"])
