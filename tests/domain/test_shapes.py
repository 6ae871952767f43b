"""One class, three uses: its schema, its plain data, and back; every fault of other data with its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.domain.shape_faults import Misfit, misfits, short, within
from curriculum.domain.shapes import LARGEST, filled, made, plain, schema


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Part:
    name: str
    weight: int = 1
    on: date | None = None


@dataclass(frozen=True)
class Whole:
    colour: Colour
    parts: tuple[Part, ...]
    pair: tuple[str, int | None] | None = None
    at: datetime | None = None
    free: Mapping[str, Any] = field(default_factory=dict)
    is_open: bool = False


SCHEMA = schema(Whole, "/schemas/whole.json", "A whole")
LEAST = {"colour": "red", "parts": []}

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.integers(-LARGEST, LARGEST)
parts = st.builds(Part, texts, numbers, st.none() | st.dates())
wholes = st.builds(
    Whole,
    st.sampled_from(Colour),
    st.lists(parts, max_size=3).map(tuple),
    st.none() | st.tuples(texts, st.none() | numbers),
    st.none() | st.datetimes(timezones=st.just(UTC)),
    st.dictionaries(texts, st.none() | numbers | texts, max_size=3),
    st.booleans(),
)


@given(wholes)
def test_whatever_goes_out_fits_the_schema_and_comes_back_equal(whole):
    assert misfits(SCHEMA, plain(whole)) == ()
    assert made(Whole, plain(whole)) == whole


@given(wholes)
def test_what_is_left_out_is_filled_as_the_class_has_it(whole):
    data = plain(whole)
    empty = {"pair", "at", "free", "is_open"}
    sparse = {
        name: value for name, value in data.items() if name not in empty or value not in (None, {}, False)
    }

    assert misfits(SCHEMA, sparse) == ()
    assert filled(Whole, sparse) == data


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        pytest.param([], [("$", "[0]", "object")], id="a list"),
        pytest.param({}, [("$.colour", "", "string"), ("$.parts", "", "array")], id="nothing"),
        pytest.param({**LEAST, "colour": "green"}, [("$.colour", '"green"', "red, blue")], id="unknown word"),
        pytest.param(
            {**LEAST, "parts": [{"name": 1}]}, [("$.parts[0].name", "1", "string")], id="number for text"
        ),
        pytest.param(
            {**LEAST, "parts": [{"name": "a", "weight": True}]},
            [("$.parts[0].weight", "true", "integer")],
            id="true is no number",
        ),
        pytest.param(
            {**LEAST, "parts": [{"name": "a", "weight": 3.0}]},
            [("$.parts[0].weight", "3.0", "integer")],
            id="written with a point",
        ),
        pytest.param(
            {**LEAST, "parts": [{"name": "a", "weight": LARGEST + 1}]},
            [("$.parts[0].weight", str(LARGEST + 1), f"≤ {LARGEST}")],
            id="beyond a column",
        ),
        pytest.param(
            {**LEAST, "parts": [{"name": "a", "on": "21.11.2026"}]},
            [("$.parts[0].on", '"21.11.2026"', "2026-11-21 / null")],
            id="day in another order",
        ),
        pytest.param({**LEAST, "pair": ["a"]}, [("$.pair", "[1]", "[2] / null")], id="half a pair"),
        pytest.param(
            {**LEAST, "pair": ["a", "b"]}, [("$.pair[1]", '"b"', "integer / null")], id="pair of texts"
        ),
        pytest.param(
            {**LEAST, "at": "2026-11-21T10:00"},
            [("$.at", '"2026-11-21T10:00"', "2026-11-21T10:00:00+00:00 / null")],
            id="no zone",
        ),
        pytest.param(
            {**LEAST, "a b": 1},
            [('$["a b"]', '"a b"', "colour, parts, pair, at, free, is_open")],
            id="unknown name",
        ),
    ],
)
def test_other_data_is_refused_with_its_place(data, faults):
    assert misfits(SCHEMA, data) == tuple(Misfit(*one) for one in faults)


def test_faults_end_after_two_hundred():
    assert len(misfits(SCHEMA, {**LEAST, "parts": [1] * 1000})) == 200


def test_long_values_are_shortened_and_odd_names_quoted():
    assert short("x" * 100) == '"' + "x" * 56 + "…"
    assert within("$", "a.b") == '$["a.b"]'


def test_class_without_a_schema_is_a_bug():
    with pytest.raises(TypeError, match="no schema"):
        schema(complex, "", "")
