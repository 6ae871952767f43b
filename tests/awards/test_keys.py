"""Keys: made once, never overwritten, public parts as rows, retired is not compromised (I-16, S16)."""

import re
import stat
from datetime import timedelta

import pytest
from cryptography import x509
from sqlalchemy import select

from certificates import Answer, OneRegistered, verify
from certificates.errors import SigningKeyError
from certificates.parties import Function as Seal
from curriculum import clock
from curriculum.awards import keys, queries
from curriculum.awards.graduation import running
from curriculum.awards.issuing import log, requests, seals
from curriculum.awards.keys import making
from curriculum.awards.models import Certificate, Function, SigningKey
from curriculum.db import db, transaction
from curriculum.institutions.models import InstitutionRole
from curriculum.verify import queries as verification
from tests.awards import signed_off
from tests.conftest import NOW
from tests.factories.institutions import make_institution

pytestmark = pytest.mark.database


@pytest.fixture
def folder(app, tmp_path):
    """A folder of keys with the two seals the sample statements need."""
    signed_off.open_keys(tmp_path / "keys")
    return tmp_path / "keys"


def files(folder) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_keys_are_encrypted_and_closed_to_others(folder):
    private = list(folder.rglob("*.key"))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in private} == {0o600}
    assert all(b"ENCRYPTED PRIVATE KEY" in path.read_bytes() for path in private)
    names = [re.sub("key-[0-9a-f]{16}", "KID", str(path.relative_to(folder))) for path in private]
    assert sorted(names) == [
        "ca.key",
        "credential-KID.key",
        "log.key",
        "offline/root.key",
        "seals/hr-MINT.key",
        "seals/training-CNFGF.key",
    ]


def test_a_second_make_changes_nothing(folder):
    before = files(folder)
    rows = list(db.session.scalars(select(SigningKey.kid).order_by(SigningKey.kid)))
    signed_off.open_keys(folder)
    assert files(folder) == before
    assert list(db.session.scalars(select(SigningKey.kid).order_by(SigningKey.kid))) == rows


def test_public_parts_that_a_crash_kept_out_enter_with_the_next_make(folder):
    with transaction() as session:
        for row in session.scalars(select(SigningKey)):
            session.delete(row)
    signed_off.open_keys(folder)
    assert sorted(row.function for row in seals.all_()) == [
        "credential",
        "hr",
        "issuing",
        "log",
        "root",
        "training",
    ]


def test_an_authority_half_made_is_made_again(folder, monkeypatch):
    """A crash before the root is in place leaves no authority, and nothing in the way of the next try."""
    (folder / "root.pem").unlink()
    (folder / "being-made").mkdir()
    assert not keys.has_authority(folder)
    making._make_authority(folder, signed_off.PASSPHRASE.encode(), NOW, "x.example")
    assert keys.has_authority(folder)
    assert keys.unlock(folder, signed_off.PASSPHRASE).log_key().name == "x.example/log"


def test_a_wrong_passphrase_opens_nothing(folder):
    with pytest.raises(SigningKeyError):
        keys.unlock(folder, "wrong")


def test_who_may_have_to_seal_gets_a_seal(app):
    with transaction():
        make_institution("MAEC", roles=[InstitutionRole.EMPLOYER.value])
        make_institution("ADV", roles=[InstitutionRole.EMPLOYER.value, InstitutionRole.TRAINER.value])
        make_institution("PARTNER", roles=[InstitutionRole.PARTNER.value])
    found = {(one.institution.code, one.function) for one in keys.needed()}
    assert found == {
        ("ADV", Function.HR),
        ("ADV", Function.TRAINING),
        ("MAEC", Function.HR),
    }


SECOND = timedelta(seconds=1)


def retire(function: str, **values) -> None:
    with transaction() as session:
        row = session.scalars(select(SigningKey).where(SigningKey.function == function)).one()
        for name, value in values.items():
            setattr(row, name, value)


DAYS = [
    pytest.param({}, NOW, None, id="in-use"),
    pytest.param({}, NOW.replace(year=2020), "no_seal_in_use", id="before-it-was-made"),
    pytest.param({"valid_until": NOW}, NOW + SECOND, "no_seal_in_use", id="after-it-ended"),
    pytest.param({"retired_on": NOW.date()}, NOW, "no_seal_in_use", id="I-16-retired"),
    pytest.param({"retired_on": NOW.date()}, NOW - timedelta(days=1), None, id="I-16-the-day-before"),
    pytest.param({"compromised_at": NOW}, NOW, "no_seal_in_use", id="I-16-compromised"),
]


@pytest.mark.parametrize(("values", "at", "problem"), DAYS)
def test_a_seal_signs_only_while_it_is_in_use(folder, values, at, problem):
    retire("hr", **values)
    opened = keys.unlock(folder, signed_off.PASSPHRASE)
    found = None
    try:
        opened.seal_for("MINT", Seal.HR, at)
    except SigningKeyError as error:
        found = error.facts["problem"]
    assert found == problem


def test_i16_retiring_a_seal_keeps_what_it_signed(folder):
    signed_off.make_batch(1)
    running.issue_due()
    retire("hr", retired_on=NOW.date() + timedelta(days=1))
    certificate = db.session.scalars(select(Certificate)).one()
    found = verification.find_by_number(certificate.number)
    report = verify(
        queries.document(certificate),
        register=OneRegistered(found.registered),
        trust=seals.trust(),
        log=log.TableStore(),
        at=clock.now(),
    )
    assert report.answer is Answer.VALID


def test_a_retired_seal_issues_nothing_more(folder):
    signed_off.make_batch(1)
    retire("training", retired_on=NOW.date())
    assert running.issue_due() == 0
    assert ["no_seal_in_use" in why for _, _, why in requests.waiting()] == [True]


def test_lists_of_revoked_certificates_are_renewed_before_they_lapse(folder):
    """A checker that reads the list next year still finds one in force."""
    later = NOW + timedelta(days=350)
    with clock.moved_to(later):
        keys.make(folder, signed_off.PASSPHRASE, later, domain=signed_off.DOMAIN, holders=())
    listed = x509.load_pem_x509_crl(seals.authority().ca_crl)
    assert listed.next_update_utc > later + timedelta(days=300)


def test_an_empty_log_has_a_signed_checkpoint(folder):
    assert log.checkpoint().note.splitlines()[:2] == [f"{signed_off.DOMAIN}/log", "0"]
