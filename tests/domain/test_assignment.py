from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.domain.assignment import Assignment, Contest, Pin, Shortfall, Want, assign, contests
from curriculum.domain.groups import GroupRule, group

DAY = date(2026, 1, 1)
REFS = tuple("abcdefgh")


def want(code: str, *options: str, least: int = 1, **more: object) -> Want:
    """A requirement for some of its options, all of which fit."""
    made = group(GroupRule.AT_LEAST, options, least)
    return Want(code, made, frozenset(options))._replace(**more)


def on_days(refs: str) -> dict[str, date]:
    """Achievements a day apart, in this order."""
    return {ref: DAY + timedelta(number) for number, ref in enumerate(refs)}


def options_of(order: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(order), min_size=1, max_size=4, unique=True).map(tuple)


@st.composite
def wants(draw: st.DrawFn) -> list[Want]:
    """Up to three requirements of up to two units, some with options that exclude each other."""
    made = []
    for number in range(draw(st.integers(1, 3))):
        options = draw(options_of(REFS[:6]))
        exclusive = (options[:2],) if draw(st.booleans()) else ()
        asked = group(GroupRule.AT_LEAST, options, draw(st.integers(1, 2)), exclusive)
        fits = frozenset(ref for ref in options if draw(st.integers(0, 4)))
        made.append(Want(f"C{number}", asked, fits, draw(st.booleans())))
    return made


def ways(asked: Sequence[Want], held: Sequence[str]) -> Iterator[dict[str, tuple[str, ...]]]:
    """Every way to use every achievement once or not at all."""
    for places in product([None, *(one.code for one in asked)], repeat=len(held)):
        way = {
            one.code: tuple(ref for ref, place in zip(held, places, strict=True) if place == one.code)
            for one in asked
        }
        if all(_possible(one, way[one.code]) for one in asked):
            yield way


def _possible(one: Want, taken: Sequence[str]) -> bool:
    families = {one.group.family_of(ref) for ref in taken if ref in one.group.options}
    return one.fits.issuperset(taken) and len(families) == len(taken) <= one.group.least


def value(asked: Sequence[Want], held: Sequence[str], way: Mapping[str, Sequence[str]]) -> tuple[object, ...]:
    """Mandatory units, optional units, then earliest first for each requirement in turn."""
    first = sorted(asked, key=lambda one: not one.mandatory)
    placed = [ref in way[one.code] for one in first for ref in held]
    met = [sum(len(way[one.code]) for one in asked if one.mandatory is kind) for kind in (True, False)]
    return (*met, placed)


@settings(max_examples=120, deadline=None)
@given(wants(), st.lists(st.sampled_from(REFS[:6]), max_size=5, unique=True))
def test_assignment_is_the_best_of_every_way_there_is(asked: list[Want], held: list[str]) -> None:
    dates = on_days("".join(held))

    best = max(ways(asked, held), key=lambda way: value(asked, held, way))

    assert assign(asked, dates).given == best


@settings(max_examples=120, deadline=None)
@given(wants(), st.lists(st.sampled_from(REFS[:6]), max_size=5, unique=True), st.randoms())
def test_order_of_the_facts_changes_nothing(asked: list[Want], held: list[str], chance: object) -> None:
    dates = on_days("".join(held))
    shuffled = list(dates)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert assign(asked, {ref: dates[ref] for ref in shuffled}) == assign(asked, dates)


@settings(max_examples=120, deadline=None)
@given(wants(), st.lists(st.sampled_from(REFS[:6]), max_size=6, unique=True))
def test_contest_is_found_when_no_way_meets_everything(asked: list[Want], held: list[str]) -> None:
    enough = any(all(len(way[one.code]) == one.group.least for one in asked) for way in ways(asked, held[:5]))

    assert (not contests(asked, held[:5])) == enough


