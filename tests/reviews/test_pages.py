"""Pages of the review: the queue, a version with its talk, threads, questions, delegations."""

import pytest

from tests.reviews.conftest import PAGE

pytestmark = pytest.mark.database


def test_version_shows_its_parts_and_its_steps(visit, case):
    page = visit(PAGE, as_="farid")
    assert "Outcome O1" in page.text


def test_queue(visit, case):
    page = visit("/training/review", as_="farid")
    assert "BOR-102 v1" in page.text
