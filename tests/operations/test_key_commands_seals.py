"""`cursus awards keys token|request|import|pin`: seals that lie on a token (SoftHSM2) or come from others."""

import re
import subprocess
import sys

import pytest

from certificates import Answer, OneRegistered, verify
from certificates.parties import Function as Seal
from certificates.signing import token as tokens
from curriculum import clock, walls
from curriculum.awards import keys, queries
from curriculum.awards.graduation import running
from curriculum.awards.issuing import log, requests, seals
from curriculum.awards.models import Certificate
from curriculum.db import db
from curriculum.verify import queries as verification
from tests.awards import signed_off
from tests.certificates import softhsm
from tests.certificates.asked import now
from tests.certificates.eyes.wanted import demand
from tests.certificates.national import National
from tests.certificates.softhsm import LABEL, PIN
from tests.conftest import NOW
from tests.operations.test_key_commands import kids, run

pytestmark = pytest.mark.database
__all__ = ["kids"]
PIN_TYPED = f"{PIN}\n"


@pytest.fixture(scope="module")
def module(tmp_path_factory):
    demand("softhsm2-util")
    with softhsm.initialised(tmp_path_factory.mktemp("token")) as found:
        yield found


@pytest.fixture
def where(module):
    """The options that name the token, which this process has not opened yet."""
    tokens.close_tokens()
    tokens._refused_pins.clear()
    yield ("--module", str(module), "--token", LABEL, "--as", "omar")
    tokens.close_tokens()


def answer(certificate):
    registered = verification.find_by_number(certificate.number).registered
    known, trusted, pdf = OneRegistered(registered), seals.trust(), queries.document(certificate)
    return verify(pdf, register=known, trust=trusted, log=log.TableStore(), at=clock.now()).answer


def test_a_worker_seals_with_a_token_and_the_certificate_is_valid(app, kids, where):
    said = [
        run("token", *whose, *where, input=PIN_TYPED) for whose in (("MINT", "hr"), ("CNFGF", "training"))
    ]

    assert [bool(re.search(r"generation 2, on the token cursus seals\n$", one.stdout)) for one in said] == [
        True
    ] * 2
    with clock.moved_to(NOW.replace(hour=12)):
        opened = keys.unlock(app.config["SETTINGS"].keys, signed_off.PASSPHRASE)
        signed_off.make_batch(1)
        assert running.issue_due() == 1
        certificate = db.session.query(Certificate).one()
        assert answer(certificate) is Answer.VALID
    assert opened.seal_for("MINT", Seal.HR, NOW.replace(hour=12)).deterministic is False
    assert seals.find(kids["hr"]).retired_on == NOW.date().replace(day=NOW.day + 1)


def test_a_wrong_pin_makes_nothing_and_says_how_to_mend_it(app, kids, where):
    before = sorted(app.config["SETTINGS"].keys.rglob("*"))

    said = run("token", "MINT", "hr", *where, input="9999-pin\n")

    assert said.exit_code == 1
    for part in ("problem='pin_wrong'", "found=", "expected='the user PIN of the token'", "mend="):
        assert part in said.stderr
    assert sorted(app.config["SETTINGS"].keys.rglob("*")) == before


def test_an_identifier_that_is_none_is_told_before_the_token_is_asked(kids, where):
    said = run("token", "MINT", "hr", *where, "--id", "zz", input=PIN_TYPED)
    assert said.exit_code == 2, said.output
    assert "zz is not hexadecimal" in said.output


def test_a_token_that_is_gone_keeps_the_certificate_waiting(app, kids, where):
    run("token", "MINT", "hr", *where, input=PIN_TYPED)
    tokens.close_tokens()
    assert run("pin", LABEL, "--as", "omar", input="9999-pin\n").exit_code == 0
    with clock.moved_to(NOW.replace(hour=12)):
        keys.unlock(app.config["SETTINGS"].keys, signed_off.PASSPHRASE)
        signed_off.make_batch(1)
        assert running.issue_due() == 0

    assert [("pin_wrong" in why, "keys pin" in why) for _, _, why in requests.waiting()] == [(True, True)]


def test_a_national_authority_certifies_what_lies_on_the_token(app, kids, where, tmp_path):
    demand("openssl")
    nation = National(tmp_path / "ca")
    asked = run("request", "MINT", "HR", *where, input=PIN_TYPED)
    request = app.config["SETTINGS"].keys / "seals" / "hr-MINT@2.csr"
    (tmp_path / "sent.pem").write_bytes(nation.certify(request))
    (tmp_path / "list.pem").write_bytes(nation.revocations())
    chain = ["--root", str(nation.folder / "root.pem"), "--chain", str(nation.folder / "authority.pem")]

    with clock.moved_to(now()):
        words = [str(tmp_path / "sent.pem"), *chain, "--crl", str(tmp_path / "list.pem"), "--as", "omar"]
        said = run("import", *words)

    assert f"{request}: send it" in asked.stdout
    lines = said.stdout.splitlines()
    assert lines[0].endswith(": generation 2")
    assert lines[1:] == ["  no list of CN=National root: checkers cannot tell what it revoked"]
    assert seals.find(lines[0].split(":")[0]).function == "hr"


BEHIND = """
import sys
from pathlib import Path
from certificates.errors import SigningKeyError
from certificates.keys.names import SealName
from certificates.keys.places import open_seal
from certificates.parties import Function
from curriculum import walls
keys = Path(sys.argv[1])
name = SealName(Function.HR, "MINT", 2)
assert name.path(keys, "token").exists()
assert walls.give_up(keys)
try:
    open_seal(keys, name, keys / "ca.pem", sys.argv[2].encode())
except SigningKeyError as error:
    sys.exit(0 if error.facts["problem"] == "PermissionError" else 1)
sys.exit(1)
"""


@pytest.mark.skipif(not walls.is_available(), reason="this kernel has no Landlock")
def test_the_web_process_opens_no_seal_on_a_token_even_with_the_passphrase(app, kids, where):
    run("token", "MINT", "hr", *where, input=PIN_TYPED)
    words = [str(app.config["SETTINGS"].keys), signed_off.PASSPHRASE]

    assert subprocess.run([sys.executable, "-c", BEHIND, *words], check=False).returncode == 0
