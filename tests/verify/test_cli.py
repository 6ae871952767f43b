"""`cursus certificates`: what it exports is enough for the checker without us (design.md §3.2)."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from certificates import Answer
from certificates.errors import TrustError
from certificates.numbers import make_number
from certificates.verifying.sayings import LANGUAGES, meaning_of, word_for
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.verify import cli

pytestmark = pytest.mark.database


def run(*arguments: str, data: bytes | None = None):
    return CliRunner().invoke(cli.group, arguments, input=data)


def elsewhere(*arguments: str) -> subprocess.CompletedProcess:
    """The checker of a neighbour: the standalone package in a process of its own."""
    command = [sys.executable, "-m", "certificates", "verify", *arguments, "--at", "2026-11-21", "--json"]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture
def exported(issued, tmp_path):
    folder = tmp_path / "export"
    result = run("export", str(folder))
    assert (result.exit_code, result.output) == (0, f"1 certificates in {folder}\n")
    return folder


def test_lists_that_no_page_can_hold_stop_no_export(issued, tmp_path, monkeypatch):
    def outgrown(*_given):
        raise TrustError(problem="page_too_large")

    monkeypatch.setattr(cli, "make_page", outgrown)
    result = run("export", str(tmp_path / "export"))
    assert (result.exit_code, (tmp_path / "export" / "check.html").exists()) == (0, False)
    assert "page_too_large" in result.stderr


def test_the_export_holds_what_an_outside_checker_needs(issued, exported):
    number = issued.certificate.number
    names = {str(path.relative_to(exported)) for path in exported.rglob("*") if path.is_file()}
    wanted = {"root.pem", "ca.pem", "root.crl", "ca.crl", "log.pub", "checkpoint", "index.json", "did.json"}
    tiles = {"log/checkpoint", "log/tile/0/000.p/1", "log/tile/entries/000.p/1"}
    lists = {"status-revocation-1.json", "status-suspension-1.json"}
    files = {f"{number}.pdf", f"{number}.json", f"{number}.proof.json"}
    assert names == wanted | tiles | lists | files | {"log/leaves", "check.html"}
    index = json.loads((exported / "index.json").read_text())
    assert [(one["number"], one["kind"], one["answer"]) for one in index["certificates"]] == [
        (number, "trainer", "valid")
    ]


def test_python_m_certificates_verifies_what_was_exported(issued, exported):
    pdf = exported / f"{issued.certificate.number}.pdf"
    result = elsewhere(str(pdf), "--trust", str(exported), "--log", str(exported / "log"))
    report = json.loads(result.stdout)
    assert (result.returncode, report["answer"]) == (0, "valid")
    assert [one["check"] for one in report["findings"] if one["outcome"] != "passed"] == []
    assert [one["check"] for one in report["findings"]][-2:] == ["log", "checkpoint"]


def test_python_m_certificates_refuses_a_changed_copy(issued, exported, tmp_path):
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(issued.pdf + b"\n")
    result = elsewhere(str(changed), "--trust", str(exported))
    assert (result.returncode, json.loads(result.stdout)["answer"]) == (1, "altered")


def test_one_certificate_is_exported_by_its_number(issued, tmp_path):
    result = run("export", str(tmp_path), "--number", issued.certificate.number.lower())
    assert result.exit_code == 0
    assert (tmp_path / f"{issued.certificate.number}.pdf").read_bytes() == issued.pdf


UNKNOWN = [
    pytest.param("TRN-2026-7KQ4M-9XR2D-X", RefusalCode.VALUE_INVALID, id="typing-error"),
    pytest.param("nonsense", RefusalCode.VALUE_INVALID, id="no-number"),
    pytest.param(make_number("trainer", 2026), RefusalCode.NOT_FOUND, id="never-issued"),
]


@pytest.mark.parametrize(("number", "code"), UNKNOWN)
def test_an_unknown_number_is_refused(issued, tmp_path, number, code):
    result = run("export", str(tmp_path), "--number", number)
    assert isinstance(result.exception, Refusal)
    assert result.exception.code is code
    assert list(tmp_path.iterdir()) == []


FILES = [
    pytest.param(lambda pdf: pdf, 0, "valid", id="genuine"),
    pytest.param(lambda pdf: pdf + b" ", 1, "altered", id="changed"),
    pytest.param(lambda pdf: b"no pdf", 1, "not_found", id="no-pdf"),
]


@pytest.mark.parametrize(("change", "status", "answer"), FILES)
def test_verify_reads_standard_input(issued, change, status, answer):
    result = run("verify", "-", "--json", data=change(issued.pdf))
    assert (result.exit_code, json.loads(result.output)["answer"]) == (status, answer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_verify_speaks_to_people_too(issued, tmp_path, monkeypatch, language):
    (tmp_path / "c.pdf").write_bytes(issued.pdf)
    monkeypatch.setenv("CURSUS_LANGUAGE", language)
    lines = run("verify", str(tmp_path / "c.pdf")).output.splitlines()
    meant = f"{word_for(Answer.VALID, language)}. {meaning_of(Answer.VALID, language)}"
    assert lines[:3] == ["valid", meant, f"{issued.certificate.number}  Amina Ben Salah"]