def test_one_achievement_counts_once() -> None:
    found = assign([want("C1", "a"), want("C2", "a")], on_days("a"))

    assert found == Assignment({"C1": ("a",), "C2": ()}, (Shortfall("C2", 0, 1),))


def test_one_moves_so_that_both_are_met() -> None:
    found = assign([want("C1", "a", "b"), want("C2", "a")], on_days("ab"))

    assert found == Assignment({"C1": ("b",), "C2": ("a",)}, ())


def test_mandatory_comes_before_optional() -> None:
    found = assign([want("C1", "a", mandatory=False), want("C2", "a")], on_days("a"))

    assert found.given == {"C1": (), "C2": ("a",)}


@pytest.mark.parametrize(
    ("held", "first"),
    [
        pytest.param({"a": DAY, "b": DAY - timedelta(1)}, "b", id="the-earlier-day"),
        pytest.param({"b": DAY, "a": DAY}, "a", id="the-ref-on-one-day"),
    ],
)
def test_ties_go_by_date_then_ref(held: dict[str, date], first: str) -> None:
    assert assign([want("C1", "a", "b")], held).given == {"C1": (first,)}


def test_shared_requirement_takes_what_counts_elsewhere_too() -> None:
    found = assign([want("C1", "a"), want("C2", "a", shared=True)], on_days("a"))

    assert found == Assignment({"C1": ("a",), "C2": ("a",)}, ())


def test_pin_comes_before_what_would_meet_more() -> None:
    asked = [want("C1", "a", "b"), want("C2", "a")]

    found = assign(asked, on_days("ab"), [Pin("a", "C1")])

    assert found == Assignment({"C1": ("a",), "C2": ()}, (Shortfall("C2", 0, 1),))


@pytest.mark.parametrize(
    "pin",
    [
        pytest.param(Pin("z", "C1"), id="not-held"),
        pytest.param(Pin("a", "C9"), id="no-such-requirement"),
        pytest.param(Pin("b", "C1"), id="does-not-fit"),
    ],
)
def test_pin_that_cannot_be_is_told_and_not_followed(pin: Pin) -> None:
    found = assign([want("C1", "a")], on_days("ab"), [pin])

    assert found == Assignment({"C1": ("a",)}, (), (pin,))


def test_one_pin_too_many_is_refused() -> None:
    pins = [Pin("a", "C1"), Pin("b", "C1")]

    assert assign([want("C1", "a", "b")], on_days("ab"), pins).refused == (pins[1],)


def credits_of(code: str, asked: int, **worth: int) -> Want:
    made = group(GroupRule.CREDITS, tuple(worth), credits_=(asked, worth))
    return Want(code, made, frozenset(worth))


def test_credits_are_counted_in_what_is_left() -> None:
    asked = [credits_of("C1", 300, a=200, b=100, c=100), want("C2", "a")]

    found = assign(asked, on_days("abc"))

    assert found == Assignment({"C2": ("a",), "C1": ("b", "c")}, (Shortfall("C1", 200, 300),))


def test_two_groups_of_credits_share_nothing() -> None:
    asked = [credits_of("C1", 100, a=100), credits_of("C2", 100, a=100)]

    assert assign(asked, on_days("a")).short == (Shortfall("C2", 0, 100),)


def test_shared_credits_leave_everything() -> None:
    asked = [credits_of("C1", 100, a=100)._replace(shared=True), credits_of("C2", 100, a=100)]

    assert assign(asked, on_days("a")).short == ()


def test_contest_names_only_who_takes_part() -> None:
    asked = [want("C1", "a", "b"), want("C2", "a", "b"), want("C3", "a", "b"), want("C4", "c")]

    assert contests(asked, "abc") == (Contest(("C1", "C2", "C3")),)


def test_contest_with_a_requirement_of_two_units_is_found() -> None:
    asked = [want("C1", "a", "b", least=2), want("C2", "a", "b")]

    assert contests(asked, "ab") == (Contest(("C1", "C2")),)
