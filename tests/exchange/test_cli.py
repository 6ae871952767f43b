"""`cursus curriculum`: written out, tried, taken in, refused with every fault."""

import json

import pytest
from click.testing import CliRunner

from curriculum.catalogue import queries as catalogue
from curriculum.domain.refusals import RefusalCode
from curriculum.exchange.cli import group
from tests.factories.exchange import as_file, document

pytestmark = pytest.mark.database


def run(*words: str):
    return CliRunner().invoke(group, list(words))


@pytest.fixture
def file(app, tmp_path):
    path = tmp_path / "in.json"
    path.write_bytes(as_file(document()))
    return path


def test_what_comes_out_says_what_went_in(file):
    out = file.with_name("out.json")

    told = json.loads(run("import", str(file), "--restore-states", "--json").output)

    assert {told[one] for one in ("changed", "equal", "left", "refused")} == {0}
    assert run("export", str(out)).output == f"written to {out}\n"
    again = json.loads(run("import", str(out), "--restore-states", "--json").output)
    assert (again["equal"], again["objects"]) == (told["new"], [])


def test_dry_run_changes_nothing(file):
    answer = run("import", str(file), "--restore-states", "--dry-run")

    assert answer.output.endswith("0 changed, 0 equal, 0 left, 0 refused\nnothing was changed (dry run)\n")
    assert catalogue.find_module("BOR-901") is None


def test_operator_without_restoring_brings_drafts(file):
    answer = run("import", str(file))

    assert "  left     module_version  BOR-901 v1 (earlier)\n" in answer.output
    assert catalogue.get_version("BOR-901", 2).state.value == "draft"


def test_every_fault_is_told_and_the_file_refused(file):
    data = document(schema_version=1)
    data["themes"][0]["title"] = "Theme"
    del data["donors"][0]["type"]
    file.write_bytes(as_file(data))

    told, plain = run("import", str(file)), run("import", str(file), "--json")

    assert '$.themes[0].title: shape: "Theme" (expected object)' in told.output
    assert [one["place"] for one in json.loads(plain.output)["faults"]] == [
        "$.themes[0].title",
        "$.donors[0].type",
    ]
    assert told.exception.code is RefusalCode.CURRICULUM_FAULTY
