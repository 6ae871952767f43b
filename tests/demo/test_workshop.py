"""Velmaria's version in review: what a visitor finds, and that no figure of the curriculum moved for it."""

from datetime import date

import pytest

from curriculum.accounts import queries as accounts
from curriculum.catalogue import queries as catalogue
from curriculum.domain.lifecycles.version import VersionState
from curriculum.reviews import following, queries, queue
from curriculum.reviews.kinds import KINDS
from tests.demo import story

MODULES = KINDS["modules"]


@pytest.fixture(autouse=True)
def on_demo_day(velmaria):
    with velmaria.opened():
        yield


@pytest.fixture
def version():
    return catalogue.get_version("BOR-201", 2)


def test_a_version_is_in_review_with_its_talk(version):
    rows = queries.threads_on(MODULES, version.id)
    said = queries.comments_in([one.id for one in rows])

    assert version.state is VersionState.IN_REVIEW
    assert [(row.name, len(said[row.id])) for row in rows] == [
        ("O3", 2),
        ("O2", 3),
        ("", 1),
    ]
    assert queries.open_threads("modules", [version.id]) == {version.id: 2}
    assert [one.suggestion is not None for one in said[rows[0].id]] == [True, False]


def test_who_decides_and_who_is_asked_find_it_with_its_day(velmaria):
    found = {
        login: [
            (row.step, row.code, row.due, row.is_overdue(velmaria.world.day("2026-11-21")))
            for row in queue.waiting(accounts.signed_in_as(login))
            if row.code == "BOR-201"
        ]
        for login in ("farid", "leila", "milena", "chidi")
    }

    assert found == {
        "farid": [(queue.Step.DECIDE, "BOR-201", date(2026, 11, 2), True)],
        "leila": [(queue.Step.OPINION, "BOR-201", date(2026, 11, 5), True)],
        "milena": [(queue.Step.OPINION, "BOR-201", date(2026, 11, 27), False)],
        "chidi": [],
    }


def test_chidi_who_wrote_it_finds_what_is_open_about_it(velmaria):
    [found] = [one for one in following.followed(accounts.signed_in_as("chidi")) if one.code == "BOR-201"]

    assert (found.version, found.threads, found.awaited, found.late) == (2, 2, 2, 1)
    assert following.followed(accounts.signed_in_as("farid")) == []


def test_the_published_version_stays_the_one_that_counts():
    published = catalogue.latest_published(catalogue.get_module("BOR-201").id)

    assert (published.version, len(published.outcomes)) == (1, 4)


def test_the_days_of_the_workshop_stand_in_order():
    days = [one["on"] for one in story.data("workshop.json")]

    assert days == sorted(days)
    assert days[-1] < "2026-11-21"
