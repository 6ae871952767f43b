"""The pages of frameworks: a file read, shown, taken in; adopted; found by words."""

import io

import pytest

from curriculum import refs
from curriculum.db import db, transaction
from curriculum.frameworks import queries, service
from curriculum.frameworks.models import FrameworkFile
from tests.factories.frameworks import as_file, item, package
from tests.page import text_of

pytestmark = pytest.mark.database


def handed_in(visit, content: bytes, code: str = "", status: int = 303):
    data = {"owner": "CNFGF", "code": code, "file": (io.BytesIO(content), "borders.json")}
    return visit("/training/frameworks/import", as_="chidi", method="POST", data=data, status=status)


def waiting() -> str:
    db.session.rollback()
    return refs.seal(db.session.query(FrameworkFile.id).one()[0])


@pytest.fixture
def framework(cast):
    with transaction():
        owner = cast.institution("CNFGF")
        return service.import_(cast.chidi, as_file(package(250)), code="BG", owner_id=owner)


def test_file_is_shown_before_it_is_taken_in(visit, cast):
    assert cast.chidi
    handed_in(visit, as_file(package(30)))

    page = visit(f"/training/frameworks/imports/{waiting()}", as_="chidi")

    assert "Border guards" in page.text
    assert "BORDER-GUARDS" in page.text
    assert len(page.all("tr")) == 21
    assert queries.all_() == []


def test_shown_file_is_taken_in_and_gone(visit, cast):
    assert cast.chidi
    handed_in(visit, as_file(package(30)), code="BG")

    visit(f"/training/frameworks/imports/{waiting()}/take", as_="chidi", method="POST", status=303)

    db.session.rollback()
    assert queries.export("BG") == package(30)
    assert db.session.query(FrameworkFile).count() == 0
    assert "taken in as a draft" in visit("/training/frameworks/BG", as_="chidi").text


def test_forgotten_file_leaves_nothing(visit, cast):
    assert cast.chidi
    handed_in(visit, as_file(package(3)))

    visit(f"/training/frameworks/imports/{waiting()}/discard", as_="chidi", method="POST", status=303)

    db.session.rollback()
    assert (db.session.query(FrameworkFile).count(), queries.all_()) == (0, [])


def test_faults_are_listed_with_their_places(visit, cast):
    assert cast.chidi
    handed_in(visit, as_file(package(3, CFItems=[item(0), item(1, fullStatement=""), {}])))

    page = visit(f"/training/frameworks/imports/{waiting()}", as_="chidi", status=422)

    assert [text_of(one) for one in page.all("th", scope="row")] == [
        "CFItems[1].fullStatement",
        "CFItems[2].identifier",
        "CFItems[2].fullStatement",
    ]
    assert 'found "", expected string' in page.text


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"", "", "is empty"),
        (as_file(package(3)), "b g", "Capital letters, figures and hyphens"),
    ],
)
def test_what_is_not_even_read(visit, cast, content, code, says):
    assert cast.chidi

    assert says in handed_in(visit, content, code, status=422).text


@pytest.mark.parametrize("who", ["farid", "dalia", "grace"])
def test_preview_is_for_those_who_may_take_it_in(visit, cast, who):
    assert cast.chidi
    handed_in(visit, as_file(package(3)))

    visit(f"/training/frameworks/imports/{waiting()}", as_=who, status=403)


def test_items_are_found_by_words_and_shown_by_the_hundred(visit, framework):
    whole = visit("/training/frameworks/BG?page=3", as_="farid")
    found = visit("/training/frameworks/BG?q=DOCUMENT+no.+24", as_="farid")

    assert "Page 3 of 3, 250 in all" in whole.text
    assert "EQF level 2 (indicative)" in whole.text
    assert len(found.all("tr")) == 12


def test_adopting_and_taking_out_of_use(visit, framework):
    visit("/training/frameworks/BG/adopt", as_="farid", method="POST", status=303)
    refused = visit("/training/frameworks/BG/deprecate", as_="farid", method="POST", data={}, status=422)
    visit("/training/frameworks/BG/deprecate", as_="farid", method="POST", data={"reason": "Old"}, status=303)
    again = visit("/training/frameworks/BG/adopt", as_="farid", method="POST", status=409)

    assert "There is a problem" in refused.text
    assert "Out of use" in visit("/training/frameworks/BG", as_="farid").text
    assert "stands at “Out of use”" in again.text


def test_export_is_the_file(visit, framework):
    page = visit("/training/frameworks/BG/export.json", as_="ines")

    assert page.response.get_json() == package(250)


def test_list_leads_to_import_only_for_those_who_may(visit, framework):
    assert "Import a framework" in visit("/training/frameworks", as_="chidi").text
    assert "Import a framework" not in visit("/training/frameworks", as_="ines").text


def test_page_asks_as_often_for_ten_items_as_for_two_hundred(visit, framework, counted):
    visit("/training/frameworks/BG", as_="farid")
    with counted() as many:
        visit("/training/frameworks/BG", as_="farid")
    with counted() as few:
        visit("/training/frameworks/BG?q=document+no.+24", as_="farid")

    assert many.count == few.count


def test_five_thousand_pasted_rows_are_previewed(visit, cast):
    assert cast.chidi
    rows = "code\tfr\n" + "".join(f"C{number}\tVérifier le document {number}\n" for number in range(5000))
    data = {"owner": "CNFGF", "rows": rows, "title": "Contrôles"}
    visit("/training/frameworks/import", as_="chidi", method="POST", data=data, status=303)

    page = visit(f"/training/frameworks/imports/{waiting()}", as_="chidi")

    assert "5,000" in page.text
    assert "CONTROLES" in page.text


@pytest.mark.parametrize("both", [True, False], ids=["both", "neither"])
def test_one_of_file_and_rows_is_handed_in(visit, cast, both):
    assert cast.chidi
    file = {"file": (io.BytesIO(as_file(package(3))), "a.json"), "rows": "code,fr\nA,B"} if both else {}

    page = visit(
        "/training/frameworks/import", as_="chidi", method="POST", data={"owner": "CNFGF"} | file, status=422
    )

    assert "one of the two" in page.text


def test_more_than_a_field_holds_says_how_to_hand_it_in(visit, cast):
    """5,000 rows with long texts: what came, what fits, and that nothing is lost."""
    assert cast.chidi
    rows = "code,parent,fr,en\n" + "\n".join(f"C{n},,{'f' * 160},{'e' * 160}" for n in range(5000))
    # As a browser sends a form that may hold a file.
    sent = f'--x\r\nContent-Disposition: form-data; name="rows"\r\n\r\n{rows}\r\n--x--\r\n'.encode()
    headers = {"Content-Type": "multipart/form-data; boundary=x"}

    page = visit(
        "/training/frameworks/import", as_="chidi", method="POST", data=sent, headers=headers, status=413
    )

    assert "About 2 MB arrived in the fields of this form; they hold 1 MB." in page.text
    assert "Save it as a file and hand the file in instead" in page.text
    assert FrameworkFile.query.count() == 0
