"""Poppler, OpenSSL and qpdf accept the certificates we issue, and see what was done to them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from tests.certificates.conftest import AT, World
from tests.certificates.eyes.sealed import (
    Opinion,
    openssl_accepts,
    pdfsig,
    qpdf_complaints,
    signatures,
)
from tests.certificates.eyes.wanted import demand

FIELDS = ("training", "hr")


def test_pdfsig_sees_two_valid_and_trusted_signatures(world: World, tmp_path: Path) -> None:
    assert pdfsig(world.issued.pdf, world.folder / "root.pem", tmp_path) == [
        Opinion("training CNFGF", valid=True, trusted=True, whole=False),
        Opinion("hr MINT", valid=True, trusted=True, whole=True),
    ]


def test_pdfsig_trusts_nobody_without_the_root(world: World, tmp_path: Path) -> None:
    opinions = pdfsig(world.issued.pdf, None, tmp_path)

    assert [(one.valid, one.trusted) for one in opinions] == [(True, False), (True, False)]


def test_pdfsig_sees_a_changed_byte(world: World, tmp_path: Path) -> None:
    place = world.issued.pdf.index(b"/Lang")
    changed = world.issued.pdf[: place + 1] + b"l" + world.issued.pdf[place + 2 :]

    opinions = pdfsig(changed, world.folder / "root.pem", tmp_path)

    assert [one.valid for one in opinions] == [False, False]


def test_pdfsig_calls_an_overlaid_certificate_valid(world: World, tmp_path: Path) -> None:
    # credentials.md §6 no. 20: why a difference analysis and the register decide, and not this
    end = world.issued.pdf.rindex(b"startxref")
    appended = world.issued.pdf + b"\n" + world.issued.pdf[end:]

    opinions = pdfsig(appended, world.folder / "root.pem", tmp_path)

    assert [(one.valid, one.whole) for one in opinions] == [(True, False), (True, False)]


@pytest.mark.parametrize("field", FIELDS)
def test_openssl_accepts_each_signature_under_our_root(world: World, tmp_path: Path, field: str) -> None:
    found = signatures(world.issued.pdf)

    assert set(found) == set(FIELDS)
    assert openssl_accepts(found[field], world.folder / "root.pem", AT, tmp_path)


@pytest.mark.parametrize("field", FIELDS)
def test_openssl_refuses_what_was_changed(world: World, tmp_path: Path, field: str) -> None:
    found = signatures(world.issued.pdf)[field]
    root = world.folder / "root.pem"
    before = datetime(2020, 1, 1, tzinfo=UTC)

    changed = replace(found, content=found.content.replace(b"/Lang", b"/lang", 1))
    assert not openssl_accepts(changed, root, AT, tmp_path)
    assert not openssl_accepts(found, world.folder / "ca.pem", AT, tmp_path)
    assert not openssl_accepts(found, root, before, tmp_path)


def test_the_two_signatures_do_not_stand_for_each_other(world: World, tmp_path: Path) -> None:
    training, hr = (signatures(world.issued.pdf)[field] for field in FIELDS)

    swapped = replace(hr, content=training.content)

    assert not openssl_accepts(swapped, world.folder / "root.pem", AT, tmp_path)


def test_qpdf_finds_nothing_wrong(world: World, tmp_path: Path) -> None:
    assert qpdf_complaints(world.issued.pdf, tmp_path) == ""


def test_qpdf_sees_a_file_cut_short(world: World, tmp_path: Path) -> None:
    assert qpdf_complaints(world.issued.pdf[:-2000], tmp_path) != ""


def test_the_credential_in_the_file_is_the_one_that_was_issued(world: World) -> None:
    with pikepdf.open(io.BytesIO(world.issued.pdf)) as opened:
        attached = opened.attachments["credential.json"].get_file().read_bytes()

    assert bytes(attached) == world.issued.credential


@pytest.mark.parametrize(
    ("build_machine", "outcome"), [("", pytest.skip.Exception), ("1", pytest.fail.Exception)]
)
def test_what_is_not_installed_is_said_and_fails_where_it_must(
    monkeypatch: pytest.MonkeyPatch, build_machine: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", build_machine)
    monkeypatch.setenv("PATH", "")

    with pytest.raises(outcome, match=r"not installed are pdfsig \(Debian poppler-utils\)"):
        demand("pdfsig")
