"""Same person? The rules of J2 as table cases, with their grounds."""

from datetime import date

import pytest

from curriculum.domain.matching import (
    MOST_CANDIDATES,
    Ground,
    IncomingPerson,
    KnownName,
    KnownPerson,
    Lane,
    Match,
    Service,
    judge,
    number_key,
    search_dates,
)

BORN = date(1988, 4, 12)
SALMA = KnownPerson(
    "salma",
    (KnownName("Salma", "Benhaddar"), KnownName("سلمى", "بن حدار")),
    BORN,
    frozenset({"VM-100001-A"}),
    (
        Service("MINT", frozenset({"MINT-DLT"}), date(2010, 1, 1), date(2020, 12, 31)),
        Service("MAEC", frozenset({"MAEC-DDI"}), date(2021, 1, 1)),
    ),
)


def row(given="Salma", family="Benhaddar", birth_date=None, number=None, **more) -> IncomingPerson:
    return IncomingPerson(given, family, birth_date, number, **more)


def known(person_id, given, family, birth_date=None, *numbers) -> KnownPerson:
    return KnownPerson(person_id, (KnownName(given, family),), birth_date, frozenset(numbers))


N, OTHER_N = "VM-100001-A", "VM-100002-B"
SWAPPED, ELSEWHEN, NEW_YEAR = date(1988, 12, 4), date(1990, 5, 6), date(1988, 1, 1)
CASES = [
    ("number and name", row(number=N), Lane.LINKED),
    ("number written otherwise", row(number="vm 100001a"), Lane.LINKED),
    ("number and a slip in the name", row("Salma", "Benhadar", number=N), Lane.LINKED),
    ("number and feminine ending lost", row("Salm", number=N), Lane.LINKED),
    ("number and placeholder date", row(birth_date=NEW_YEAR, number=N), Lane.LINKED),
    ("number of somebody with another name", row("Karim", "Zerhouti", number=N), Lane.TO_DECIDE),
    ("number, date and another given name", row("Houda", birth_date=BORN, number=N), Lane.TO_DECIDE),
    ("number and initials", row("S.", number=N), Lane.TO_DECIDE),
    ("number and name, another date", row(birth_date=ELSEWHEN, number=N), Lane.TO_DECIDE),
    ("number and name, day and month swapped", row(birth_date=SWAPPED, number=N), Lane.TO_DECIDE),
    ("married: number, date, given name", row("Salma", "Zerhouti", BORN, N), Lane.LINKED),
    ("new family name, no date", row("Salma", "Zerhouti", number=N), Lane.TO_DECIDE),
    ("date and name", row(birth_date=BORN), Lane.LINKED),
    ("date and name in Arabic", row("سلمى", "بن حدار", BORN), Lane.LINKED),
    ("date and name in Cyrillic", row("Салма", "Бенхаддар", BORN), Lane.LINKED),
    ("date, given and family swapped", row("Benhaddar", "Salma", BORN), Lane.LINKED),
    ("date, name in one column", row("", "BENHADDAR Salma", BORN), Lane.LINKED),
    ("date, name in the other column", row("Salma Benhaddar", " ", BORN), Lane.LINKED),
    ("date and name, two numbers", row(birth_date=BORN, number=OTHER_N), Lane.TO_DECIDE),
    ("date and feminine ending lost", row("Salm", birth_date=BORN), Lane.TO_DECIDE),
    ("date and initials", row("S.", birth_date=BORN), Lane.TO_DECIDE),
    ("date and family name: a twin?", row("Houda", birth_date=BORN), Lane.TO_DECIDE),
    ("swapped date and name", row(birth_date=SWAPPED), Lane.TO_DECIDE),
    ("swapped date and given name", row("Salma", "Zerhouti", SWAPPED), Lane.TO_DECIDE),
    ("placeholder date and name", row(birth_date=NEW_YEAR), Lane.TO_DECIDE),
    ("another date and name", row(birth_date=ELSEWHEN), Lane.TO_DECIDE),
    ("S08 name in Arabic alone", row("سلمى", "بن حدار"), Lane.TO_DECIDE),
    ("S08 name alone, the very same", row(), Lane.TO_DECIDE),
    ("S08 name and institution", row(institution="MAEC", on=date(2026, 1, 1)), Lane.TO_DECIDE),
    ("another name", row("Karim", "Zerhouti"), Lane.NOT_FOUND),
    ("another name on the same day", row("Karim", "Zerhouti", BORN), Lane.NOT_FOUND),
    ("only the given name is the same", row("Salma", "Extérieur"), Lane.NOT_FOUND),
    ("no name at all", row("", ""), Lane.NOT_FOUND),
]


