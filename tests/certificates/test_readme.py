"""What the README shows works: its example issues a certificate that verifies, its commands exist."""

import re
from pathlib import Path

import pytest

from certificates import Answer, Outcome
from certificates.__main__ import main
from tests.certificates.example import README, run

COMMANDS = sorted(set(re.findall(r"^python -m certificates (\w+)", README.read_text("utf-8"), re.MULTILINE)))


def test_example_issues_and_verifies(tmp_path: Path) -> None:
    report = run(tmp_path)

    assert [one for one in report.findings if one.outcome is not Outcome.PASSED] == []
    assert report.answer is Answer.VALID


def test_readme_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])

    listed = re.findall(r"^ {4}(\w+) ", capsys.readouterr().out, re.MULTILINE)
    assert sorted(listed) == COMMANDS
