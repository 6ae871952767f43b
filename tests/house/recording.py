"""How many events a service records on each way through it, read from its source.

Every way through a function ends in a pair: whether it wrote, and how many events of its own room it
recorded (2 stands for more). Calls inside the room are followed; another room's service records its own.
"""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product

from tests.house.reading import parsed

Way = tuple[bool, int]
Ways = frozenset[Way]
START: Ways = frozenset({(False, 0)})
WROTE: Ways = frozenset({(True, 0)})
RECORDED: Ways = frozenset({(False, 1)})
WRITES = frozenset({"add", "add_all", "delete", "bulk_save_objects"})
STATEMENTS = frozenset({"insert", "update", "delete"})


def after(first: Ways, then: Ways) -> Ways:
    """The ways of doing one thing after the other."""
    return frozenset((a or b, min(m + n, 2)) for (a, m), (b, n) in product(first, then))


@dataclass
class Room:
    """The modules of one room: their functions, and what each name in them stands for."""

    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    known: dict[str, Ways] = field(default_factory=dict)

    @classmethod
    def read(cls, sources: dict[str, str]) -> "Room":
        """Read modules given as dotted name and text."""
        room = cls()
        for module, text in sources.items():
            tree = parsed(text)
            here = {one.name: f"{module}.{one.name}" for one in tree.body if isinstance(one, ast.FunctionDef)}
            room.functions |= {here[one.name]: one for one in tree.body if isinstance(one, ast.FunctionDef)}
            for node in (one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)):
                here |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
            room.names[module] = here
        return room

    def ways(self, name: str) -> Ways:
        """Every way through a function, however it returns; ways that raise change nothing."""
        if name not in self.known:
            self.known[name] = START  # a function that calls itself
            through, back = self._block(self.functions[name].body, name.rpartition(".")[0])
            self.known[name] = through | back
        return self.known[name]

    def _block(self, body: Iterable[ast.stmt], module: str) -> tuple[Ways, Ways]:
        """The ways that fall out of the end of a block, and those that return inside it."""
        through, back = START, frozenset[Way]()
        for statement in body:
            falls, returns = self._statement(statement, module)
            back |= after(through, returns)
            through = after(through, falls)
        return through, back

    def _statement(self, node: ast.stmt, module: str) -> tuple[Ways, Ways]:
        nothing = frozenset[Way]()
        match node:
            case ast.Raise():
                return nothing, nothing
            case ast.Return():
                return nothing, self._calls(node, module)
            case ast.If():
                return self._either(self._calls(node.test, module), [node.body, node.orelse], module)
            case ast.Match():
                cases = [one.body for one in node.cases]
                return self._either(self._calls(node.subject, module), [*cases, []], module)
            case ast.For() | ast.While():
                head = self._calls(node.iter if isinstance(node, ast.For) else node.test, module)
                through, back = self._either(head, [[], node.body, [*node.body, *node.body]], module)
                return through, back
            case ast.With():
                head = frozenset(START)
                for item in node.items:
                    head = after(head, self._calls(item.context_expr, module))
                return self._either(head, [node.body], module)
            case ast.Try():
                handlers = [one.body for one in node.handlers]
                return self._either(START, [[*node.body, *node.orelse], *handlers], module)
            case ast.FunctionDef() | ast.ClassDef():
                return START, nothing
        return after(self._calls(node, module), WROTE if _assigns(node) else START), nothing

    def _either(self, head: Ways, blocks: list[list[ast.stmt]], module: str) -> tuple[Ways, Ways]:
        ends = [self._block(body, module) for body in blocks]
        through = frozenset[Way]().union(*(falls for falls, _ in ends))
        back = frozenset[Way]().union(*(returns for _, returns in ends))
        return after(head, through), after(head, back)

    def _calls(self, node: ast.AST, module: str) -> Ways:
        """The ways of every call inside an expression; one that stands in a comprehension may not run."""
        ways = START
        for call in (one for one in ast.walk(node) if isinstance(one, ast.Call)):
            ways = after(ways, self._call(ast.unparse(call.func), call, module))
        return ways

    def _call(self, written: str, call: ast.Call, module: str) -> Ways:
        head, _, rest = written.partition(".")
        name = self.names[module].get(head, head) + (f".{rest}" if rest else "")
        if name == "curriculum.audit.service.record":
            return RECORDED
        if name in self.functions:
            return self.ways(name)
        if written.startswith("db.session."):
            first = ast.unparse(call.args[0]).partition("(")[0] if call.args else ""
            is_write = rest.rpartition(".")[2] in WRITES or first in STATEMENTS
            return WROTE if is_write else START
        return START


def _assigns(node: ast.stmt) -> bool:
    """Whether a statement sets an attribute of a row."""
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return any(isinstance(one, ast.Attribute) and ast.unparse(one.value) != "self" for one in targets)


def services(room: Room) -> dict[str, Ways]:
    """The public functions an actor calls, with the ways through each."""
    return {
        name: room.ways(name)
        for name, one in room.functions.items()
        if not one.name.startswith("_") and one.args.args and one.args.args[0].arg == "actor"
    }


def faults(room: Room) -> dict[str, list[int]]:
    """Services with a way that writes and does not record exactly one event: the numbers found."""
    found = {name: {count for wrote, count in ways if wrote} for name, ways in services(room).items()}
    return {name: sorted(counts) for name, counts in found.items() if counts - {1}}
