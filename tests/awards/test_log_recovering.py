"""An older backup issues nothing; the log comes back from a public copy, lost numbers never."""

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from certificates.log.folder import TileFolder
from curriculum import clock
from curriculum.awards import queries, service
from curriculum.awards.graduation import running
from curriculum.awards.issuing import commands, log
from curriculum.awards.issuing.outside import LogRolledBack
from curriculum.awards.models import Certificate, Function, IssueRequest, LogCheckpoint, SigningStatement
from curriculum.awards.signing import statements
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.application import ApplicationState
from tests.awards import signed_off
from tests.awards.log_entries import cut_leaves, enter, size_of
from tests.factories.awards import granted, make_candidacy, signed

pytestmark = pytest.mark.database


def run(*arguments: object) -> str:
    result = CliRunner().invoke(commands.group, [str(one) for one in arguments])
    if result.exception is not None:
        raise result.exception
    return result.output


def published(folder: Path) -> Path:
    """A public copy of the log as it is now."""
    TileFolder(folder).write(log.TableStore(), log.checkpoint().note)
    return folder


@pytest.fixture
def backup(app, tmp_path):
    """Copies of the SQLite file, made and put back as an operator does."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the backup is a file of SQLite")
    database = app.config["SETTINGS"].data / "cursus.db"

    def end() -> None:
        db.session.remove()
        with db.engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.engine.dispose()

    def make() -> None:
        end()
        shutil.copy(database, tmp_path / "backup.db")

    def restore() -> None:
        end()
        for one in (f"{database}-wal", f"{database}-shm"):
            Path(one).unlink(missing_ok=True)
        shutil.copy(tmp_path / "backup.db", database)

    return make, restore


def test_a_restored_backup_does_not_issue_a_number_twice(kept, keys_open, cast, backup, tmp_path):
    """The whole story: backup, issue, restore, refusal, recovery, another number, issue."""
    make, restore = backup
    enter(keys_open.log_key())
    case = make_candidacy(cast)
    signed(case)
    make()
    assert running.issue_due() == 1
    first = db.session.scalars(select(Certificate.number)).one()
    copy = published(tmp_path / "public")
    restore()

    assert queries.find_statement(case.application).number == first
    assert running.issue_due() == 0
    assert db.session.scalars(select(Certificate)).all() == []
    assert run("recover", "--tiles", copy).splitlines()[0] == "1 leaves brought back, the log has 2"

    assert case.application.state is ApplicationState.AWAITING_SIGNOFFS
    with transaction():
        service.sign(cast.elif_, case.code, Function.HR, case.digest)
        service.sign(cast.farid, case.code, Function.TRAINING, case.digest)
    assert running.issue_due() == 1
    again = db.session.scalars(select(Certificate)).one()
    assert (again.number != first, again.log_index) == (True, 2)
    assert log.health(keys_open.log_key().vkey()).problems == ()


@pytest.fixture
def lost(kept, keys_open, tmp_path) -> Path:
    """A log of 3 of which the database has lost 2; the public copy still has all."""
    enter(keys_open.log_key(), 3)
    copy = published(tmp_path / "public")
    leaves = b"".join(log.TableStore().leaves(0, 3))
    (tmp_path / "leaves").write_bytes(leaves)
    cut_leaves(1)
    return copy


@pytest.mark.parametrize("source", ["tiles", "leaves"])
def test_lost_leaves_come_back_from_tiles_or_leaves(lost, kept, keys_open, tmp_path, source):
    given = {"tiles": lost, "leaves": tmp_path / "leaves"}[source]
    assert run("recover", f"--{source}", given) == (
        "2 leaves brought back, the log has 3\n"
        "0 statements got a new number and wait for both signatures again\n"
    )
    assert log.health(keys_open.log_key().vkey()).problems == ()
    assert (log.lost_entries(), log.checkpoint().note) == (2, kept.read_text())
    assert run("recover", f"--{source}", given).startswith("0 leaves brought back, the log has 3\n")
    enter(keys_open.log_key())
    assert size_of(kept) == 4


def test_without_the_file_a_checkpoint_from_elsewhere_will_do(lost, kept, tmp_path):
    """The whole machine was restored: a neighbour's copy of the checkpoint tells what is missing."""
    elsewhere = tmp_path / "elsewhere"
    shutil.move(kept, elsewhere)
    assert run("recover", "--leaves", tmp_path / "leaves", "--checkpoint", elsewhere).startswith("2 leaves")


