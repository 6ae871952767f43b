"""Signed status lists: one file says of 131,072 certificates whether they are revoked (credentials.md §2).

A list is good for a week and written anew every day, so that a checker without network knows how old its
answer may be, and one with network never says whose certificate it asks about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from certificates.credential import proof as proofs
from certificates.credential.contexts import CREDENTIALS
from certificates.credential.credential import written
from certificates.credential.errors import CredentialError
from certificates.credential.key import CredentialKey
from certificates.credential.moments import moment, stamp
from certificates.credential.proof import BACKDATED, Proof, ProofCheck
from certificates.credential.reading import parse, text
from certificates.status.bitstring import is_set, read_bits, write_bits
from certificates.status.entry import PURPOSES, list_address

LARGEST_LIST = 96 * 1024
_ADDRESS = re.compile(rf"(https?://[^\s?#]+)/status/({'|'.join(PURPOSES)})/([1-9][0-9]{{0,5}})")


@dataclass(frozen=True, kw_only=True)
class StatusList:
    """A list that was read; whether it is fresh and whose it is, is for the reader to judge."""

    did: str
    base: str
    purpose: str
    number: int
    valid_from: datetime
    valid_until: datetime
    bits: bytes
    document: Mapping[str, Any]
    proof: Proof

    def has(self, index: int) -> bool:
        """Say whether the certificate at this place is named."""
        return is_set(self.bits, index)

    @property
    def address(self) -> str:
        """The public address that the list gives itself."""
        return list_address(self.base, self.purpose, self.number)


def make_list(
    base: str,
    key: CredentialKey,
    purpose: str,
    number: int,
    indexes: Iterable[int],
    at: datetime,
    days: int = 7,
) -> bytes:
    """Write and sign the list that names these places; the same arguments give the same bytes."""
    document = _document(
        key.did,
        list_address(base, purpose, number),
        purpose,
        stamp(at - BACKDATED),
        stamp(at + timedelta(days=days)),
        write_bits(indexes),
    )
    return written(proofs.prove(document, key, at))


def read_list(data: bytes) -> StatusList:
    """Read a list from a stranger; whatever is not exactly of this shape is a CredentialError."""
    document = parse(data, LARGEST_LIST)
    proof = Proof.read(document.pop("proof", None))
    try:
        return _read(document, proof)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CredentialError(problem="not_a_status_list") from error


def newest(lists: Iterable[StatusList]) -> tuple[StatusList, ...]:
    """Keep the newest of the lists for each purpose and number: no two of them speak at once."""
    by_age = sorted(lists, key=lambda one: one.valid_from)
    return tuple({(one.purpose, one.number): one for one in by_age}.values())


def check_list(status_list: StatusList, keys: Mapping[str, bytes]) -> ProofCheck:
    """Check the proof of a list against the public keys by the absolute names of their methods."""
    return proofs.check(status_list.document, status_list.proof, keys)


def _document(
    did: str, address: str, purpose: str, valid_from: str, valid_until: str, encoded: str
) -> dict[str, Any]:
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did,
        "validFrom": valid_from,
        "validUntil": valid_until,
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,  # a text: an array is refused elsewhere (credentials.md §6 no. 9)
            "encodedList": encoded,
        },
    }


def _read(document: Mapping[str, Any], proof: Proof) -> StatusList:
    subject, named = document["credentialSubject"], _ADDRESS.fullmatch(document["id"])
    if not named:
        raise CredentialError(problem="address", found=document["id"][:200])
    dates = document["validFrom"], document["validUntil"]
    same = _document(document["issuer"], document["id"], named[2], *dates, subject["encodedList"])
    if same != document:
        raise CredentialError(problem="not_a_status_list")
    return StatusList(
        did=text(document["issuer"]),
        base=named[1],
        purpose=named[2],
        number=int(named[3]),
        valid_from=moment(dates[0]),
        valid_until=moment(dates[1]),
        bits=read_bits(subject["encodedList"]),
        document=document,
        proof=proof,
    )
