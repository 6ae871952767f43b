"""Statements sent by the driver itself answer, fail and are counted as all others are."""

from datetime import date

import pytest
from sqlalchemy import bindparam, delete, exc, insert, select, update

from curriculum.audit.models import AuditHead
from curriculum.db import core, db, savepoint, table, transaction
from curriculum.db.prepared import LONG, SHORT, Prepared
from curriculum.domain.actors import SYSTEM
from curriculum.evidence import service as evidence
from curriculum.evidence.models import CpdRecord, CpdType, Evidence
from tests.factories.delivery import make_run, make_school, on_file
from tests.factories.evidence import a_row

pytestmark = pytest.mark.database

EVIDENCE, CPD = table(Evidence), table(CpdRecord)
OF_PERSONS = select(EVIDENCE).where(EVIDENCE.c.person_id.in_(bindparam("ids", expanding=True)))
POINTS = ("person_id", "id", "type", "points", "done_on")


@pytest.fixture
def persons(app):
    """Three people with one piece of evidence each."""
    with transaction():
        run = make_run(make_school())
    found = [on_file(name) for name in ("One", "Two", "Three")]
    with transaction():
        evidence.record_many(SYSTEM, [a_row(one, run_id=run.id, score=7300) for one in found])
    return found


def points(person_id, key):
    return {
        "person_id": person_id,
        "id": key,
        "type": CpdType.LEARNED,
        "points": 50,
        "done_on": date(2026, 5, 1),
    }


@pytest.mark.parametrize(
    "count",
    [
        pytest.param(0, id="nobody"),
        pytest.param(1, id="one person"),
        pytest.param(2, id="a short list"),
        pytest.param(SHORT + 1, id="a list rounded up"),
        pytest.param(LONG, id="the longest of these"),
        pytest.param(LONG + 1, id="a list that goes the other way"),
    ],
)
def test_rows_are_those_of_the_ordinary_way(persons, count):
    ids = (persons + list(range(1, LONG)))[:count]
    prepared = Prepared(OF_PERSONS.order_by(EVIDENCE.c.id))

    twice = [prepared.all(ids=ids), prepared.all(ids=ids)]

    expected = [tuple(row) for row in core(OF_PERSONS.order_by(EVIDENCE.c.id), {"ids": ids})]
    assert len(expected) == min(count, 3)
    assert [[tuple(row) for row in rows] for rows in twice] == [expected, expected]


def test_columns_are_read_by_name(persons):
    row = Prepared(OF_PERSONS).one(ids=persons[:1])

    assert (row.person_id, row.score, row.outcome_ids, row.state.value) == (persons[0], 7300, [], "accepted")
    assert Prepared(OF_PERSONS).one(ids=[1]) is None


def test_written_rows_read_back(persons):
    enter = Prepared(insert(CPD), *POINTS, "created_at")
    at = db.session.scalars(select(Evidence.created_at)).first()
    change = Prepared(update(CPD).where(CPD.c.id == bindparam("key")).values(points=bindparam("earned")))

    with transaction():
        enter.run([points(persons[0], 1) | {"created_at": at}])
        enter.run([points(one, 2) | {"created_at": at} for one in persons[1:]])
        enter.run([])
        change.run([{"key": 1, "earned": 75}])

    read = db.session.execute(
        select(CpdRecord.person_id, CpdRecord.points, CpdRecord.type).order_by(CpdRecord.points)
    )
    assert {tuple(row) for row in read} == {
        (persons[0], 75, CpdType.LEARNED),
        *((one, 50, CpdType.LEARNED) for one in persons[1:]),
    }


def test_failure_is_the_one_every_caller_knows(persons):
    with pytest.raises(exc.IntegrityError), transaction():
        Prepared(insert(EVIDENCE), "person_id", "id").run([{"person_id": persons[0], "id": 1}])


def test_statement_is_counted_and_sees_what_the_session_holds(persons, counted):
    with transaction() as session, counted() as asked:
        session.add(
            CpdRecord(person_id=persons[0], id=9, type=CpdType.LEARNED, points=1, done_on=date(2026, 1, 2))
        )
        rows = Prepared(select(CPD.c.id).where(CPD.c.person_id == bindparam("person"))).all(person=persons[0])

    assert [row.id for row in rows] == [9]
    assert [one.split()[0] for one in asked.statements] == ["INSERT", "SELECT"]


def test_part_given_up_takes_what_was_sent_beside_the_session_with_it(app):
    """The session would send its savepoint only with its own next statement."""
    rows = table(AuditHead)
    add, drop = Prepared(insert(rows), "id", "seq", "hash"), Prepared(delete(rows))

    def give_up() -> None:
        with savepoint():
            drop.run([{}])
            raise ZeroDivisionError

    with transaction():
        add.run([{"id": 7, "seq": 0, "hash": ""}])
        with pytest.raises(ZeroDivisionError):
            give_up()

    assert db.session.scalars(select(AuditHead.id)).all() == [7]
