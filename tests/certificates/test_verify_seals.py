"""Seals over time: stamps, archive copies, stolen and retired keys, and what may follow a seal."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from certificates import Answer, Happening, OneRegistered, Registered, StatusEvent, Trust, verify
from certificates.errors import TrustError
from certificates.keys import Keyring, make_authority
from certificates.signing.archive import Material, archive, renew
from certificates.signing.pades import sign_both
from certificates.signing.stamps import Stamper
from certificates.verifying.checks import stamps
from certificates.verifying.trust import Revocation, fingerprint
from tests.certificates.conftest import AT, KEY, LATER, PASSPHRASE, RECORDED, World, drafted
from tests.certificates.eyes import tsa
from tests.certificates.eyes.wanted import demand
from tests.certificates.lists import REPLACED, STOLEN, Entry, revoking
from tests.certificates.samples import CNFGF, MINT, completion

NOW = datetime.now(UTC).replace(microsecond=0)  # the service stamps the present
TOMORROW = NOW + timedelta(days=1)
YEARS = NOW + timedelta(days=365 * 20)
BOTH = ("training", "hr")


def told(report: Any, prefix: str) -> dict[str, str]:
    return {f.check.removeprefix(prefix): f.detail for f in report.findings if f.check.startswith(prefix)}


@dataclass(frozen=True)
class Shop:
    """A stamped certificate, its archive copy, and what a checker trusts."""

    folder: Path
    service: tsa.Service
    stamper: Stamper
    material: Material
    trust: Trust
    pdf: bytes
    copy: bytes
    register: OneRegistered


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    demand("openssl")
    folder = tmp_path_factory.mktemp("authority")
    authority = make_authority(folder, PASSPHRASE, [CNFGF, MINT], NOW - timedelta(days=1))
    stated = completion(effective_from=NOW.date())
    draft = drafted(stated, replace(RECORDED, at=NOW))
    with tsa.serving(tmp_path_factory.mktemp("tsa")) as service:
        stamper = Stamper(service.url, service.root)
        lists = (authority.root_crl, authority.ca_crl, service.crl)
        material = Material(authority.root + service.root, authority.ca, lists)
        pdf = sign_both(draft.pdf, stated, Keyring(folder, PASSPHRASE).signers_for(stated), NOW, stamper)
        trust = replace(Trust.of(authority), did={KEY.method: KEY.public}, stamps=service.root)
        events = (StatusEvent(Happening.ISSUED, NOW.date()),)
        known = OneRegistered(Registered(stated, hashlib.sha256(pdf).hexdigest(), events))
        copy = archive(pdf, material, stamper, NOW)
        yield Shop(folder, service, stamper, material, trust, pdf, copy, known)


# --- Stamps and archives ------------------------------------------------------------------------------


def test_stamps_are_checked_under_their_own_root(shop: Shop) -> None:
    report = verify(shop.pdf, register=shop.register, trust=shop.trust, at=TOMORROW)

    assert report.answer is Answer.VALID
    assert told(report, "timestamp_") == dict.fromkeys(BOTH, "stamped")


@pytest.mark.parametrize("stamps", [b"", b"rubbish"], ids=["the root of the seals", "unreadable"])
def test_stamp_that_cannot_be_judged_cannot_tell(shop: Shop, stamps: bytes) -> None:
    report = verify(shop.copy, register=shop.register, trust=replace(shop.trust, stamps=stamps), at=TOMORROW)

    assert report.answer is Answer.CANNOT_TELL
    assert told(report, "timestamp_") == dict.fromkeys((*BOTH, "archive"), "stamp_of_another_service")


def test_archive_copy_passes_as_the_registered_file(shop: Shop) -> None:
    renewed = renew(shop.copy, shop.material, shop.stamper, NOW)
    for copy in (shop.copy, renewed):
        report = verify(copy, register=shop.register, trust=shop.trust, at=YEARS)

        assert report.answer is Answer.VALID
        assert told(report, "digest") == {"": "archive_of_registered"}
        assert told(report, "modification_") == {
            "training": "only_second_signature",
            "hr": "archive_updates",
        }
        assert told(report, "timestamp_") == dict.fromkeys((*BOTH, "archive"), "stamped")


def _revised(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    writer, out = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False), io.BytesIO()
    change(writer)
    writer.write(out)
    return out.getvalue()


def _titled(writer: Any) -> None:
    writer.set_info(generic.DictionaryObject({generic.pdf_name("/Title"): generic.pdf_string("Other")}))


def _painted(writer: Any) -> None:
    paint = generic.StreamObject(stream_data=b"q 1 1 1 rg 200 380 400 40 re f Q")
    writer.add_stream_to_page(0, writer.add_object(paint))


def _described(writer: Any) -> None:
    made = writer.add_object(generic.StreamObject(stream_data=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"))
    writer.root["/Metadata"] = made
    writer.update_root()


ADDITIONS: list[Any] = [
    pytest.param(lambda copy: copy + b"% more\n", id="trailing bytes"),
    pytest.param(lambda copy: copy + copy[-60:], id="a second end"),
    pytest.param(lambda copy: _revised(copy, _titled), id="another title"),
    pytest.param(lambda copy: _revised(copy, _described), id="another description"),
    pytest.param(lambda copy: _revised(copy, _painted), id="painted over"),
]


@pytest.mark.parametrize("change", ADDITIONS)
def test_what_no_archive_adds_is_refused(shop: Shop, change: Callable[[bytes], bytes]) -> None:
    report = verify(change(shop.copy), register=shop.register, trust=shop.trust, at=TOMORROW)

    assert report.answer is Answer.ALTERED
    assert told(report, "modification_hr") == {"": "bytes_after_signature"}
    assert told(report, "digest") == {"": "other_file"}


def test_a_spoiled_stamp_is_altered(shop: Shop) -> None:
    """The signature of the archive's stamp, one bit off."""
    copy = bytearray(shop.copy)
    start = copy.rindex(b"/Contents <") + len(b"/Contents <")
    end = len(bytes(copy[start : copy.index(b">", start)]).rstrip(b"0"))
    place = start + end - 12
    copy[place] = ord("1") if copy[place] != ord("1") else ord("2")

    report = verify(bytes(copy), trust=shop.trust, at=TOMORROW)

    assert told(report, "timestamp_archive")[""] in {"stamp_broken", "malformed"}
    assert report.answer is Answer.ALTERED


