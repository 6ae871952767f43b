"""Words of intake's own closed lists: columns, problems with how to mend them, decisions."""

from collections.abc import Iterable, Mapping

import flask_babel
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from curriculum.domain.matching import Ground
from curriculum.intake.reading.columns import Field
from curriculum.intake.reading.values import Problem
from curriculum.intake.service import Decision
from curriculum.labels import label, labelled

labelled(
    Field,
    {
        Field.GIVEN: _("Given name"),
        Field.FAMILY: _("Family name"),
        Field.FAMILY_GIVEN: _("Family name, given name in one column"),
        Field.BIRTH_DATE: _("Birth date"),
        Field.PERSONNEL_NO: _("Personnel number"),
        Field.ORGANISATION: _("Employer"),
        Field.HOURS: _("Hours attended"),
        Field.SCORE: _("Result out of 100"),
        Field.NOT_USED: _("Not used"),
    },
)
labelled(
    Decision,
    {
        Decision.LINK: _("Same person"),
        Decision.DIFFERENT: _("Different person"),
        Decision.IGNORE: _("Not an official"),
        Decision.DUPLICATE: _("Repeats another row"),
        Decision.CREATE: _("Open a new file"),
    },
)
labelled(
    Problem,
    {
        Problem.NAME_MISSING: _("The name is missing"),
        Problem.NAME_TOO_LONG: _("The name is too long"),
        Problem.DATE_UNREADABLE: _("The birth date cannot be read"),
        Problem.DATE_IMPOSSIBLE: _("The birth date does not exist"),
        Problem.DATE_IN_FUTURE: _("The birth date lies in the future"),
        Problem.DATE_TOO_EARLY: _("The birth date lies too far back"),
        Problem.HOURS_MISSING: _("The hours are missing"),
        Problem.HOURS_UNREADABLE: _("The hours cannot be read"),
        Problem.HOURS_NEGATIVE: _("The hours are below zero"),
        Problem.HOURS_ABOVE_RUN: _("More hours than the course had"),
        Problem.SCORE_UNREADABLE: _("The result cannot be read"),
        Problem.SCORE_OUT_OF_RANGE: _("The result lies outside 0 to 100"),
        Problem.NUMBER_OF_TWO: _("One personnel number for two people"),
        Problem.CELLS_TOO_MANY: _("More cells than headings"),
        Problem.FORMULA_WITHOUT_VALUE: _("A formula stands where a value should"),
    },
)

MEND: Mapping[Problem, LazyString] = {
    Problem.NAME_MISSING: _("Write the name of the participant."),
    Problem.NAME_TOO_LONG: _("Keep the name alone; at most %(expected)s characters."),
    Problem.DATE_UNREADABLE: _("Write day, month and year: %(expected)s."),
    Problem.DATE_IMPOSSIBLE: _("Write a day that exists, day before month: %(expected)s."),
    Problem.DATE_IN_FUTURE: _("Write a date within %(expected)s, or leave it empty."),
    Problem.DATE_TOO_EARLY: _("Write a date within %(expected)s, or leave it empty."),
    Problem.HOURS_MISSING: _("Write the hours attended, %(expected)s."),
    Problem.HOURS_UNREADABLE: _("Write the hours as a number, %(expected)s."),
    Problem.HOURS_NEGATIVE: _("Write the hours attended, %(expected)s."),
    Problem.HOURS_ABOVE_RUN: _("Write at most the hours of the course, %(expected)s."),
    Problem.SCORE_UNREADABLE: _("Write the result as a number, %(expected)s, or leave it empty."),
    Problem.SCORE_OUT_OF_RANGE: _("Write the result as a number, %(expected)s."),
    Problem.NUMBER_OF_TWO: _(
        "Compare with row %(expected)s and correct the wrong number, or leave it empty."
    ),
    Problem.CELLS_TOO_MANY: _(
        "The row should end after cell %(expected)s: put a value with the separator in quotes."
    ),
    Problem.FORMULA_WITHOUT_VALUE: _(
        "Open the file in a spreadsheet program, save it so that the value is kept, and send the new file; "
        "or correct the row by hand."
    ),
}
"""How to mend each problem; `%(expected)s` is filled from the row."""

VERDICTS = {
    "same": _("same"),
    "close": _("close"),
    "differs": _("differs"),
    "missing": _("not given"),
    "context": _("to know"),
}
_SEEN_IN_TABLE = (Ground.NUMBER_UNKNOWN, Ground.BIRTH_DATE_UNKNOWN)


def problem(told: Mapping[str, str]) -> dict[str, str]:
    """One problem of a row in words: title, found, how to mend."""
    code = Problem(told["code"])
    return {
        "title": label(code),
        "field": label(Field(told["field"])),
        "found": told["found"],
        "mend": str(MEND[code]) % {"expected": told["expected"]},
    }


def problem_line(told: Mapping[str, str]) -> str:
    """The same in one line, for a file."""
    said = problem(told)
    found = f" ({said['found']})" if said["found"] else ""
    return f"{said['title']}{found}. {said['mend']}"


def grounds(codes: Iterable[str]) -> list[str]:
    """Grounds of a match in words, without what the table beside them says as well."""
    return [label(ground) for code in codes if (ground := Ground(code)) not in _SEEN_IN_TABLE]


def separator(sign: str) -> str:
    """A separator by its name."""
    named = {
        ",": flask_babel.gettext("comma"),
        ";": flask_babel.gettext("semicolon"),
        "\t": flask_babel.gettext("tab"),
        "|": flask_babel.gettext("vertical bar"),
    }
    return str(named.get(sign, sign))


def extra_headings() -> tuple[str, str]:
    """What a file of rejected rows adds to the sender's own headings."""
    return flask_babel.gettext("What became of it"), flask_babel.gettext("What is wrong")


def fact(name: str) -> str:
    """What a line of the comparison is about."""
    return str(FACTS[name])


FACTS: Mapping[str, LazyString] = {
    "name": _("Name"),
    "birth_date": _("Birth date"),
    "number": _("Personnel number"),
    "institution_then": _("Employer then"),
    "institution_now": _("Employer now"),
    "runs": _("Took part before in"),
}
