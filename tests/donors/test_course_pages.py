"""Pages of one course: its next step, its syllabus, what the donor was asked for."""

import io

import pytest

from curriculum.db import db, transaction
from curriculum.domain.lifecycles.offering import OfferingState
from curriculum.donors import queries, results
from curriculum.donors.models import CoverageClaim

pytestmark = pytest.mark.database
HOME = "/training/offerings/NORD-02"
PDF = b"%PDF-1.7 Programme"


@pytest.fixture
def planned(stage):
    with transaction():
        stage["offering"].state = OfferingState.PLANNED
    return stage["offering"]


def test_next_steps_are_buttons_and_cancelling_asks_why(visit, planned):
    page = visit(HOME, as_="chidi")
    assert page.links()["Cancel it"] == f"{HOME}/cancel"
    visit(f"{HOME}/step/confirm", as_="chidi", method="POST", status=303)
    visit(f"{HOME}/step/cancel", as_="chidi", method="POST", status=409)
    visit(f"{HOME}/cancel", as_="chidi", method="POST", data={"reason": ""}, status=422)

    visit(f"{HOME}/cancel", as_="chidi", method="POST", data={"reason": "No money"}, status=303)

    db.session.expire_all()
    assert queries.get_offering("NORD-02").state is OfferingState.CANCELLED
    assert "Cancel it" not in visit(HOME, as_="chidi").links()


def sent(content: bytes = PDF, name: str = "plan.pdf", **more):
    return {"file": (io.BytesIO(content), name), **more}


def test_syllabus_is_handed_in_and_given_back_as_a_download(visit, planned):
    visit(f"{HOME}/syllabus-file", as_="chidi", method="POST", data=sent(), status=303)

    link = visit(HOME, as_="ines").links()["plan.pdf"]
    answer = visit(link, as_="ines").response
    assert (answer.data, answer.headers["X-Content-Type-Options"]) == (PDF, "nosniff")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="NORD-02-2026-11-2')


def test_new_syllabus_leads_to_what_relied_on_the_old_one(visit, stage):
    visit(f"{HOME}/syllabus-file", as_="chidi", method="POST", data=sent(), status=303)
    assert "supersedes 1 accepted claim" in visit(f"{HOME}/syllabus-file", as_="chidi").text
    visit(f"{HOME}/syllabus-file", as_="chidi", method="POST", data=sent(PDF + b"2"), status=422)

    answer = visit(
        f"{HOME}/syllabus-file",
        as_="chidi",
        method="POST",
        data=sent(PDF + b"2", reason="Two days less"),
        status=303,
    )

    assert answer.location == f"{HOME}/syllabus"
    db.session.expire_all()
    assert [str(one.state) for one in db.session.query(CoverageClaim)] == ["superseded"]


@pytest.mark.parametrize("who", ["dalia", "ines", "amina"])
def test_syllabus_is_handed_in_by_those_who_may(visit, stage, cast, who):
    assert cast.dalia.account_id

    visit(f"{HOME}/syllabus-file", as_=who, status=403)


def test_request_for_results_is_noted_and_shown(visit, stage):
    link = visit(HOME, as_="farid").links()["Note that individual results were requested"]

    visit(link, as_="farid", method="POST", data={"on": "2026-06-12", "whom": "D-NORD, Oslo"}, status=303)

    assert "requested from D-NORD, Oslo on 12 June 2026" in visit(HOME, as_="ines").text
    visit(f"{link}/settle", as_="farid", method="POST", status=303)
    assert results.requested([stage["offering"].id]) == []
