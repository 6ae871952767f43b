from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.domain.drawing import Node, layout, wrapped
from curriculum.domain.layering import ACROSS

KEYS = [f"C{number}" for number in range(1, 15)]


@st.composite
def plans(draw):
    """Up to fourteen boxes in up to three stages and any pairs of them, circles and unknown keys included."""
    keys = KEYS[: draw(st.integers(0, len(KEYS)))]
    nodes = [Node(key, key, tuple("abc"[: draw(st.integers(0, 3))]), draw(st.integers(0, 2))) for key in keys]
    pair = st.tuples(st.sampled_from([*keys, "?"]), st.sampled_from([*keys, "?"]))
    return nodes, draw(st.lists(pair, max_size=25))


def meets(one, other):
    """Whether two boxes share a point."""
    beside = one.x + one.width < other.x or other.x + other.width < one.x
    return not (beside or one.y + one.height < other.y or other.y + other.height < one.y)


def within(box, point):
    """Whether a line enters a box instead of ending at its edge."""
    return box.x < point[0] < box.x + box.width and box.y < point[1] < box.y + box.height


@given(plans())
def test_every_box_has_room_of_its_own_inside_the_drawing(plan):
    drawing = layout(*plan)

    assert sorted(box.node.key for box in drawing.boxes) == sorted(node.key for node in plan[0])
    assert not any(meets(one, other) for one, other in combinations(drawing.boxes, 2))
    assert all(box.x >= 0 and box.x + box.width <= drawing.width for box in drawing.boxes)
    assert all(box.y >= 0 and box.y + box.height <= drawing.height for box in drawing.boxes)


@given(plans())
def test_every_line_goes_forward_and_round_the_boxes(plan):
    drawing = layout(*plan)

    for way in drawing.ways:
        assert all(a[1] < b[1] for a, b in pairwise(way.points))
        crossed = [_between(a, b) for a, b in pairwise(way.points)]
        assert not any(within(box, point) for box in drawing.boxes for line in crossed for point in line)


def _between(start, end):
    """Points of a line, a sixteenth of it apart."""
    (x, y), (right, down) = start, end
    return [(x + (right - x) * part / 16, y + (down - y) * part / 16) for part in range(1, 16)]


@given(plans())
def test_every_pair_is_drawn_or_told(plan):
    nodes, pairs = plan
    known = {node.key for node in nodes}
    drawing = layout(nodes, pairs)

    asked = {pair for pair in pairs if set(pair) <= known}
    assert {(way.source, way.target) for way in drawing.ways} | set(drawing.back) == asked


@given(plans())
def test_right_to_left_is_the_same_drawing_in_a_mirror(plan):
    drawing, mirrored = layout(*plan), layout(*plan, rtl=True)

    assert mirrored == drawing.mirrored()
    assert mirrored.mirrored() == drawing == layout(*plan)
    lefts = [
        (box.x, mirror.x + mirror.width) for box, mirror in zip(drawing.boxes, mirrored.boxes, strict=True)
    ]
    assert all(left + right == drawing.width for left, right in lefts)


@given(plans())
def test_stages_follow_one_another(plan):
    drawing = layout(*plan)

    assert [band.stage for band in drawing.bands] == sorted({node.stage for node in plan[0]})
    for band in drawing.bands:
        ours = [box for box in drawing.boxes if box.node.stage == band.stage]
        assert all(band.y < box.y and box.y + box.height <= band.y + band.height for box in ours)


def rows(drawing):
    """The keys of each row from its start."""
    found = {}
    for box in sorted(drawing.boxes, key=lambda one: one.x):
        found.setdefault(box.y, []).append(box.node.key)
    return [found[y] for y in sorted(found)]


def nodes(*keys, stage=0):
    return [Node(key, key, stage=stage) for key in keys]


@pytest.mark.parametrize(
    ("boxes", "pairs", "expected"),
    [
        ([], [], []),  # nothing asked, nothing drawn
        (nodes("A", "B"), [], [["A", "B"]]),  # side by side, in the order of the path
        (nodes("B", "A"), [("A", "B")], [["A"], ["B"]]),  # what comes before stands above
        (nodes("A", "B", "C"), [("A", "B"), ("B", "C"), ("A", "C")], [["A"], ["B"], ["C"]]),  # longest way
        (nodes("A", "B", "X", "Y"), [("A", "Y"), ("B", "X")], [["A", "B"], ["Y", "X"]]),  # uncrossed
        ([*nodes("P", stage=1), *nodes("A")], [], [["A"], ["P"]]),  # a stage below the one before it
        (nodes(*"ABCDE"), [], [["A", "B", "C"], ["D", "E"]]),  # too many for a row: two of a like length
    ],
)
def test_rows(boxes, pairs, expected):
    assert rows(layout(boxes, pairs)) == expected


@pytest.mark.parametrize(
    ("boxes", "pairs", "back"),
    [
        (nodes("A", "B"), [("A", "B"), ("B", "A")], (("B", "A"),)),  # the pair that closes the circle
        (nodes("A"), [("A", "A")], (("A", "A"),)),  # nothing comes before itself
        ([*nodes("A"), *nodes("P", stage=1)], [("P", "A")], (("P", "A"),)),  # against the stages
        (nodes("A", "B"), [("A", "?")], ()),  # what is not on the path is not of the drawing
    ],
)
def test_what_leads_back_is_told(boxes, pairs, back):
    assert layout(boxes, pairs).back == back


def test_no_row_is_wider_than_can_be_read():
    assert max(len(row) for row in rows(layout(nodes(*KEYS), []))) == ACROSS


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("Borders", ("Borders",)),
        ("Law of the borders", ("Law of", "the", "borders")),  # words stay whole
        ("Antidisestablishment", ("Antidise", "stablish", "ment")),  # but for those longer than a line
        ("one two three four five", ("one two", "three", "four…")),  # more is told beside the drawing
        ("aaaaaaaa bbbbbbbb cccccccc dd", ("aaaaaaaa", "bbbbbbbb", "ccccccc…")),  # no line grows
    ],
)
def test_wrapped(text, lines):
    assert wrapped(text, letters=8, most=3) == lines
