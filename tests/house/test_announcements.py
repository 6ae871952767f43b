"""The closed list of announcements is what the rooms announce and hear; there is no other way up."""

import ast
import re

import pytest

from curriculum.announcements import Announcement
from tests.house.reading import parsed, sources

KINDS = {kind.__name__: kind for kind in Announcement.__args__}
ROOMS_ABOVE = re.compile(r"Announced by [^.]+; `(\w+)` \w+")
TEXTS = {path: text for path, text in sources("curriculum").items() if "/announcements.py" not in path}
SIGNALS = {
    "curriculum/audit/service.py": {"settling"},
    "curriculum/serving.py": {"committed"},
}
"""Who connects to the two signals of db/: the trail, written last, and what wakes the worker."""


def called(text: str, function: str) -> set[str]:
    """Kinds given to `announce` or `listen` in a module, however they are written."""
    calls = [node for node in ast.walk(parsed(text)) if isinstance(node, ast.Call)]
    asked = [one for one in calls if ast.unparse(one.func).rpartition(".")[2] == function and one.args]
    first = [one.args[0].func if isinstance(one.args[0], ast.Call) else one.args[0] for one in asked]
    return {ast.unparse(one).rpartition(".")[2] for one in first} & KINDS.keys()


def connected(text: str) -> set[str]:
    """Signals of db/ that a module connects to."""
    calls = [node for node in ast.walk(parsed(text)) if isinstance(node, ast.Call)]
    names = [ast.unparse(one.func) for one in calls]
    return {name.split(".")[-2] for name in names if name.endswith(("settling.connect", "committed.connect"))}


def _all(function: str) -> dict[str, set[str]]:
    """For each announced or heard kind: the rooms that do so."""
    rooms: dict[str, set[str]] = {}
    for path, text in TEXTS.items():
        for kind in called(text, function):
            rooms.setdefault(kind, set()).add(path.split("/")[1])
    return rooms


def test_every_announcement_is_announced_by_those_it_names():
    announced = _all("announce")

    assert announced.keys() == KINDS.keys()
    assert {kind for kind in KINDS if not announced[kind] <= _named(KINDS[kind])} == set()


def _named(kind: type) -> set[str]:
    """The rooms that a kind's line says announce it."""
    from curriculum.app import ROOMS

    said = re.search(r"Announced by ([^;]+);", kind.__doc__ or "")
    assert said, f"{kind.__name__} does not say who announces it"
    if "…" in said[1]:
        first, last = (part.strip() for part in said[1].split("…"))
        return set(ROOMS[ROOMS.index(first) : ROOMS.index(last) + 1])
    return set(re.findall(r"\w+", said[1])) & set(ROOMS)


def test_every_announcement_is_heard():
    assert _all("listen").keys() == KINDS.keys()


def test_nobody_else_listens_to_the_database():
    found = {path: signals for path, text in TEXTS.items() if (signals := connected(text))}

    assert found == SIGNALS


def test_every_listed_class_is_documented():
    assert {name for name, kind in KINDS.items() if not ROOMS_ABOVE.search(kind.__doc__ or "")} == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("announce(PersonMoved(1))", {"PersonMoved"}, id="as imported"),
        pytest.param("announce(announcements.PersonMoved(1))", {"PersonMoved"}, id="by its module"),
        pytest.param("announce(Whatever(1))", set(), id="not of the list"),
    ],
)
def test_planted_announcement_is_seen(text, found):
    assert called(text, "announce") == found


def test_planted_listener_of_the_database_is_seen():
    assert connected("db.committed.connect(print)") == {"committed"}