def _shorten(folder: Path) -> None:
    (folder / "leaves").write_bytes((folder / "leaves").read_bytes()[:70])


def _change(folder: Path) -> None:
    (folder / "leaves").write_bytes(os.urandom(96))


def _forget(folder: Path) -> None:
    (folder / "checkpoint").unlink()


def _spoil(folder: Path) -> None:
    (folder / "checkpoint").write_text("rubbish")


def _rewrite(folder: Path) -> None:
    with transaction() as session:
        session.execute(text(f"UPDATE log_leaf SET hash = '{'00' * 32}' WHERE \"index\" = 0"))


UNFIT = [
    pytest.param(_shorten, "copy_too_short", id="copy-too-short"),
    pytest.param(_change, "copy_differs", id="copy-is-of-another-log"),
    pytest.param(_forget, "no_checkpoint_outside", id="nothing-vouches-for-the-copy"),
    pytest.param(_spoil, "outside_unreadable", id="what-vouches-cannot-be-read"),
    pytest.param(_rewrite, "rewritten", id="the-database-is-another-log"),
]


@pytest.mark.parametrize(("spoil", "problem"), UNFIT)
def test_only_what_a_checkpoint_vouches_for_is_brought_back(lost, tmp_path, spoil, problem):
    spoil(tmp_path)
    with pytest.raises(Exception, match=problem):
        run("recover", "--leaves", tmp_path / "leaves")
    assert log.TableStore().size() == 1


def test_one_copy_must_be_named(lost):
    assert CliRunner().invoke(commands.group, ["recover"]).exit_code == 2


def test_statements_that_wait_get_another_number(lost, cast, tmp_path):
    """Also one that nobody has signed yet: it may have been signed and issued since the backup."""
    case = make_candidacy(cast)
    granted(case)
    before = queries.find_statement(case.application)
    run("recover", "--leaves", tmp_path / "leaves")
    after = queries.find_statement(case.application)
    assert (after.number != before.number, after.token != before.token) == (True, True)
    assert before.voided_because == "log_rolled_back"
    assert sorted(one.state for one in queries.sign_off_history(case.application)) == [
        *["pending"] * 2,
        *["voided"] * 2,
    ]


def test_a_number_reserved_earlier_is_not_used_again(lost, cast, tmp_path):
    """The case had gone back to the decision: granted once more, it would have kept its number."""
    case = make_candidacy(cast)
    code = granted(case)
    number = queries.find_statement(case.application).number
    with transaction():
        statements.take_back(case.application, "evidence_invalidated")
    run("recover", "--leaves", tmp_path / "leaves")
    with transaction():
        service.decide(cast.jonas, code, outcome=service.Outcome.GRANT, reasons="All met", minutes="PV")
    assert queries.find_statement(case.application).number != number


def test_a_statement_that_cannot_be_made_anew_goes_back_to_the_decision(lost, tmp_path):
    signed_off.make_batch(1)
    run("recover", "--leaves", tmp_path / "leaves")
    row = db.session.scalars(select(SigningStatement)).one()
    assert (row.voided_because, db.session.scalars(select(IssueRequest)).all()) == ("log_rolled_back", [])


def test_recovery_is_repeatable_after_a_kill(lost, tmp_path, monkeypatch):
    """All in one transaction: killed anywhere, nothing has happened."""
    monkeypatch.setattr(log.LogCheckpoint, "__init__", _die)
    with pytest.raises(LogRolledBack):
        run("recover", "--leaves", tmp_path / "leaves")
    monkeypatch.undo()
    assert (log.TableStore().size(), db.session.get(LogCheckpoint, 3)) == (1, None)
    assert run("recover", "--leaves", tmp_path / "leaves").startswith("2 leaves")


def _die(*_given, **_more):
    raise LogRolledBack(problem="killed")


def test_the_clock_of_the_recovery_is_on_the_leaves(lost, tmp_path):
    run("recover", "--leaves", tmp_path / "leaves")
    assert set(db.session.scalars(select(log.LogLeaf.appended_at))) == {clock.now()}
