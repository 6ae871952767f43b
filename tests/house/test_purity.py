"""The core loads nothing of the web or the database, in a process that has loaded nothing yet."""

import subprocess
import sys

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
