"""R2, R11, R12: a fault at every statement, a full disk at every page, a clock that jumps by days."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select, text, update
from sqlalchemy.exc import OperationalError

from certificates.log.checkpoint import read_body
from certificates.status.lists import read_list
from curriculum import clock
from curriculum.audit.models import AuditEvent
from curriculum.awards.issuing import issuance, lists, log, opened, outside, requests, seals, slots
from curriculum.awards.models import (
    Application,
    Certificate,
    CertificateDocument,
    IssueRequest,
    LogCheckpoint,
    LogLeaf,
    SigningStatement,
    StatusEvent,
)
from curriculum.db import db, transaction
from curriculum.db.waiting import HELD
from curriculum.domain.lifecycles.application import ApplicationState
from tests.awards import signed_off
from tests.bench.fire import count_of, valid
from tests.conftest import NOW

pytestmark = pytest.mark.database
WRITTEN = (Certificate, CertificateDocument, LogLeaf, LogCheckpoint, StatusEvent, AuditEvent)
NOTHING, ALL = [0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 2]
"""What an issue adds to them: nothing, or one of each and two lines of the trail."""


@pytest.fixture
def kept(tmp_path):
    """Where the latest checkpoint is kept outside the database."""
    outside.keep_at(tmp_path / "checkpoint")
    yield tmp_path / "checkpoint"
    outside.keep_at(None)


@pytest.fixture
def due(app, kept) -> int:
    """One statement that waits for the worker."""
    signed_off.open_keys()
    signed_off.make_batch(1)
    return db.session.scalars(select(SigningStatement.id)).one()


@pytest.fixture
def made(monkeypatch) -> dict:
    """What is laid out and sealed for equal records is made once: this is about the rows."""
    made: dict[tuple, object] = {}
    for name in ("prepare", "sign"):
        monkeypatch.setattr(issuance, name, _once(made, name, getattr(issuance, name)))
    return made


def _once(made, name, right):
    def once(given, *more, **named):
        key = (name, getattr(given, "pdf", None) or more[0])
        if key not in made:
            made[key] = right(given, *more, **named)
        return made[key]

    return once


class Line:
    """The line to the database, which breaks at one statement or commit, or there and for good."""

    def __init__(self, at: int, *, for_good: bool) -> None:
        self.at, self.for_good, self.sent = at, for_good, 0

    def send(self, *_given) -> None:
        self.sent += 1
        if self.sent == self.at or (self.for_good and self.sent > self.at):
            raise OperationalError("", {}, OSError("the line broke"))

    @contextmanager
    def held(self) -> Iterator[None]:
        for name in ("before_cursor_execute", "commit"):
            event.listen(db.engine, name, self.send)
        try:
            yield
        finally:
            for name in ("before_cursor_execute", "commit"):
                event.remove(db.engine, name, self.send)
            db.session.rollback()


def issue(statement_id: int) -> bool:
    """Issue as the worker does, on a session that holds nothing yet."""
    db.session.remove()
    return issuance.issue_or_note(statement_id, opened.seals())


def written() -> list[int]:
    found = [count_of(table) for table in WRITTEN if table is not LogCheckpoint]
    signed = select(func.count()).where(LogCheckpoint.size > 0)  # an empty log may have one
    found.insert(WRITTEN.index(LogCheckpoint), db.session.scalar(signed))
    db.session.rollback()
    return found


def request() -> IssueRequest:
    db.session.rollback()
    return db.session.scalars(select(IssueRequest)).one()


def unrecord() -> None:
    """As if no worker had been there yet."""
    none = dict.fromkeys(("recorded_at", "salt", "status_list", "status_index", "last_error"))
    with transaction() as session:
        session.execute(update(IssueRequest).values(due_at=NOW, attempts=0, **none))


def assert_issued_once() -> None:
    assert written() == ALL
    certificate = db.session.scalars(select(Certificate)).one()
    assert db.session.scalars(select(Application.state)).one() is ApplicationState.ISSUED
    assert (request().last_error, valid(certificate)) == (None, True)
    assert log.health(seals.authority().log).problems == ()
    assert log.catch_up() is None


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for-good"])
def test_r2_a_fault_at_every_statement_leaves_all_or_nothing(due, made, monkeypatch, for_good):
    """The first statement fails, the second, and so on, each commit too, until none is left to fail.

    Where all that follow fail as well, every third begins it, with FULL=1 every one.
    """
    monkeypatch.setattr(issuance.logger, "disabled", True)
    monkeypatch.setattr(issuance, "make_salt", lambda: "5a" * 32)
    monkeypatch.setattr(slots, "draw_index", lambda: 77)
    failed, step = 0, 3 if for_good and os.environ.get("FULL") != "1" else 1
    while written() == NOTHING:
        unrecord()
        line = Line(failed * step + 1, for_good=for_good)
        with line.held():
            issued = issue(due)
        assert (issued, written()) in ((False, NOTHING), (True, ALL)), line.at
        assert (issued, request().attempts) in ((False, 0 if for_good else 1), (True, 0)), line.at
        failed += not issued
    assert failed * step > 40
    assert [issue(due), issue(due)] == [False, False]
    assert_issued_once()


@pytest.mark.parametrize(("lost", "after"), [(1, NOTHING), (2, ALL)], ids=["recorded", "registered"])
def test_r2_a_commit_whose_answer_is_lost_counts(due, monkeypatch, lost, after):
    """The database committed and the line broke before it could say so."""
    right, seen = db.engine.dialect.do_commit, []

    def commit(connection):
        right(connection)
        seen.append(connection)
        if len(seen) == lost:
            raise OperationalError("COMMIT", {}, OSError("the line broke"))

    monkeypatch.setattr(db.engine.dialect, "do_commit", commit)
    assert (issue(due), written()) == (False, after)
    assert issue(due) is (after == NOTHING)
    assert_issued_once()


@contextmanager
def room_for(pages: int) -> Iterator[None]:
    """SQLite may grow by so many pages and then says that the disk is full."""

    most = db.session.scalar(text("PRAGMA page_count")) + pages
    db.session.remove()

    def limit(raw, *_given) -> None:
        raw.execute(f"PRAGMA max_page_count = {most}").fetchone()

    def lift(raw, *_given) -> None:
        raw.execute("PRAGMA max_page_count = 1073741823").fetchone()

    event.listen(db.engine, "checkout", limit)
    event.listen(db.engine, "checkin", lift)
    try:
        yield
    finally:
        db.session.remove()
        event.remove(db.engine, "checkout", limit)
        event.remove(db.engine, "checkin", lift)


def test_r12_a_full_disk_at_every_page_leaves_nothing_half_done(due, made, caplog):
    """One page of room, two, and so on until it is enough; the moment stays the first that was recorded."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite is told how far its file may grow; a fault at every statement stands for others")
    pages = 0
    while written() == NOTHING:
        with clock.moved_to(NOW + timedelta(hours=2 * pages)), room_for(pages):
            issued = issue(due)
        assert (issued, written()) in ((False, NOTHING), (True, ALL)), pages
        assert issued or request().done_at is None
        pages += not issued
    assert pages > 10
    assert "database or disk is full" in caplog.text
    pdf = db.session.scalars(select(CertificateDocument.pdf)).one()
    assert [data for (name, _), data in made.items() if name == "sign"] == [pdf]
    assert_issued_once()


