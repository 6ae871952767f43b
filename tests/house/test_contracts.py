"""The import contracts hold, and each of them notices who breaks it (architecture.md)."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")

PLANTED = {
    "decisions are pure": ("curriculum/domain/proof.py", "flask"),
    "certificates stands alone": ("certificates/numbers.py", "curriculum.clock"),
    "few rooms know certificates": ("curriculum/people/service.py", "certificates.numbers"),
    "papers use the layout only": ("curriculum/paper.py", "certificates.signing"),
    "only the layout draws": ("certificates/verifying/report.py", "reportlab"),
    "only signing talks to tokens": ("certificates/verifying/report.py", "pkcs11"),
    "only signing signs, only verifying reads signatures": ("certificates/layout/page.py", "pyhanko"),
    "keys are opened, made and listed in one place": ("curriculum/verify/views.py", "curriculum.awards.keys"),
    "parts of awards stand in one order": (
        "curriculum/awards/applications/moving.py",
        "curriculum.awards.signing.statements",
    ),
    "services know nothing of the web": ("curriculum/donors/service.py", "wtforms"),
    "rooms stand in one order": ("curriculum/institutions/queries.py", "curriculum.paths.queries"),
}
"""One violation for each contract: the module that is made to import, and what it imports."""


def _module(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".")


def _copy(folder: Path) -> Path:
    for package in ("curriculum", "certificates"):
        unneeded = shutil.ignore_patterns("__pycache__", "data", "assets", "translations", "versions")
        shutil.copytree(ROOT / package, folder / package, ignore=unneeded)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def _broken(folder: Path) -> dict[str, str]:
    """What import-linter says under each broken contract."""
    done = subprocess.run([LINT, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    _kept, _title, told = done.stdout.partition("Broken contracts\n")
    parts = re.split(r"^(.+)\n-{3,}\n", told, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> dict[str, str]:
    folder = _copy(tmp_path_factory.mktemp("planted"))
    for path, name in PLANTED.values():
        with (folder / path).open("a") as file:
            file.write(f"\nimport {name}\n")
    return _broken(folder)


def test_contracts_hold():
    assert _broken(ROOT) == {}


def test_each_contract_has_a_planted_violation():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

    assert [one["name"] for one in contracts] == list(PLANTED)


@pytest.mark.parametrize("contract", PLANTED)
def test_contract_names_the_offender(told, contract):
    path, name = PLANTED[contract]

    assert re.search(rf"{re.escape(_module(path))} .*{re.escape(name)}", told[contract])


def test_room_without_a_place_is_named(tmp_path):
    folder = _copy(tmp_path)
    (folder / "curriculum" / "helpers.py").write_text('"""A module that nobody placed."""\n')

    assert "- curriculum.helpers" in _broken(folder)["rooms stand in one order"]
