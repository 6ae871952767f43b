"""`cursus coverage` says the same as the map (oracle of domain.md §5.1)."""

import json

import pytest
from click.testing import CliRunner

from curriculum import cli
from curriculum.catalogue import queries as catalogue
from curriculum.db import db, new_id, transaction
from curriculum.donors.models import OverlapNote
from tests.paths.test_velmaria import load

pytestmark = pytest.mark.database

SEVERAL = [
    "BOR-101.v1.O3",
    "THB-101.v1.O1",
    "TOT-101.v1.O2",
    "TOT-101.v1.O3",
    "TOT-201.v1.O1",
    "TOT-201.v1.O2",
]


@pytest.fixture
def run(app, monkeypatch):
    """The command on the database of the test."""
    monkeypatch.setattr(cli, "create_app", lambda: app)
    return lambda *words: CliRunner().invoke(cli.cursus, ["coverage", *words], catch_exceptions=False)


def test_velmaria_for_a_program(run):
    load()

    told = json.loads(run("--json").output)

    assert (told["outcomes"], len(told["without"]), told["several"]) == (137, 79, SEVERAL)


def test_velmaria_for_people(run):
    load()

    lines = run().output.splitlines()

    assert [line for line in lines if not line.startswith("  ")] == [
        "137 outcomes of current versions",
        "79 without a donor",
        "6 with two donors or more",
    ]
    assert lines[-6:] == [f"  {code}" for code in SEVERAL]


def test_wanted_overlap_is_marked(run):
    load()
    with transaction():
        one = catalogue.outcomes_by_code(SEVERAL[:1])[SEVERAL[0]]
        db.session.add(OverlapNote(id=new_id(), outcome_id=one.id, reason="Two regions"))

    assert json.loads(run("--json").output)["wanted"] == SEVERAL[:1]
    assert run().output.splitlines()[-6] == f"  {SEVERAL[0]} (wanted)"


def test_nothing_published_yet(run):
    assert json.loads(run("--json").output) == {
        "outcomes": 0,
        "without": [],
        "several": [],
        "wanted": [],
    }
