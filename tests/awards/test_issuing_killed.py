"""R1: two workers, kill -9 at random points: none lost, none twice, no differing byte, the log intact."""

import os

import pytest

from tests.bench.fire import FULL, Fire, deployment
from tests.conftest import _empty

pytestmark = pytest.mark.database

COUNT, KILLS = FULL if os.environ.get("FULL") == "1" else (12, 6)


@pytest.fixture
def fire(tmp_path, postgresql):
    """A deployment of its own; PostgreSQL has one database for all, emptied first."""
    folder = tmp_path / "instance"
    with deployment(folder, COUNT, postgresql, _empty if postgresql else None):
        yield Fire(folder, COUNT, KILLS, postgresql)


def test_r1_kill_9_loses_nothing_and_repeats_nothing(fire):
    """Documents, credentials and codes made again are equal to the byte: P-256 signs by RFC 6979."""
    fire.run()
    assert fire.faults() == []
    assert fire.killed == KILLS
    assert fire.figures()["made again (pdf)"] > 0
