"""The coverage map as a file: one line an outcome, one column an offering, as the filters left it."""

import io
from collections.abc import Iterator

import xlsxwriter
from flask_babel import gettext as _

from curriculum import spreadsheets
from curriculum.domain.mapping import Cell
from curriculum.donors.mapping.queries import CoverageMap
from curriculum.i18n import text
from curriculum.labels import label

Value = str | int


def table(drawn: CoverageMap) -> Iterator[list[Value]]:
    """The headings, then every outcome shown, then how many outcomes each offering covers."""
    columns = drawn.grid.columns
    fixed = (_("Module"), _("Outcome"), _("What it says"), _("Weight"), _("Critical"), _("Donors"))
    yield [*fixed, _("Why it is wanted"), *(one.code for one in columns)]
    yield ["", "", _("Donor"), "", "", "", "", *(one.donor for one in columns)]
    for line in drawn.grid.lines:
        one = drawn.outcomes[line.row.key]
        yield [
            f"{one.module} v{one.version}",
            one.short,
            text(one.text),
            one.weight,
            _("critical") if one.critical else "",
            len(line.donors),
            drawn.reasons.get(line.row.key, "") if line.is_overlap else "",
            *(_cell(cell) for cell in line.cells),
        ]
    yield ["", "", _("Outcomes covered"), "", "", "", "", *drawn.grid.covered]


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return label(cell.depth) if cell.accepted else _("%(depth)s (proposed)", depth=label(cell.depth))


def as_csv(drawn: CoverageMap) -> bytes:
    """The table as CSV."""
    return spreadsheets.as_csv(table(drawn))


def as_workbook(drawn: CoverageMap) -> bytes:
    """The table as a workbook whose headings and first columns stay in sight."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(
        memory, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(_("Coverage map")[:31])
    strong = book.add_format({"bold": True})
    for place, row in enumerate(table(drawn)):
        sheet.write_row(place, 0, row, strong if place < 2 else None)
    sheet.freeze_panes(2, 3)
    sheet.set_column(2, 2, 60)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    book.close()
    return memory.getvalue()
