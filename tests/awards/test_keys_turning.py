"""Keys that follow each other, retire or were in other hands, with the register in step (I-16, J10)."""

from datetime import timedelta

import pytest
from cryptography import x509
from sqlalchemy import select

from certificates import Answer, OneRegistered, verify
from certificates.did import did_document
from certificates.errors import SigningKeyError
from certificates.log.checkpoint import read_checkpoint
from certificates.parties import Function as Seal
from curriculum import clock
from curriculum.audit.models import AuditEvent
from curriculum.awards import keys, queries
from curriculum.awards.graduation import running
from curriculum.awards.issuing import issuance, log, requests, seals
from curriculum.awards.models import Certificate, PublishedList, SigningKey
from curriculum.db import db, transaction
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.verify import queries as verification
from tests.awards import signed_off
from tests.conftest import NOW

pytestmark = pytest.mark.database
SECRET = signed_off.PASSPHRASE
EARLIER = NOW - timedelta(days=3)
HOUR = timedelta(hours=1)


@pytest.fixture
def folder(cast, tmp_path):
    """A folder of keys of its own, opened by a worker that stays as it is."""
    cast.enter()
    signed_off.open_keys(tmp_path / "keys")
    return tmp_path / "keys"


def kid(function: str) -> str:
    return newest(function).kid


def newest(function: str) -> SigningKey:
    wanted = select(SigningKey).where(SigningKey.function == function)
    return db.session.scalars(wanted.order_by(SigningKey.generation.desc())).first()


def issue_one() -> Certificate:
    if queries.issued_count():
        one_more()
    else:
        signed_off.make_batch(1)
    assert running.issue_due() == 1
    return db.session.scalars(select(Certificate).order_by(Certificate.log_index.desc())).first()


def one_more() -> None:
    with transaction():
        signed_off.make_signed_off(signed_off.make_path(f"LP-TRN-{queries.issued_count()}"))


def answer(certificate: Certificate) -> Answer:
    found = verification.find_by_number(certificate.number)
    known = OneRegistered(found.registered)
    trusted = seals.trust()
    pdf = queries.document(certificate)
    return verify(pdf, register=known, trust=trusted, log=log.TableStore(), at=clock.now() + HOUR).answer


def refused(act) -> RefusalCode:
    with pytest.raises(Refusal) as no:
        act()
    return no.value.code


def events() -> list[str]:
    wanted = select(AuditEvent.event).where(AuditEvent.event.startswith("signing_key:"))
    return list(db.session.scalars(wanted.order_by(AuditEvent.seq)))


def test_next_seal_signs_without_a_restart_and_the_first_keeps_proving_I16(folder, cast):
    older = issue_one()
    young = keys.rotate(cast.omar, folder, SECRET, kid("hr"))

    with clock.moved_to(NOW + HOUR):
        newer = issue_one()
        assert [answer(older), answer(newer)] == [Answer.VALID, Answer.VALID]

    former = db.session.get_one(SigningKey, older.hr_key_id)
    assert (young.generation, newer.hr_key_id) == (2, young.id)
    assert (former.generation, former.retired_on) == (1, NOW.date() + timedelta(days=1))
    assert (older.training_key_id, older.credential_key_id) == (
        newer.training_key_id,
        newer.credential_key_id,
    )
    assert events() == ["signing_key:rotated"]


def test_next_credential_key_stays_beside_the_first_in_the_did_document(folder, cast):
    first = newest("credential")
    with transaction() as session:
        session.add(PublishedList(purpose="revocation", number=1, body=b"", upto=None, signed_at=clock.now()))

    young = keys.rotate(cast.omar, folder, SECRET, first.kid)

    authority = seals.authority()
    named = did_document(authority.did, authority.credential_keys)["assertionMethod"]
    assert [one.rpartition("#")[2] for one in named] == [first.kid, young.kid]
    assert issue_one().credential_key_id == young.id
    assert db.session.scalars(select(PublishedList.signed_at)).one() < NOW - timedelta(days=7)


