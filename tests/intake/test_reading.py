"""What a row says, and what is wrong with it: found, expected, how to mend."""

from datetime import date

import pytest

from curriculum.intake.reading import columns
from curriculum.intake.reading import values as reading
from curriculum.intake.reading.columns import Field
from curriculum.intake.reading.rows import read_rows
from curriculum.intake.reading.values import Problem
from curriculum.intake.sources import Line

TODAY = date(2026, 11, 21)
GOOD = {
    Field.GIVEN: "Amina",
    Field.FAMILY: "Mezgouri",
    Field.BIRTH_DATE: "02/03/1985",
    Field.HOURS: "24",
    Field.SCORE: "73",
}


def read(**texts):
    given = {**GOOD, **{Field(name): text for name, text in texts.items()}}
    return reading.read(given, most_hours=2400, today=TODAY)


def test_good_row_has_no_problem():
    values = read()

    assert (values.birth_date, values.hours, values.score) == (date(1985, 3, 2), 2400, 7300)
    assert values.faults == ()


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("birth_date", "31/02/1980", Problem.DATE_IMPOSSIBLE),  # no such day
        ("birth_date", "1980-13-01", Problem.DATE_IMPOSSIBLE),  # no such month
        ("birth_date", "12/25/1980", Problem.DATE_IMPOSSIBLE),  # month first: read as written, never guessed
        ("birth_date", "in spring", Problem.DATE_UNREADABLE),  # words
        ("birth_date", "1980", Problem.DATE_UNREADABLE),  # a year alone
        ("birth_date", "02/03/85", Problem.DATE_UNREADABLE),  # which century
        ("birth_date", "01/01/2027", Problem.DATE_IN_FUTURE),  # not born
        ("birth_date", "21/11/2026", Problem.DATE_IN_FUTURE),  # born today
        ("birth_date", "01/01/1850", Problem.DATE_TOO_EARLY),  # older than anybody
        ("hours", "24.5", Problem.HOURS_ABOVE_RUN),  # the course had 24
        ("hours", "-1", Problem.HOURS_NEGATIVE),
        ("hours", "all", Problem.HOURS_UNREADABLE),
        ("hours", "1e3", Problem.HOURS_UNREADABLE),  # no number as offices write it
        ("hours", "", Problem.HOURS_MISSING),
        ("score", "101", Problem.SCORE_OUT_OF_RANGE),
        ("score", "-5", Problem.SCORE_OUT_OF_RANGE),
        ("score", "passed", Problem.SCORE_UNREADABLE),
        ("given", "x" * 200, Problem.NAME_TOO_LONG),
    ],
)
def test_bad_cell_is_named_with_what_was_found(field, text, code):
    [fault] = read(**{field: text}).faults

    assert fault.code is code
    assert fault.found == text[:40] or code is Problem.NAME_TOO_LONG
    assert fault.expected


def test_row_without_any_name_is_named():
    assert [fault.code for fault in read(given="", family=" ").faults] == [Problem.NAME_MISSING]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("21.6", 2160),  # point
        ("21,6", 2160),  # comma
        ("21h30", 2150),  # clock
        ("18 h", 1800),  # unit
        ("٢٤", 2400),  # Arabic-Indic digits
        ("0", 0),  # was expected, never came
        ("\u200f12\u200f", 1200),  # marks of direction
    ],
)
def test_hours_are_read_as_offices_write_them(text, hours):
    assert read(hours=text).hours == hours


@pytest.mark.parametrize("text", ["", "-", "–"])
def test_missing_result_is_no_problem(text):
    values = read(score=text)

    assert (values.score, values.faults) == (None, ())


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("Mezgouri, Amina", ("Amina", "Mezgouri")),
        ("Mezgouri,Amina", ("Amina", "Mezgouri")),
        ("Amina Mezgouri", (None, "Amina Mezgouri")),  # no comma: the matching rules try both orders
    ],
)
def test_one_column_of_names_is_split_at_its_comma(whole, parts):
    values = reading.read({Field.FAMILY_GIVEN: whole, Field.HOURS: "1"}, most_hours=2400, today=TODAY)

    assert (values.given, values.family) == parts


HEADINGS = ("Nom", "Prénom", "Matricule", "Heures")


def rows(*lines, headings=HEADINGS):
    mapping, _ = columns.suggest(headings, {})
    read = read_rows(
        [Line(number, cells) for number, cells in enumerate(lines, start=2)],
        headings,
        mapping,
        most_hours=2400,
        today=TODAY,
    )
    return [[fault.code for fault in row.values.faults] for row in read]


def test_number_of_two_people_is_a_problem_of_both_rows():
    lines = (
        ("Mezgouri", "Amina", "VM-1", "2"),
        ("Dragomirov", "Pavel", "vm 1", "2"),
        ("A", "B", "VM-2", "2"),
    )

    assert rows(*lines) == [[Problem.NUMBER_OF_TWO], [Problem.NUMBER_OF_TWO], []]


def test_number_of_one_person_in_two_spellings_is_none():
    assert rows(("Mezgouri", "Amina", "VM-1", "2"), ("MEZGOURI", "Amina", "VM-1", "2")) == [[], []]


def test_row_with_more_cells_than_headings_is_not_trusted():
    assert rows(("Mezgouri", "Amina", "VM-1", "21", "6")) == [[Problem.CELLS_TOO_MANY]]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Participant (family name, given name)", Field.FAMILY_GIVEN),
        ("NOM ET PRÉNOM", Field.FAMILY_GIVEN),
        ("Né(e) le", Field.BIRTH_DATE),
        ("DOB", Field.BIRTH_DATE),
        ("Personnel no.", Field.PERSONNEL_NO),
        ("Staff number", Field.PERSONNEL_NO),
        ("Présence (heures)", Field.HOURS),
        ("Évaluation /100", Field.SCORE),
        ("Course date", Field.NOT_USED),
        ("Ministère", Field.ORGANISATION),
        ("Remarks", None),
    ],
)
def test_heading_is_guessed_in_both_languages(heading, field):
    assert columns.guess(heading) is field


def test_donors_own_word_goes_before_the_guess():
    mapping, guessed = columns.suggest(("Nom", "Total"), {"total": Field.HOURS})

    assert mapping == {"Nom": Field.FAMILY, "Total": Field.HOURS}
    assert guessed == ("Nom",)


@pytest.mark.parametrize(
    ("born", "faults"),
    [
        pytest.param("02/03/1985", [], id="married: given name and birth date are the same"),
        pytest.param("03/03/1985", [Problem.NUMBER_OF_TWO], id="another birth date"),
        pytest.param("", [Problem.NUMBER_OF_TWO], id="no birth date"),
    ],
)
def test_family_name_may_change_where_number_and_birth_date_do_not(born, faults):
    first = ("Mezgouri", "Amina", "VM-1", "2", "02/03/1985")

    read = rows(first, ("Dragomirova", "Amina", "VM-1", "2", born), headings=(*HEADINGS, "Date de naissance"))

    assert read == [faults, faults]
