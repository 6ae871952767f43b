"""The log of a deployment that keeps its latest checkpoint outside the database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from curriculum.awards.issuing import outside
from tests.awards import signed_off


@pytest.fixture
def kept(tmp_path) -> Iterator[Path]:
    """Where this deployment keeps the latest checkpoint while the test runs."""
    outside.keep_at(tmp_path / "checkpoint")
    yield tmp_path / "checkpoint"
    outside.keep_at(None)


@pytest.fixture
def keys_open(cast):
    """Keys for the institutions of the cast, which are entered before those of the samples."""
    cast.enter()
    return signed_off.open_keys()