def test_next_log_key_signs_the_same_tree(folder, cast):
    issue_one()
    first = seals.authority().log
    keys.rotate(cast.omar, folder, SECRET, newest("log").kid)

    second = seals.authority().log
    note = log.checkpoint().note
    assert first != second
    assert read_checkpoint(note, first) == read_checkpoint(note, second)
    with clock.moved_to(NOW + HOUR):
        issue_one()
    assert read_checkpoint(log.checkpoint().note, second).size == 2


def test_next_log_key_signs_a_size_of_which_there_is_no_checkpoint(folder, cast):
    issue_one()
    with transaction() as session:
        session.delete(log.checkpoint())
    keys.rotate(cast.omar, folder, SECRET, newest("log").kid)

    assert read_checkpoint(log.checkpoint().note, seals.authority().log).size == 1


def test_retired_from_tomorrow_signs_today(folder, cast):
    keys.retire(cast.omar, folder, kid("hr"), NOW.date() + timedelta(days=1))

    assert answer(issue_one()) is Answer.VALID
    with clock.moved_to(NOW + timedelta(days=1)):
        one_more()
        assert running.issue_due() == 0
    assert events() == ["signing_key:retired"]


REFUSED = [
    pytest.param(
        lambda who, f: keys.rotate(who.omar, f, SECRET, "hr-0"), RefusalCode.NOT_FOUND, id="unknown"
    ),
    pytest.param(
        lambda who, f: keys.rotate(who.jonas, f, SECRET, kid("hr")), RefusalCode.NOT_PERMITTED, id="rotate"
    ),
    pytest.param(
        lambda who, f: keys.retire(who.jonas, f, kid("hr"), NOW.date()),
        RefusalCode.NOT_PERMITTED,
        id="retire",
    ),
    pytest.param(
        lambda who, f: keys.retire(who.omar, f, kid("hr"), NOW.date()),
        RefusalCode.VALUE_INVALID,
        id="retire-today",
    ),
    pytest.param(
        lambda who, f: keys.compromise(who.jonas, f, SECRET, kid("hr"), NOW),
        RefusalCode.NOT_PERMITTED,
        id="mark",
    ),
    pytest.param(
        lambda who, f: keys.compromise(who.omar, f, SECRET, kid("hr"), NOW + HOUR),
        RefusalCode.VALUE_INVALID,
        id="mark-what-is-to-come",
    ),
    pytest.param(
        lambda who, f: keys.renew_lists(who.jonas, f, SECRET), RefusalCode.NOT_PERMITTED, id="lists"
    ),
]


@pytest.mark.parametrize(("act", "code"), REFUSED)
def test_who_may_not_and_what_cannot_be_changes_nothing(folder, cast, act, code):
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert refused(lambda: act(cast, folder)) is code
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert events() == []


def test_compromised_seal_is_listed_and_signs_no_more_J10(folder, cast):
    older = issue_one()
    hr = kid("hr")
    keys.compromise(cast.omar, folder, SECRET, hr, EARLIER)
    one_more()

    assert running.issue_due() == 0
    assert ["no_seal_in_use" in why for _, _, why in requests.waiting()] == [True]
    serial = x509.load_pem_x509_certificate(seals.find(hr).certificate_pem.encode()).serial_number
    listed = x509.load_pem_x509_crl(seals.authority().ca_crl)
    assert listed.get_revoked_certificate_by_serial_number(serial).revocation_date_utc == EARLIER
    assert answer(older) is Answer.ISSUER_UNKNOWN
    assert events() == ["signing_key:compromised"]


