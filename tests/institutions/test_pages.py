"""Administration pages of institutions and units."""

import pytest

from curriculum.db import Bilingual, transaction
from curriculum.domain.actors import OPERATOR
from curriculum.institutions import queries, service

pytestmark = pytest.mark.database
NAMES = {"name_fr": "Agence des ports", "name_en": "Ports Agency"}
NEW = {"code": "PORT", "type": "agency", "roles": ["employer", "trainer"], "parent": "MINT", **NAMES}


@pytest.fixture(autouse=True)
def kinds(cast):
    cast.enter()
    with transaction():
        kinds = {
            "ministry": Bilingual("Ministère", "Ministry"),
            "agency": Bilingual("Établissement public", "Agency"),
        }
        service.set_code_list(OPERATOR, "institution_type", kinds)


def test_institution_is_opened_named_and_given_a_unit(visit):
    assert visit("/admin/institutions/new", as_="omar", method="POST", data=NEW, status=303).location == (
        "/admin/institutions/PORT"
    )
    unit = {"code": "PORT-RH", "function": "hr", "parent": "", "name_fr": "RH", "name_en": "HR"}
    path = "/admin/institutions/PORT/units/new"
    visit(path, as_="sana", method="POST", data=unit, status=303)

    page = visit("/admin/institutions/PORT", as_="ines")
    assert page.h1 == "Ports Agency"
    assert page.rows() == [["PORT-RH", "HR", "HR department", "–not given"]]
    assert "Employer, Training institution" in page.text
    assert visit("/admin/institutions/PORT", as_="ines", lang="fr").h1 == "Agence des ports"


@pytest.mark.parametrize(
    ("values", "status", "problem"),
    [
        pytest.param(
            {"code": "port"}, 422, "Use capital letters, digits and hyphens, at most 20.", id="code"
        ),
        pytest.param({"name_en": ""}, 422, "Fill this in.", id="both languages"),
        pytest.param(
            {"code": "MINT"},
            409,
            "This exists already: institution MINT. Use it, or choose another code.",
            id="a code is given once",
        ),
    ],
)
def test_institution_form_comes_back_with_what_was_wrong(visit, values, status, problem):
    page = visit("/admin/institutions/new", as_="omar", method="POST", data=NEW | values, status=status)

    assert page.problems() == [problem]
    assert page.first("input", id="name_fr").get("value") == "Agence des ports"


def test_rename_shows_both_names(visit):
    data = {"name_fr": "Ministère de la Sécurité", "name_en": "Ministry of Security", "on": "2026-11-20"}
    visit("/admin/institutions/MINT/rename", as_="sana", method="POST", data=data, status=303)

    page = visit("/admin/institutions/MINT", as_="sana")

    assert page.h1 == "Ministry of Security"
    assert [row[0] for row in page.rows(1)] == ["Ministry of Security", "Institution MINT"]


def test_edit_and_unit_forms_show_what_stands(visit):
    edit = visit("/admin/institutions/MINT/edit", as_="sana")
    assert [one.get("value") for one in edit.all("input", checked="")] == ["employer"]

    unit = visit("/admin/institutions/MINT/units/MINT-DRH", as_="sana")
    assert unit.first("input", id="name_en").get("value") == "Unit MINT-DRH"


@pytest.mark.parametrize(
    ("path", "login", "status"),
    [
        pytest.param("/admin/institutions", "grace", 403, id="Grace sees nothing"),
        pytest.param("/admin/institutions", "ines", 200, id="every role may read"),
        pytest.param("/admin/institutions/new", "sana", 403, id="only the system opens institutions"),
        pytest.param("/admin/institutions/MINT/edit", "ines", 403, id="HR does not change them"),
        pytest.param("/admin/institutions/NONE", "omar", 404, id="unknown code"),
    ],
)
def test_pages_are_open_to_whom_they_concern(visit, path, login, status):
    visit(path, as_=login, status=status)


def test_administrator_changes_nothing_elsewhere(visit):
    data = {"type": "ministry", "roles": [], "parent": ""}

    page = visit("/admin/institutions/MAEC/edit", as_="sana", method="POST", data=data, status=403)

    assert "does not reach this institution" in page.problems()[0]
    assert queries.get("MAEC").roles == ["employer"]
