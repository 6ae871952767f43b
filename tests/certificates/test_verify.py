"""Verification: one answer, in order of precedence, and never an exception (design.md §3.4)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates import (
    Answer,
    Happening,
    OneRegistered,
    Outcome,
    RegisterUnreachable,
    StatusEvent,
    Trust,
    statement_in,
    verify,
)
from certificates.errors import LogError
from tests.certificates.conftest import AT, LATER, World
from tests.certificates.samples import number_for, statement

ISSUED = StatusEvent(Happening.ISSUED, date(2026, 11, 21))


def failures(report: Any) -> dict[str, str]:
    """Tell what did not pass."""
    return {f.check: f.detail for f in report.findings if f.outcome is not Outcome.PASSED}


def test_genuine_certificate_is_valid_in_every_check(world: World) -> None:
    register = OneRegistered(world.registered)

    report = verify(world.issued.pdf, register=register, trust=world.trust, log=world.store, at=LATER)

    assert (report.answer, failures(report)) == (Answer.VALID, {})
    assert sorted(f.check for f in report.findings) == sorted(
        ["structure", "statement", "fields", "register", "status", "dates"]
        + ["credential", "proof", "agreement", "digest", "claims", "log", "checkpoint"]
        + [
            f"{check}_{function}"
            for check in ("signature", "modification", "chain", "revocation", "seal", "mandate")
            for function in ("training", "hr")
        ]
    )


def test_report_says_every_claim_as_json(world: World) -> None:
    register = OneRegistered(world.registered)
    report = verify(number=world.issued.number.lower(), register=register, at=LATER)

    told = json.loads(report.to_json())

    assert told["answer"] == "valid"
    assert told["as_of"] == "2027-05-03T12:00:00Z"
    assert told["certificate"]["holder"] == "Marie-Éloïse Œuvrard-Ould Abdallah"
    assert told["certificate"]["path"]["code"] == "LP-TRN-BOR"
    assert [signed["name"] for signed in told["certificate"]["signed_by"]] == [
        "Farid Haddadi",
        "Elif Karaman",
    ]
    assert told["findings"][0] == {"check": "register", "outcome": "passed", "detail": "known"}


@pytest.mark.parametrize(
    ("events", "at", "answer"),
    [
        pytest.param([ISSUED], LATER, Answer.VALID, id="nothing happened"),
        pytest.param([ISSUED], datetime(2029, 11, 21, tzinfo=UTC), Answer.EXPIRED, id="expired is derived"),
        pytest.param([ISSUED], datetime(2026, 11, 20, tzinfo=UTC), Answer.NOT_FOUND, id="before it existed"),
        pytest.param(
            [ISSUED, StatusEvent(Happening.SUSPENDED, date(2027, 1, 1))],
            LATER,
            Answer.SUSPENDED,
            id="suspended",
        ),
        pytest.param(
            [ISSUED, StatusEvent(Happening.SUPERSEDED, date(2027, 1, 1), "TRN-X")],
            LATER,
            Answer.SUPERSEDED,
            id="superseded",
        ),
        pytest.param(
            [ISSUED, StatusEvent(Happening.WITHDRAWN, date(2027, 1, 1))],
            LATER,
            Answer.WITHDRAWN,
            id="withdrawn",
        ),
        pytest.param(
            [ISSUED, StatusEvent(Happening.REVOKED, date(2027, 1, 1))], LATER, Answer.REVOKED, id="revoked"
        ),
    ],
)
def test_status_decides_when_the_document_is_genuine(
    world: World, events: Sequence[StatusEvent], at: datetime, answer: Answer
) -> None:
    register = OneRegistered(replace(world.registered, events=events))

    report = verify(number=world.issued.number, register=register, at=at)

    assert report.answer is answer
    assert report.replaced_by == (events[-1].replaced_by if answer is Answer.SUPERSEDED else None)


def test_altered_goes_before_revoked(world: World) -> None:
    events = [ISSUED, StatusEvent(Happening.REVOKED, date(2027, 1, 1))]
    register = OneRegistered(replace(world.registered, events=events))

    report = verify(world.issued.pdf + b"x", register=register, trust=world.trust, at=LATER)

    assert report.answer is Answer.ALTERED
    assert "status" in failures(report)


class Unreachable:
    """A register or log that does not answer."""

    def find(self, number: str) -> Any:
        raise RegisterUnreachable(number=number)

    def leaves(self, start: int, end: int) -> Any:
        raise LogError(problem="unreadable")

    append = size = None


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        pytest.param({"register": None}, "status", id="no register"),
        pytest.param({"register": Unreachable()}, "register", id="register does not answer"),
        pytest.param({"trust": None}, "trust", id="no keys"),
        pytest.param({"trust": Trust(b"rubbish")}, "signature_hr", id="unreadable keys"),
        pytest.param({"log": Unreachable()}, "log", id="log does not answer"),
    ],
)
def test_something_unreachable_never_reads_as_valid(
    world: World, changes: dict[str, Any], check: str
) -> None:
    usual = {"register": OneRegistered(world.registered), "trust": world.trust, "log": world.store}

    report = verify(world.issued.pdf, **{**usual, **changes}, at=LATER)

    assert report.answer is Answer.CANNOT_TELL
    assert report.finding(check) is not None
    assert check in failures(report)


@pytest.mark.parametrize(
    ("changed", "check"),
    [
        pytest.param({"lists": ()}, "revocation_hr", id="no revocation list"),
        pytest.param({"lists": (b"rubbish",)}, "revocation_hr", id="unreadable list"),
        pytest.param({"checkpoint": "rubbish"}, "checkpoint", id="unreadable checkpoint"),
        pytest.param({"log_key": None}, "checkpoint", id="no key for the checkpoint"),
    ],
)
def test_incomplete_trust_cannot_tell(world: World, changed: dict[str, Any], check: str) -> None:
    trust = replace(world.trust, **changed)

    report = verify(world.issued.pdf, register=OneRegistered(world.registered), trust=trust, at=LATER)

    assert (report.answer, check in failures(report)) == (Answer.CANNOT_TELL, True)


def test_expired_is_seen_even_without_register(world: World) -> None:
    report = verify(world.issued.pdf, trust=world.trust, at=datetime(2030, 1, 1, tzinfo=UTC))

    assert (report.answer, failures(report)) == (
        Answer.EXPIRED,
        {"dates": "expired", "status": "no_register"},
    )


@pytest.mark.parametrize(
    ("number", "detail"),
    [
        pytest.param(number_for("TRN", "0000000000"), "no_such_number", id="never issued"),
        pytest.param("TRN-1", "number_malformed", id="cut short"),
        pytest.param("TRN-2026-7KQ4M-9XR2D-A", "check_character_wrong", id="typing error"),
        pytest.param("\x00" * 500, "number_malformed", id="rubbish"),
    ],
)
def test_unknown_number_is_not_found(world: World, number: str, detail: str) -> None:
    report = verify(number=number, register=OneRegistered(world.registered), at=LATER)

    assert (report.answer, failures(report)) == (Answer.NOT_FOUND, {"register": detail})


def test_asking_nothing_finds_nothing() -> None:
    assert verify(at=LATER).answer is Answer.NOT_FOUND
    assert verify(number="TRN-1", at=LATER).answer is Answer.CANNOT_TELL


def test_document_must_bear_the_number_that_was_asked(world: World) -> None:
    asked = {"register": OneRegistered(world.registered), "trust": world.trust, "at": LATER}

    assert verify(world.issued.pdf, number=world.issued.number, **asked).answer is Answer.VALID
    assert verify(world.issued.pdf, number=number_for("EXP"), **asked).answer is Answer.ALTERED
    assert verify(world.issued.pdf, number="rubbish", **asked).answer is Answer.ALTERED


@pytest.mark.parametrize(
    ("data", "answer", "detail"),
    [
        pytest.param(b"", Answer.NOT_FOUND, "not_recognised", id="0 bytes"),
        pytest.param(b"GIF89a", Answer.NOT_FOUND, "not_recognised", id="a picture"),
        pytest.param(b"%PDF-1.7\n", Answer.ALTERED, "unreadable", id="a head only"),
        pytest.param(b"%PDF-1.7\n" + b"[" * 50_000, Answer.ALTERED, "unreadable", id="deep nesting"),
        pytest.param(b"%PDF-1.7\n" + b" " * (21 << 20), Answer.NOT_FOUND, "too_large", id="21 MB"),
    ],
)
def test_what_is_no_certificate_gets_an_answer(
    world: World, data: bytes, answer: Answer, detail: str
) -> None:
    report = verify(data, register=OneRegistered(world.registered), trust=world.trust, at=LATER)

    assert (report.answer, failures(report), report.statement) == (answer, {"structure": detail}, None)
    assert statement_in(data) is None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 60_000), flip=st.integers(1, 255), cut=st.booleans())
def test_any_changed_byte_is_noticed(world: World, place: int, flip: int, cut: bool) -> None:
    data = bytearray(world.issued.pdf)
    place %= len(data)
    data[place] ^= flip
    forged = bytes(data[:place]) if cut else bytes(data)

    report = verify(forged, register=OneRegistered(world.registered), trust=world.trust, at=AT)

    assert report.answer in {Answer.ALTERED, Answer.NOT_FOUND, Answer.ISSUER_UNKNOWN}


def test_statement_of_a_document_can_be_read_unchecked(world: World) -> None:
    assert statement_in(world.issued.pdf) == world.registered.statement


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        pytest.param({"entry": None}, "not_entered", id="never entered"),
        pytest.param({"pdf_sha256": "0" * 64}, "entry_of_another", id="entry speaks of another file"),
    ],
)
def test_log_must_hold_the_entry(world: World, changes: dict[str, Any], detail: str) -> None:
    register = OneRegistered(replace(world.registered, **changes))

    report = verify(number=world.issued.number, register=register, log=world.store, at=LATER)

    assert (report.answer, failures(report)) == (Answer.ALTERED, {"log": detail})


def test_entry_at_another_place_is_refused(world: World) -> None:
    assert world.registered.entry is not None
    wrong = replace(world.registered.entry, index=0)
    register = OneRegistered(replace(world.registered, entry=wrong))

    report = verify(
        number=world.issued.number, register=register, trust=world.trust, log=world.store, at=LATER
    )

    assert failures(report) == {"log": "entry_missing", "checkpoint": "not_included"}
    assert report.answer is Answer.ALTERED


def test_proof_for_another_checkpoint_cannot_tell(world: World) -> None:
    assert world.registered.proof is not None
    other = replace(world.registered, proof=replace(world.registered.proof, size=7))

    report = verify(number=world.issued.number, register=OneRegistered(other), trust=world.trust, at=LATER)

    assert (report.answer, failures(report)) == (Answer.CANNOT_TELL, {"checkpoint": "other_size"})


def test_claims_that_differ_from_the_register_are_altered(world: World) -> None:
    other = replace(world.registered, statement=statement(hours=999))

    report = verify(world.issued.pdf, register=OneRegistered(other), trust=world.trust, at=LATER)

    assert (report.answer, failures(report)["claims"]) == (Answer.ALTERED, "differ")
