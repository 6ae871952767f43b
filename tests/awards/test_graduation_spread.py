"""A graduation over several processes: the same as one by one, whoever dies or cannot start."""

import pytest
from sqlalchemy import func, select

from curriculum import clock
from curriculum.app import create_app
from curriculum.awards.graduation import halting, running, spreading
from curriculum.awards.graduation.gathering import start
from curriculum.awards.issuing import issuance, log, seals
from curriculum.awards.models import Certificate, IssueRequest, SigningStatement
from curriculum.awards.models.graduations import Graduation
from curriculum.config import settings
from curriculum.db import db, transaction
from tests.awards import sealing_process, signed_off
from tests.cast import Cast

COUNT = 8


@pytest.fixture
def keys_open(monkeypatch):
    monkeypatch.setattr(running, "MANY", 2)
    yield signed_off.open_keys
    running.spread_over(None)


def begin(cast: Cast) -> str:
    """A graduation of so many, signed by both."""
    cast.enter()
    signed_off.make_batch(COUNT)
    with transaction():
        return start(cast.farid, "November", institution="CNFGF").code


@pytest.fixture
def instance(tmp_path, monkeypatch, keys_open):
    """A deployment of its own, for processes cannot share the test's connection."""
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("CURSUS_TEST_FALLEN", str(tmp_path / "fallen"))
    for name, value in sealing_process.environ(tmp_path).items():
        monkeypatch.setenv(name, value)
    app = create_app(settings())
    with app.app_context(), clock.moved_to(sealing_process.NOW):
        db.create_all()
        cast = Cast()
        cast.enter()
        keys_open(tmp_path / "keys")
        begin(cast)
        yield tmp_path
        db.session.remove()
        db.engine.dispose()


def in_order() -> bool:
    """Whether the log's order is that of the requests."""
    wanted = select(Certificate.statement_id).order_by(Certificate.log_index)
    found = list(db.session.scalars(wanted))
    return found == sorted(found) and len(found) == COUNT


def test_processes_issue_what_one_would_in_the_same_order_though_one_dies(instance):
    running.spread_over(sealing_process.over())
    seen = []
    issued = select(func.count(Certificate.id))
    assert running.issue_due(lambda: seen.append(db.session.scalar(issued))) == COUNT
    assert (instance / "fallen").exists()
    assert (in_order(), seen) == (True, [COUNT])
    assert log.health(seals.authority().log).problems == ()
    assert set(db.session.scalars(select(IssueRequest.last_error))) == {None}


@pytest.mark.database
def test_where_no_process_starts_the_worker_does_it_itself(cast, keys_open, caplog):
    cast.enter()
    opened = keys_open()
    begin(cast)
    running.spread_over(lambda: sealing_process.Nowhere(opened))
    assert running.issue_due() == COUNT
    assert "no process could be started" in caplog.text


def _unsealable(seals, work):
    if work.statement.number == _unsealable.number:
        raise ValueError("no ink")
    return spreading.seal(seals, work)


@pytest.mark.database
def test_what_cannot_be_sealed_is_noted_and_keeps_no_other_waiting(cast, keys_open):
    cast.enter()
    opened = keys_open()
    begin(cast)
    _unsealable.number = db.session.scalars(select(SigningStatement.number)).first()
    running.spread_over(lambda: sealing_process.Here(opened, _unsealable))
    assert running.issue_due() == COUNT - 1
    db.session.rollback()
    found = db.session.scalars(select(IssueRequest).where(IssueRequest.done_at.is_(None))).one()
    assert (found.attempts, found.last_error) == (1, "NotSealedError: ValueError: text=no ink")


@pytest.mark.database
@pytest.mark.parametrize("broken", ["record", "register"])
def test_a_fault_on_this_side_is_noted_too(cast, keys_open, monkeypatch, broken):
    cast.enter()
    opened = keys_open()
    begin(cast)
    running.spread_over(lambda: sealing_process.Here(opened))
    monkeypatch.setattr(issuance, broken, lambda *_given: 1 // 0)
    assert running.issue_due() == 0
    db.session.rollback()
    assert set(db.session.scalars(select(IssueRequest.attempts))) == {1}


@pytest.mark.database
def test_cancelled_between_two_nothing_more_is_begun(cast, keys_open, monkeypatch):
    """What the processes have in hand is finished; of the rest nothing is recorded."""
    cast.enter()
    opened = keys_open()
    code = begin(cast)
    running.spread_over(lambda: sealing_process.Here(opened))
    monkeypatch.setattr(running, "PIECE", 1)

    def cancel_once() -> None:
        if db.session.scalar(select(Graduation.cancelled_at)) is None:
            with transaction():
                halting.cancel(cast.farid, code, reason="Another day")

    assert running.issue_due(cancel_once) == 3
    db.session.rollback()
    recorded = select(func.count()).select_from(IssueRequest).where(IssueRequest.recorded_at.is_not(None))
    assert db.session.scalar(recorded) == 3
