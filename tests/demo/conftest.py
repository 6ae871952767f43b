"""The loaded country, for the tests of its loader."""

import pytest

from tests.velmaria import Velmaria, build


@pytest.fixture(scope="session")
def velmaria(tmp_path_factory) -> Velmaria:
    """Velmaria with unshifted dates, loaded once."""
    return build(tmp_path_factory)
