"""A file opened by hand: who may, what is checked, and whom the reader sees before it is stored (J2)."""

from datetime import date

import pytest

from curriculum import clock
from curriculum.audit import queries as trail
from curriculum.people import queries
from tests.desk.certified import make_person

pytestmark = pytest.mark.database

NEW = "/hr/people/new"
SALMA = {
    "latin-given": "Salma",
    "latin-family": "Tazarine",
    "arabic-given": "سلمى",
    "arabic-family": "تزارين",
    "number": "vm-701",
    "birth_date": "1988-04-17",
    "sex": "F",
    "institution": "MINT",
    "unit": "MINT-DPF",
    "post": "",
    "grade": "",
    "hired_on": "2020-02-03",
    "language": "fr",
}


def sent(visit, status=303, **values):
    return visit(NEW, as_="ines", method="POST", data=SALMA | values, status=status)


def on_file(number: str = "VM-701") -> int | None:
    return queries.find_by_number(number)


@pytest.fixture
def houda(cast):
    return make_person(cast, "VM-91", ("Latn", "Houda", "Bouzrigha"), ("Arab", "هدى", "بوزريغة"))


def test_new_official_is_on_file_with_every_spelling(cast, visit):
    cast.enter()

    page = visit(sent(visit).location, as_="ines")

    salma = on_file()
    assert page.h1 == "Salma Tazarine"
    assert queries.names_by_script(salma) == {"Latn": "Salma Tazarine", "Arab": "سلمى تزارين"}
    assert queries.employer_on(salma, clock.today()).code == "MINT"
    person = queries.get(salma)
    assert (person.birth_date, person.sex, person.preferred_language) == (date(1988, 4, 17), "F", "fr")
    assert [one.event for one in trail.about(salma)] == ["person:registered"]


WHO = [
    ("ines", 200, "HR"),
    ("amina", 403, "an official"),
    ("chidi", 403, "the training unit has no say in the staff file"),
    ("farid", 403, "nor has its signatory"),
    ("sana", 403, "the administrator only reads persons"),
    ("omar", 403, "the system's does not even read"),
    ("dalia", 403, "a donor"),
    ("grace", 403, "no role"),
]


@pytest.mark.parametrize(("who", "status", "reason"), WHO, ids=[row[0] for row in WHO])
def test_only_hr_opens_files(who, status, reason, cast, visit):
    cast.enter()

    visit(NEW, as_=who, status=status)


def test_hr_opens_files_of_its_own_institution_only(cast, visit):
    cast.enter()

    page = sent(visit, 422, institution="MAEC", unit="")

    assert [one.get("value") for one in page.first("select", name="institution").iter("option")] == ["MINT"]
    assert on_file() is None


WRONG = [
    ({"birth_date": "1990-02-31"}, ["Not a valid date value."], "31/02"),
    ({"birth_date": "2030-01-01"}, ["Nobody in service was born on this day."], "born tomorrow"),
    ({"birth_date": "1890-01-01"}, ["Nobody in service was born on this day."], "born too early"),
    (
        {"hired_on": "2020-02-03", "birth_date": "2020-02-03"},
        ["Nobody begins to serve before being born."],
        "both",
    ),
    (
        {"hired_on": "2027-01-01"},
        ["This day lies in the future: open the file when the service begins."],
        "later",
    ),
    ({"arabic-family": "Tazarine"}, ["These letters belong to another script."], "another script"),
    ({"number": "  "}, ["Fill this in."], "no number"),
    (
        {"number": "VM-200037-X"},
        ["Somebody on file has this number. Search for it among the officials."],
        "taken",
    ),
    (
        {"latin-given": "", "latin-family": "", "arabic-given": "", "arabic-family": ""},
        ["Give the name in at least one script."],
        "no name",
    ),
]


@pytest.mark.parametrize(("values", "says", "reason"), WRONG, ids=[row[2] for row in WRONG])
def test_bad_input_comes_back_as_typed(values, says, reason, cast, visit):
    cast.enter()

    page = sent(visit, 422, **values)

    assert page.problems() == says, reason
    typed = {name: page.first("input", name=name).get("value") for name in ("latin-given", "birth_date")}
    assert typed == {name: (SALMA | values)[name] for name in typed}
    assert on_file() is None


