import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from curriculum import clock
from curriculum.audit import queries, service
from curriculum.audit.events import EVENTS, says
from curriculum.db import db, transaction
from curriculum.domain.actors import OPERATOR
from tests.conftest import NOW

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def word(monkeypatch):
    monkeypatch.setitem(EVENTS, "thing:done", says("%(actor)s did %(what)s", "what"))


def _do(*whats):
    with transaction():
        for what in whats:
            service.record(OPERATOR, "thing:done", "thing", 7, about=2**60, what=what)


def test_chain_holds_over_transactions_I26(app):
    _do("one", "two")
    _do("three")

    assert queries.broken_links() == []
    assert [event.facts["what"] for event in queries.of_object("thing", 7)] == ["three", "two", "one"]


def test_first_events_of_several_writers_make_one_chain_I26(app):
    """Nothing is there yet that a writer could wait for; still nobody begins a second chain."""
    together = threading.Barrier(4)

    def first():
        with app.app_context(), clock.moved_to(NOW):
            together.wait()
            _do("one")

    with ThreadPoolExecutor(4) as writers:
        done = [one.exception() for one in [writers.submit(first) for _ in range(4)]]

    assert done == [None] * 4
    assert (len(queries.of_object("thing", 7)), queries.broken_links()) == (4, [])


@pytest.mark.parametrize("column", ["event", "facts", "reason", "hash", "previous_hash"])
def test_changed_byte_is_found_I26(app, column):
    _do("one", "two", "three")

    with transaction():
        db.session.execute(text(f"UPDATE audit_event SET {column} = '\"x\"' WHERE seq = 2"))

    assert 2 in queries.broken_links()


def test_removed_last_event_is_found_I26(app):
    _do("one", "two")

    with transaction():
        db.session.execute(text("DELETE FROM audit_event WHERE seq = 2"))

    assert queries.broken_links() == [2]


def test_wrong_fact_raises():
    with pytest.raises(ValueError, match="expects"):
        service.record(OPERATOR, "thing:done", "thing", 7, where="here")