# --- Keys that count no more --------------------------------------------------------------------------


def seal_of(world: World, function: str = "hr") -> x509.Certificate:
    seal = world.signers.hr if function == "hr" else world.signers.training
    return x509.load_der_x509_certificate(seal.certificate)


def trusting(world: World, *entries: Entry, root: tuple[Entry, ...] = ()) -> Trust:
    lists = (revoking(world.folder, *root, by="root"), revoking(world.folder, *entries))
    return replace(world.trust, lists=lists)


BEFORE, AFTER = AT - timedelta(days=1), AT + timedelta(days=1)
REVOKED: list[Any] = [
    pytest.param(BEFORE, REPLACED, "seal_revoked", Answer.ISSUER_UNKNOWN, id="before signing"),
    pytest.param(AFTER, REPLACED, "not_revoked", Answer.CANNOT_TELL, id="after signing"),
    pytest.param(AFTER, None, "not_revoked", Answer.CANNOT_TELL, id="after signing, no reason"),
    pytest.param(BEFORE, STOLEN, "seal_revoked", Answer.ISSUER_UNKNOWN, id="stolen before signing"),
    pytest.param(AFTER, STOLEN, "seal_compromised", Answer.CANNOT_TELL, id="stolen after signing, it says"),
]


@pytest.mark.parametrize(("moment", "reason", "detail", "answer"), REVOKED)
def test_seal_that_was_taken_back(
    world: World, moment: datetime, reason: Any, detail: str, answer: Answer
) -> None:
    report = verify(world.issued.pdf, trust=trusting(world, (seal_of(world), moment, reason)), at=LATER)

    assert (told(report, "revocation_hr")[""], report.answer) == (detail, answer)


VOUCHERS: list[Any] = [
    pytest.param({}, True, "dated_by_log", Answer.VALID, id="log"),
    pytest.param({}, False, "dated_by_log", Answer.VALID, id="checkpoint"),
    pytest.param({"proof": None}, False, "dated_by_register", Answer.VALID, id="register alone"),
    pytest.param(
        {"pdf_sha256": "0" * 64}, False, "seal_compromised", Answer.ALTERED, id="a file nobody registered"
    ),
    pytest.param({"entry": None, "proof": None}, False, "dated_by_register", Answer.VALID, id="no entry"),
    pytest.param(
        {"entry": None, "proof": None, "events": [StatusEvent(Happening.ISSUED, AFTER.date())]},
        *(False, "seal_compromised", Answer.CANNOT_TELL),
        id="registered after the theft",
    ),
]


