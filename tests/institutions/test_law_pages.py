"""The pages of the register of legal instruments."""

import io

import pytest

from curriculum.db import Bilingual, transaction
from curriculum.domain.actors import OPERATOR
from curriculum.institutions import service as institutions
from curriculum.institutions.law import queries

pytestmark = pytest.mark.database
PDF = b"%PDF-1.7 the text of a decree"
NEW = {
    "code": "DEC-1",
    "state": "in_force",
    "kind": "decree",
    "title_fr": "Décret sur la formation",
    "title_en": "Decree on training",
    "reference": "2021-114",
    "issuer": "MINT",
    "issuer_name": "",
    "owner": "CNFGF",
    "in_force_from": "2021-05-03",
    "check_on": "2026-11-01",
}


@pytest.fixture(autouse=True)
def kinds(cast):
    cast.enter()
    with transaction():
        institutions.set_code_list(OPERATOR, queries.KINDS, {"decree": Bilingual("Décret", "Decree")})


def entered(visit, status=303, **values):
    return visit("/admin/instruments/new", as_="chidi", method="POST", data={**NEW, **values}, status=status)


def test_an_instrument_is_entered_with_its_text(visit):
    assert entered(visit, file=(io.BytesIO(PDF), "decree.pdf")).location == "/admin/instruments/DEC-1"

    page = visit("/admin/instruments/DEC-1", as_="ines")
    text = visit("/admin/instruments/DEC-1/file", as_="ines").response
    assert page.h1 == "Decree on training"
    assert "since 3 May 2021" in page.text
    assert (text.data, text.headers["Content-Type"]) == (PDF, "application/octet-stream")
    assert text.headers["Content-Disposition"] == 'attachment; filename="DEC-1.pdf"'


@pytest.mark.parametrize(
    ("values", "status", "problem"),
    [
        ({"code": "dec 1"}, 422, "Use capital letters, digits and hyphens, at most 30."),
        ({"title_en": ""}, 422, "Fill this in."),
        ({"issuer": ""}, 422, "Choose who issued it from the list, or write the name; one of the two."),
        ({"issuer_name": "X"}, 422, "Choose who issued it from the list, or write the name; one of the two."),
        ({"in_force_from": ""}, 422, "“in force from” is empty. Fill it in."),
        ({"owner": "MINT"}, 422, "Not a valid choice."),  # not chidi's to keep
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(visit, values, status, problem):
    page = entered(visit, status, **values)

    assert problem in page.text
    assert page.first("input", name="reference").get("value") == "2021-114"


def test_a_file_that_is_none_is_said_with_the_form(visit):
    page = entered(visit, 422, file=(io.BytesIO(b"<html>"), "decree.pdf"))

    assert "PDF" in " ".join(page.problems() or [page.text])
    assert queries.all_() == []


def test_the_register_shows_what_is_due(visit):
    entered(visit)
    entered(visit, code="DEC-2", check_on="")

    due = visit("/admin/instruments?due=1", as_="ines")
    assert [row[0] for row in due.rows()] == ["DEC-1"]
    assert [row[0] for row in visit("/admin/instruments", as_="ines").rows()] == ["DEC-1", "DEC-2"]


def test_an_entry_is_corrected(visit):
    entered(visit)
    changed = {**NEW, "reference": "2021-115", "issuer": "", "issuer_name": "Parliament"}

    visit("/admin/instruments/DEC-1/edit", as_="chidi", method="POST", data=changed, status=303)

    page = visit("/admin/instruments/DEC-1", as_="ines")
    assert "2021-115" in page.text
    assert "Parliament" in page.text


def test_the_yearly_look_is_noted_and_then_the_end(visit):
    entered(visit)
    base = "/admin/instruments/DEC-1"

    visit(f"{base}/step/check", as_="chidi", method="POST", data={}, status=303)
    empty = visit(f"{base}/step/repeal", as_="chidi", method="POST", data={}, status=422)
    sent = {"repeal-reason": "by DEC-2", "repeal-on": "2026-10-01"}
    visit(f"{base}/step/repeal", as_="chidi", method="POST", data=sent, status=303)

    assert "A reason is needed" in empty.text
    assert "3 May 2021 to 1 October 2026" in visit(base, as_="chidi").text


@pytest.mark.parametrize(
    ("address", "method", "who", "status"),
    [
        ("/admin/instruments", "GET", "amina", 200),  # everybody may read the law
        ("/admin/instruments/new", "GET", "amina", 403),
        ("/admin/instruments/NOPE", "GET", "chidi", 404),
        ("/admin/instruments/DEC-1/file", "GET", "chidi", 404),  # none was handed in
        ("/admin/instruments/DEC-1/step/sing", "POST", "chidi", 404),
        ("/admin/instruments/DEC-1/step/lapse", "POST", "sana", 403),  # kept by another institution
    ],
)
def test_doors(visit, address, method, who, status):
    entered(visit)

    visit(address, as_=who, method=method, status=status)


def test_steps_are_offered_to_those_who_may_note_them(visit):
    entered(visit)

    assert "What became of it" in visit("/admin/instruments/DEC-1", as_="chidi").text
    assert "What became of it" not in visit("/admin/instruments/DEC-1", as_="ines").text
