"""What the public check answers, by token, by number and code, by document (S16–S19, I-08, I-25)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from certificates import inspect
from certificates.numbers import make_number
from curriculum import clock
from curriculum.awards.issuing import seals
from curriculum.awards.models import CertificateDocument, StatusEvent
from curriculum.db import db, new_id, transaction
from curriculum.verify import service
from tests.conftest import NOW

pytestmark = pytest.mark.database


def happened(issued, event: str, at: datetime = NOW, **values) -> None:
    more = {"second_approver": None, **values}
    with transaction() as session:
        session.add(
            StatusEvent(
                id=new_id(), certificate_id=issued.certificate.id, event=event, effective_at=at, **more
            )
        )


def answer(issued, at: datetime = NOW) -> str:
    return service.check_token(issued.certificate.token, at).report.answer.value


def test_a_certificate_is_valid_from_its_token(issued):
    checked = service.check_token(issued.certificate.token, NOW)
    assert checked.report.answer.value == "valid"
    assert [(f.check, f.outcome.value) for f in checked.report.findings] == [
        ("register", "passed"),
        ("status", "passed"),
        ("dates", "passed"),
        ("log", "passed"),
        ("digest", "passed"),
    ]


STATUSES = [
    pytest.param(("suspended",), "suspended", id="I-08-suspended"),
    pytest.param(("suspended", "reinstated"), "valid", id="reinstated"),
    pytest.param(("withdrawn",), "withdrawn", id="given-back"),
    pytest.param(("superseded",), "superseded", id="replaced"),
    pytest.param(("suspended", "superseded"), "superseded", id="the-graver-of-two"),
]


@pytest.mark.parametrize(("events", "expected"), STATUSES)
def test_events_make_the_status(issued, events, expected):
    for minute, event in enumerate(events):
        happened(issued, event, NOW + timedelta(minutes=minute))
    assert answer(issued, NOW + timedelta(hours=1)) == expected


LAST = date(2029, 11, 20)
DAYS = [
    pytest.param(LAST, "valid", id="S17-last-day"),
    pytest.param(LAST + timedelta(days=1), "expired", id="I-08-day-after"),
]


@pytest.mark.parametrize(("day", "expected"), DAYS)
def test_i08_expired_follows_from_the_date(issued, day, expected):
    assert answer(issued, datetime(day.year, day.month, day.day, 12, tzinfo=NOW.tzinfo)) == expected


def test_an_expired_certificate_that_was_suspended_is_suspended(issued):
    happened(issued, "suspended")
    assert answer(issued, NOW + timedelta(days=2000)) == "suspended"


def test_number_and_code_open_the_same_as_the_token(issued):
    typed = issued.certificate.number.lower().replace("-", " ")
    checked = service.check_number(typed, f"{issued.code[:4]}-{issued.code[4:]}", NOW)
    assert checked.report.answer.value == "valid"
    assert checked.certificate_id == issued.certificate.id


def wrong(code: str) -> str:
    return ("A" if code[0] != "A" else "B") + code[1:]


def test_i25_a_wrong_code_is_told_like_no_certificate(issued):
    """Neither report says whether the number exists."""
    here = service.check_number(issued.certificate.number, wrong(issued.code), NOW).report
    nowhere = service.check_number(make_number("trainer", 2026), issued.code, NOW).report
    assert here.to_dict() == nowhere.to_dict()
    assert here.answer.value == "not_found"


TYPED = [
    pytest.param("TRN-2026-7KQ4M-9XR2D-X", "check_character_wrong", id="typing-error"),
    pytest.param("ABC-2026-7KQ4M-9XR2D-H", "kind_unknown", id="other-prefix"),
    pytest.param("hello", "number_malformed", id="no-number"),
]


@pytest.mark.parametrize(("number", "detail"), TYPED)
def test_what_is_mistyped_is_explained(app, number, detail):
    report = service.check_number(number, "7KQ4M9XR", NOW).report
    assert [(f.check, f.detail, f.answer.value) for f in report.findings] == [
        ("register", detail, "not_found")
    ]


@pytest.mark.parametrize("token", ["x", "q3Zk0aVfT1xB7mWc9dEh2JpL", "../../etc/passwd", "é" * 30])
def test_an_unknown_token_is_not_found(app, token):
    assert service.check_token(token, NOW).report.answer.value == "not_found"


def test_a_genuine_document_is_checked_whole(issued):
    report = service.check_file(issued.pdf, NOW).report
    assert report.answer.value == "valid"
    assert {"signature_training", "signature_hr", "digest", "claims", "log"} <= {
        f.check for f in report.findings
    }
    assert [f.check for f in report.findings if f.outcome != "passed"] == []


FORGERIES = [
    pytest.param(lambda pdf: pdf + b"\n% more", "altered", id="bytes-added"),
    pytest.param(lambda pdf: pdf[:-2000], "altered", id="S19-second-signature-cut-off"),
    pytest.param(lambda pdf: b"%PDF-1.7 nothing", "altered", id="broken"),
    pytest.param(lambda pdf: b"hello", "not_found", id="no-pdf"),
    pytest.param(lambda pdf: b"", "not_found", id="empty"),
]


@pytest.mark.parametrize(("forge", "expected"), FORGERIES)
def test_s19_a_changed_document_is_altered(issued, forge, expected):
    assert service.check_file(forge(issued.pdf), NOW).report.answer.value == expected


def test_i25_a_document_without_the_right_code_learns_nothing(issued, monkeypatch):
    """Somebody who knows a number only cannot make a file that brings out the name."""
    seen = inspect(issued.pdf, seals.trust())
    said = seen.statement
    elsewhere = said.verify_url.replace(said.token, wrong(said.token))
    forged = replace(seen, statement=replace(said, code=wrong(issued.code), verify_url=elsewhere))
    monkeypatch.setattr(service, "inspect_confined", lambda pdf, trust: forged)
    checked = service.check_file(issued.pdf, NOW)
    assert checked.certificate_id is None
    assert checked.report.answer.value == "not_found"


def test_a_stored_document_that_was_changed_is_altered(issued):
    with transaction() as session:
        session.get(CertificateDocument, issued.certificate.id).pdf = issued.pdf + b" "
    assert answer(issued) == "altered"


def test_recheck_tells_sound_certificates_from_changed_ones(issued):
    happened(issued, "suspended")
    sound = service.recheck(issued.certificate.number, clock.now(), whole=True)
    with transaction() as session:
        session.get(CertificateDocument, issued.certificate.id).pdf = b"%PDF-"
    db.session.expire_all()
    changed = service.recheck(issued.certificate.number, clock.now(), whole=False)
    assert (service.is_sound(sound), service.is_sound(changed)) == (True, False)
