"""Before any seal is put on, nobody signs a copy: what does not hold two signatures shows then."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from certificates.errors import SigningKeyError, StatementError
from certificates.fields import FIELDS
from certificates.parties import Function
from certificates.signing import pades
from certificates.signing.api import Signers
from certificates.signing.null import _Nobody, nobody
from tests.certificates.conftest import drafted
from tests.certificates.samples import statement

if TYPE_CHECKING:
    from certificates.issuing import Draft

AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def draft() -> Draft:
    return drafted(statement())


def rehearse(draft):
    """What `sign` does before the seals in hand do anything, with nobody's seals alone."""
    at = draft.recorded.at
    pades.rehearse_prepared(pades.set_out(draft.pdf, draft.statement, nobody(), at), at)


def test_sound_draft_is_rehearsed_in_silence(draft):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rehearse(draft)


def one_signature(pdf, prepared):
    """The second room holds zeros, as it was laid out."""
    room = prepared.rooms[Function.HR]
    return pdf[: room.begin] + prepared.pdf[room.begin :]


def bytes_after(pdf, prepared):
    return pdf + b"\n"


def text_changed(pdf, prepared):
    return pdf.replace(b"/MediaBox", b"/MediaB0x", 1)


def signature_changed(pdf, prepared):
    """The last byte of the second signature is another one; the bytes it speaks of are as they were."""
    room = prepared.rooms[Function.HR]
    last = room.begin + len(pdf[room.begin : room.end].rstrip(b">").rstrip(b"0")) - 1
    return pdf[:last] + (b"1" if pdf[last : last + 1] != b"1" else b"2") + pdf[last + 1 :]


def fields_swapped(pdf, prepared):
    """What the training field bears is said of the other one."""
    names = [name.encode() for name in FIELDS.values()]
    assert len({len(name) for name in names}) == 2  # of another length: pad, so that nothing moves
    return pdf.replace(b"(" + names[0] + b")", b"(" + names[0][:-1] + b"x)")


@pytest.mark.parametrize(
    "spoil", [one_signature, bytes_after, text_changed, signature_changed, fields_swapped]
)
def test_copy_that_does_not_hold_is_refused(spoil, draft, monkeypatch):
    made = pades.fill
    monkeypatch.setattr(pades, "fill", lambda prepared, *given: spoil(made(prepared, *given), prepared))

    with pytest.raises(StatementError) as no:
        rehearse(draft)

    assert (no.value.facts["field"], no.value.facts["problem"]) == ("pdf", "rehearsal")


class Counting(_Nobody):
    """A seal that notes when it was used."""

    counts = True

    def __init__(self, spoiled=False):
        self.used, self.spoiled = 0, spoiled

    def sign(self, data):
        self.used += 1
        return super().sign(data + b"x" if self.spoiled else data)


def test_no_seal_is_used_before_the_rehearsal_has_passed(draft, monkeypatch):
    seal, made = Counting(), pades.fill
    monkeypatch.setattr(pades, "fill", lambda prepared, *given: bytes_after(made(prepared, *given), prepared))

    with pytest.raises(StatementError):
        pades.sign_both(draft.pdf, draft.statement, Signers(seal, seal), AT)

    assert seal.used == 0


@pytest.mark.parametrize("spoiled", ["training", "hr"])
def test_signature_that_a_seal_spoiled_does_not_leave(spoiled, draft):
    by = Signers(Counting(spoiled == "training"), Counting(spoiled == "hr"))

    with pytest.raises(SigningKeyError) as no:
        pades.sign_both(draft.pdf, draft.statement, by, AT)

    assert no.value.facts == {"problem": "signature_broken", "seal": spoiled}
