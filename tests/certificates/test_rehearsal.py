"""Before any seal is put on, nobody signs a copy: what does not hold two signatures shows then."""

from __future__ import annotations

import io
import warnings
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pikepdf
import pytest

from certificates import rehearsal
from certificates.errors import StatementError
from certificates.parties import Function
from certificates.signing import pades
from certificates.signing.pades import sign_both
from tests.certificates.conftest import drafted
from tests.certificates.samples import statement

if TYPE_CHECKING:
    from certificates.issuing import Draft

AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def draft() -> Draft:
    return drafted(statement())


def test_sound_draft_is_rehearsed_in_silence(draft):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rehearsal.rehearse(draft)


def one_signature(pdf, said, by, at):
    return pades._sign_one(pdf, said, Function.TRAINING, by.training, at)


def bytes_after(*given):
    return sign_both(*given) + b"\n"


def text_changed(*given):
    return sign_both(*given).replace(b"/MediaBox", b"/MediaB0x", 1)


def signature_changed(*given):
    """The last byte of the second signature is another one; the bytes it speaks of are as they were."""
    pdf = sign_both(*given)
    with pikepdf.open(io.BytesIO(pdf)) as copy:
        _, begin, end, _ = (int(number) for number in copy.Root.AcroForm.Fields[1].V.ByteRange)
    last = begin + len(pdf[begin:end].rstrip(b">").rstrip(b"0")) - 1
    return pdf[:last] + (b"1" if pdf[last : last + 1] != b"1" else b"2") + pdf[last + 1 :]


@pytest.mark.parametrize("spoiled", [one_signature, bytes_after, text_changed, signature_changed])
def test_copy_that_does_not_hold_is_refused(spoiled, draft, monkeypatch):
    monkeypatch.setattr(rehearsal, "sign_both", spoiled)

    with pytest.raises(StatementError) as no:
        rehearsal.rehearse(draft)

    assert (no.value.facts["field"], no.value.facts["problem"]) == ("pdf", "rehearsal")
