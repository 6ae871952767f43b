"""The map names every room and every module of the package, and nothing that is not there."""

import re

import pytest

from tests.house.reading import ROOT

HOME = ROOT / "curriculum"
UNNAMED = {"__init__.py"}


def unnamed(text: str, names: set[str]) -> set[str]:
    """Which of these names the map does not tell of."""
    return names - set(re.findall(r"`([\w.]+/?)", text))


def _here() -> set[str]:
    rooms = {f"{path.name}/" for path in HOME.iterdir() if path.is_dir() and any(path.iterdir())}
    modules = {path.name for path in HOME.glob("*.py")}
    return {name for name in rooms | modules if not name.startswith("__pycache__")} - UNNAMED


def test_map_names_every_room_and_module():
    assert unnamed((HOME / "README.md").read_text(), _here()) == set()


def test_map_names_every_file_of_the_core():
    core = {path.name for path in (HOME / "domain").glob("*.py")} - UNNAMED

    assert unnamed((HOME / "README.md").read_text(), core) == set()


def parts_told(text: str, room: str) -> set[str]:
    """The parts of a room that the map tells of."""
    return set(re.findall(rf"`{room}/(\w+)/`", text))


def _parts(room: str) -> set[str]:
    return {path.parent.name for path in (HOME / room).glob("*/__init__.py")}


def test_map_names_every_part_of_awards_and_no_other():
    assert _parts("awards")
    assert parts_told((HOME / "README.md").read_text(), "awards") == _parts("awards")


def test_planted_part_is_told():
    assert parts_told("| `awards/nowhere/` | a part |", "awards") == {"nowhere"}


def test_map_names_nothing_that_is_not_there():
    told = set(re.findall(r"^\| `(\w+/)`", (HOME / "README.md").read_text(), flags=re.MULTILINE))

    assert told
    assert told - _here() == set()


@pytest.mark.parametrize("name", ["nowhere/", "unheard.py"])
def test_planted_room_is_missed(name):
    assert unnamed((HOME / "README.md").read_text(), {"audit/", "db/", name}) == {name}
