"""The public home: nothing of persons, no cookie, doors that open."""

import pytest

from tests.desk.certified import make_certificate, make_person
from tests.factories.awards import make_candidacy

pytestmark = pytest.mark.database


def figures(page) -> dict[str, str]:
    lists = page.all("dl", class_="figures")
    read = ["".join(one.itertext()).split() for each in lists for one in each.iter("div")]
    return {" ".join(words[:-1]): words[-1] for words in read}


def test_home_is_public_and_sets_no_cookie(app, visit):
    page = visit("/")

    assert page.response.headers.get("Set-Cookie") is None
    assert page.links()["Check a certificate"] == "/verify"
    assert page.links()["Open the catalogue"] == "/catalogue"
    assert page.links()["Sign in"] == "/login"


@pytest.mark.parametrize(("count", "shown"), [(4, None), (5, "5")], ids=["I-24-four", "I-24-five"])
def test_certificates_are_counted_from_five_on(count, shown, cast, visit):
    case = make_candidacy(cast)
    for number in range(count):
        person_id = make_person(cast, f"VM-9{number}", ("Latn", f"Given{number}", "Family"))
        make_certificate(person_id, case.path_version_id)

    seen = figures(visit("/"))

    assert seen.get("certificates in force") == shown
    assert seen["learning paths published"] == "1"


def test_home_leads_the_signed_in_to_their_work(cast, visit):
    cast.enter()

    assert visit("/", as_="ines").links()["Go on with your work"] == "/hr"
