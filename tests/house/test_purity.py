"""The core loads nothing of the web or the database, in a process that has loaded nothing yet."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.reading import ROOT

HEAVY = ("flask", "sqlalchemy", "werkzeug", "jinja2", "wtforms", "certificates", "babel", "flask_babel")
REPORT = f"import sys; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"


def loaded_by(*modules: str, folder=ROOT) -> list[str]:
    """What of the heavy packages a fresh process has loaded after these imports."""
    program = "; ".join(
        ["import sys", "sys.path.insert(0, '.')", *(f"import {one}" for one in modules), REPORT]
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def _core() -> list[str]:
    paths = sorted((ROOT / "curriculum" / "domain").rglob("*.py"))
    return [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in paths
    ]


def test_core_loads_neither_web_nor_database():
    assert len(_core()) > 30
    assert loaded_by(*_core()) == []


@pytest.mark.parametrize(
    "package",
    [
        pytest.param("curriculum", id="so that the core stays pure"),
        pytest.param("curriculum.clock", id="the clock"),
    ],
)
def test_package_loads_no_web(package):
    assert loaded_by(package) == []


def test_certificates_load_nothing_of_the_web():
    assert set(loaded_by("certificates")) == {"certificates"}


def test_planted_import_is_noticed(tmp_path):
    (tmp_path / "core.py").write_text('"""A core that is not pure."""\nimport sqlalchemy\n')

    assert loaded_by("core", folder=tmp_path) == ["sqlalchemy"]


def foreign_imports(sources: dict[str, str], own: str) -> set[str]:
    """What the files import from outside the standard library and their own package."""
    found = set()
    for path, text in sources.items():
        for node in ast.walk(ast.parse(text)):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            found |= {
                f"{path}: {name}"
                for name in names
                if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith(own)
            }
    return found


def test_core_knows_the_standard_library_only():
    core = {str(path): path.read_text("utf-8") for path in Path("curriculum/domain").rglob("*.py")}

    assert len(core) > 30
    assert foreign_imports(core, "curriculum.domain") == set()


def test_planted_import_in_the_core_is_named():
    planted = {"x.py": "import json\nfrom rapidfuzz.distance import Levenshtein\nimport curriculum.db\n"}

    assert foreign_imports(planted, "curriculum.domain") == {
        "x.py: rapidfuzz.distance",
        "x.py: curriculum.db",
    }
