"""Twelve ways to write the same list down; all are read, and how is shown (F4)."""

import pytest

from curriculum.intake import sources
from tests.intake import bombs

FRENCH = "Nom;Prénom;Heures\r\nAït Yazour;Aïssatou;21,6\r\nMercadel;Clarisse;18\r\n"
RUSSIAN = "Фамилия;Имя;Часы\r\nГромадин;Алексей;24\r\nЧерновольова;Юлия;12\r\n"
ARABIC = "الاسم;اللقب;ساعات\r\nمحمد;العلوي;12\r\nفاطمة;الزهراء;13\r\n"


@pytest.mark.parametrize(
    ("text", "encoding", "shown", "is_guess"),
    [
        (FRENCH, "utf-8", "utf-8", False),
        (FRENCH, "utf-8-sig", "utf-8-sig", False),
        (FRENCH, "utf-16", "utf-16", False),
        (FRENCH, "utf-16-le", "utf-16-le", True),
        (FRENCH, "utf-16-be", "utf-16-be", True),
        (FRENCH, "utf-32", "utf-32", False),
        (FRENCH, "cp1252", "cp1252", True),
        (RUSSIAN, "cp1251", "cp1251", True),
        (RUSSIAN, "utf-8", "utf-8", False),
        (ARABIC, "cp1256", "cp1256", True),
        (ARABIC, "utf-16", "utf-16", False),
        (ARABIC, "utf-8-sig", "utf-8-sig", False),
    ],
)
def test_encoding_is_found_and_shown(text, encoding, shown, is_guess):
    sheet = sources.read(text.encode(encoding))

    assert [line.cells for line in sheet.lines] == [tuple(line.split(";")) for line in text.splitlines()]
    assert (sheet.details["encoding"], sheet.details["encoding_guessed"]) == (shown, is_guess)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separator_is_found_below_title_lines(separator):
    lines = ["Liste de présence : contrôle, asile", "Du 1, au 2", "Nom;Prénom;Heures", *["Aït;Zoé;21"] * 4]
    text = "\n".join(lines).replace(";", separator)

    sheet = sources.read(text.encode())

    assert sheet.details["separator"] == separator
    assert sheet.lines[2].cells == ("Nom", "Prénom", "Heures")


def test_line_numbers_are_those_of_an_editor():
    sheet = sources.read(b'Nom;Heures\n\n"A\nB";1\nC;2\n')

    assert [line.number for line in sheet.lines] == [1, 3, 5]


def test_formulas_come_as_their_values():
    content = bombs.workbook(("Nom", "Heures"), ("Amina",), formulas=((1, 1, "=20+1.5", 21.5),))

    assert sources.read(content).lines[1].cells == ("Amina", "21.5")


def test_kind_of_file_is_read_from_its_bytes():
    assert sources.read(bombs.workbook(("Nom", "Heures"), ("A", 1))).format == "xlsx"
    assert sources.read(b"Nom;Heures\nA;1").format == "csv"
