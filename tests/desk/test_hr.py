"""HR's landing page: own people only, names in any script, twenty names at once."""

from datetime import date

import pytest

from curriculum.domain.lifecycles.certificate import CertificateState
from tests.desk.certified import make_certificate, make_person
from tests.factories.awards import granted, make_candidacy

pytestmark = pytest.mark.database

HOUDA = (("Latn", "Houda", "Bouzrigha"), ("Arab", "هدى", "بوزريغة"))


@pytest.fixture
def path(cast):
    return make_candidacy(cast).path_version_id


def looked_up(visit, *lines: str, as_: str = "ines"):
    page = visit("/hr", as_=as_, method="POST", data={"names": "\n".join(lines)})
    return page.rows()


@pytest.mark.parametrize(
    "typed",
    ["Houda Bouzrigha", "BOUZRIGHA, houda", "هدى بوزريغة", "VM-91", "Bouzrigha", "Huda Bouzrigha"],
    ids=["as-written", "turned-round", "arabic", "number", "family-only", "near-spelling"],
)
def test_pasted_line_finds_the_person_in_any_script(typed, path, cast, visit):
    person_id = make_person(cast, "VM-91", *HOUDA)
    make_certificate(person_id, path)

    [row] = looked_up(visit, typed)

    assert row[0] == typed
    assert row[1].startswith("Houda Bouzrigha")
    assert row[2] == "Trainer in border management Valid"
    assert row[3] == "14 January 2028"
    assert row[4] == "on no path"


def test_pasted_lines_keep_their_order_and_say_what_is_missing(path, cast, visit):
    make_person(cast, "VM-91", *HOUDA)

    rows = looked_up(visit, "Nobody Atall", "", "Amina Mezgouri", "Houda Bouzrigha", "Amina Mezgouri")

    assert [row[0] for row in rows] == ["Nobody Atall", "Amina Mezgouri", "Houda Bouzrigha"]
    assert rows[0][1] == "nobody of your institution"
    assert rows[1][4] == "LP-TRN-BOR v1 · 100% · everything is met"


def test_other_institutions_people_are_nobody(path, cast, visit):
    person_id = make_person(cast, "VM-92", ("Latn", "Timour", "Iarovenko"), at="MAEC")
    make_certificate(person_id, path)
    own = make_person(cast, "VM-91", *HOUDA)
    make_certificate(own, path)

    page = visit("/hr", as_="ines")

    assert "Houda Bouzrigha" in page.text
    assert "Iarovenko" not in page.text
    assert looked_up(visit, "Timour Iarovenko")[0][1] == "nobody of your institution"


@pytest.mark.parametrize("who", ["grace", "amina", "dalia", "hugo", "bruno", "omar", "clara", "sana"])
def test_page_is_closed_to_whoever_is_not_of_hr(who, path, cast, visit):
    make_certificate(make_person(cast, "VM-91", *HOUDA), path)

    assert "Houda" in visit("/hr", as_="ines").text
    visit("/hr", as_=who, status=403)


def test_ending_certificates_are_counted_and_expired_ones_are_not(path, cast, visit):
    for number, until in (("1", date(2027, 1, 31)), ("2", date(2028, 1, 31)), ("3", date(2026, 1, 31))):
        person_id = make_person(cast, f"VM-9{number}", ("Latn", f"Given{number}", f"Family{number}"))
        make_certificate(person_id, path, valid_until=until)
    revoked = make_person(cast, "VM-95", ("Latn", "Given5", "Family5"))
    make_certificate(revoked, path, state=CertificateState.REVOKED)

    figures = [
        " ".join("".join(one.itertext()).split())
        for one in visit("/hr", as_="ines").all("dd", class_="figure-value")
    ]

    assert figures[:2] == ["2", "1"]


def test_signatory_sees_own_queue_and_the_register(cast, visit):
    code = granted(make_candidacy(cast))

    page = visit("/hr", as_="elif")

    assert page.links()["Amina Mezgouri"] == f"/applications/{code}/sign/hr"


def test_same_statements_for_one_and_three_certified(path, cast, visit, counted):
    make_certificate(make_person(cast, "VM-91", *HOUDA), path)
    visit("/hr", as_="ines")
    with counted() as one:
        visit("/hr", as_="ines", method="POST", data={"names": "Bouzrigha"})
    for number, given in (("1", "Salma"), ("2", "Nadia")):
        person_id = make_person(cast, f"VM-8{number}", ("Latn", given, "Bouzrigha"))
        make_certificate(person_id, path)

    with counted() as three:
        page = visit("/hr", as_="ines", method="POST", data={"names": "Bouzrigha\nSalma Bouzrigha"})

    assert len(page.rows()) == 4
    assert three.count == one.count, three.statements