def test_what_was_begun_under_a_compromised_seal_is_recorded_anew(folder, cast):
    """Nothing was published at the first moment, at which the next seal did not exist."""
    signed_off.make_batch(1)
    begun = issuance.record(requests.due()[0])
    hr = kid("hr")
    with clock.moved_to(NOW + HOUR):
        keys.compromise(cast.omar, folder, SECRET, hr, NOW)
        young = keys.rotate(cast.omar, folder, SECRET, hr)
    with clock.moved_to(NOW + 2 * HOUR):
        assert running.issue_due() == 1
        certificate = db.session.scalars(select(Certificate)).one()
        assert answer(certificate) is Answer.VALID

    assert (begun.recorded.at, certificate.issued_at) == (NOW, NOW + 2 * HOUR)
    assert certificate.hr_key_id == young.id


def test_what_a_seal_signed_while_it_was_marked_is_not_entered(folder, cast):
    signed_off.make_batch(1)
    opened = keys.unlock(folder, SECRET)
    work = issuance.record(requests.due()[0])
    draft, pdf, by = issuance.signed(work, opened)
    keys.compromise(cast.omar, folder, SECRET, by.training, NOW)

    with pytest.raises(SigningKeyError) as no:
        issuance.register(work.statement_id, draft, pdf, by, opened.log_key())
    assert no.value.facts["problem"] == "compromised_meanwhile"
    assert (queries.issued_count(), log.TableStore().size()) == (0, 0)


def test_what_was_recorded_anew_meanwhile_is_not_entered(folder):
    signed_off.make_batch(1)
    opened = keys.unlock(folder, SECRET)
    work = issuance.record(requests.due()[0])
    signed = issuance.signed(work, opened)
    with transaction():
        requests.locked(work.statement_id).recorded_at = NOW + HOUR

    assert issuance.register(work.statement_id, *signed, opened.log_key()) is False
    assert queries.issued_count() == 0


def test_compromised_credential_key_has_no_address_any_more(folder, cast, client):
    named = newest("credential").kid
    answers = [client.get(f"/keys/{named}").status_code]
    keys.compromise(cast.omar, folder, SECRET, named, NOW)
    assert [*answers, client.get(f"/keys/{named}").status_code] == [200, 404]


def test_compromised_credential_key_leaves_the_did_document(folder, cast):
    issue_one()
    keys.compromise(cast.omar, folder, SECRET, newest("credential").kid, NOW)

    authority = seals.authority()
    assert did_document(authority.did, authority.credential_keys)["assertionMethod"] == []
    with pytest.raises(SigningKeyError):
        keys.unlock(folder, SECRET).credential_key()


def test_a_crash_between_folder_and_register_is_mended_by_the_next_init(folder, cast, monkeypatch):
    hr = kid("hr")
    monkeypatch.setattr("curriculum.awards.keys.turning.publish", crash)
    with pytest.raises(ZeroDivisionError):
        keys.compromise(cast.omar, folder, SECRET, hr, NOW)
    assert seals.find(hr).compromised_at is None

    keys.make(folder, SECRET, NOW, domain=signed_off.DOMAIN, holders=())
    assert seals.find(hr).compromised_at == NOW


def crash(folder) -> None:
    raise ZeroDivisionError


def test_lists_are_signed_anew_with_the_root_from_its_medium(folder, cast, tmp_path):
    medium = (folder / "offline" / "root.key").rename(tmp_path / "medium.key")
    before = seals.authority()
    keys.renew_lists(cast.omar, folder, SECRET)
    between = seals.authority()
    keys.renew_lists(cast.omar, folder, SECRET, medium, SECRET)

    after = seals.authority()
    assert before.ca_crl != between.ca_crl
    assert before.root_crl == between.root_crl != after.root_crl
    assert x509.load_pem_x509_crl(after.root_crl).next_update_utc == NOW + timedelta(days=5 * 365)


def test_seal_for_asks_the_register_of_the_moment(folder, cast):
    opened = keys.unlock(folder, SECRET)
    first = opened.seal_for("MINT", Seal.HR, NOW)
    with clock.moved_to(NOW + HOUR):
        keys.rotate(cast.omar, folder, SECRET, kid("hr"))

    assert opened.seal_for("MINT", Seal.HR, NOW) is first
    assert opened.seal_for("MINT", Seal.HR, NOW + HOUR) is not first
