"""An official's own certificates and applications, and nobody else's."""

import pytest

from tests.desk.certified import make_certificate, make_person
from tests.factories.awards import make_candidacy

pytestmark = pytest.mark.database


def test_own_certificates_and_applications_stand_together(cast, visit):
    case = make_candidacy(cast)
    code = case.apply().code
    row = make_certificate(case.person_id, case.path_version_id)
    other = make_certificate(make_person(cast, "VM-91", ("Latn", "Houda", "Bouzrigha")), case.path_version_id)

    page = visit("/me/certificates", as_="amina")

    assert page.links()[row.number] == f"/certificates/{row.number}"
    assert f"/applications/{code}" in page.links().values()
    assert other.number not in page.text


def test_nothing_yet_says_what_comes_first(cast, visit):
    cast.enter()

    page = visit("/me/certificates", as_="amina")

    assert "No certificate yet" in page.text
    assert page.links()["See what is missing"] == "/me"


@pytest.mark.parametrize("who", ["grace", "dalia", "ines"])
def test_page_belongs_to_officials(who, cast, visit):
    cast.enter()

    visit("/me/certificates", as_=who, status=403)
