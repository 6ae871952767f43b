"""Stamps of a real service: two B-T signatures others accept, and no signature at all without the service."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms
from asn1crypto import tsp as protocol

from certificates import Answer, verify
from certificates.signing.pades import sign_both
from certificates.signing.stamps import Stamper, StampError
from certificates.verifying.report import Outcome
from tests.certificates import seals
from tests.certificates.conftest import LATER, RECORDED, World, drafted
from tests.certificates.eyes import sealed, tsa
from tests.certificates.eyes.wanted import demand
from tests.certificates.samples import statement

AT = datetime(2026, 1, 3, 10, 0, tzinfo=UTC)  # the service stamps the present, which is later


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tsa.Service]:
    demand("openssl")
    with tsa.serving(tmp_path_factory.mktemp("tsa")) as running:
        yield running


@pytest.fixture
def bad(service: tsa.Service) -> Iterator[tsa.Service]:
    yield service
    service.broken = None


@pytest.fixture(scope="module")
def stamped(world: World, service: tsa.Service) -> bytes:
    return _signed(world, Stamper(service.url, service.root))


def _signed(world: World, stamper: Stamper, at: datetime = AT) -> bytes:
    draft = drafted(statement(), replace(RECORDED, at=at))
    return sign_both(draft.pdf, draft.statement, world.signers, at, stamper)


def _stamps(pdf: bytes) -> list[tuple[bytes, bytes]]:
    """Every stamp with the signature it speaks of."""
    found = []
    for signature in sealed.signatures(pdf).values():
        signer = cms.ContentInfo.load(signature.cms)["content"]["signer_infos"][0]
        (attribute,) = signer["unsigned_attrs"]
        assert attribute["type"].native == "signature_time_stamp_token"
        found.append((attribute["values"][0].dump(), signer["signature"].native))
    return found


def test_both_signatures_bear_a_stamp_openssl_accepts(stamped: bytes, service: tsa.Service) -> None:
    told = [tsa.holds(service.folder, *each) for each in _stamps(stamped)]
    wrong = [tsa.holds(service.folder, token, b"other") for token, _ in _stamps(stamped)]

    assert [each.count("Verification: OK") for each in told] == [1, 1]
    assert [each.count("message imprint mismatch") for each in wrong] == [1, 1]


def test_stamped_certificate_verifies_as_any_other(world: World, stamped: bytes) -> None:
    report = verify(stamped, trust=world.trust, at=LATER)

    failed = [f.check for f in report.findings if f.outcome is Outcome.FAILED]
    assert (report.answer, failed) == (Answer.CANNOT_TELL, [])  # nobody was asked about the status


def test_pdfsig_accepts_stamped_signatures(world: World, stamped: bytes, tmp_path: Path) -> None:
    opinions = sealed.pdfsig(stamped, world.folder / "root.pem", tmp_path)

    assert [(one.valid, one.trusted) for one in opinions] == [(True, True), (True, True)]


def test_room_for_the_stamp_is_measured_once(world: World, service: tsa.Service) -> None:
    stamper = Stamper(service.url, service.root)
    before = len(service.asked)

    for _ in range(2):
        pdf = _signed(world, stamper)

    rooms = [one.room for one in sealed.signatures(pdf).values()]
    assert len(service.asked) - before == 5  # one to measure, two for each certificate
    assert all(len(token) < stamper.reserved < len(token) + 600 for token, _ in _stamps(pdf))
    assert max(rooms) < 6000


def test_stamp_that_outgrew_its_room_is_refused(world: World, service: tsa.Service) -> None:
    class Tight(Stamper):
        reserved = 100

    with pytest.raises(StampError, match="larger_than_measured"):
        _signed(world, Tight(service.url, service.root))


def test_service_may_seal_with_rsa(world: World, tmp_path: Path) -> None:
    demand("openssl")
    with tsa.serving(tmp_path, seals.rsa_key("stamps")) as running:
        pdf = _signed(world, Stamper(running.url, running.root))

        assert ["Verification: OK" in tsa.holds(tmp_path, *each) for each in _stamps(pdf)] == [True, True]


def _not_found(handler: Any, query: bytes) -> None:
    tsa.answer(handler, b"", status=404)


def _elsewhere(handler: Any, query: bytes) -> None:
    handler.send_response(302)
    handler.send_header("Location", "/other")
    handler.end_headers()


def _hangs_up(handler: Any, query: bytes) -> None:
    handler.close_connection = True


def _page(handler: Any, query: bytes) -> None:
    tsa.answer(handler, b"<html>", "text/html")


def _endless(handler: Any, query: bytes) -> None:
    tsa.answer(handler, bytes(70_000))


def _dripping(handler: Any, query: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/timestamp-reply")
    handler.end_headers()
    with contextlib.suppress(OSError):  # the asker hangs up
        for _ in range(20):
            handler.wfile.write(b"\x30")
            handler.wfile.flush()
            time.sleep(0.05)


def _junk(handler: Any, query: bytes) -> None:
    tsa.answer(handler, b"\x30\x03\x02\x01\x00")


def _refuses(handler: Any, query: bytes) -> None:
    tsa.answer(handler, tsa.reply(handler.service.folder, b"no query"))


def _yesterdays(handler: Any, query: bytes) -> None:
    """A genuine stamp for what somebody else asked."""
    tsa.answer(handler, tsa.reply(handler.service.folder, handler.service.asked[0]))


def _for_other_data(handler: Any, query: bytes) -> None:
    """The right nonce on a stamp for other data."""
    asked = protocol.TimeStampReq.load(query)
    asked["message_imprint"]["hashed_message"] = b"\x07" * 32
    tsa.answer(handler, tsa.reply(handler.service.folder, asked.dump(force=True)))


def _spoiled(handler: Any, query: bytes) -> None:
    """One bit of the service's own signature is another one."""
    whole = tsa.reply(handler.service.folder, query)
    tsa.answer(handler, whole[:-1] + bytes([whole[-1] ^ 1]))


