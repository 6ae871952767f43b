"""`certificates` stands alone: it is built, installed and tested where nothing else of the product is."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house.reading import ROOT

PACKAGE = ROOT / "certificates"
TESTS = ROOT / "tests" / "certificates"
NOT_SHIPPED = {"pyproject.toml"}
QUICK = ("test_numbers.py", "test_imports.py", "test_statement.py")
BLOCKED = """
import runpy, sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"curriculum", "flask", "sqlalchemy"}:
            raise ImportError(f"not on this machine: {name}")
sys.meta_path.insert(0, Blocked())
sys.path.insert(0, sys.argv.pop(1))
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
"""
"""Runs a module as `python -m` does, where the web and the database cannot be imported."""


def alone(folder: Path, module: str, *words: str) -> str:
    """What a module prints that finds our code in this folder only."""
    command = [sys.executable, "-c", BLOCKED, str(folder), module, *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def copied(source: Path, target: Path) -> None:
    """Copy a folder without what machines have written into it."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "node_modules", ".*"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel that a copy of the package alone is built into."""
    folder = tmp_path_factory.mktemp("built")
    copied(PACKAGE, folder / "certificates")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=folder / "certificates", capture_output=True, check=True)
    (found,) = folder.glob("cursus_certificates-*.whl")
    return found


def test_wheel_holds_every_file_of_the_package(wheel):
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if ".dist-info/" not in name}

    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "certificates"]
    files = subprocess.check_output(listing, cwd=ROOT, text=True).splitlines()
    assert shipped == set(files) - {f"certificates/{name}" for name in NOT_SHIPPED}


def test_wheel_issues_and_verifies(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path)
    (tmp_path / "tests" / "certificates").mkdir(parents=True)
    for name in ("example.py", "samples.py"):
        shutil.copy(TESTS / name, tmp_path / "tests" / "certificates")
    (tmp_path / "work").mkdir()

    said = alone(tmp_path, "tests.certificates.example", str(tmp_path / "work"))

    assert said.split() == ["valid", str(tmp_path / "certificates" / "__init__.py")]


def test_copy_passes_its_quick_tests(tmp_path):
    copied(PACKAGE, tmp_path / "certificates")
    copied(TESTS, tmp_path / "tests" / "certificates")
    chosen = [str(tmp_path / "tests" / "certificates" / name) for name in QUICK]

    said = alone(tmp_path, "pytest", "-q", "-c", str(tmp_path / "certificates" / "pyproject.toml"), *chosen)

    assert re.search(r"^\d+ passed in", said, re.MULTILINE)


def test_tests_of_the_package_import_nothing_of_ours_but_themselves():
    ours = {path.stem for path in ROOT.iterdir()} - {"certificates", "tests", "node_modules"}
    found = {
        (path.name, name)
        for path in [*TESTS.glob("*.py"), *TESTS.glob("*/*.py")]
        for name in imported(path)
        if name.partition(".")[0] in ours or re.match(r"tests\.(?!certificates\b)", name)
    }

    assert found == set()


def test_package_declares_what_it_imports():
    known = packages_distributions()
    names = {name.partition(".")[0] for path in PACKAGE.rglob("*.py") for name in imported(path)}
    foreign = names - sys.stdlib_module_names - {"certificates"}

    assert {normal(known[name][0]) for name in foreign} == set(wants(PACKAGE / "pyproject.toml"))


def test_both_distributions_want_the_same_versions():
    whole, own = wants(ROOT / "pyproject.toml"), wants(PACKAGE / "pyproject.toml")

    assert {name: whole[name] for name in own if name in whole} == {
        name: own[name] for name in own if name in whole
    }


def test_every_public_function_is_documented():
    found = {path: undocumented(ast.parse(path.read_text("utf-8"))) for path in PACKAGE.rglob("*.py")}

    assert len(found) > 100
    assert {path: names for path, names in found.items() if names} == {}


def test_missing_docstring_is_noticed():
    planted = "class A:\n 'A.'\n def b(self): ...\n def _c(self): ...\nclass _D:\n def e(self): ...\n"

    assert undocumented(ast.parse(planted)) == ["b"]


def test_licence_is_the_same_text():
    assert (PACKAGE / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def imported(path: Path) -> set[str]:
    """Every module a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def undocumented(body: ast.Module | ast.ClassDef) -> list[str]:
    """The public functions and classes without a docstring, in public classes too."""
    named = [
        one for one in body.body if isinstance(one, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    public = [one for one in named if not one.name.startswith("_")]
    within = [name for one in public if isinstance(one, ast.ClassDef) for name in undocumented(one)]
    return [one.name for one in public if not ast.get_docstring(one)] + within


def wants(project: Path) -> dict[str, str]:
    """What a project depends on: version wanted by name."""
    listed = tomllib.loads(project.read_text("utf-8"))["project"]["dependencies"]
    parts = (re.match(r"([\w-]+)(?:\[\w+\])?(.*)", one) for one in listed)
    return {normal(found[1]): found[2] for found in parts if found}


def normal(name: str) -> str:
    """The name of a distribution as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
