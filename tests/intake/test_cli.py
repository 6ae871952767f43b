"""`cursus intake`: the same steps from a terminal."""

import json

import pytest
from click.testing import CliRunner

from curriculum.db import transaction
from curriculum.domain.actors import EVERYWHERE, Role
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.intake.cli import group
from tests.factories.accounts import make_account, make_role
from tests.factories.intake import AMINA, as_csv, make_world

pytestmark = pytest.mark.database


@pytest.fixture
def run(app, tmp_path):
    """Run a command as the designer; answers its JSON."""
    make_world()
    with transaction():
        make_role(make_account("chief"), Role.CURRICULUM_DESIGNER, EVERYWHERE)
    (tmp_path / "nord.csv").write_bytes(as_csv(AMINA))

    def call(*words):
        words = [str(tmp_path / word) if word.endswith(".csv") else word for word in words]
        result = CliRunner().invoke(group, [*words, "--as", "chief", "--json"])
        if result.exception:
            raise result.exception
        return json.loads(result.stdout)

    return call


def test_list_goes_from_file_to_undo(run):
    answers = [
        run("receive", "nord.csv", "--offering", "NORD-02"),
        run("match", "NORD-02-L1"),
        run("apply", "NORD-02-L1"),
        run("undo", "NORD-02-L1", "--reason", "wrong course"),
    ]

    assert [one["state"] for one in answers] == ["received", "matched", "applied", "rolled_back"]
    assert [one["rows"] for one in answers] == [{"new": 1}] + [{"auto_linked": 1}] * 3
    assert (answers[0]["encoding"], answers[0]["separator"], answers[0]["new"]) == ("utf-8", ";", True)


def test_same_file_again_is_not_new(run):
    run("receive", "nord.csv", "--offering", "NORD-02")

    assert run("receive", "nord.csv", "--offering", "NORD-02")["new"] is False


def test_refusal_reaches_the_command(run):
    with pytest.raises(Refusal) as refused:
        run("match", "NORD-99-L1")

    assert refused.value.code is RefusalCode.NOT_FOUND
