"""Cells that hold a formula: its last value where there is one, else a problem that says so."""

import io
import zipfile

import pytest

from curriculum.domain.lifecycles.import_row import RowState
from curriculum.intake import queries, sources, words
from curriculum.intake.reading.values import Problem
from tests.factories.intake import HEADINGS, make_world, matched
from tests.intake import bombs

pytestmark = pytest.mark.database

LATE = ("Mezgouri", "Amina", "02/03/1985", "VM-1")


def sheet(*cells, formulas):
    return bombs.workbook(HEADINGS, cells, formulas=formulas)


def altered(content, old, new):
    """The same workbook with its sheet spelled otherwise."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(memory, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            target.writestr(name, text.replace(old, new) if "sheet1" in name else text)
    return memory.getvalue()


@pytest.mark.parametrize(
    ("value", "read"),
    [
        pytest.param(21.5, "21.5", id="value-kept"),
        pytest.param("", "=20+1.5", id="no-value-kept"),
        pytest.param(0, "0", id="zero-is-a-value"),
    ],
)
def test_formula_is_read_as_its_value_else_as_itself(value, read):
    content = sheet(*LATE, formulas=((1, 4, "=20+1.5", value),))

    assert sources.read(content).lines[1].cells == (*LATE, read, "")


@pytest.mark.parametrize(
    ("old", "new", "cell"),
    [
        pytest.param(b'<c r="E2">', b'<c r="E2" t="str">', "", id="an-empty-text-is-a-value"),
        pytest.param(b"<f>1+1</f><v></v>", b'<f t="shared" si="0"/>', "=", id="shared-formula"),
        pytest.param(b'<row r="2"', b"<row", "=1+1", id="row-without-its-number"),
    ],
)
def test_formula_is_found_however_the_sheet_is_spelled(old, new, cell):
    content = altered(sheet(*LATE, formulas=((1, 4, "=1+1", ""),)), old, new)

    cells = sources.read(content).lines[1].cells

    assert [*cells, ""][4] == cell


def test_line_of_formulas_alone_is_a_line():
    content = bombs.workbook(HEADINGS, formulas=tuple((1, at, f"=Z{at + 1}", "") for at in range(6)))

    assert sources.read(content).lines[1].cells == ("=Z1", "=Z2", "=Z3", "=Z4", "=Z5", "=Z6")


def test_row_says_which_formula_has_no_value_and_how_to_mend(app):
    batch = matched(make_world(), content=sheet(*LATE, formulas=((1, 4, "=E9*2", ""),)), file_name="a.xlsx")

    [row] = queries.rows_of(batch.id)
    assert row.state is RowState.INVALID
    assert [(told["code"], told["field"], told["found"]) for told in row.problems] == [
        (Problem.FORMULA_WITHOUT_VALUE, "hours", "=E9*2")
    ]
    assert "save it so that the value is kept" in words.problem(row.problems[0])["mend"]