@pytest.mark.parametrize(("changes", "with_log", "detail", "answer"), VOUCHERS)
def test_trap_15_a_stolen_key_counts_only_for_what_is_dated(
    world: World, changes: dict[str, Any], with_log: bool, detail: str, answer: Answer
) -> None:
    stolen = AFTER if "events" in changes else AFTER + timedelta(days=1)
    trust = trusting(world, (seal_of(world), stolen, STOLEN))
    register = OneRegistered(replace(world.registered, **changes))
    log = world.store if with_log else None

    report = verify(world.issued.pdf, register=register, trust=trust, log=log, at=LATER)

    assert (told(report, "revocation_hr")[""], report.answer) == (detail, answer)


def test_a_stamp_dates_what_a_stolen_key_signed(shop: Shop) -> None:
    keyring = Keyring(shop.folder, PASSPHRASE)
    seal = x509.load_der_x509_certificate(keyring.signers_for(completion()).hr.certificate)
    later, earlier = (
        replace(shop.trust, lists=(shop.trust.lists[0], revoking(shop.folder, (seal, moment, STOLEN))))
        for moment in (NOW + timedelta(hours=1), NOW - timedelta(hours=1))
    )

    good = verify(shop.pdf, register=shop.register, trust=later, at=TOMORROW)
    bad = verify(shop.pdf, register=shop.register, trust=earlier, at=TOMORROW)

    assert (good.answer, told(good, "revocation_hr")[""]) == (Answer.VALID, "dated_by_stamp")
    assert (bad.answer, told(bad, "revocation_hr")[""]) == (Answer.ISSUER_UNKNOWN, "seal_revoked")


def test_authority_that_was_taken_back_takes_its_seals_along(world: World) -> None:
    (authority,) = world.trust.certificates()[1]
    trust = trusting(world, root=((authority, BEFORE, None),))

    report = verify(world.issued.pdf, trust=trust, at=LATER)

    assert told(report, "revocation_") == dict.fromkeys(BOTH, "seal_revoked")


RETIRED: list[Any] = [
    pytest.param(AT.date(), "seal_retired", id="signed on the first day without it"),
    pytest.param(AT.date() + timedelta(days=1), "not_revoked", id="signed on its last day"),
]


@pytest.mark.parametrize(("day", "detail"), RETIRED)
def test_seal_out_of_use_signs_no_more(world: World, day: date, detail: str) -> None:
    trust = replace(world.trust, retired={fingerprint(seal_of(world)): day})

    report = verify(world.issued.pdf, trust=trust, at=LATER)

    assert told(report, "revocation_") == {"training": "not_revoked", "hr": detail}


def test_archive_stamp_that_breaks_the_reader_is_malformed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*args: Any, **more: Any) -> Any:
        raise ValueError

    monkeypatch.setattr(stamps, "validate_pdf_timestamp", breaks)
    report = verify(shop.copy, register=shop.register, trust=shop.trust, at=TOMORROW)

    assert (report.answer, told(report, "timestamp_archive")) == (Answer.ALTERED, {"": "malformed"})


def test_without_any_root_nothing_is_trusted(world: World) -> None:
    with pytest.raises(TrustError, match="certificates_unreadable"):
        Trust(b"").certificates()


@pytest.mark.parametrize("reverse", [False, True], ids=["older first", "newer first"])
def test_of_two_lists_of_one_authority_the_newest_counts(world: World, reverse: bool) -> None:
    """Whoever keeps the list of last month beside today's is not told less than today's says."""
    older, newer = revoking(world.folder), revoking(world.folder, (seal_of(world), AFTER, STOLEN), at=AFTER)
    lists = (newer, older) if reverse else (older, newer)
    trust = replace(world.trust, lists=(revoking(world.folder, by="root"), *lists))

    assert trust.revocations_of(seal_of(world)) == [Revocation(AFTER, compromised=True)]


def test_trust_names_every_revocation_and_every_gap(world: World) -> None:
    seal = seal_of(world)
    trust = trusting(world, (seal, BEFORE, None), (seal_of(world, "training"), AFTER, STOLEN))

    assert trust.revocations_of(seal) == [Revocation(BEFORE, compromised=False)]
    assert trust.revocations_of(seal_of(world, "training")) == [Revocation(AFTER, compromised=True)]
    for gap, problem in (({"authorities": b""}, "issuer_missing"), ({"lists": ()}, "list_missing")):
        with pytest.raises(TrustError, match=problem):
            replace(trust, **gap).revocations_of(seal)
