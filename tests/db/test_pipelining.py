"""What is queued on PostgreSQL fails, is undone and is seen as if it had been sent alone."""

import pytest
from sqlalchemy import bindparam, delete, exc, func, insert, select

from curriculum.audit.models import AuditHead
from curriculum.db import db, savepoint, table, transaction
from curriculum.db.pipelining import KEY
from curriculum.db.prepared import Prepared

pytestmark = pytest.mark.database

ROWS = table(AuditHead)
BY_KEY = Prepared(select(ROWS.c.id).where(ROWS.c.id == bindparam("key")))
DROP = Prepared(delete(ROWS).where(ROWS.c.id == bindparam("key")))
WRONG = Prepared(insert(ROWS), "id")


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(ROWS))


def fail(key, then) -> None:
    with transaction():
        DROP.run([{"key": key}])
        WRONG.run([{"id": 1}])
        then()


def give_up(key) -> None:
    with savepoint():
        DROP.run([{"key": key}])
        raise ZeroDivisionError


@pytest.fixture
def key(app):
    """A row that nothing refers to."""
    with transaction():
        Prepared(insert(ROWS), "id", "seq", "hash").run([{"id": 7, "seq": 0, "hash": ""}])
    return 7


def test_answers_are_those_of_the_moment_asked(key):
    with transaction():
        before = BY_KEY.ahead(key=key)
        DROP.run([{"key": key}])
        after = BY_KEY.ahead(key=key)

        assert ([row.id for row in before()], after()) == ([key], [])


def test_orm_sees_what_was_queued(key):
    with transaction():
        had = count()
        DROP.run([{"key": key}])

        assert count() == had - 1


@pytest.mark.parametrize(
    "then",
    [
        pytest.param(lambda: None, id="at the commit"),
        pytest.param(lambda: BY_KEY.all(key=1), id="at the next prepared answer"),
        pytest.param(count, id="at the next statement of the session"),
    ],
)
def test_queued_failure_undoes_the_transaction(key, then):
    had = count()
    with pytest.raises(exc.IntegrityError):
        fail(key, then)

    assert count() == had
    assert KEY not in db.session.connection().info


def test_queued_failure_inside_a_savepoint_undoes_only_that(key):
    with transaction():
        had = count()
        DROP.run([{"key": key}])
        with pytest.raises(exc.IntegrityError), savepoint():
            WRONG.run([{"id": 1}])

    assert count() == had - 1


def test_part_given_up_takes_its_queue_with_it(key):
    with transaction():
        BY_KEY.all(key=key)
        had = count()
        with pytest.raises(ZeroDivisionError):
            give_up(key)

    assert count() == had
