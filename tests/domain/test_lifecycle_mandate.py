"""A mandate is in force by its state and its dates (I-03, I-16, S16)."""

from datetime import date

import pytest

from curriculum.domain.lifecycles.mandate import MandateState, why_not_in_force
from curriculum.domain.refusals import RefusalCode

END = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("state", "on", "expected"),
    [
        pytest.param("active", date(2026, 3, 30), None, id="S16 signed on 30 March stands"),
        pytest.param("active", END, None, id="last day is inclusive"),
        pytest.param("active", date(2026, 4, 1), RefusalCode.MANDATE_ENDED, id="S16 refused on 1 April"),
        pytest.param("ended", date(2026, 3, 30), None, id="I-16 ending it harms nothing signed before"),
        pytest.param("ended", date(2026, 4, 1), RefusalCode.MANDATE_ENDED, id="ended"),
        pytest.param("active", date(2025, 12, 31), RefusalCode.MANDATE_NOT_YET, id="not yet"),
        pytest.param("draft", END, RefusalCode.MANDATE_MISSING, id="nobody approved it"),
        pytest.param("suspended", END, RefusalCode.MANDATE_SUSPENDED, id="suspended"),
    ],
)
def test_mandate_is_in_force_by_state_and_date(state, on, expected):
    assert why_not_in_force(MandateState(state), date(2026, 1, 1), END, on) is expected


def test_mandate_without_end_stays_in_force():
    assert why_not_in_force(MandateState.ACTIVE, date(2026, 1, 1), None, date(2036, 1, 1)) is None