@pytest.mark.parametrize(
    ("misbehave", "problem"),
    [
        pytest.param(_not_found, "unreachable", id="no service at the address"),
        pytest.param(_elsewhere, "unreachable", id="sent elsewhere, not followed"),
        pytest.param(_hangs_up, "unreachable", id="no answer"),
        pytest.param(_page, "not_a_stamp", id="a page for people"),
        pytest.param(_endless, "too_large", id="more than a stamp can be"),
        pytest.param(_dripping, "too_slow", id="an answer that never ends"),
        pytest.param(_junk, "unreadable", id="no stamp in it"),
        pytest.param(_refuses, "refused", id="the service says no"),
        pytest.param(_yesterdays, "not_asked", id="another's nonce"),
        pytest.param(_for_other_data, "broken", id="another's digest"),
        pytest.param(_spoiled, "broken", id="a signature that does not hold"),
    ],
)
def test_without_its_stamp_nothing_is_signed(
    world: World, bad: tsa.Service, misbehave: Callable[[Any, bytes], None], problem: str
) -> None:
    stamper = Stamper(bad.url, bad.root, timeout=0.3 if misbehave is _dripping else 5)
    assert stamper.reserved < 6000  # a good one first, so that the signature itself is asked for below
    bad.broken = misbehave

    with pytest.raises(StampError) as refused:
        _signed(world, stamper)

    assert refused.value.facts["problem"] == problem


def test_stamp_of_another_service_is_refused(world: World, service: tsa.Service) -> None:
    with pytest.raises(StampError, match="other_service"):
        _signed(world, Stamper(service.url, (world.folder / "root.pem").read_bytes()))


def test_service_without_roots_is_believed(world: World, service: tsa.Service) -> None:
    assert len(_stamps(_signed(world, Stamper(service.url)))) == 2


def test_stamp_from_before_the_signature_is_refused(world: World, service: tsa.Service) -> None:
    with pytest.raises(StampError, match="before_signing"):
        _signed(world, Stamper(service.url, service.root), datetime.now(UTC) + timedelta(hours=1))


def test_closed_port_is_told_as_unreachable() -> None:
    with pytest.raises(StampError, match=r"unreachable.*ConnectionRefusedError"):
        assert Stamper("http://127.0.0.1:9/tsa").reserved


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://tsa.example/", "tsa.example"])
def test_address_of_another_sort_is_refused(url: str) -> None:
    with pytest.raises(StampError, match="address_refused"):
        Stamper(url)


def test_authorization_is_sent_and_never_shown(service: tsa.Service, bad: tsa.Service) -> None:
    seen = []

    def note(handler: Any, query: bytes) -> None:
        seen.append(handler.headers["Authorization"])
        tsa.answer(handler, tsa.reply(service.folder, query))

    bad.broken = note
    stamper = Stamper(service.url, authorization="Basic c2VjcmV0")

    assert (stamper.reserved > 1000, seen, "c2VjcmV0" in repr(stamper)) == (True, ["Basic c2VjcmV0"], False)
