from datetime import date

import pytest

from curriculum.audit import queries as trail
from curriculum.db import Bilingual, db, transaction
from curriculum.domain.actors import EVERYWHERE, Actor, Grant, Role
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import service as institutions
from curriculum.people import queries, register_file, service
from curriculum.people.registration import NewName, NewPerson

pytestmark = pytest.mark.database

FROM = date(2020, 1, 1)
HR = Actor(account_id=None, person_id=None, grants=(Grant(Role.HR_OFFICER, EVERYWHERE, FROM),))
ADMIN = Actor(account_id=None, grants=(Grant(Role.SYSTEM_ADMIN, EVERYWHERE, FROM),))


@pytest.fixture
def places(app):
    with transaction():
        for code in ("MINT", "MAEC"):
            institutions.create_institution(
                ADMIN, code=code, type="ministry", name=Bilingual(code, code), roles=["employer"]
            )


def amina(**values):
    names = (NewName("Latn", "Amina", "Belqasri"), NewName("Arab", "أمينة", "بلقاسري"))
    return NewPerson(
        **{
            "names": names,
            "personnel_no": "VM-1",
            "institution": "MINT",
            "birth_date": date(1985, 3, 2),
            "hired_on": date(2010, 1, 1),
            **values,
        }
    )


def register(*persons):
    with transaction():
        return service.register_many(HR, persons)


def test_registered_person_is_found_by_number_and_ref(places):
    [person_id] = register(amina())

    assert queries.find_by_number("VM-1") == person_id
    assert queries.find_by_ref(queries.person_ref(person_id)) == person_id
    assert queries.find_by_ref("0" * 26) is None
    assert queries.display_name(person_id) == "Amina Belqasri"
    assert queries.names_by_script(person_id) == {"Latn": "Amina Belqasri", "Arab": "أمينة بلقاسري"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Amina", True),
        ("belqasri", True),
        ("بلقاسري", True),
        ("Bel Qasri Amina", True),
        ("vm-1", True),
        ("Bruno", False),
    ],
)
def test_search_finds_a_name_in_any_script(places, text, found):
    [person_id] = register(amina())

    assert (person_id in queries.visible_to(HR, text)) is found


@pytest.mark.parametrize(
    ("person", "code"),
    [
        pytest.param(amina(personnel_no=" "), RefusalCode.VALUE_MISSING, id="no number"),
        pytest.param(amina(institution="NONE"), RefusalCode.NOT_FOUND, id="unknown employer"),
        pytest.param(amina(birth_date=date(2011, 1, 1)), RefusalCode.DATES_CONTRADICT, id="born after hired"),
        pytest.param(amina(hired_on=date(2030, 1, 1)), RefusalCode.DATE_IN_FUTURE, id="hired in the future"),
    ],
)
def test_impossible_person_is_refused_and_nothing_written(places, person, code):
    with pytest.raises(Refusal) as refused, transaction():
        service.register_many(HR, [amina(personnel_no="VM-0"), person])

    assert refused.value.code is code
    assert queries.all_ids() == []


def test_number_of_somebody_else_is_refused(places):
    register(amina())

    with pytest.raises(Refusal) as refused:
        register(amina())

    assert refused.value.code is RefusalCode.IDENTIFIER_TAKEN


def test_transfer_changes_the_employer_from_that_day_S12(places):
    [person_id] = register(amina())
    other = db.session.scalar(db.select(queries.Institution).where(queries.Institution.code == "MAEC"))

    with transaction():
        service.transfer(
            HR, person_id, institution_id=other.id, unit_id=None, on=date(2026, 5, 1), reason="move"
        )

    assert queries.employer_on(person_id, date(2026, 4, 30)).code == "MINT"
    assert queries.employer_on(person_id, date(2026, 5, 1)).code == "MAEC"
    assert queries.service_months(person_id, date(2026, 5, 1)) == 195


def test_corrected_name_is_primary_and_the_old_one_still_found(places):
    [person_id] = register(amina())

    with transaction():
        service.correct_name(HR, person_id, script="Latn", given="Amina", family="Kocaer", reason="married")

    assert queries.display_name(person_id) == "Amina Kocaer"
    assert [event.event for event in trail.about(person_id)] == ["person:name_corrected", "person:registered"]


def test_register_file_names_every_problem_by_line():
    heading = ",".join(register_file.HEADINGS)
    row = "VM-9,Ada,Lovelace,,,,31/02/1985,F,MINT,,,,2010-01-01"

    persons, problems = register_file.read(f"{heading}\n{row}\n,,,,,,,,,,,,\n".encode())

    assert persons == []
    assert [(p.line, p.heading) for p in problems] == [
        (2, "birth_date"),
        (3, "personnel_no"),
        (3, "family"),
        (3, "institution"),
        (3, "hired_on"),
    ]
