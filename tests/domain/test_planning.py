"""Which plans of donors get into each other's way (R10, M2)."""

from datetime import date

import pytest

from curriculum.domain.planning import Clash, ClashKind, Plan, clashes

O1, O2, OTHER = "BOR-102.v2.O1", "BOR-102.v2.O2", "ASY-201.v1.O1"
FIRST = Plan("NORD-06", "D-NORD", date(2027, 2, 1), date(2027, 2, 5), frozenset({O1}))
DAYS, TWICE = ClashKind.SAME_DAYS, ClashKind.TAUGHT_TWICE


def plan(start: date, *outcomes: str, donor: str = "D-FFMS") -> Plan:
    return Plan("FFMS-04", donor, start, start, frozenset(outcomes))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        pytest.param(plan(date(2027, 2, 5), O2), [(DAYS, ("BOR-102.v2",))], id="last-day-is-first-day"),
        pytest.param(plan(date(2027, 2, 6), O2), [], id="the-day-after"),
        pytest.param(plan(date(2027, 2, 3), OTHER), [], id="other-people-come"),
        pytest.param(plan(date(2027, 2, 3)), [], id="claims-nothing-yet"),
        pytest.param(plan(date(2027, 8, 3), O1, O2), [(TWICE, (O1,))], id="183-days-later"),
        pytest.param(plan(date(2027, 8, 4), O1), [], id="184-days-later"),
        pytest.param(plan(date(2027, 5, 3), O1, donor="D-NORD"), [], id="own-repetition-is-wanted"),
        pytest.param(
            plan(date(2027, 2, 2), O1), [(DAYS, ("BOR-102.v2",)), (TWICE, (O1,))], id="both-at-once"
        ),
    ],
)
def test_clashes(other, expected):
    found = [Clash(kind, "NORD-06", "FFMS-04", about) for kind, about in expected]

    assert list(clashes([other, FIRST])) == found


def test_one_plan_alone_clashes_with_nobody():
    assert clashes([FIRST]) == ()
