"""When a stored standing must be judged anew because something on file lapses (rule 7)."""

from datetime import date

import pytest

from curriculum.domain.ledger import first_lapse
from tests.domain.builders import TODAY, dossier, own

O1 = "ASY-201.v1.O1"


@pytest.mark.parametrize(
    ("days", "lapse"),
    [
        pytest.param((), None, id="nothing on file"),
        pytest.param((date(2025, 6, 2),), date(2030, 6, 1), id="60 months"),
        pytest.param((date(2025, 6, 2), date(2024, 1, 10)), date(2029, 1, 9), id="the weaker one behind it"),
        pytest.param((date(2019, 1, 1),), None, id="lapsed already"),
    ],
)
def test_first_lapse_is_the_earliest_that_is_still_to_come(days, lapse):
    facts = [own(O1, on=day, tag=str(day)) for day in days]

    assert first_lapse(dossier("LP-TRN-ASY.v1", *facts), TODAY) == lapse
