"""Whoever waits for a donor's results reads that they were requested, and when (J4, bad case)."""

from datetime import date

import pytest

from curriculum.db import db, new_id, transaction
from curriculum.donors import queries as donors
from curriculum.donors.models import ResultsRequest
from tests.progress.test_pages import amina as amina
from tests.progress.test_standing import follow

pytestmark = pytest.mark.database


def ask(**more) -> None:
    with transaction():
        offering = donors.get_offering("PMCO-03").id
        db.session.add(
            ResultsRequest(
                id=new_id(), offering_id=offering, asked_on=date(2026, 6, 12), asked_whom="PMCO", **more
            )
        )


def test_request_is_told_to_whom_it_concerns(amina, visit):
    follow(amina, "PMCO-03", score=None, hours=2400)
    assert "your own result is not here yet" in visit("/me", as_="amina").text
    ask()

    assert "requested on 12 June 2026 PMCO-03" in visit("/me", as_="amina").text


def test_answered_request_is_not_told(amina, visit):
    follow(amina, "PMCO-03", score=None, hours=2400)
    ask(answered_on=date(2026, 7, 1))

    assert "requested on" not in visit("/me", as_="amina").text


def test_request_about_another_course_is_not_told(amina, visit):
    ask()

    assert "requested on" not in visit("/me", as_="amina").text
