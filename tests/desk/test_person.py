"""A person's page: as much as the reader's roles reach, and the acts of HR from there."""

import pytest

from curriculum.people import queries as people
from tests.desk.certified import make_certificate, make_person
from tests.factories.awards import make_candidacy

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast):
    return make_candidacy(cast)


@pytest.fixture
def address(case):
    return f"/people/{people.person_ref(case.person_id)}"


def test_hr_reads_everything_and_may_act(case, address, visit):
    page = visit(address, as_="ines")

    assert page.h1 == "Amina Mezgouri"
    assert page.rows(0)[0][:3] == ["Trainer in border management LP-TRN-BOR v1", "Path completed", "100%"]
    assert "أمينة المزكوري" in page.text
    assert page.links()["Correct a name"] == f"{address}/name"
    assert page.links()["Progress in detail"] == f"{address}/progress"


def test_certificates_stand_with_their_status(case, address, visit):
    row = make_certificate(case.person_id, case.path_version_id)

    assert visit(address, as_="ines").rows(1) == [
        ["Trainer in border management", "15 January 2025 to 14 January 2028", "Valid", row.number]
    ]


def test_institution_administrator_sees_the_person_and_no_progress(address, visit):
    page = visit(address, as_="sana")

    assert page.h1 == "Amina Mezgouri"
    assert "Learning paths" not in page.text
    assert "Correct a name" not in page.links()


@pytest.mark.parametrize("who", ["grace", "dalia", "bruno", "omar", "farid", "clara"])
def test_page_is_closed_to_others(who, address, visit):
    assert visit(address, as_="ines").h1 == "Amina Mezgouri"

    visit(address, as_=who, status=403)


def test_hr_of_another_institution_is_kept_out(case, cast, visit):
    elsewhere = make_person(cast, "VM-92", ("Latn", "Timour", "Iarovenko"), at="MAEC")

    visit(f"/people/{people.person_ref(elsewhere)}", as_="ines", status=403)


def test_unknown_reference_is_not_found(cast, visit):
    cast.enter()

    visit("/people/0000000000000", as_="ines", status=404)
