"""The same steps on a terminal: every refusal is an exit, nothing half done."""

import json

import pytest
from click.testing import CliRunner

from curriculum.awards import queries
from curriculum.awards.cli import group
from curriculum.domain.refusals import Refusal, RefusalCode
from tests.factories.awards import granted, issued, make_candidacy

pytestmark = pytest.mark.database


def run(*words: str):
    return CliRunner().invoke(group, words)


def test_application_is_made_and_taken_on_the_terminal(cast):
    case = make_candidacy(cast)

    made = run(
        "apply", "VM-200037-X", "LP-TRN-BOR", "--name", "Latn=Amina Mezgouri", "--as", "amina", "--json"
    )
    taken = run("step", "take", case.code, "--as", "farid", "--json")

    assert (made.exit_code, json.loads(made.stdout)["state"]) == (0, "submitted")
    assert json.loads(taken.stdout)["state"] == "admissibility"


def test_statement_is_shown_before_it_can_be_signed(cast):
    case = make_candidacy(cast)
    code = granted(case)

    shown = run("sign", code, "hr", "--as", "elif")
    signed = run("sign", code, "hr", "--digest", case.digest, "--as", "elif", "--json")

    assert f"--digest {case.digest}" in shown.stdout
    assert json.loads(signed.stdout)["statement"] == case.digest


def test_wrong_digest_signs_nothing(cast):
    case = make_candidacy(cast)
    code = granted(case)

    answer = run("sign", code, "hr", "--digest", "0" * 64, "--as", "elif")

    assert isinstance(answer.exception, Refusal)
    assert answer.exception.code is RefusalCode.PAYLOAD_CHANGED
    assert queries.sign_off_history(case.application)[0].state.value == "pending"


def test_queue_and_register_are_lists(cast):
    case = make_candidacy(cast)
    certificate = issued(case)

    waiting = run("waiting", "--as", "elif", "--json")
    register = run("register", "--as", "ines")

    assert json.loads(waiting.stdout) == []
    assert certificate.number in register.stdout
