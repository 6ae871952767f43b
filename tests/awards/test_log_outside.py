"""The latest checkpoint outside the database: kept after each issue, compared before the next."""

import errno
from pathlib import Path

import pytest
from sqlalchemy import select

from certificates.log.checkpoint import Checkpoint
from certificates.log.entry import Record, make_salt
from certificates.log.tree import Tree
from curriculum.awards.graduation import running
from curriculum.awards.issuing import log, outside
from curriculum.awards.models import IssueRequest
from curriculum.db import db, transaction
from curriculum.operations import checkup
from tests.awards import signed_off
from tests.awards.log_entries import cut_leaves, enter, size_of
from tests.conftest import NOW

pytestmark = pytest.mark.database


def test_each_issue_leaves_its_checkpoint_outside_after_the_commit(kept, keys_open):
    signed_off.make_batch(2)
    assert running.issue_due() == 2
    assert kept.read_text() == log.checkpoint().note
    assert size_of(kept) == 2


def test_what_is_rolled_back_leaves_nothing_outside(kept, keys_open):
    key = keys_open.log_key()
    enter(key)
    with transaction():
        log.enter(Record("TRN-2026-X", "a" * 64, "b" * 64, NOW), make_salt(), key)
        db.session.rollback()
    with transaction():
        pass
    assert size_of(kept) == 1


def test_killed_between_commit_and_file_does_no_harm(kept, keys_open):
    """kill -9 after the commit: the file is older than the database, the next issue writes it."""
    key = keys_open.log_key()
    enter(key)
    before = kept.read_text()
    enter(key, 2)
    kept.write_text(before)
    assert log.health(key.vkey()).problems == ()
    enter(key)
    assert size_of(kept) == 4


def test_a_worker_that_starts_writes_what_a_kill_left_behind(kept, keys_open, caplog):
    enter(keys_open.log_key(), 2)
    kept.unlink()
    assert log.catch_up() is None
    assert kept.read_text() == log.checkpoint().note
    cut_leaves(1)
    assert log.catch_up().facts == {"problem": "rolled_back", "found": 1, "expected": 2}
    assert "nothing is issued" in caplog.text
    assert size_of(kept) == 2


def test_a_worker_of_an_empty_deployment_writes_nothing(app, tmp_path):
    outside.keep_at(tmp_path / "none")
    assert log.catch_up() is None
    assert not (tmp_path / "none").exists()
    outside.keep_at(None)


def test_a_full_disk_under_the_file_does_not_undo_an_issue(kept, keys_open, caplog, monkeypatch):
    monkeypatch.setattr(outside, "write", _full)
    enter(keys_open.log_key())
    assert (log.TableStore().size(), size_of(kept)) == (1, 0)
    assert "was not kept outside" in caplog.text


def _full(*_given: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_later_checkpoint_is_never_set_back(kept, keys_open):
    """Two workers: the one that committed first may come to the file last."""
    key = keys_open.log_key()
    enter(key)
    first = kept.read_text()
    enter(key)
    outside.remember(first)
    assert size_of(kept) == 2


def test_nothing_is_kept_where_nobody_said_where(app, keys_open):
    outside.remember("anything")
    assert outside.notes() == []


FORGED = [
    pytest.param(lambda key: "rubbish", "outside_unreadable", id="no-checkpoint"),
    pytest.param(
        lambda key: key.sign(Checkpoint(key.name, 1, Tree([b"\x00" * 32]).root())),
        "rewritten",
        id="other-tree",
    ),
    pytest.param(
        lambda key: key.sign(Checkpoint(key.name, 9, Tree([b"\x00" * 32]).root())), "rolled_back", id="larger"
    ),
]


@pytest.mark.parametrize(("note", "problem"), FORGED)
def test_a_database_that_is_not_what_was_published_issues_nothing(kept, keys_open, note, problem):
    signed_off.make_batch(1)
    enter(keys_open.log_key())
    kept.write_text(note(keys_open.log_key()))
    assert running.issue_due() == 0
    assert db.session.scalars(select(IssueRequest.last_error)).one().startswith("LogRolledBack: ")
    assert log.health(keys_open.log_key().vkey()).problems == (f"outside_{problem}",)
    assert log.TableStore().size() == 1


def doctor(kept: Path) -> checkup.Sign:
    class Settings:
        checkpoint = kept

    return checkup._log(Settings)


def test_doctor_says_it_and_what_to_do(kept, keys_open):
    enter(keys_open.log_key(), 2)
    assert doctor(kept).level is checkup.Level.OK
    cut_leaves(1)
    found = doctor(kept)
    assert found.level is checkup.Level.ERROR
    assert "rolled_back" in found.what
    assert "cursus awards log recover" in found.mend
