"""What a donor announced is changed on its page until the course is held."""

from datetime import date

import pytest

from curriculum.db import db, transaction
from curriculum.donors import queries
from curriculum.donors.models import OfferingState
from tests.factories.donors import make_offering, make_programme

pytestmark = pytest.mark.database
PAGE = "/training/offerings/NORD-06/edit"
SENT = {
    "title_fr": "Documents",
    "title_en": "Documents",
    "activity_type": "training",
    "hours": "12.5",
    "languages": ["fr", "en"],
    "seats": "18",
    "assessment_kind": "test",
    "pass_mark": "70",
    "mode": "blended",
    "provider": "Académie du Nord",
    "schedule": "matins",
    "total_cost": "12000",
    "start": "2027-02-01",
    "end": "2027-02-03",
}


@pytest.fixture
def planned(cast):
    """NORD-06 is planned, in English; Chidi may change it."""
    assert cast.chidi.account_id
    with transaction():
        made = make_offering("NORD-06", programme=make_programme(donor="D-X"))
        made.state = OfferingState.PLANNED
    return made


def test_changed_offering_holds_what_was_sent(visit, planned):
    answer = visit(PAGE, as_="chidi", method="POST", data=SENT, status=303)

    db.session.expire_all()
    made = queries.get_offering("NORD-06")
    assert (made.hours, made.languages, made.seats, made.total_cost) == (1250, ["fr", "en"], 18, 12_000)
    assert (made.mode, made.assessment_kind, made.pass_mark) == ("blended", "test", 70)
    assert (made.provider, made.schedule) == ("Académie du Nord", "matins")
    assert (made.start, made.end, answer.location) == (
        date(2027, 2, 1),
        date(2027, 2, 3),
        "/training/offerings/NORD-06",
    )


def test_form_shows_what_is_announced(visit, planned):
    page = visit(PAGE, as_="chidi")

    given = {one.get("name"): one.get("value") for one in page.all("input")}
    assert (given["hours"], given["start"], given["title_fr"]) == ("24", "2025-10-13", planned.title.fr)
    assert visit("/training/offerings/NORD-06", as_="chidi").links()["Change what is announced"] == PAGE


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        pytest.param({"end": "2027-01-31"}, 422, id="ends-before-it-starts"),
        pytest.param({"hours": "-1"}, 422, id="hours-below-zero"),
        pytest.param({"languages": ["xx"]}, 422, id="no-such-language"),
        pytest.param({"seats": "0"}, 422, id="no-seat"),
        pytest.param({"pass_mark": "101"}, 422, id="more-than-all-points"),
        pytest.param({"mode": "by_post"}, 422, id="no-such-mode"),
    ],
)
def test_wrong_values_change_nothing(visit, planned, changed, status):
    page = visit(PAGE, as_="chidi", method="POST", data=SENT | changed, status=status)

    db.session.expire_all()
    assert (len(page.problems()), queries.get_offering("NORD-06").hours) == (1, 2400)


def test_course_that_was_held_stays_as_it_was(visit, planned):
    with transaction():
        queries.get_offering("NORD-06").state = OfferingState.DELIVERED

    visit(PAGE, as_="chidi", method="POST", data=SENT, status=409)

    db.session.expire_all()
    assert queries.get_offering("NORD-06").hours == 2400
    assert "Change what is announced" not in visit("/training/offerings/NORD-06", as_="chidi").links()


@pytest.mark.parametrize("who", ["dalia", "ines", "amina"])
def test_closed_to_others(visit, cast, planned, who):
    assert cast.dalia.account_id

    visit(PAGE, as_=who, status=403)
