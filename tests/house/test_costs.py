"""What no noise of a machine hides: statements for a page, a result, a register (performance.md F.5)."""

import pytest

from curriculum.db import db, transaction
from curriculum.evidence import service as evidence
from curriculum.people import service as people
from tests.bench import instances
from tests.bench.followers import Followers
from tests.paths.test_velmaria import load

pytestmark = pytest.mark.database


@pytest.fixture
def followers(app):
    load()
    return Followers(app, 8)


def test_one_result_stays_within_its_statements(followers, counted):
    record(followers)

    with counted() as asked:
        record(followers)

    assert asked.count <= 18, asked.statements


def record(followers) -> None:
    with transaction():
        evidence.record_many(followers.actor, [followers.next_result()])


def test_own_page_asks_as_often_for_ten_results_as_for_twenty(followers, visit, counted):
    with transaction():
        followers.open_account(0)
    visit("/me", as_="official-0")
    with counted() as few:
        visit("/me", as_="official-0")
    person_id = followers.persons[0]
    with transaction():
        rows = [course.result(person_id, 7300) for course in followers.left[person_id][:10]]
        evidence.record_many(followers.actor, rows)

    with counted() as many:
        visit("/me", as_="official-0")

    assert few.count == many.count
    assert many.count <= 8, many.statements


def test_register_asks_little_for_every_further_thousand(followers, counted):
    costs = []
    for seed, size in ((7, 1000), (8, 2000)):
        with counted() as asked, transaction():
            people.register_many(followers.actor, instances.officials(size, seed))
        costs.append(asked.count)
        db.session.remove()

    assert costs[1] - costs[0] <= 4, costs
