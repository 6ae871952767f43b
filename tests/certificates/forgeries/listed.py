"""Forged status lists: none of them may make a certificate valid."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from certificates import Answer
from certificates.credential import proof
from certificates.credential.credential import written
from certificates.status.entry import SIZE
from tests.certificates.conftest import KEY, RECORDED, World
from tests.certificates.forgeries.case import ABROAD, DAY, STOLEN, Case, Make, lists

INDEX = RECORDED.status.index


def _relisted(change: Callable[[dict[str, Any]], Any], *, sign: bool = True) -> list[bytes]:
    """The genuine revocation list, changed, and signed again if the forger could."""
    document = json.loads(lists()[0])
    if sign:
        document.pop("proof")
    change(document)
    made = written(proof.prove(document, KEY, DAY) if sign else document)
    return [made, lists()[1]]


def _encoded(text: str) -> Callable[[dict[str, Any]], Any]:
    return lambda document: document["credentialSubject"].update(encodedList=text)


def _bits(*, size: int = SIZE // 8, least_first: bool = False) -> bytes:
    bits = bytearray(size)
    bits[(INDEX // 8) % size] = 1 << (INDEX % 8) if least_first else 0x80 >> (INDEX % 8)
    return gzip.compress(bytes(bits), mtime=0)


def _url(data: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(data).decode().rstrip("=")


def _unusable(detail: str, make: Callable[[], list[bytes]]) -> Make:
    def case(world: World) -> Case:
        return Case(world.issued.credential, "status", detail, Answer.CANNOT_TELL, {"status": make()})

    return case


LISTS: dict[str, Make] = {
    "list_without_u": _unusable("list_refused", lambda: _relisted(_encoded(_url(_bits())[1:]))),
    "list_in_standard_base64": _unusable(
        "list_refused", lambda: _relisted(_encoded("u" + base64.b64encode(_bits()).decode()))
    ),
    "list_padded": _unusable("list_refused", lambda: _relisted(_encoded(_url(_bits()) + "="))),
    "list_too_short": _unusable("list_refused", lambda: _relisted(_encoded(_url(_bits(size=2048))))),
    "list_with_an_array_of_purposes": _unusable(
        "list_refused",
        lambda: _relisted(lambda d: d["credentialSubject"].update(statusPurpose=["revocation"])),
    ),
    "list_in_wrong_bit_order": _unusable(
        "list_unsigned", lambda: _relisted(_encoded(_url(_bits(least_first=True))), sign=False)
    ),
    "list_emptied": _unusable(
        "list_unsigned", lambda: _relisted(_encoded(_url(gzip.compress(bytes(SIZE // 8)))), sign=False)
    ),
    "list_unsigned": _unusable("list_refused", lambda: _relisted(lambda d: d.pop("proof"), sign=False)),
    "list_by_a_key_never_listed": _unusable("list_unsigned", lambda: lists(key=STOLEN)),
    "list_of_another_issuer": _unusable("list_of_another", lambda: lists(key=ABROAD)),
    "list_expired": _unusable("list_expired", lambda: lists(at=DAY - timedelta(days=30))),
    "list_from_the_future": _unusable("list_not_yet", lambda: lists(at=DAY + timedelta(days=30))),
    "list_of_suspension_only": _unusable("lists_missing", lambda: lists()[1:]),
}
