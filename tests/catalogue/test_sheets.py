"""The one plain shape of a version holds all of Velmaria's curriculum, and gives it back."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from curriculum.catalogue import sheets as modules
from curriculum.demo import curriculum_content as demo
from curriculum.domain.sheets import Change, compare
from curriculum.paths import sheets as paths

VELMARIA = json.loads((Path(demo.__file__).parent / "data" / "demo-curriculum.json").read_text())
MODULES = {f"{one['code']}.v{one['version']}": demo.module_version(one) for one in VELMARIA["modules"]}
PATHS = {f"{one['code']}.v{one['version']}": demo.path_version(one) for one in VELMARIA["paths"]}


def keyed(parts, names):
    """The parts with the keys that the rows of a new draft get."""
    return tuple(replace(one, key=name) for one, name in zip(parts, names, strict=True))


@pytest.mark.parametrize("name", MODULES)
def test_a_module_comes_back_from_its_sheet(name):
    content = MODULES[name]
    sheet = modules.sheet_of(content)
    wanted = replace(
        content,
        outcomes=keyed(
            content.outcomes, [one.key or one.code.rpartition(".")[2] for one in content.outcomes]
        ),
        assessments=keyed(content.assessments, [one.method for one in content.assessments]),
    )

    assert json.loads(json.dumps(sheet)) == sheet
    assert modules.from_sheet(sheet, name) == wanted


@pytest.mark.parametrize("name", PATHS)
def test_a_path_comes_back_from_its_sheet(name):
    content = PATHS[name]
    sheet = paths.sheet_of(content)

    assert json.loads(json.dumps(sheet)) == sheet
    assert paths.from_sheet(sheet) == replace(
        content, components=keyed(content.components, [one.key or one.code for one in content.components])
    )


def test_what_bor_102_v2_changes():
    """Facial comparison is new in fourth place; the report, fourth before, is the fifth outcome now."""
    was, now = (modules.sheet_of(MODULES[f"BOR-102.v{number}"]) for number in (1, 2))
    found = compare(was, now)

    assert [(one.part, one.key) for one in found if one.change is Change.ADDED] == [
        ("outcomes", "O4-v2"),
        ("assessments", "written_test"),
    ]
    assert [one for one in found if one.change in (Change.REMOVED, Change.MOVED)] == []
    assert [(one.key, one.before, one.after) for one in found if one.field == "code"] == [("O4", "O4", "O5")]
    assert {one.field for one in found if one.change is Change.HOURS} == {
        "hours.contact",
        "hours.online",
        "hours.practice",
        "hours.self_study",
    }
