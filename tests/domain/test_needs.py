"""Needs: what posts ask for, who has it, and what comes first (J1.1, J11.2, K04)."""

import pytest

from curriculum.domain.mapping import Claim, Column, Row, grid
from curriculum.domain.needs import (
    Ask,
    Post,
    Priority,
    Source,
    common,
    gaps,
    needs,
    people_concerned,
    posts,
    priority,
)
from curriculum.domain.proof import Depth, ProofLevel

PRACTISED, ASSESSED, OURS = ProofLevel(2), ProofLevel(3), ProofLevel(4)
ROWS = (
    Row(1, "BOR-102.v2.O1", "BOR-102", 40, critical=True),
    Row(2, "BOR-102.v2.O2", "BOR-102", 60, critical=False),
    Row(3, "ASY-201.v1.O1", "ASY-201", 100, critical=True),
)
COLUMNS = (Column(12, "NORD-02", "D-NORD"), Column(20, "FFMS-01", "D-FFMS"))


def lines(*claims: Claim):
    return grid(ROWS, COLUMNS, claims).lines


def asks(outcome=1, level=ASSESSED, *, post="P-GUARD", source=Source.POST, named="BOR-102", wished=False):
    return Ask(post, outcome, level, source, named, wished)


CRITICAL, OTHER = ROWS[0], ROWS[1]


@pytest.mark.parametrize(
    ("row", "donors", "people", "found"),
    [
        pytest.param(CRITICAL, 0, 1, 1, id="critical-nobody-teaches-it-somebody-lacks-it"),
        pytest.param(CRITICAL, 1, 9, 2, id="a-donor-teaches-it"),
        pytest.param(OTHER, 0, 9, 2, id="not-critical"),
        pytest.param(OTHER, 2, 9, 3, id="neither"),
        pytest.param(CRITICAL, 0, 0, 3, id="everybody-has-it"),
    ],
)
def test_priority_is_critical_without_donor_and_lacking(row, donors, people, found):
    assert priority(row, donors, people) is Priority(found)


@pytest.mark.parametrize(
    ("holders", "held", "told"),
    [
        pytest.param(10, {3: 4}, (4, 6, 40), id="at-the-level"),
        pytest.param(10, {4: 2, 3: 1, 2: 7}, (3, 7, 30), id="above-counts-below-does-not"),
        pytest.param(9, {3: 2}, (2, 7, 22), id="the-share-is-rounded-down"),
        pytest.param(10, {}, (0, 10, 0), id="nobody-has-it"),
        pytest.param(5, {3: 5}, (5, 0, 100), id="five-are-enough-to-tell"),
        pytest.param(4, {3: 3}, (None, 4, None), id="I-24-four-are-nearly-names"),
        pytest.param(0, {}, (None, 0, None), id="nobody-holds-the-post"),
    ],
)
def test_how_many_have_it_at_the_level_asked_for(holders, held, told):
    (one,) = needs(lines(), [asks()], {"P-GUARD": holders}, {("P-GUARD", 1): held})

    assert (one.reached, one.lacking, one.percent) == told


@pytest.mark.parametrize(
    ("given", "level", "wished", "sources"),
    [
        pytest.param([asks(level=PRACTISED), asks(level=OURS)], OURS, False, 1, id="the-highest-holds"),
        pytest.param(
            [asks(), asks(level=OURS, source=Source.PATH, named="LP", wished=True)],
            ASSESSED,
            False,
            2,
            id="what-is-wished-raises-nothing-required",
        ),
        pytest.param([asks(level=OURS, wished=True)], OURS, True, 1, id="only-wished"),
    ],
)
def test_several_may_ask_for_the_same(given, level, wished, sources):
    (one,) = needs(lines(), given, {"P-GUARD": 7}, {})

    assert (one.level, one.is_wished, len(one.sources)) == (level, wished, sources)


def test_wished_for_is_never_pressing():
    (one,) = needs(lines(), [asks(wished=True)], {"P-GUARD": 7}, {})

    assert one.priority is Priority.THIRD


def test_pressing_first_then_what_most_people_lack_then_by_code():
    given = [asks(3, post="P-CASE"), asks(2), asks(1), asks(1, post="P-CASE"), asks(3)]
    covered = lines(Claim(3, 20, Depth.ASSESSED))
    found = needs(covered, given, {"P-GUARD": 9, "P-CASE": 6}, {("P-GUARD", 1): {3: 8}})

    assert [(one.priority, one.lacking, one.row.code[:3], one.post) for one in found] == [
        (1, 6, "BOR", "P-CASE"),
        (1, 1, "BOR", "P-GUARD"),
        (2, 9, "ASY", "P-GUARD"),
        (2, 9, "BOR", "P-GUARD"),
        (2, 6, "ASY", "P-CASE"),
    ]
    assert people_concerned(found) == 15


def test_outcome_that_is_not_shown_asks_for_nothing():
    assert needs(lines()[:1], [asks(2)], {"P-GUARD": 9}, {}) == ()


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        pytest.param([], {}, id="no-path"),
        pytest.param([{"A": OURS, "B": ASSESSED}], {"A": OURS, "B": ASSESSED}, id="one-path-asks-all"),
        pytest.param([{"A": OURS, "B": OURS}, {"A": ASSESSED}], {"A": ASSESSED}, id="either-qualifies"),
        pytest.param([{"A": OURS}, {"B": OURS}], {}, id="nothing-in-common"),
    ],
)
def test_of_several_paths_only_what_each_asks_for(paths, found):
    assert common(paths) == found


def test_posts_require_what_is_not_only_wished():
    given = [asks(1), asks(2, wished=True), asks(3, post="P-CASE", wished=True)]

    assert posts(given, {"P-GUARD": 4}) == (Post("P-GUARD", frozenset({1}), 4),)


POSTS = (
    Post("P-CASE", frozenset({3}), 4),
    Post("P-GUARD", frozenset({1, 2, 3}), 7),
    Post("P-EMPTY", frozenset({3}), 0),
)


@pytest.mark.parametrize(
    ("claims", "expected", "concerned"),
    [
        pytest.param(
            (Claim(1, 12, Depth.PRACTISED), Claim(3, 20, Depth.ASSESSED, accepted=False)),
            [("ASY-201.v1.O1", 11)],
            11,
            id="a-proposal-closes-nothing",
        ),
        pytest.param(
            (), [("ASY-201.v1.O1", 11), ("BOR-102.v2.O1", 7)], 11, id="K04-most-needed-first-each-person-once"
        ),
        pytest.param((Claim(1, 12, Depth.INTRODUCED), Claim(3, 12, Depth.INTRODUCED)), [], 0, id="no-gap"),
    ],
)
def test_gaps_are_critical_outcomes_times_people(claims, expected, concerned):
    found = gaps(lines(*claims), POSTS)

    assert [(gap.row.code, gap.people) for gap in found] == expected
    assert people_concerned(found) == concerned


def test_gap_nobody_needs_stays_listed_last():
    found = gaps(lines(), POSTS[:1])

    assert [(gap.row.code, gap.people) for gap in found] == [("ASY-201.v1.O1", 4), ("BOR-102.v2.O1", 0)]
