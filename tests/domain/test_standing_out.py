"""Which first cards may be accepted together: bulk only where nothing is doubtful (J2)."""

import pytest

from curriculum.domain.matching import Ground as G
from curriculum.domain.matching import stands_out

NAMESAKE = {G.NAME_EQUAL, G.BIRTH_DATE_UNKNOWN}


@pytest.mark.parametrize(
    ("first", "others", "expected"),
    [
        pytest.param({G.NAME_EQUAL, G.INSTITUTION_THEN}, [], True, id="name-and-employer"),
        pytest.param({G.NAME_AGREES, G.BIRTH_DATE_EQUAL}, [], True, id="spelling-and-birth-date"),
        pytest.param({G.NAME_AGREES, G.NUMBER_EQUAL}, [], True, id="spelling-and-number"),
        pytest.param({G.NAME_EQUAL, G.UNIT_THEN}, [{G.NAME_RESEMBLES}], True, id="the-other-only-resembles"),
        pytest.param({G.NAME_EQUAL}, [], False, id="S08-a-name-alone"),
        pytest.param({G.NAME_RESEMBLES, G.BIRTH_DATE_EQUAL}, [], False, id="name-only-resembles"),
        pytest.param({G.NUMBER_EQUAL, G.FAMILY_NAME_CHANGED}, [], False, id="married-name"),
        pytest.param(
            {G.NAME_EQUAL, G.NUMBER_EQUAL, G.BIRTH_DATE_DIFFERENT}, [], False, id="date-contradicts"
        ),
        pytest.param({G.NAME_EQUAL, G.INSTITUTION_THEN, G.BIRTH_DATE_SWAPPED}, [], False, id="date-swapped"),
        pytest.param({G.NAME_EQUAL, G.INSTITUTION_THEN, G.NUMBER_DIFFERENT}, [], False, id="number-differs"),
        pytest.param({G.NAME_AGREES, G.INSTITUTION_THEN, G.INITIALS_ONLY}, [], False, id="initials"),
        pytest.param({G.NAME_EQUAL, G.INSTITUTION_THEN}, [NAMESAKE], False, id="namesake"),
        pytest.param(
            {G.NAME_EQUAL, G.INSTITUTION_THEN},
            [NAMESAKE | {G.BIRTH_DATE_DIFFERENT}],
            True,
            id="namesake-of-another-birth-date",
        ),
        pytest.param(
            {G.NAME_EQUAL, G.BIRTH_DATE_EQUAL}, [{G.INITIALS_ONLY}], False, id="initials-fit-another"
        ),
        pytest.param(
            {G.NAME_EQUAL, G.BIRTH_DATE_EQUAL},
            [{G.NUMBER_EQUAL, G.NAME_DIFFERS}],
            False,
            id="anothers-number",
        ),
    ],
)
def test_first_card_stands_out(first, others, expected):
    assert stands_out(first, others) is expected
