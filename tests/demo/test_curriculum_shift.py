from datetime import date

import pytest

from curriculum.donors import queries as donors
from curriculum.paths import queries as paths
from tests.demo.test_curriculum_loader import load

pytestmark = pytest.mark.database


def test_dates_shift_by_whole_days(app):
    load(shift_days=30)

    assert paths.get_version("LP-TRN-BOR", 2).published_on == date(2025, 10, 1)
    assert donors.get_offering("CEPM-01").start == date(2024, 6, 12)
