"""The rows of a drawing: what stands beside what, what below, and where lines pass between."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

ACROSS = 4
"""Boxes beside one another at most: what is wider can be read neither on a phone nor on A4."""
SWEEPS = 6

Pair = tuple[str, str]


class Node(NamedTuple):
    """Something to draw: `lines` are what the box says below its `head`; stages are counted from 0."""

    key: str
    head: str
    lines: tuple[str, ...] = ()
    stage: int = 0
    kind: str = ""
    is_optional: bool = False


class Lane(NamedTuple):
    """Where a long line passes a row between its boxes; lines from one source share it."""

    source: str


Item = Node | Lane
Row = list[Item]


def parted(nodes: Sequence[Node], pairs: Iterable[Pair]) -> tuple[list[Pair], tuple[Pair, ...]]:
    """Part the pairs that can be drawn forwards from those that cannot, the first ones named being kept."""
    stages = {node.key: node.stage for node in nodes}
    known = [(a, b) for a, b in pairs if a in stages and b in stages]
    after: dict[str, set[str]] = {key: set() for key in stages}
    forward, back = [], []
    for source, target in known:
        if stages[source] > stages[target] or _reaches(target, source, after):
            back.append((source, target))
        else:
            after[source].add(target)
            forward.append((source, target))
    return forward, tuple(back)


def _reaches(start: str, goal: str, after: Mapping[str, set[str]]) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        one = waiting.pop()
        if one == goal:
            return True
        new = after[one] - seen
        seen |= new
        waiting.extend(new)
    return False


def rows_of(nodes: Sequence[Node], forward: Sequence[Pair]) -> list[list[Node]]:
    """Fill rows stage by stage and depth by depth, in the order given, no row wider than allowed."""
    layers: dict[tuple[int, int], list[Node]] = {}
    depths = _depths(nodes, forward)
    for node in nodes:
        layers.setdefault((node.stage, depths[node.key]), []).append(node)
    return [piece for layer in sorted(layers) for piece in _even(layers[layer])]


def _even(layer: list[Node]) -> list[list[Node]]:
    """Break a wide layer into rows of about the same length."""
    count = -(-len(layer) // ACROSS)
    sizes = [len(layer) // count + (number < len(layer) % count) for number in range(count)]
    return [layer[sum(sizes[:number]) : sum(sizes[: number + 1])] for number in range(count)]


def _depths(nodes: Sequence[Node], forward: Sequence[Pair]) -> dict[str, int]:
    """How many boxes of its own stage stand before each: the longest way counts."""
    stages = {node.key: node.stage for node in nodes}
    before: dict[str, list[str]] = {node.key: [] for node in nodes}
    for source, target in forward:
        if stages[source] == stages[target]:
            before[target].append(source)
    depths: dict[str, int] = {}
    waiting = list(reversed(before))
    while waiting:
        key = waiting[-1]
        if missing := [one for one in before[key] if one not in depths]:
            waiting.extend(missing)
            continue
        depths[key] = max((depths[one] + 1 for one in before[key]), default=0)
        waiting.pop()
    return depths


def with_lanes(rows: list[list[Node]], place: Mapping[str, int], ways: Iterable[Pair]) -> list[Row]:
    """Add to every row the lines that only pass it."""
    filled: list[Row] = [list(row) for row in rows]
    last = {source: 0 for source, _ in ways}
    for source, target in ways:
        last[source] = max(last[source], place[target])
    for source, end in last.items():
        for number in range(place[source] + 1, end):
            filled[number].append(Lane(source))
    return filled


def ordered(rows: list[Row], ways: Iterable[Pair]) -> list[Row]:
    """Move every item towards the middle of what it is joined to; of all orders tried the best stays."""
    joints = _joints(rows, ways)
    best, least = rows, _crossings(rows, joints)
    for sweep in range(SWEEPS):
        rows = _swept(rows, joints, down=sweep % 2 == 0)
        if (crossings := _crossings(rows, joints)) < least:
            best, least = rows, crossings
    return best


_Joints = list[list[tuple[str, str]]]


def _name(item: Item) -> str:
    return item.key if isinstance(item, Node) else f"|{item.source}"


def _joints(rows: list[Row], ways: Iterable[Pair]) -> _Joints:
    """What is joined to what of the next row, row by row; a line that goes on is joined to its own lane."""
    targets: dict[str, set[str]] = {}
    for source, target in ways:
        targets.setdefault(source, set()).add(target)
    joints: _Joints = []
    for above, below in pairwise(rows):
        row = []
        for item in above:
            source = item.key if isinstance(item, Node) else item.source
            wanted = targets.get(source, set())
            row += [(_name(item), _name(one)) for one in below if _belongs(one, source, wanted)]
        joints.append(row)
    return joints


def _belongs(item: Item, source: str, targets: set[str]) -> bool:
    return item.key in targets if isinstance(item, Node) else item.source == source


def _swept(rows: list[Row], joints: _Joints, *, down: bool) -> list[Row]:
    swept = [list(row) for row in rows]
    numbers = range(1, len(rows)) if down else range(len(rows) - 2, -1, -1)
    for number in numbers:
        beside = swept[number - 1] if down else swept[number + 1]
        pairs = joints[number - 1] if down else [(b, a) for a, b in joints[number]]
        swept[number] = _by_middle(swept[number], beside, pairs)
    return swept


def _by_middle(row: Row, beside: Row, pairs: Iterable[Pair]) -> Row:
    """Sort a row by the mean place of its neighbours, in thousandths of the row they stand in."""
    where = {_name(item): (2 * number + 1) * 1000 // len(beside) for number, item in enumerate(beside)}
    found: dict[str, list[int]] = {}
    for neighbour, name in pairs:
        found.setdefault(name, []).append(where[neighbour])
    own = {_name(item): (2 * number + 1) * 1000 // len(row) for number, item in enumerate(row)}
    means = {name: sum(found[name]) // len(found[name]) if name in found else own[name] for name in own}
    return sorted(row, key=lambda item: means[_name(item)])


def _crossings(rows: list[Row], joints: _Joints) -> int:
    count = 0
    for number, row in enumerate(joints):
        above = {_name(item): place for place, item in enumerate(rows[number])}
        below = {_name(item): place for place, item in enumerate(rows[number + 1])}
        ends = [(above[a], below[b]) for a, b in row]
        count += sum((a - c) * (b - d) < 0 for i, (a, b) in enumerate(ends) for c, d in ends[:i])
    return count
