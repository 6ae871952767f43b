"""Pages of panels and of annulling: recorded by an assessor, refused by name, reached only by the owner."""

import pytest
from sqlalchemy import select

from curriculum.assessment.models import Panel
from curriculum.db import db
from tests.factories.awards import make_candidacy

pytestmark = pytest.mark.database


@pytest.fixture
def path(cast):
    """Amina's path of CNFGF, which also asks for a panel."""
    panel = {"position": 2, "code": "C2", "type": "panel", "weight": 1}
    make_candidacy(cast, path="LP-PANEL", also=[panel])
    return "LP-PANEL v1"


def form(path, members, **more):
    return {
        "path": path,
        "number": "VM-200037-X",
        "held_on": "2026-11-20",
        "members": members,
        "outcome": "yes",
        "minutes": "PV 12",
    } | more


THREE = "VM-200074-L\nVM-200296-S, VM-200333-F"
REFUSED = [
    pytest.param({"members": "VM-200074-L VM-200296-S"}, 422, id="S15-two-members"),
    pytest.param({"members": THREE, "number": "VM-999999-Z"}, 404, id="candidate-unknown"),
    pytest.param({"members": "VM-200037-X VM-200074-L VM-200296-S"}, 403, id="I01-candidate-sits"),
    pytest.param({"members": THREE, "outcome": ""}, 422, id="nothing-found"),
]


def test_panel_of_three_is_recorded_on_the_page(path, cast, visit):
    visit("/training/panels/new", as_="leila", method="POST", data=form(path, THREE), status=303)

    page = visit("/training/panels", as_="leila")

    assert page.rows()[0][0] == "Amina Mezgouri"
    assert db.session.scalars(select(Panel)).one().favourable is True


@pytest.mark.parametrize(("changed", "status"), REFUSED)
def test_panel_is_refused_with_a_sentence(changed, status, path, cast, visit):
    page = visit(
        "/training/panels/new", as_="leila", method="POST", data=form(path, THREE) | changed, status=status
    )

    assert len(page.problems()) == 1
    assert db.session.scalars(select(Panel)).all() == []


@pytest.mark.parametrize("who", ["grace", "dalia", "ines", "farid"])
def test_only_assessors_record_a_panel(who, path, visit):
    visit("/training/panels/new", as_=who, status=403)
