"""The pages of the exchange: out with a button, in after a preview, the schema for everybody, copies."""

import io
import json

import pytest

from curriculum import refs
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.sheets import module_sheet
from curriculum.db import db, transaction
from curriculum.domain.actors import OPERATOR
from curriculum.domain.shape_faults import misfits
from curriculum.exchange import exporting, service
from curriculum.exchange.models import CurriculumFile
from curriculum.paths import queries as paths
from tests.factories.exchange import as_file, document

pytestmark = pytest.mark.database


@pytest.fixture
def house(cast):
    """CNFGF with its small curriculum as it stood elsewhere; Chidi designs for it."""
    assert cast.chidi
    with transaction():
        service.import_(OPERATOR, as_file(document()), restores=True)
    return cast


def handed_in(visit, content: bytes, login: str = "chidi", status: int = 303):
    data = {"file": (io.BytesIO(content), "velmaria.json")}
    return visit("/training/curriculum/import", as_=login, method="POST", data=data, status=status)


def waiting() -> str:
    db.session.rollback()
    return refs.seal(db.session.query(CurriculumFile.id).one()[0])


def test_curriculum_goes_out_as_a_file_and_the_trail_says_so(visit, house):
    assert "Export the curriculum" in visit("/training/curriculum", as_="chidi").text

    sent = visit("/training/curriculum/export", as_="chidi", method="POST")

    assert json.loads(sent.html) == exporting.document()


def test_schema_is_public_and_fits_what_goes_out(visit, house):
    schema = json.loads(visit("/schemas/curriculum-1.json").html)

    assert schema["$id"] == "/schemas/curriculum-1.json"
    assert misfits(schema, exporting.document()) == ()


def test_file_is_shown_before_it_is_taken_in(visit, house):
    data = document()
    data["modules"].append({"code": "BOR-902", "theme": "T9", "owner": "CNFGF", "versions": []})
    handed_in(visit, as_file(data))

    page = visit(f"/training/curriculum/imports/{waiting()}", as_="chidi")

    assert "BOR-902" in page.text
    assert catalogue.find_module("BOR-902") is None
    sent = {"seen": page.first("input", name="seen").get("value")}
    visit(f"/training/curriculum/imports/{waiting()}/take", as_="chidi", method="POST", data=sent, status=303)
    db.session.rollback()
    assert catalogue.get_module("BOR-902").code == "BOR-902"
    assert db.session.query(CurriculumFile).count() == 0


def test_refused_object_is_shown_with_what_differs_and_nothing_goes_in(visit, house):
    data = document()
    data["modules"][0]["versions"][1]["content"]["title"]["en"] = "Other"
    handed_in(visit, as_file(data))
    ref = waiting()

    page = visit(f"/training/curriculum/imports/{ref}", as_="chidi", status=422)

    assert "A published version is never changed" in page.text
    assert "Title → Other" in page.text
    visit(f"/training/curriculum/imports/{ref}/take", as_="chidi", method="POST", status=422)


def test_faulty_file_names_the_place_and_is_forgotten(visit, house):
    handed_in(visit, as_file(document(themes=[{"code": "T9"}])))
    ref = waiting()

    page = visit(f"/training/curriculum/imports/{ref}", as_="chidi", status=422, lang="fr")

    assert "$.themes[0].title" in page.text
    visit(f"/training/curriculum/imports/{ref}/discard", as_="chidi", method="POST", status=303)
    visit(f"/training/curriculum/imports/{ref}", as_="chidi", status=404)


def test_file_is_for_the_account_that_handed_it_in(visit, house):
    assert house.omar
    handed_in(visit, as_file(document()))

    visit(f"/training/curriculum/imports/{waiting()}", as_="omar", status=404)
    visit("/training/curriculum/import", as_="farid", status=403)
    visit("/training/curriculum", as_="amina", status=403)


def test_nothing_handed_in_is_said(visit, house):
    page = visit("/training/curriculum/import", as_="chidi", method="POST", status=422)

    assert "Choose the file of the curriculum." in page.text


def test_module_is_copied_and_both_pages_say_so(visit, house):
    visit("/training/modules/BOR-901/2", as_="chidi")
    data = {"code": "BOR-903", "owner": "CNFGF", "theme": "T9"}

    visit("/training/modules/BOR-901/2/copy", as_="chidi", method="POST", data=data, status=303)

    db.session.expire_all()
    assert "Copied from" in visit("/training/modules/BOR-903/1", as_="chidi").text
    assert "BOR-903 v1" in visit("/training/modules/BOR-901/2", as_="chidi").text
    source, copy = catalogue.get_version("BOR-901", 2), catalogue.get_version("BOR-903", 1)
    assert module_sheet(copy) == module_sheet(source)
    assert [one.code for one in copy.outcomes] == ["BOR-903.v1.O1", "BOR-903.v1.O2"]


def test_path_is_copied_with_what_it_asks_for(visit, house):
    data = {"code": "LP-903", "owner": "CNFGF"}

    visit("/training/paths/LP-901/1/copy", as_="chidi", method="POST", data=data, status=303)

    copy = paths.get_version("LP-903", 1)
    assert (copy.copied_from, [one.key for one in copy.components]) == ("LP-901 v1", ["C1"])
    assert "LP-901 v1" in visit("/training/paths/LP-903/1", as_="chidi").text
    assert "LP-903 v1" in visit("/training/paths/LP-901/1", as_="chidi").text


def test_code_that_is_taken_keeps_what_was_typed(visit, house):
    data = {"code": "BOR-901", "owner": "CNFGF", "theme": "T9"}

    page = visit("/training/modules/BOR-901/2/copy", as_="chidi", method="POST", data=data, status=409)

    assert page.first("input", name="code").get("value") == "BOR-901"
    visit("/training/modules/BOR-901/2/copy", as_="ines", status=403)
