"""Which first cards may be accepted together: bulk only where nothing is doubtful (J2)."""

import pytest

from curriculum.domain.matching import Ground, stands_out

NAMESAKE = {Ground.NAME_EQUAL, Ground.BIRTH_DATE_UNKNOWN}


@pytest.mark.parametrize(
    ("first", "others", "expected"),
    [
        pytest.param({Ground.NAME_EQUAL, Ground.INSTITUTION_THEN}, [], True, id="name-and-employer"),
        pytest.param({Ground.NAME_AGREES, Ground.BIRTH_DATE_EQUAL}, [], True, id="spelling-and-birth-date"),
        pytest.param({Ground.NAME_AGREES, Ground.NUMBER_EQUAL}, [], True, id="spelling-and-number"),
        pytest.param(
            {Ground.NAME_EQUAL, Ground.UNIT_THEN},
            [{Ground.NAME_RESEMBLES}],
            True,
            id="the-other-only-resembles",
        ),
        pytest.param({Ground.NAME_EQUAL}, [], False, id="S08-a-name-alone"),
        pytest.param({Ground.NAME_RESEMBLES, Ground.BIRTH_DATE_EQUAL}, [], False, id="name-only-resembles"),
        pytest.param({Ground.NUMBER_EQUAL, Ground.FAMILY_NAME_CHANGED}, [], False, id="married-name"),
        pytest.param(
            {Ground.NAME_EQUAL, Ground.NUMBER_EQUAL, Ground.BIRTH_DATE_DIFFERENT},
            [],
            False,
            id="date-contradicts",
        ),
        pytest.param(
            {Ground.NAME_EQUAL, Ground.INSTITUTION_THEN, Ground.BIRTH_DATE_SWAPPED},
            [],
            False,
            id="date-swapped",
        ),
        pytest.param(
            {Ground.NAME_EQUAL, Ground.INSTITUTION_THEN, Ground.NUMBER_DIFFERENT},
            [],
            False,
            id="number-differs",
        ),
        pytest.param(
            {Ground.NAME_AGREES, Ground.INSTITUTION_THEN, Ground.INITIALS_ONLY}, [], False, id="initials"
        ),
        pytest.param({Ground.NAME_EQUAL, Ground.INSTITUTION_THEN}, [NAMESAKE], False, id="namesake"),
        pytest.param(
            {Ground.NAME_EQUAL, Ground.INSTITUTION_THEN},
            [NAMESAKE | {Ground.BIRTH_DATE_DIFFERENT}],
            True,
            id="namesake-of-another-birth-date",
        ),
        pytest.param(
            {Ground.NAME_EQUAL, Ground.BIRTH_DATE_EQUAL},
            [{Ground.INITIALS_ONLY}],
            False,
            id="initials-fit-another",
        ),
        pytest.param(
            {Ground.NAME_EQUAL, Ground.BIRTH_DATE_EQUAL},
            [{Ground.NUMBER_EQUAL, Ground.NAME_DIFFERS}],
            False,
            id="anothers-number",
        ),
    ],
)
def test_first_card_stands_out(first, others, expected):
    assert stands_out(first, others) is expected
