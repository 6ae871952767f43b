"""Who is looked up for a row: by number however it is written, by birth date and its swap, by name keys."""

from datetime import date

import pytest

from curriculum.domain.matching import IncomingPerson
from curriculum.people.candidates import candidates
from tests.factories.intake import make_world, new_person

pytestmark = pytest.mark.database

OTHERS = (
    new_person("VM-30", "Nobody", "Else", date(1990, 8, 9)),
    new_person("VM-31", "Somebody", "Else", date(1990, 9, 8)),
)


@pytest.fixture
def world(app):
    return make_world(OTHERS)


@pytest.mark.parametrize(
    ("incoming", "numbers"),
    [
        (IncomingPerson("Amina", "Mezgouri"), ["VM-1"]),  # the name as registered
        (IncomingPerson("Mezgouri", "Amina"), ["VM-1"]),  # parts swapped
        (IncomingPerson("أمينة", "المزكوري"), ["VM-1"]),  # another script
        (IncomingPerson("Павел", "Драгомиров"), ["VM-2"]),  # another script
        (IncomingPerson("X", "Y", number="vm 1"), ["VM-1"]),  # case and a space
        (IncomingPerson("X", "Y", number="V.M-1"), ["VM-1"]),  # read through the register
        (IncomingPerson("X", "Y", number="VM-99"), []),  # nobody's number
        (
            IncomingPerson("X", "Else", date(1990, 8, 9)),
            ["VM-30", "VM-31"],
        ),  # the day, and day and month swapped, with one part of the name
        (IncomingPerson("X", "Y", date(1990, 8, 9)), []),  # the day alone: a stranger
        (IncomingPerson("X", "Y", date(1990, 1, 1)), []),  # a placeholder says nothing
        (IncomingPerson("X", "Y"), []),
    ],
)
def test_rows_find_those_they_may_mean(world, incoming, numbers):
    [found] = candidates([incoming])

    assert sorted(next(iter(person.numbers)) for person in found) == numbers


def test_known_person_carries_names_and_service(world):
    [[amina]] = candidates([IncomingPerson("Amina", "Mezgouri")])

    assert amina.birth_date == date(1985, 3, 2)
    assert [(one.institution, one.from_, one.to) for one in amina.service] == [
        ("MINT", date(2010, 1, 1), None)
    ]


def test_five_hundred_rows_ask_eight_statements_at_most(world, counted):
    rows = [IncomingPerson(f"Amina{n}", "Mezgouri", date(1985, 3, 2), f"VM-{n}") for n in range(500)]

    with counted() as asked:
        candidates(rows)

    assert asked.count <= 8
