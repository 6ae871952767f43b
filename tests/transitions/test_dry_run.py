"""The dry run says of each person what judging one by one says, and writes nothing."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from curriculum import clock
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.migration import MoveKind, links, move
from curriculum.domain.progress import judge
from curriculum.paths import engine
from curriculum.progress import queries as progress
from curriculum.progress.models import StandingChange
from curriculum.transitions import judging
from curriculum.transitions.cli import migrate

pytestmark = pytest.mark.database
E, K = EnrolmentState, MoveKind


@pytest.fixture
def people(setting):
    """One who holds all of version 1, one who holds O1, one who holds nothing; two others may not move."""
    with transaction():
        rows = setting.enrol(E.ACTIVE, E.ADMITTED, E.ON_HOLD, E.COMPLETED, E.NOMINATED)
        setting.passed(rows[0].person_id, *setting.first)
        setting.passed(rows[1].person_id, setting.first[0])
        return [one.person_id for one in rows]


def found(setting):
    return list(judging.judged(judging.movers(setting.old), setting.new, clock.today()))


def test_kinds_of_everybody_who_may_move(setting, people):
    kinds = {one.mover.person_id: one.move.kind for one in found(setting)}

    assert kinds == {people[0]: K.MUST_BRIDGE, people[1]: K.UNCHANGED, people[2]: K.UNCHANGED}


def test_dry_run_equals_judging_one_by_one(setting, people):
    for one in found(setting):
        reader = progress.reader_of(one.mover.person_id)
        old, new = engine.plan(setting.old), engine.plan(setting.new)
        before, after = (
            judge(progress.along(reader, one.mover, path, progress.entry_of(one.mover)), clock.today())
            for path in (old, new)
        )
        assert one.move == move(before, after, links(old, new))


def test_dry_run_in_pieces_is_the_same_and_writes_nothing(setting, people, monkeypatch):
    whole, changes = found(setting), db.session.scalar(select(func.count()).select_from(StandingChange))
    monkeypatch.setattr(judging, "CHUNK", 1)

    assert found(setting) == whole
    assert not db.session.dirty
    assert not db.session.new
    assert db.session.scalar(select(func.count()).select_from(StandingChange)) == changes


def test_command_tells_everybody_as_json(setting, people):
    said = CliRunner().invoke(migrate, ["LP.v1", "LP 2", "--dry-run", "--json"], catch_exceptions=False)

    told = json.loads(said.output)
    assert (told["from"], told["to"], told["people"]) == ("LP.v1", "LP.v2", 3)
    assert told["kinds"] == {"completes": 0, "loses": 0, "must_bridge": 1, "gains": 0, "unchanged": 2}
    due = next(one for one in told["lines"] if one["kind"] == "must_bridge")["bridging"]
    assert [(one["subject"], one["detail"]) for one in due] == [("BOR-102.v2.O2", "retest_80")]
    assert [one["share"] for one in told["lines"]] == ["less_counts", None, None]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        pytest.param(["LP.v1", "LP.v2"], "say --dry-run", id="nobody-is-moved-from-a-terminal"),
        pytest.param(["LP", "LP.v2", "--dry-run"], "names no version of a path", id="no-number"),
    ],
)
def test_command_says_what_it_expects(setting, given, says):
    said = CliRunner().invoke(migrate, given)

    assert (said.exit_code, says in said.output) == (2, True)


def test_command_tells_a_terminal_each_person(setting, people):
    said = CliRunner().invoke(migrate, ["LP.v1", "LP.v2", "--dry-run"], catch_exceptions=False).output

    assert said.startswith("LP.v1 -> LP.v2: 3 people may move; nothing was changed\n")
    assert "to make up BOR-102.v2.O2 new exam, 80 % (retest_80)" in said
