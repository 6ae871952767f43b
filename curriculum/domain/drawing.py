"""The drawing of a path: boxes in rows by stage and by what comes before what, the same every time.

Screen, print and PDF draw the one picture made here; it knows lengths in whole numbers and keys, no colours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from curriculum.domain.layering import Item, Node, Pair, Row, ordered, parted, rows_of, with_lanes

BOX, HEAD, LINE, PAD = 176, 18, 16, 10
BETWEEN, BELOW, LANE, EDGE = 18, 40, 14, 12
BAND = 26
"""Room above a stage for its name."""
LETTERS, MOST_LINES = 24, 3

Point = tuple[int, int]


class Box(NamedTuple):
    """Where a node is drawn: its corner at the top left, and its size."""

    node: Node
    x: int
    y: int
    width: int
    height: int


class Way(NamedTuple):
    """A line from the bottom of a box to the top of a later one, by the points it passes."""

    source: str
    target: str
    points: tuple[Point, ...]


class Band(NamedTuple):
    """The part of the height that a stage takes; its name is written from `y` on."""

    stage: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything drawn, in units that are points of the screen; `back` are the pairs that lead backwards."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]
    bands: tuple[Band, ...]
    back: tuple[Pair, ...] = ()

    def mirrored(self) -> "Drawing":
        """Give the same drawing for those who read from right to left."""
        boxes = tuple(box._replace(x=self.width - box.x - box.width) for box in self.boxes)
        ways = tuple(
            way._replace(points=tuple((self.width - x, y) for x, y in way.points)) for way in self.ways
        )
        return replace(self, boxes=boxes, ways=ways)


def layout(nodes: Sequence[Node], pairs: Iterable[Pair], *, rtl: bool = False) -> Drawing:
    """Draw nodes, and for each pair a line from the first to the second; unknown keys are passed over.

    A pair that closes a circle or leads to an earlier stage is not drawn but told in `back`.
    """
    forward, back = parted(nodes, dict.fromkeys(pairs))
    rows = rows_of(nodes, forward)
    place = {node.key: number for number, row in enumerate(rows) for node in row}
    drawing = _drawn(ordered(with_lanes(rows, place, forward), forward), place, forward, back)
    return drawing.mirrored() if rtl else drawing


def wrapped(text: str, letters: int = LETTERS, most: int = MOST_LINES) -> tuple[str, ...]:
    """Break a text into lines of so many letters; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in (part for whole in text.split() for part in _parts(whole, letters)):
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += " " + word
        else:
            lines.append(word)
    if len(lines) > most:
        lines[most - 1 :] = [lines[most - 1][: letters - 1].rstrip() + "…"]
    return tuple(lines)


def _parts(word: str, letters: int) -> list[str]:
    return [word[start : start + letters] for start in range(0, len(word), letters)]


def _drawn(
    rows: list[Row], place: Mapping[str, int], ways: Sequence[Pair], back: tuple[Pair, ...]
) -> Drawing:
    width = max((_wide(row) for row in rows), default=0) + 2 * EDGE
    boxes: dict[str, Box] = {}
    lanes: dict[tuple[str, int], tuple[Point, Point]] = {}
    bands: list[Band] = []
    y = 0
    for number, row in enumerate(rows):
        stage = _stage(row)
        if not bands or bands[-1].stage != stage:
            bands.append(Band(stage, y, 0))
            y += BAND
        tall = max(_tall(item) for item in row if isinstance(item, Node))
        x = (width - _wide(row)) // 2
        for item in row:
            if isinstance(item, Node):
                boxes[item.key] = Box(item, x, y, BOX, tall)
            else:
                lanes[item.source, number] = ((x + LANE // 2, y), (x + LANE // 2, y + tall))
            x += _across(item) + BETWEEN
        y += tall + BELOW
        bands[-1] = bands[-1]._replace(height=y - bands[-1].y - BELOW + EDGE)
    height = y - BELOW + EDGE if rows else 0
    drawn = tuple(Way(a, b, _points(a, b, boxes, lanes, place)) for a, b in ways)
    return Drawing(width, height, tuple(boxes.values()), drawn, tuple(bands), back)


def _stage(row: Row) -> int:
    return next(item.stage for item in row if isinstance(item, Node))


def _across(item: Item) -> int:
    return BOX if isinstance(item, Node) else LANE


def _wide(row: Row) -> int:
    return sum(_across(item) + BETWEEN for item in row) - BETWEEN


def _tall(node: Node) -> int:
    return 2 * PAD + HEAD + LINE * len(node.lines)


def _points(
    source: str,
    target: str,
    boxes: Mapping[str, Box],
    lanes: Mapping[tuple[str, int], tuple[Point, Point]],
    place: Mapping[str, int],
) -> tuple[Point, ...]:
    start, end = boxes[source], boxes[target]
    points = [(start.x + start.width // 2, start.y + start.height)]
    for number in range(place[source] + 1, place[target]):
        points += lanes[source, number]
    return (*points, (end.x + end.width // 2, end.y))
