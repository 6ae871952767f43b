"""Rows are added, moved and removed with nothing lost of what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.catalogue.writing import rows

THREE = [
    ("title", "T"),
    ("o-0-key", "a"),
    ("o-0-text", "A"),
    ("o-1-key", "b"),
    ("o-2-key", "c"),
    ("o-2-text", "C"),
]
NESTED = [
    ("p-0-key", "p"),
    ("p-0-c-0-key", "x"),
    ("p-0-c-1-key", "y"),
    ("p-1-key", "q"),
    ("p-1-c-0-key", "z"),
]


def keys(pairs, list_="o"):
    """The keys of the rows of a list, in the order of their numbers."""
    named = {name: value for name, value in pairs if name.startswith(f"{list_}-") and name.endswith("-key")}
    return [named[name] for name in sorted(named) if name.count("-") == list_.count("-") + 2]


DEEDS = [
    pytest.param("up:o-1", ["b", "a", "c"], 0, id="up"),
    pytest.param("up:o-0", ["a", "b", "c"], 0, id="up-at-the-top"),
    pytest.param("down:o-0", ["b", "a", "c"], 1, id="down"),
    pytest.param("down:o-2", ["a", "b", "c"], 2, id="down-at-the-end"),
    pytest.param("remove:o-1", ["a", "c"], 1, id="remove-goes-on-in-the-next"),
    pytest.param("remove:o-2", ["a", "b"], 1, id="remove-the-last-goes-back"),
    pytest.param("remove:o-7", ["a", "b", "c"], None, id="no-such-row"),
    pytest.param("up:x-0", ["a", "b", "c"], None, id="no-such-list"),
]


@pytest.mark.parametrize(("do", "order", "row"), DEEDS)
def test_what_a_button_does(do, order, row):
    found = rows.changed(THREE, do)

    assert (keys(found.pairs), found.row) == (order, row)
    assert dict(found.pairs)["title"] == "T"


def test_what_was_typed_moves_with_its_row():
    found = dict(rows.changed(THREE, "up:o-2").pairs)

    assert (found["o-1-key"], found["o-1-text"]) == ("c", "C")
    assert (found["o-2-key"], "o-2-text" in found) == ("b", False)


def test_a_new_row_has_a_key_and_closes_gaps():
    found = rows.changed([("o-3-key", "a"), ("o-9-key", "b")], "add:o")

    assert [name for name, _value in found.pairs] == ["o-0-key", "o-1-key", "o-2-key"]
    assert (found.row, len(found.pairs[2][1])) == (2, 12)


FOCUS = [
    pytest.param("up:o-2", "o-1-up", id="the-same-button"),
    pytest.param("up:o-1", "o-0-down", id="up-is-gone-at-the-top"),
    pytest.param("down:o-1", "o-2-up", id="down-is-gone-at-the-end"),
    pytest.param("remove:o-0", "o-0", id="the-row-that-took-its-place"),
    pytest.param("add:o", "o-3", id="the-new-row"),
    pytest.param("add:x", "x-0", id="the-first-row"),
    pytest.param("remove:o-9", "o-add", id="nothing-to-go-on-in"),
]


@pytest.mark.parametrize(("do", "focus"), FOCUS)
def test_where_the_keyboard_goes_on(do, focus):
    assert rows.changed(THREE, do).focus(do.partition(":")[0]) == focus


def test_rows_within_rows():
    assert keys(rows.changed(NESTED, "up:p-0-c-1").pairs, "p-0-c") == ["y", "x"]
    assert keys(rows.changed(NESTED, "down:p-0").pairs, "p-1-c") == ["x", "y"]
    assert keys(rows.changed(NESTED, "remove:p-0").pairs, "p-0-c") == ["z"]
    assert rows.changed(NESTED, "add:p-1-c").pairs[-1][0] == "p-1-c-1-key"


def test_no_form_grows_without_end():
    many = [(f"o-{number}-key", str(number)) for number in range(rows.MOST)]

    assert rows.changed(many, "add:o") == rows.Changed(many, "o", None, rows.MOST)


BAD = [
    "",
    "save",
    "up:o",
    "up:o-",
    "up:o--1",
    "up:o-1.5",
    "add:o-1",
    "remove:O-1",
    "up:o-1\n",
    "up:o-99999",
    "add:",
]


@pytest.mark.parametrize("do", BAD)
def test_what_is_no_deed(do):
    assert not rows.is_deed(do)
    with pytest.raises(ValueError, match="no deed"):
        rows.changed(THREE, do)


@given(
    st.lists(st.text("abc", min_size=1), min_size=1, max_size=8),
    st.lists(st.tuples(st.sampled_from(["up", "down"]), st.integers(0, 9)), max_size=12),
)
def test_moving_loses_nothing(texts, moves):
    pairs = [(f"o-{number}-text", text) for number, text in enumerate(texts)]
    for deed, number in moves:
        pairs = rows.changed(pairs, f"{deed}:o-{number}").pairs

    assert sorted(value for _name, value in pairs) == sorted(texts)
    assert sorted(name for name, _value in pairs) == sorted(
        f"o-{number}-text" for number in range(len(texts))
    )
