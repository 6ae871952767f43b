"""One sentence for every refusal of a file (I-17)."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from curriculum.domain.refusals import RefusalCode as R

FILING: dict[R, tuple[LazyString, ...]] = {
    R.CURRICULUM_FAULTY: (
        _(
            "The file is refused: %(fault)s. At %(place)s stands %(found)s; expected: %(expected)s. Faults "
            "in all: %(count)s. Mend the file and import it again; nothing was changed."
        ),
        _("The file is refused: %(fault)s. Mend it and import it again; nothing was changed."),
        _("The file is refused. Mend it and import it again; nothing was changed."),
    ),
    R.FILE_EMPTY: (
        _("The document %(document)s is empty. Choose the right file and send it again."),
        _("The file is empty. Choose the file with the list and send it again."),
    ),
    R.FILE_TOO_LARGE: (
        _("The document %(document)s has more than %(most)s. Save it smaller and send it again."),
        _("The file has %(found)s; at most %(most)s are accepted. Split the list."),
        _("The file is too large. Split the list and send the parts one after the other."),
    ),
    R.FILE_UNREADABLE: (
        _(
            "Row %(row)s opens a quotation mark that is not closed where a cell ends: %(begins)s. Close it "
            "or take it away, and send the file again."
        ),
        _(
            "The file cannot be read; it may be damaged or protected by a password. Open it, save it again "
            "and send the new file."
        ),
    ),
    R.FILE_ALREADY_RECEIVED: (
        _("This very file was already received as %(code)s; nothing was changed."),
        _("This very file was already received; nothing was changed."),
    ),
    R.FILE_OF_OTHER_DONOR: (
        _(
            "This list belongs to an offering of another donor. Choose your own offering, or ask the "
            "training unit."
        ),
    ),
    R.FORMAT_UNKNOWN: (
        _("%(document)s is none of the files that are kept as proof. Send one of these: %(accepted)s."),
        _("The format of the file is not known. Send CSV or XLSX."),
    ),
    R.EMBLEM_REFUSED: (
        _(
            "The emblem cannot be printed (%(problem)s). Send an SVG drawing without scripts, pictures or "
            "outside references, or a PNG of at most 2000 × 2000 points, 500 kB at most."
        ),
    ),
    R.ENCODING_UNKNOWN: (
        _("The characters of the file cannot be read safely. Save it as UTF-8 and send it again."),
    ),
    R.COLUMN_MISSING: (
        _(
            "The column “%(column)s” is missing; found: %(found)s. Assign the columns, or send a list that "
            "has it."
        ),
        _("A needed column is missing. Assign the columns, or send a list that has it."),
    ),
    R.CELL_TOO_LARGE: (
        _("Row %(row)s holds a cell that is far too long for a list. Correct the file and send it again."),
        _("One cell is far too long for a list. Correct the file and send it again."),
    ),
    R.ARCHIVE_BOMB: (
        _(
            "The file would unpack to far more than a list needs; it was refused unread. Save the list anew "
            "and send it again."
        ),
    ),
    R.NO_ROWS: (_("The file has a heading but no rows. Check that the right sheet was saved."),),
}
