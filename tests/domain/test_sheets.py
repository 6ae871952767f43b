"""Two sheets compared, three merged: what changed is said once, and nobody's work is written over."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.domain.sheets import Change, Difference, Place, compare, merge


def outcome(key, text="Examine", **values):
    return {"key": key, "text": {"fr": f"{text} (fr)", "en": text}, "weight": 50, **values}


def sheet(*outcomes, **values):
    dull = {
        "title": {"fr": "Titre", "en": "Title"},
        "hours": {"contact": 2400, "online": 0},
        "prerequisites_all": [],
        "assessments": [{"key": "test", "title": {"fr": "E", "en": "T"}, "weight": 100, "pass_mark": 60}],
    }
    return dull | {"outcomes": list(outcomes or (outcome("O1"), outcome("O2")))} | values


A, B, C = outcome("A"), outcome("B"), outcome("C")
TEST = sheet()["assessments"][0]

COMPARED = [
    pytest.param(sheet(), sheet(), [], id="nothing"),
    pytest.param(
        sheet(),
        sheet(title={"fr": "Titre", "en": "Heading"}),
        [Difference(Change.REWORDED, "", "", "title.en", "Title", "Heading")],
        id="reworded-in-one-language",
    ),
    pytest.param(
        sheet(),
        sheet(hours={"contact": 2400, "online": 300}),
        [Difference(Change.HOURS, "", "", "hours.online", 0, 300)],
        id="hours-by-kind",
    ),
    pytest.param(
        sheet(),
        sheet(prerequisites_all=["BOR-101"]),
        [Difference(Change.PREREQUISITES, "", "", "prerequisites_all", [], ["BOR-101"])],
        id="prerequisites",
    ),
    pytest.param(
        sheet(A, B), sheet(A), [Difference(Change.REMOVED, "outcomes", "B", "", B, None)], id="removed"
    ),
    pytest.param(
        sheet(A, B),
        sheet(C, A, B),
        [Difference(Change.ADDED, "outcomes", "C", "", None, C)],
        id="added-in-front-moves-nothing",
    ),
    pytest.param(
        sheet(A, B, C), sheet(C, A, B), [Difference(Change.MOVED, "outcomes", "C", "", 3, 1)], id="moved"
    ),
    pytest.param(
        sheet(A, B),
        sheet(A, outcome("B", weight=40)),
        [Difference(Change.WEIGHT, "outcomes", "B", "weight", 50, 40)],
        id="weight",
    ),
    pytest.param(
        sheet(),
        sheet(assessments=[TEST | {"pass_mark": 70}]),
        [Difference(Change.ASSESSMENT, "assessments", "test", "pass_mark", 60, 70)],
        id="assessment",
    ),
    pytest.param(
        sheet(),
        sheet(eqf_level_indicative=5),
        [Difference(Change.OTHER, "", "", "eqf_level_indicative", None, 5)],
        id="other",
    ),
]


@pytest.mark.parametrize(("before", "after", "found"), COMPARED)
def test_differences(before, after, found):
    assert list(compare(before, after)) == found


MERGED = [
    # (theirs, mine, what comes of it, clashes as (place, theirs, mine)), each from A, B
    pytest.param(
        sheet(outcome("A", weight=60), B),
        sheet(A, outcome("B", "Compare")),
        sheet(outcome("A", weight=60), outcome("B", "Compare")),
        [],
        id="two-outcomes",
    ),
    pytest.param(
        sheet(outcome("A", weight=60), B),
        sheet(outcome("A", "Compare"), B),
        sheet(outcome("A", "Compare", weight=60), B),
        [],
        id="two-fields-of-one-outcome",
    ),
    pytest.param(sheet(A, B, C), sheet(B, A), sheet(B, C, A), [], id="added-and-moved"),
    pytest.param(sheet(A), sheet(A, B, C), sheet(A, C), [], id="removed-and-added"),
    pytest.param(
        sheet(outcome("A", weight=60), B),
        sheet(outcome("A", weight=70), B),
        sheet(outcome("A", weight=60), B),
        [(Place("outcomes", "A", "weight"), 60, 70)],
        id="one-field-twice",
    ),
    pytest.param(
        sheet(A),
        sheet(A, outcome("B", weight=70)),
        sheet(A),
        [(Place("outcomes", "B", ""), None, outcome("B", weight=70))],
        id="removed-while-changed",
    ),
    pytest.param(
        sheet(A, outcome("B", weight=70)),
        sheet(A),
        sheet(A, outcome("B", weight=70)),
        [(Place("outcomes", "B", ""), outcome("B", weight=70), None)],
        id="changed-while-removed",
    ),
]


@pytest.mark.parametrize(("theirs", "mine", "result", "clashes"), MERGED)
def test_merged(theirs, mine, result, clashes):
    merged = merge(sheet(A, B), theirs, mine)

    assert merged.sheet == result
    assert [(one.place, one.before, one.after) for one in merged.clashes] == clashes


@pytest.mark.parametrize(("theirs", "mine", "result", "clashes"), MERGED)
def test_what_is_chosen_is_mine(theirs, mine, result, clashes):
    """Chosen everywhere, nothing that I changed is lost."""
    chosen = frozenset(place for place, _theirs, _mine in clashes)
    merged = merge(sheet(A, B), theirs, mine, chosen)

    again = merge(sheet(A, B), merged.sheet, mine)

    assert again.sheet == merged.sheet
    assert [one for one in again.clashes if one.place in chosen] == []


def test_two_orders_are_a_clash():
    merged = merge(sheet(A, B, C), sheet(B, A, C), sheet(A, C, B))

    assert [one["key"] for one in merged.sheet["outcomes"]] == ["B", "A", "C"]
    assert [one.place for one in merged.clashes] == [Place("outcomes", "", "order")]
    mine = merge(sheet(A, B, C), sheet(B, A, C), sheet(A, C, B), frozenset({merged.clashes[0].place}))
    assert [one["key"] for one in mine.sheet["outcomes"]] == ["A", "C", "B"]


@pytest.mark.parametrize("order", list(permutations("ABCD")), ids="".join)
def test_no_more_rows_are_called_moved_than_have_to(order):
    """Against every smaller choice: rows left in place must already rise."""
    rows = {key: outcome(key) for key in "ABCD"}
    moved = compare(sheet(*rows.values()), sheet(*(rows[key] for key in order)))
    longest = max(
        len(left)
        for size in range(5)
        for left in permutations(range(4), size)
        if list(left) == sorted(left) and [order[at] for at in left] == sorted(order[at] for at in left)
    )

    assert {one.change for one in moved} <= {Change.MOVED}
    assert len(moved) == 4 - longest


texts = st.fixed_dictionaries({"fr": st.sampled_from("ab"), "en": st.sampled_from("ab")})
fields = {"text": texts, "weight": st.sampled_from([40, 50]), "options": st.lists(st.just("X"), max_size=1)}
rows = st.lists(
    st.fixed_dictionaries({"key": st.sampled_from("ABCD"), **fields}),
    max_size=4,
    unique_by=lambda row: row["key"],
)
sheets = st.fixed_dictionaries(
    {"title": texts, "outcomes": rows, "rule": st.dictionaries(st.sampled_from("xy"), st.integers(0, 1))}
)
many = settings(max_examples=60, deadline=None)


@many
@given(sheets)
def test_a_sheet_does_not_differ_from_itself(one):
    assert compare(one, one) == ()


@many
@given(sheets, sheets)
def test_sheets_that_do_not_differ_are_equal(one, other):
    assert (compare(one, other) == ()) == (one == other)


@many
@given(sheets, sheets)
def test_when_only_one_wrote_it_is_theirs_or_mine(base, other):
    assert merge(base, base, other) == (other, ())
    assert merge(base, other, base) == (other, ())
    assert merge(base, other, other) == (other, ())


@many
@given(sheets, sheets, sheets)
def test_every_field_of_a_merge_was_written_by_somebody(base, theirs, mine):
    """Choosing mine wherever we clash, all that I changed stands; the rest is theirs or was there."""
    merged = merge(base, theirs, mine)
    settled = merge(base, theirs, mine, frozenset(one.place for one in merged.clashes))

    for place in [*_fields(merged.sheet), *_fields(settled.sheet)]:
        assert place in [*_fields(base), *_fields(theirs), *_fields(mine)]
    assert settled.clashes == merged.clashes
    changed = {one.place for one in compare(base, mine) if one.change is not Change.MOVED}
    left = {one.place for one in compare(settled.sheet, mine) if one.change is not Change.MOVED}
    assert left & changed == set()


def _fields(one):
    """Each field with its value."""
    yield from (("title", name, text) for name, text in one["title"].items())
    yield from (("rule", name, value) for name, value in one["rule"].items())
    for row in one["outcomes"]:
        yield from (("outcomes", row["key"], name, str(row[name])) for name in ("weight", "options"))
        yield from (("outcomes", row["key"], name, text) for name, text in row["text"].items())


@many
@given(sheets, st.data())
def test_disjoint_edits_never_clash(base, data):
    """They write the title and the first half of the outcomes, I the rule and the other half."""
    theirs, mine = dict(base), dict(base)
    theirs["title"] = data.draw(texts)
    mine["rule"] = data.draw(st.dictionaries(st.sampled_from("xy"), st.integers(0, 1)))
    half = len(base["outcomes"]) // 2
    weights = data.draw(st.lists(st.integers(1, 99), min_size=4, max_size=4))
    new = [row | {"weight": weight} for row, weight in zip(base["outcomes"], weights, strict=False)]
    theirs["outcomes"] = new[:half] + base["outcomes"][half:]
    mine["outcomes"] = base["outcomes"][:half] + new[half:]

    merged = merge(base, theirs, mine)

    assert merged == ({"title": theirs["title"], "rule": mine["rule"], "outcomes": new}, ())
