"""`cursus awards keys` on a terminal: list, rotate, retire, compromise, affected, reissue, lists."""

import json
import re
import shutil

import pytest
from click.testing import CliRunner

from curriculum.awards.issuing import seals
from curriculum.awards.models import Certificate
from curriculum.cli import cursus
from curriculum.db import db, transaction
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.operations.key_commands import group
from tests.awards import signed_off
from tests.conftest import NOW
from tests.factories.awards import issued, make_candidacy

pytestmark = pytest.mark.database


@pytest.fixture
def kids(app, cast, tmp_path, monkeypatch):
    """The names of the keys of a deployment, by function."""
    cast.enter()
    folder = app.config["SETTINGS"].keys
    shutil.rmtree(folder, ignore_errors=True)
    signed_off.open_keys(folder)
    (tmp_path / "secret").write_text(signed_off.PASSPHRASE)
    monkeypatch.setenv("CURSUS_KEY_PASSPHRASE_FILE", str(tmp_path / "secret"))
    yield {row.function: row.kid for row in seals.all_()}
    shutil.rmtree(folder)


def run(*words: str, **more):
    return CliRunner().invoke(group, words, catch_exceptions=True, **more)


def test_list_names_every_key(kids):
    plain = run("list")
    rows = {row["kid"]: row for row in json.loads(run("list", "--json").stdout)}

    assert rows.keys() == set(kids.values())
    assert [line.split()[0] for line in plain.stdout.splitlines()] == list(rows)
    assert {row["function"]: row["holder"] for row in rows.values() if row["holder"]} == {
        "hr": "MINT",
        "training": "CNFGF",
    }
    assert {row["algorithm"] for row in rows.values()} == {"P-256", "Ed25519"}
    assert "compromised_at" in next(iter(rows.values()))


def test_rotate_says_what_follows_what(kids):
    said = run("rotate", kids["hr"], "--as", "omar")

    assert re.fullmatch(rf"hr-[0-9a-f]{{16}}: follows {kids['hr']}, generation 2\n", said.stdout)
    assert f"{kids['hr']}" in run("list").stdout
    assert "out of use from 2026-11-22" in run("list").stdout


def test_retire_says_from_when(kids):
    said = run("retire", kids["hr"], "--on", "2026-12-01", "--as", "omar")

    assert said.stdout == f"{kids['hr']}: out of use from 2026-12-01\n"


def test_compromise_says_what_follows_and_counts(kids, cast):
    certificate = issued(make_candidacy(cast), issued_at=NOW)
    with transaction():
        db.session.get_one(Certificate, certificate.id).hr_key_id = seals.find(kids["hr"]).id

    said = run("compromise", kids["hr"], "--since", "2026-11-20T09:00", "--as", "omar").stdout

    assert said.splitlines()[0] == f"{kids['hr']}: compromised since 2026-11-20 09:00"
    assert f"`cursus awards keys rotate {kids['hr']}`" in said
    assert said.splitlines()[-2].split("\t")[0] == certificate.number
    assert said.splitlines()[-1] == "1 certificates signed since then, 1 in all"
    assert "compromised since 2026-11-20 09:00" in run("list").stdout


def test_affected_lists_as_json(kids, cast):
    certificate = issued(make_candidacy(cast), issued_at=NOW)
    with transaction():
        db.session.get_one(Certificate, certificate.id).hr_key_id = seals.find(kids["hr"]).id
    run("compromise", kids["hr"], "--since", "2026-11-21T10:00:01", "--as", "omar")

    since, every = (run("affected", kids["hr"], "--json", *more) for more in ((), ("--all",)))

    assert since.stdout == ""
    assert [json.loads(line)["after"] for line in every.stdout.splitlines()] == [False]
    assert json.loads(every.stdout)["number"] == certificate.number


def test_reissue_tells_who_is_refused_and_why(kids, cast):
    certificate = issued(make_candidacy(cast), issued_at=NOW)
    with transaction():
        db.session.get_one(Certificate, certificate.id).hr_key_id = seals.find(kids["hr"]).id
    run("compromise", kids["hr"], "--since", "2026-11-20", "--as", "omar")

    no = run("reissue", kids["hr"], "--step", "suspend", "--as", "omar")
    yes = run("reissue", kids["hr"], "--step", "suspend", "--as", "jonas")

    assert (no.exit_code, no.stdout) == (1, "suspend: 0 certificates, 1 refused\n")
    assert no.stderr.startswith(f"{certificate.number}: ")
    assert (yes.exit_code, yes.stdout) == (0, "suspend: 1 certificates, 0 refused\n")


def test_lists_are_signed_with_the_root_only_if_it_is_brought(kids, app, tmp_path):
    medium = (app.config["SETTINGS"].keys / "offline" / "root.key").rename(tmp_path / "medium.key")

    ours = run("lists", "--as", "omar")
    both = run("lists", "--as", "omar", "--root-key", str(medium), input=f"{signed_off.PASSPHRASE}\n")

    assert ours.stdout == "signed: ca.crl\n"
    assert both.stdout.endswith("signed: ca.crl, root.crl\n")


def test_a_wrong_passphrase_is_said_in_a_line(kids, tmp_path):
    (tmp_path / "secret").write_text("wrong")

    said = run("rotate", kids["hr"], "--as", "omar")

    assert (said.exit_code, said.exception.__class__) == (1, SystemExit)
    assert said.stderr.startswith("Error: signing_key: key='ca.key'")


def test_an_unknown_key_is_a_refusal(kids):
    said = run("affected", "hr-0")

    assert isinstance(said.exception, Refusal)
    assert said.exception.code is RefusalCode.NOT_FOUND


def test_commands_are_part_of_awards():
    assert sorted(cursus.commands["awards"].commands["keys"].commands) == [
        "affected",
        "compromise",
        "import",
        "list",
        "lists",
        "pin",
        "reissue",
        "request",
        "retire",
        "rotate",
        "token",
    ]
