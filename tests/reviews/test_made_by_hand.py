"""Addresses and numbers that no page of ours made: not there, or not taken, and never an error (F6, F20)."""

import pytest

from curriculum.db import db
from curriculum.reviews.models import ReviewComment

pytestmark = pytest.mark.database

AT = "/training/review/modules/BOR-102/1/thread"

PLACES = [
    pytest.param("part=title&key=fr", id="a text has no rows"),
    pytest.param("part=hours", id="nor have hours"),
    pytest.param("part=kind&key=t", id="nor has a word"),
    pytest.param("part=languages&key=fr", id="rows without keys"),
    pytest.param("part=completion&key=x&field=y", id="nor have rules"),
    pytest.param("part=zzz&key=x", id="no such part"),
]


@pytest.mark.parametrize("asked", PLACES)
def test_part_that_is_no_list_is_not_there(visit, cast, case, asked):
    visit(f"{AT}?{asked}", as_="farid", status=404)


NUMBERS = [
    pytest.param("weight", "NaN", id="no number"),
    pytest.param("weight", "sNaN", id="loudly no number"),
    pytest.param("weight", "Infinity", id="without end"),
    pytest.param("weight", "1e999999", id="of a million digits"),
    pytest.param("weight", "-1e999999", id="as many, below nought"),
    pytest.param("weight", "101", id="above its range"),
    pytest.param("weight", "33.5", id="half a point"),
]


@pytest.mark.parametrize(("field", "typed"), NUMBERS)
def test_number_that_does_not_fit_comes_back_as_it_was_typed(visit, cast, case, field, typed):
    at = f"{AT}?part=outcomes&key={case.outcomes[0]}&field={field}"

    page = visit(at, as_="farid", method="POST", data={"text": "Why", "number": typed}, status=422)

    assert page.first("input", name="number").get("value") == typed
    assert len(page.problems()) == 1
    assert db.session.query(ReviewComment).count() == 0


def test_hours_keep_two_places_and_no_more(visit, cast, case):
    at = f"{AT}?field=hours.contact"

    visit(at, as_="farid", method="POST", data={"text": "Why", "number": "33.333"}, status=422)
    visit(at, as_="farid", method="POST", data={"text": "Why", "number": "33.33"}, status=302)

    db.session.rollback()
    assert db.session.query(ReviewComment).one().suggestion["after"] == 3333