@pytest.mark.parametrize(("incoming", "lane"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_lane_follows_what_is_known(incoming, lane):
    match = judge(incoming, [SALMA])

    assert (match.lane, match.person_id) == (lane, "salma" if lane is Lane.LINKED else None)
    assert [card.person_id for card in match.candidates] == ([] if lane is Lane.NOT_FOUND else ["salma"])


RIVALS = [
    ("same name, no birth date", known("x", "Selma", "Ben Haddar"), Lane.TO_DECIDE),
    ("same name, date swapped", known("x", "Salma", "Benhaddar", SWAPPED), Lane.TO_DECIDE),
    ("same name, same date", known("x", "Salma", "Benhaddar", BORN), Lane.TO_DECIDE),
    ("initials only in the register", known("x", "S.", "Benhaddar", BORN), Lane.TO_DECIDE),
    ("same name, another date", known("x", "Salma", "Benhaddar", ELSEWHEN), Lane.LINKED),
    ("twin of another name", known("x", "Houda", "Benhaddar", BORN), Lane.LINKED),
]


@pytest.mark.parametrize(("other", "lane"), [case[1:] for case in RIVALS], ids=[case[0] for case in RIVALS])
def test_rival_stops_a_link_by_date(other, lane):
    match = judge(row(birth_date=BORN), [SALMA, other])

    assert match.lane is lane
    assert (Ground.RIVAL in match.grounds) is (lane is Lane.TO_DECIDE)


def test_two_people_with_one_number_are_for_the_desk():
    match = judge(row(number=N), [SALMA, known("x", "Karim", "Zerhouti", None, N)])

    assert (match.lane, len(match.candidates)) == (Lane.TO_DECIDE, 2)


def test_number_stands_against_a_namesake():
    match = judge(row(number=N), [SALMA, known("x", "Salma", "Benhaddar")])

    assert (match.lane, match.person_id) == (Lane.LINKED, "salma")


def test_two_records_of_one_person_are_found_and_not_chosen_between():
    """J2: one by number, the other by birth date: a merge proposal, not a link."""
    match = judge(row(birth_date=BORN, number=N), [SALMA, known("x", "Salma", "Benhaddar", BORN)])

    assert (match.lane, len(match.candidates)) == (Lane.TO_DECIDE, 2)


def test_pair_once_called_different_is_never_proposed_again():
    assert judge(row(birth_date=BORN), [SALMA]).lane is Lane.LINKED

    assert judge(row(birth_date=BORN), [SALMA], frozenset({"salma"})) == Match(Lane.NOT_FOUND, None, (), ())


@pytest.mark.parametrize(
    ("incoming", "grounds"),
    [
        (
            row(birth_date=BORN, number=N),
            (Ground.NUMBER_EQUAL, Ground.BIRTH_DATE_EQUAL, Ground.NAME_EQUAL),
        ),
        (
            row("Салма", "Бен Хаддар", ELSEWHEN, OTHER_N),
            (
                Ground.NUMBER_DIFFERENT,
                Ground.BIRTH_DATE_DIFFERENT,
                Ground.NAME_AGREES,
                Ground.OTHER_SCRIPT,
            ),
        ),
        (
            row("Benhaddar", "S."),
            (
                Ground.NUMBER_UNKNOWN,
                Ground.BIRTH_DATE_UNKNOWN,
                Ground.NAME_RESEMBLES,
                Ground.GIVEN_AND_FAMILY_SWAPPED,
                Ground.INITIALS_ONLY,
            ),
        ),
        (
            row("Salm", "Benhaddar", SWAPPED),
            (
                Ground.NUMBER_UNKNOWN,
                Ground.BIRTH_DATE_SWAPPED,
                Ground.NAME_RESEMBLES,
                Ground.FEMININE_ENDING,
            ),
        ),
        (
            row("Salma Lina", "Benhaddar", NEW_YEAR),
            (
                Ground.NUMBER_UNKNOWN,
                Ground.BIRTH_DATE_PLACEHOLDER,
                Ground.NAME_AGREES,
                Ground.ELEMENT_LEFT_OUT,
            ),
        ),
        (
            row("Salma", "Zerhouti", BORN, N),
            (Ground.NUMBER_EQUAL, Ground.BIRTH_DATE_EQUAL, Ground.FAMILY_NAME_CHANGED),
        ),
    ],
)
def test_grounds_say_what_was_seen(incoming, grounds):
    assert judge(incoming, [SALMA]).grounds == grounds


@pytest.mark.parametrize(
    ("institution", "unit", "on", "grounds"),
    [
        ("MINT", None, date(2015, 6, 1), (Ground.INSTITUTION_THEN,)),
        ("MINT", "MINT-DLT", date(2020, 12, 31), (Ground.INSTITUTION_THEN, Ground.UNIT_THEN)),
        ("MINT", None, date(2021, 1, 1), (Ground.INSTITUTION_OTHER,)),
        ("MAEC", "MINT-DLT", date(2021, 1, 1), (Ground.INSTITUTION_THEN,)),
        ("MINT", None, None, (Ground.INSTITUTION_THEN,)),
        ("MINT", None, date(2009, 1, 1), (Ground.INSTITUTION_OTHER,)),
        (None, None, None, ()),
    ],
)
def test_institution_at_that_time_is_a_ground_and_never_blocks(institution, unit, on, grounds):
    match = judge(row(birth_date=BORN, institution=institution, unit=unit, on=on), [SALMA])

    assert (match.lane, match.grounds[3:]) == (Lane.LINKED, grounds)


def test_institution_breaks_a_tie_in_the_order_of_cards():
    here = Service("VASS", frozenset(), date(2010, 1, 1))
    others = [
        KnownPerson("a", (KnownName("Salma", "Benhaddar"),)),
        KnownPerson("b", (KnownName("Salma", "Benhaddar"),), service=(here,)),
    ]

    match = judge(row(institution="VASS", on=date(2026, 1, 1)), others)

    assert [card.person_id for card in match.candidates] == ["b", "a"]


def test_names_in_the_same_script_decide_before_those_across():
    mohamed = KnownPerson("m", (KnownName("Mohamed", "Krim"), KnownName("محمد", "كريم")), BORN)

    assert judge(row("محمد", "كريم", BORN), [mohamed]).lane is Lane.LINKED
    assert judge(row("Mahmoud", "Krim", BORN), [mohamed]).lane is Lane.TO_DECIDE


def test_patronymic_may_be_written_or_not():
    person = KnownPerson("p", (KnownName("Алексей", "Громадин", "Петрович"),), BORN)

    for given in ("Alexeï", "Aleksei Petrovitch", "Алексей Петрович"):
        assert judge(row(given, "Gromadine", BORN), [person]).lane is Lane.LINKED
    assert judge(row("Boris", "Gromadine", BORN), [person]).lane is Lane.TO_DECIDE


def test_person_without_names_is_nobody():
    assert judge(row(), [KnownPerson("x", ())]).lane is Lane.NOT_FOUND


def test_cards_are_bounded():
    crowd = [known(str(n), "Salma", "Benhaddar") for n in range(MOST_CANDIDATES + 5)]

    assert len(judge(row(), crowd).candidates) == MOST_CANDIDATES


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(1988, 4, 12), (date(1988, 4, 12), date(1988, 12, 4))),
        (date(1988, 4, 13), (date(1988, 4, 13),)),
        (date(1988, 4, 4), (date(1988, 4, 4),)),
        (date(1988, 1, 1), ()),
        (None, ()),
    ],
)
def test_dates_worth_looking_up(day, expected):
    assert search_dates(day) == expected


def test_number_key_is_letters_and_digits():
    assert (number_key(" vm-100001_a "), number_key(None)) == ("VM100001A", "")
