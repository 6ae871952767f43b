"""`cursus frameworks`: taken in, written out equal, refused with every fault."""

import json

import pytest
from click.testing import CliRunner

from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.frameworks import queries
from curriculum.frameworks.cli import group
from tests.factories.frameworks import as_file, item, package

pytestmark = pytest.mark.database


def run(*words: str):
    return CliRunner().invoke(group, list(words))


@pytest.fixture
def file(app, tmp_path):
    path = tmp_path / "in.json"
    path.write_bytes(as_file(package(30)))
    return path


def test_what_comes_out_equals_what_went_in(file):
    out = file.with_name("out.json")

    assert run("import", str(file)).output == (
        "BORDER-GUARDS: Border guards\n      30 items, 30 associations, 0 outward\n  taken in as a draft\n"
    )
    assert run("export", "BORDER-GUARDS", str(out)).exit_code == 0
    assert json.loads(out.read_text()) == package(30)


def test_dry_run_changes_nothing(file):
    answer = run("import", str(file), "--dry-run", "--json", "--code", "BG")

    assert json.loads(answer.output) == {
        "code": "BG",
        "title": "Border guards",
        "items": 30,
        "associations": 30,
        "outward": 0,
        "replaces_draft": False,
        "follows": None,
        "dry_run": True,
    }
    assert queries.all_() == []


def test_account_acts_for_its_institution(file, cast):
    assert cast.chidi
    run("import", str(file), "--as", "chidi", "--owner", "CNFGF", "--code", "BG")

    assert queries.get("BG").owner_institution_id == cast.institution("CNFGF")


def test_every_fault_is_told_and_the_file_refused(file):
    file.write_bytes(as_file(package(3, CFItems=[item(0, fullStatement=""), {}])))

    told = run("import", str(file))
    plain = run("import", str(file), "--json")

    assert "CFItems[1].identifier: shape: null (expected string)" in told.output
    assert [one["place"] for one in json.loads(plain.output)["faults"]] == [
        "CFItems[0].fullStatement",
        "CFItems[1].identifier",
        "CFItems[1].fullStatement",
    ]
    assert isinstance(told.exception, Refusal)
    assert told.exception.code is RefusalCode.FRAMEWORK_FAULTY
