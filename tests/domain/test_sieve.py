"""The sieve spares comparisons and changes no verdict: it keeps whoever the full comparison finds alike."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.domain.matching import IncomingPerson, KnownName, KnownPerson, Lane, is_settled, judge
from curriculum.domain.names import ALIKE, compare, resembles
from curriculum.domain.sieve import Sieve
from tests.bench import population

SPELLED = st.sampled_from([*population.GIVEN, *population.FAMILY])
WRITTEN = st.builds(
    lambda name, dice, spell: population.heard(dice, spell(name)),
    SPELLED,
    st.randoms(use_true_random=False),
    st.sampled_from([str, str.upper, population.arabic, population.cyrillic]),
)
BORN = date(1988, 4, 12)


@given(WRITTEN, WRITTEN)
def test_cheap_comparison_says_what_the_full_one_says(written, known):
    degree = compare(written, known).degree

    assert resembles(written, known) == (degree if degree >= ALIKE else 0.0)


@given(WRITTEN, WRITTEN, WRITTEN, WRITTEN, st.booleans())
def test_whom_the_sieve_drops_nobody_would_have_seen(given_name, family, known_given, known_family, near):
    row = IncomingPerson(given_name, family, BORN if near else None)
    person = KnownPerson("x", (KnownName(known_given, known_family),), BORN)
    seen = judge(row, [person]).lane is not Lane.NOT_FOUND

    assert Sieve(row).keeps(person.names, near_date=near) or not seen


@pytest.mark.parametrize(
    ("row", "names", "kept"),
    [
        pytest.param(("Salma", "Benhaddar"), [("Selma", "Ben Haddar")], True, id="another spelling"),
        pytest.param(("Benhaddar", "Salma"), [("Salma", "Benhaddar")], True, id="parts swapped"),
        pytest.param(("", "Benhaddar Salma"), [("Salma", "Benhaddar")], True, id="one column"),
        pytest.param(("S.", "Benhaddar"), [("Salma", "Benhaddar")], True, id="initials"),
        pytest.param(("Salma", "Zerhouti"), [("Salma", "Benhaddar")], False, id="one part alone"),
        pytest.param(("Salma", "Benhaddar"), [("سلمى", "بن حدار")], True, id="only in another script"),
        pytest.param(("Salma", "Benhaddar"), [], False, id="nobody's name"),
    ],
)
def test_sieve_keeps_whose_name_may_be_meant(row, names, kept):
    assert Sieve(IncomingPerson(*row)).keeps([KnownName(*name) for name in names]) is kept


KNOWN = KnownPerson("salma", (KnownName("Salma", "Benhaddar"),), BORN, frozenset({"VM-1"}))


@pytest.mark.parametrize(
    ("row", "settled"),
    [
        pytest.param(IncomingPerson("Salma", "Benhaddar", None, "VM-1"), True, id="link by number"),
        pytest.param(IncomingPerson("Salma", "Benhaddar", BORN), True, id="link by date, no number written"),
        pytest.param(IncomingPerson("Salma", "Benhaddar"), False, id="to decide"),
        pytest.param(IncomingPerson("Karim", "Zerhouti"), False, id="not found"),
    ],
)
def test_only_links_are_settled_early(row, settled):
    assert is_settled(row, judge(row, [KNOWN])) is settled


def test_link_by_date_waits_where_a_number_led_elsewhere():
    nameless = KnownPerson("x", (KnownName("Salma", "Benhaddar"),), BORN)
    row = IncomingPerson("Salma", "Benhaddar", BORN, "VM-99")

    assert judge(row, [nameless]).lane is Lane.LINKED
    assert not is_settled(row, judge(row, [nameless]))
