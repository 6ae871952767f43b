"""Issuing: exactly once, all or nothing, and nothing signed that is void (ecosystem.md R2, R3)."""

import threading
from collections import defaultdict
from datetime import date

import pytest
from sqlalchemy import func, select

from certificates import Answer, OneRegistered, verify
from curriculum import clock
from curriculum.audit.models import AuditEvent
from curriculum.awards import queries
from curriculum.awards.graduation import running
from curriculum.awards.issuing import issuance, log, seals
from curriculum.awards.models import (
    Application,
    Certificate,
    CertificateDocument,
    IssueRequest,
    LogLeaf,
    SigningStatement,
    SignOff,
    StatusEvent,
)
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.lifecycles.certificate import CertificateState
from curriculum.verify import queries as verification
from tests.awards import signed_off
from tests.conftest import NOW

pytestmark = pytest.mark.database


@pytest.fixture
def open_keys(app):
    return signed_off.open_keys()


def count(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def issued() -> Certificate:
    return db.session.scalars(select(Certificate)).one()


def test_a_due_statement_becomes_a_certificate_that_verifies(open_keys):
    signed_off.make_batch(1)
    assert running.issue_due() == 1
    certificate = issued()
    pdf = queries.document(certificate)
    found = verification.find_by_number(certificate.number)
    report = verify(
        pdf,
        register=OneRegistered(found.registered),
        trust=seals.trust(),
        log=log.TableStore(),
        at=clock.now(),
    )
    assert [f for f in report.findings if f.outcome != "passed"] == []
    assert report.answer is Answer.VALID


def test_everything_that_belongs_to_an_issue_is_written_together(open_keys):
    signed_off.make_batch(1)
    running.issue_due()
    application = db.session.scalars(select(Application)).one()
    events = list(db.session.scalars(select(AuditEvent.event).order_by(AuditEvent.seq)))
    request = db.session.scalars(select(IssueRequest)).one()
    assert application.state is ApplicationState.ISSUED
    assert events == ["application:issued", "certificate:issued"]
    assert [row.event for row in db.session.scalars(select(StatusEvent))] == ["issued"]
    assert (count(LogLeaf), count(CertificateDocument), log.checkpoint().size) == (1, 1, 1)
    assert (request.done_at, issued().issued_at, issued().log_index) == (NOW, NOW, 0)


def test_a_second_run_changes_nothing(open_keys):
    signed_off.make_batch(2)
    assert [running.issue_due(), running.issue_due()] == [2, 0]
    assert (count(Certificate), count(LogLeaf)) == (2, 2)


def test_signing_again_gives_the_same_bytes(open_keys):
    """The moment is recorded before the signature, so a repeat after a crash differs in nothing."""
    signed_off.make_batch(1)
    statement_id = db.session.scalars(select(SigningStatement.id)).one()
    work = issuance.record(statement_id)
    again = issuance.record(statement_id)
    assert again == work
    made = [issuance.signed(one, open_keys) for one in (work, again, work)]
    assert {(draft.credential, draft.pdf, pdf) for draft, pdf, _by in made} == {
        (made[0][0].credential, made[0][0].pdf, made[0][1])
    }


def test_a_failure_is_noted_and_waits_longer_each_time(open_keys, monkeypatch):
    signed_off.make_batch(1)
    monkeypatch.setattr(issuance, "prepare", _refuse)
    with clock.moved_to(NOW):
        assert running.issue_due() == 0
        request = db.session.scalars(select(IssueRequest)).one()
        assert (request.attempts, request.last_error) == (1, "ValueError: no ink")
        assert (request.due_at - NOW).total_seconds() == 120
        assert running.issue_due() == 0
    assert db.session.scalars(select(IssueRequest)).one().attempts == 1


def _refuse(*_args, **_more):
    raise ValueError("no ink")


def test_one_that_fails_keeps_no_other_waiting(open_keys, monkeypatch):
    signed_off.make_batch(2)
    first = db.session.scalars(select(SigningStatement.number).order_by(SigningStatement.id)).first()
    right = issuance.prepare
    monkeypatch.setattr(
        issuance,
        "prepare",
        lambda said, *with_, **more: _refuse() if said.number == first else right(said, *with_, **more),
    )
    assert running.issue_due() == 1
    assert issued().number != first


def test_a_statement_voided_while_it_was_signed_is_not_issued(open_keys, monkeypatch):
    """S13: a name was corrected between signing and registering; the request is gone."""
    signed_off.make_batch(1)
    right = issuance.sign

    def voided_meanwhile(draft, by):
        pdf = right(draft, by)
        with transaction() as session:
            session.delete(session.scalars(select(IssueRequest)).one())
        return pdf

    monkeypatch.setattr(issuance, "sign", voided_meanwhile)
    assert running.issue_due() == 0
    assert (count(Certificate), count(LogLeaf)) == (0, 0)


def _one(table):
    return db.session.scalars(select(table)).first()


def _unsign():
    db.session.delete(_one(SignOff))


def _void():
    _one(SigningStatement).voided_at = NOW


def _reword():
    row = _one(SigningStatement)
    row.payload = row.payload.replace("Amina", "Emina")


def _sign_other():
    _one(SignOff).payload_hash = "0" * 64


FORGED = [
    pytest.param(_unsign, "condition_not_met", id="I-03-one-signature-missing"),
    pytest.param(_sign_other, "condition_not_met", id="I-07-another-text-was-signed"),
    pytest.param(_void, "wrong_state", id="I-07-voided"),
    pytest.param(_reword, "payload_changed", id="I-07-other-bytes-than-the-digest"),
]


@pytest.mark.parametrize(("spoil", "reason"), FORGED)
@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_what_two_people_did_not_sign_is_not_issued(open_keys, monkeypatch, spoil, reason, when):
    """A row that asks for issuing is no proof; the signatures are looked at, before and after signing."""
    signed_off.make_batch(1)
    _at(when, spoil, monkeypatch)
    assert running.issue_due() == 0
    assert (count(Certificate), count(LogLeaf)) == (0, 0)
    error = db.session.scalars(select(IssueRequest.last_error)).one()
    assert error.startswith(f"Refusal: {reason}")


def _at(when, spoil, monkeypatch):
    """Spoil before the worker comes, or while it signs."""
    right = issuance.sign

    def meanwhile(*given):
        with transaction():
            spoil()
        return right(*given)

    if when == "meanwhile":
        monkeypatch.setattr(issuance, "sign", meanwhile)
        return
    with transaction():
        spoil()


REPLACEMENTS = [
    pytest.param(date(2026, 11, 21), CertificateState.SUPERSEDED, "superseded", id="S13-reissue"),
    pytest.param(date(2029, 11, 21), CertificateState.ISSUED, "renewed", id="J9-renewal"),
]


@pytest.mark.parametrize(("from_", "state", "event"), REPLACEMENTS)
def test_a_replacement_ends_what_it_overlaps_and_renews_what_it_follows(open_keys, from_, state, event):
    signed_off.make_batch(1)
    running.issue_due()
    older = issued()
    with transaction():
        newer = signed_off.replacing(older, effective_from=from_, valid_until=date(2032, 11, 20))
        signed_off.make_signed_off(signed_off.make_path("LP-2"), newer, replaces=older)
    assert running.issue_due() == 1
    older = queries.certificate_by_number(older.number)
    assert older.state is state
    assert [row.event for row in queries.events_of([older.id])[older.id]] == ["issued", event]


def test_r3_sixteen_workers_issue_each_of_25_once(open_keys, whole_app, monkeypatch):
    """R3: all at once over the same 25: 25 certificates, leaves and places in the lists; nothing failed."""
    signed_off.make_batch(25)
    monkeypatch.setattr(issuance, "signed", _together(issuance.signed))
    done = []

    def work():
        with whole_app.app_context(), clock.moved_to(NOW):
            done.append(running.issue_due())

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    requests = list(db.session.scalars(select(IssueRequest)))
    assert (len(done), sum(done), count(Certificate), count(LogLeaf)) == (16, 25, 25, 25)
    assert {(one.attempts, one.last_error) for one in requests} == {(0, None)}
    assert len({(one.status_list, one.status_index) for one in requests}) == 25
    assert (count(StatusEvent), log.health(seals.authority().log).problems) == (25, ())


def _together(right):
    """One seals what all others recorded as well, and all come to register it at the same moment."""
    made, turns = {}, defaultdict(threading.Lock)

    def signed(work, seals):
        db.session.rollback()
        with turns[work.statement_id]:
            if work not in made:
                made[work] = right(work, seals)
        return made[work]

    return signed
