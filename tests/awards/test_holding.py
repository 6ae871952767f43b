"""The person is held before the application, so that no two wait crosswise (PostgreSQL)."""

import re

import pytest

from curriculum.announcements import EvidenceInvalidated
from curriculum.awards import service
from curriculum.awards.issuing import requests
from curriculum.awards.models import Function
from curriculum.awards.queries import locks
from curriculum.db import announce, db, transaction
from curriculum.people import service as people
from tests.factories.awards import granted, make_candidacy, signed

pytestmark = pytest.mark.database

HELD = re.compile(r"FROM (\w+)\s.*FOR NO KEY UPDATE", re.DOTALL)


def sign(cast, case) -> None:
    service.sign(cast.elif_, case.code, Function.HR, case.digest)


def correct(cast, case) -> None:
    people.correct_name(
        cast.ines, case.person_id, script="Latn", given="Amina", family="Mezgouri-Diop", reason="Marriage"
    )


def lose_evidence(cast, case) -> None:
    announce(EvidenceInvalidated(case.person_id, 1))


@pytest.fixture
def on_postgresql(app):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one writer: nobody waits for a row")


def order_of(counted, act, *given) -> list[str]:
    """The tables whose rows a transaction held, in the order of their first time."""
    with counted() as asked, transaction():
        act(*given)
    held = [found[1] for one in asked.statements if (found := HELD.search(one))]
    return [one for one in dict.fromkeys(held) if one in ("person", "application")]


@pytest.mark.parametrize("act", [sign, correct, lose_evidence])
def test_person_is_held_before_the_application(act, on_postgresql, cast, counted):
    case = make_candidacy(cast)
    granted(case)

    assert order_of(counted, act, cast, case) == ["person", "application"]


def test_worker_holds_the_person_before_the_application(on_postgresql, cast, counted):
    case = make_candidacy(cast)
    signed(case)
    statement = case.sign_off(Function.HR).statement_id

    assert order_of(counted, requests.locked_application, statement) == ["person", "application"]


def test_persons_are_held_in_one_order(on_postgresql, cast, counted):
    ids = [cast.person("farid"), cast.person("amina"), cast.person("farid")]

    with counted() as asked, transaction():
        locks.hold_persons(ids)

    held = [one for one in asked.statements if HELD.search(one)]
    assert (len(held), "ORDER BY person.id" in held[0]) == (1, True)