def test_r12_a_full_disk_under_the_checkpoint_undoes_no_issue(due, kept, caplog):
    """The kernel refuses every byte; the issue stands, and the file is written when there is room."""
    part = kept.with_name("checkpoint.part")
    part.symlink_to("/dev/full")
    assert issue(due) is True
    assert (read_body(log.checkpoint().note).size, _size(kept)) == (1, 0)
    assert "No space left on device" in caplog.text
    part.unlink()
    assert_issued_once()
    assert kept.read_text() == log.checkpoint().note


def _size(kept) -> int:
    return read_body(kept.read_text()).size if kept.exists() else 0


JUMPS = [
    pytest.param(-5, 9, id="back-then-forward"),
    pytest.param(9, -5, id="forward-then-back"),
    pytest.param(-400, -400, id="back-before-the-keys"),
]


@pytest.mark.parametrize(("signing", "registering"), JUMPS)
def test_r11_a_clock_that_jumps_changes_no_byte(due, kept, signing, registering):
    """The moment recorded first is the one that both seals, credential and register say."""
    work = issuance.record(due)
    first = issuance.signed(work, opened.seals())
    with clock.moved_to(NOW + timedelta(days=signing)):
        assert issuance.record(due) == work
        again = issuance.signed(work, opened.seals())
    assert again == first
    with clock.moved_to(NOW + timedelta(days=registering)):
        assert issuance.register(due, *again, opened.seals().log_key())
        assert issue(due) is False
    assert db.session.scalars(select(Certificate.issued_at)).one() == NOW
    assert kept.read_text() == log.checkpoint().note
    assert_issued_once()


def test_r11_what_failed_in_days_to_come_is_not_put_off_until_then(due):
    """A failure noted while the clock ran ahead; what a stopped graduation holds back stays held."""
    with clock.moved_to(NOW + timedelta(days=9)):
        requests.note_failure(due, ValueError("no ink"))
        assert requests.due() == []
    assert requests.due() == [due]
    with transaction() as session:
        session.execute(update(IssueRequest).values(due_at=HELD))
    assert requests.due() == []


@pytest.mark.parametrize("days", [9, -5])
def test_r11_status_lists_are_signed_anew_when_the_clock_comes_back(due, days):
    """A list from days to come would be refused by every checker until then."""
    issue(due)
    with clock.moved_to(NOW + timedelta(days=days)):
        assert lists.publish_due(clock.now()) == 2
    assert lists.publish_due(NOW) == 2
    found = [read_list(row.body) for row in lists.every()]
    assert {one.valid_from <= NOW < one.valid_until for one in found} == {True}
    assert lists.publish_due(NOW) == 0
