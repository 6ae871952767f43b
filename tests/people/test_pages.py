"""HR's list of officials, the corrected name and the new place of service."""

import pytest

from curriculum import clock
from curriculum.audit import queries as trail
from curriculum.people import queries
from tests.desk.certified import make_person

pytestmark = pytest.mark.database

HOUDA = (("Latn", "Houda", "Bouzrigha"), ("Arab", "هدى", "بوزريغة"))
NAME = {"script": "Latn", "given": "Huda", "family": "Bouzrigha", "kind": "official", "reason": "Card seen"}


@pytest.fixture
def houda(cast):
    return make_person(cast, "VM-91", *HOUDA)


def at(person_id: int, page: str = "") -> str:
    return f"/people/{queries.person_ref(person_id)}{page}"


@pytest.mark.parametrize("text", ["bouzr", "هدى", "vm-91"], ids=["part", "arabic", "number"])
def test_official_is_found(text, houda, visit):
    page = visit(f"/hr/people?q={text}", as_="ines")

    assert page.rows() == [["Houda Bouzrigha", "VM-91", "Institution MINT", "–not given", "In service"]]


def test_list_holds_own_people_only(houda, cast, visit):
    make_person(cast, "VM-92", ("Latn", "Timour", "Iarovenko"), at="MAEC")

    names = [row[0] for row in visit("/hr/people", as_="ines").rows()]

    assert "Houda Bouzrigha" in names
    assert "Timour Iarovenko" not in names
    assert visit("/hr/people?q=Iarovenko", as_="ines").all("table") == []


@pytest.mark.parametrize("who", ["grace", "amina", "dalia", "farid", "omar", "chidi"])
def test_list_is_closed_to_others(who, houda, visit):
    visit("/hr/people", as_=who, status=403)


def test_list_asks_as_much_for_one_as_for_three(houda, cast, visit, counted):
    visit("/hr/people?q=bouzrigha", as_="ines")
    with counted() as one:
        visit("/hr/people?q=bouzrigha", as_="ines")
    for number, given in (("92", "Salma"), ("93", "Nadia")):
        make_person(cast, f"VM-{number}", ("Latn", given, "Bouzrigha"))

    with counted() as three:
        page = visit("/hr/people?q=bouzrigha", as_="ines")

    assert len(page.rows()) == 3
    assert three.count == one.count, three.statements


def test_corrected_name_replaces_the_old_and_is_on_record(houda, visit):
    answer = visit(at(houda, "/name"), as_="ines", method="POST", data=NAME, status=303)

    page = visit(answer.location, as_="ines")

    assert page.h1 == "Huda Bouzrigha"
    assert "Former spellings" in page.text
    assert trail.about(houda)[0].event == "person:name_corrected"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"given": "", "family": ""}, "Give a given name, a family name, or both."),
        ({"given": "هدى"}, "These letters belong to another script."),
        ({"reason": ""}, "Fill this in."),
    ],
    ids=["empty", "other-script", "no-reason"],
)
def test_wrong_name_comes_back_with_what_is_wrong(wrong, says, houda, visit):
    page = visit(at(houda, "/name"), as_="ines", method="POST", data=NAME | wrong, status=422)

    assert page.problems() == [says]
    assert queries.display_name(houda) == "Houda Bouzrigha"


def test_official_arrives_from_elsewhere_by_number(cast, visit):
    timour = make_person(cast, "VM-92", ("Latn", "Timour", "Iarovenko"), at="MAEC")
    sent = {
        "number": "vm-92",
        "institution": "MINT",
        "unit": "MINT-DPF",
        "on": "2026-11-16",
        "reason": "Order 12",
    }

    answer = visit("/hr/people/arrival", as_="ines", method="POST", data=sent, status=303)

    assert visit(answer.location, as_="ines").h1 == "Timour Iarovenko"
    assert queries.employer_on(timour, clock.today()).code == "MINT"


def test_nobody_is_sent_where_one_has_no_say(houda, cast, visit):
    sent = {"institution": "MAEC", "unit": "", "on": "2026-11-16", "reason": "Order 12"}

    visit(at(houda, "/service"), as_="ines", method="POST", data=sent, status=422)

    assert queries.employer_on(houda, clock.today()).code == "MINT"


def test_unit_of_another_institution_is_refused(houda, visit):
    page = visit(at(houda, "/service"), as_="ines")

    assert [one.get("value") for one in page.first("select", name="institution").iter("option")] == ["MINT"]