def test_lookalike_is_shown_first_and_a_second_click_confirms(houda, visit):
    near = {"latin-given": "Huda", "latin-family": "Bouzrigha", "arabic-given": "", "arabic-family": ""}

    page = sent(visit, 200, **near)

    assert page.rows()[0][0] == "Houda Bouzrigha · هدى بوزريغة VM-91 · Institution MINT"
    assert on_file() is None
    seen = page.first("input", name="seen").get("value")
    assert page.first("input", name="latin-given").get("value") == "Huda"
    sent(visit, 303, **near, seen=seen)
    assert queries.display_name(on_file()) == "Huda Bouzrigha"


def test_somebody_else_found_after_the_first_answer_is_shown_too(houda, cast, visit):
    near = {"latin-given": "Houda", "latin-family": "Bouzrigha", "arabic-given": "", "arabic-family": ""}
    seen = sent(visit, 200, **near).first("input", name="seen").get("value")
    make_person(cast, "VM-92", ("Latn", "Houda", "Bouzriga"))

    page = sent(visit, 200, **near, seen=seen)

    assert len(page.rows()) == 2
    assert on_file() is None


def test_lookalike_of_another_institution_is_taken_in_instead(cast, visit):
    make_person(cast, "VM-93", ("Latn", "Salma", "Tazarine"), at="MAEC")

    page = sent(visit, 200)

    assert (
        visit(page.links()["Take in from elsewhere Salma Tazarine"], as_="ines")
        .first("input", name="number")
        .get("value")
        == "VM-93"
    )
    assert visit(page.links()["Take in from elsewhere Salma Tazarine"], as_="ines").h1 == (
        "Take in an official from elsewhere"
    )


def test_birth_date_of_a_file_the_reader_may_not_open_stays_closed(cast, visit):
    born = date(1979, 5, 4)
    make_person(cast, "VM-94", ("Latn", "Salma", "Tazarine"), at="MAEC", born=born)
    make_person(cast, "VM-95", ("Latn", "Salma", "Tazarine"), born=born)

    shown = {row[0].split(" ")[2]: row[1] for row in sent(visit, 200).rows()}

    assert shown == {"VM-94": "not shown here", "VM-95": "4 May 1979"}


SEEN = [
    ("Salma", "Tazarine", "1988-04-17", 1, "the same in all but number"),
    ("سلمى", "تزارين", None, 1, "the same in another script"),
    ("Salma", "Tazarine", "1960-01-09", 1, "a homonym: the name is the same"),
    ("Selma", "Tazarin", "1960-01-09", 0, "near in name, other birth date, other number"),
    ("Timour", "Iarovenko", "1988-04-17", 0, "the same birth date only"),
]


@pytest.mark.parametrize(("given", "family", "born", "count", "reason"), SEEN, ids=[row[4] for row in SEEN])
def test_lookalikes_are_those_a_human_should_see(given, family, born, count, reason, cast, visit):
    script = "Arab" if given > "z" else "Latn"
    make_person(cast, "VM-94", (script, given, family), born=born and date.fromisoformat(born))

    page = sent(visit, 200 if count else 303)

    assert len(page.rows() if count else []) == count, reason
    assert (on_file() is None) == bool(count)


def test_marks_that_turn_letters_round_are_not_kept(cast, visit):
    """What nobody sees would print another name than the one that was read."""
    cast.enter()

    sent(visit, **{"latin-family": "\u202eTaz\u200barine\u2069\t "})

    assert queries.names_by_script(on_file())["Latn"] == "Salma Tazarine"


def test_name_of_marks_alone_is_none(cast, visit):
    cast.enter()

    sent(visit, status=422, **{"latin-given": "\u200f", "latin-family": "\u202e"})

    assert on_file() is None


@pytest.mark.parametrize(("day", "status"), [("1920-01-01", 422), ("0001-01-01", 422), ("1960-01-01", 303)])
def test_nobody_serves_since_times_without_officials(day, status, cast, visit):
    cast.enter()

    sent(visit, status=status, hired_on=day, birth_date="")


@pytest.mark.parametrize(
    ("address", "method", "data", "status"),
    [
        pytest.param(NEW, "POST", SALMA | {"number": "VM\0"}, 400, id="in a form"),
        pytest.param("/hr/people?q=a%00b", "GET", None, 400, id="in what is sought"),
        pytest.param("/people/a%00b", "GET", None, 404, id="in an address, which is then none of ours"),
    ],
)
def test_character_no_text_holds_is_refused(address, method, data, status, cast, visit):
    """PostgreSQL keeps no NUL: it would be a failure of ours there."""
    cast.enter()

    visit(address, as_="ines", method=method, data=data, status=status)
