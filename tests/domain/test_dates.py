from datetime import date

import pytest

from curriculum.domain.dates import Dates, simulate

FINISH = date(2028, 2, 29)


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        pytest.param(
            (36, 6, 12), Dates(date(2031, 2, 27), date(2030, 8, 28), date(2032, 2, 27)), id="S17-of-velmaria"
        ),
        pytest.param((36, None, None), Dates(date(2031, 2, 27), None, None), id="no-renewal"),
        pytest.param((None, 6, 12), Dates(None, None, None), id="for-ever"),
        pytest.param((6, 12, 0), Dates(date(2028, 8, 28), FINISH, date(2028, 8, 28)), id="opens-at-once"),
    ],
)
def test_dates_follow_from_the_finish(
    months: tuple[int | None, int | None, int | None], expected: Dates
) -> None:
    assert simulate(FINISH, *months) == expected
