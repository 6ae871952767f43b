"""A school and a run of it, where a test needs no more than that."""

import pytest

from curriculum.db import transaction
from tests.factories.delivery import make_run, make_school


@pytest.fixture
def school(app):
    with transaction():
        return make_school()


@pytest.fixture
def run(school):
    with transaction():
        return make_run(school)
