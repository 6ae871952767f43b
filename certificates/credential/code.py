"""The second QR: what the paper says in one signed token, checked without network (RFC 9052, 8392, 9285).

"TC1:" and base45 of a COSE_Sign1, or of its zlib form where that is shorter. The header names the key by
the 8 bytes of its kid. Claims are CWT's own where there are some: 4 until, 5 from, 6 recorded, 7 number.
The others have one letter each: c code, p path, v version, d first 16 bytes of the credential's SHA-256,
s list and index in the status lists, n names if allowed. The issuer is not repeated: who holds the key
knows whose it is, and the paper says so.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

import cbor2
from base45 import b45decode, b45encode  # type: ignore[import-untyped]
from cwt import COSE, COSEKey
from cwt.exceptions import CWTError

from certificates.credential.errors import CodeError, CredentialError
from certificates.credential.key import CredentialKey
from certificates.credential.moments import whole
from certificates.errors import NumberRefused
from certificates.numbers import kind_of, parse_code, parse_number
from certificates.statement import Statement
from certificates.status.entry import StatusEntry

PREFIX = "TC1:"
LONGEST_WRITTEN = 419
"""As much as version 12 of a QR code holds at level M; names that would not fit stay off."""
LONGEST_READ = 2000
_DIGEST = 16
_UNTIL, _FROM, _AT, _NUMBER = 4, 5, 6, 7
_LAST_SECOND = time(23, 59, 59)
_SIGN1 = b"\xd2"
_ALGORITHM, _KID, _EDDSA = 1, 4, -8
_KID_NAME = re.compile(r"key-[0-9a-f]{16}")
_LATEST = 2**34


@dataclass(frozen=True, kw_only=True)
class CodeClaims:
    """What a code says; `valid_until` None means without end, `names` are empty when none were allowed."""

    method: str
    number: str
    code: str
    path_code: str
    path_version: int
    effective_from: date
    valid_until: date | None
    recorded_at: datetime
    digest: bytes
    status: StatusEntry
    names: tuple[str, ...] = ()

    @property
    def did(self) -> str:
        """The issuer, whose key signed."""
        return self.method.partition("#")[0]

    @property
    def kind(self) -> str:
        """The kind of certificate, which the number says."""
        return kind_of(self.number)

    def matches(self, credential: bytes) -> bool:
        """Say whether these are the bytes of the credential that was issued with the paper."""
        return hashlib.sha256(credential).digest()[:_DIGEST] == self.digest


def write_code(
    statement: Statement, credential: bytes, key: CredentialKey, status: StatusEntry, at: datetime
) -> str:
    """Write the text of the second QR; names go in, in printed order, as far as allowed and as they fit."""
    claims = _claims_of(statement, credential, key, status, at)
    text = _text(claims, key)
    for count in range(1, len(statement.holder) + 1 if statement.paper.names_in_code else 1):
        names = tuple(name.text for name in statement.holder[:count])
        longer = _text(replace(claims, names=names), key)
        if len(longer) > LONGEST_WRITTEN:
            break
        text = longer
    return text


def read_code(text: str, keys: Mapping[str, bytes]) -> CodeClaims:
    """Read what a QR says; `keys` are the public keys by the absolute names of their methods.

    Anything that is not whole, not ours or not signed by one of the keys is a CodeError.
    """
    signed = _unwrapped(text)
    methods = {_kid(method): method for method in keys}
    named = [_public_key(method, public) for method, public in keys.items()]
    try:
        headers, _, payload = _COSE.decode_with_headers(signed, named)
        claims = _read(methods[headers[_KID]], payload)
    except (CWTError, cbor2.CBORError, NumberRefused, CredentialError, *_MALFORMED) as error:
        raise CodeError(problem="not_signed_by_a_known_key") from error
    if _payload(claims) != payload:
        raise CodeError(problem="not_this_profile")
    return claims


# What the libraries let escape on bytes that nobody wrote in good faith.
_MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)
_COSE = COSE.new(alg_auto_inclusion=False, kid_auto_inclusion=False, verify_kid=True)


def _claims_of(
    statement: Statement, credential: bytes, key: CredentialKey, status: StatusEntry, at: datetime
) -> CodeClaims:
    return CodeClaims(
        method=key.method,
        number=statement.number,
        code=statement.code,
        path_code=statement.path.code,
        path_version=statement.path.version,
        effective_from=statement.effective_from,
        valid_until=statement.valid_until,
        recorded_at=whole(at),
        digest=hashlib.sha256(credential).digest()[:_DIGEST],
        status=status,
    )


def _text(claims: CodeClaims, key: CredentialKey) -> str:
    headers = {_ALGORITHM: _EDDSA, _KID: _kid(claims.method)}
    signed: Any = _COSE.encode_and_sign(_payload(claims), _private_key(key), protected=headers)
    packed = min(signed, zlib.compress(signed, 9), key=len)
    return f"{PREFIX}{b45encode(packed).decode('ascii')}"


def _payload(claims: CodeClaims) -> bytes:
    found: dict[int | str, Any] = {
        _FROM: _seconds(claims.effective_from, time.min),
        _AT: int(claims.recorded_at.timestamp()),
        _NUMBER: claims.number.replace("-", "").encode("ascii"),
        "c": claims.code,
        "p": claims.path_code,
        "v": claims.path_version,
        "d": claims.digest,
        "s": [claims.status.list, claims.status.index],
    }
    if claims.valid_until is not None:
        found[_UNTIL] = _seconds(claims.valid_until, _LAST_SECOND)
    if claims.names:
        found["n"] = list(claims.names)
    return cbor2.dumps(found, canonical=True)


def _read(method: str, payload: bytes) -> CodeClaims:
    found = cbor2.loads(payload)
    return CodeClaims(
        method=method,
        number=parse_number(found[_NUMBER].decode("ascii")),
        code=parse_code(_string(found["c"])),
        path_code=_string(found["p"]),
        path_version=int(found["v"]),
        effective_from=_moment(found[_FROM]).date(),
        valid_until=_moment(found[_UNTIL]).date() if _UNTIL in found else None,
        recorded_at=_moment(found[_AT]),
        digest=_digest(found["d"]),
        status=StatusEntry(*found["s"]),
        names=tuple(_string(name) for name in found.get("n", ())),
    )


def _unwrapped(text: str) -> bytes:
    """Take prefix, base45 and zlib off, with bounds."""
    if not text.startswith(PREFIX) or len(text) > LONGEST_READ:
        raise CodeError(problem="not_a_code", length=len(text))
    try:
        packed = b45decode(text.removeprefix(PREFIX))
    except ValueError as error:
        raise CodeError(problem="cut_or_garbled") from error
    signed = packed if packed[:1] == _SIGN1 else _inflated(packed)
    if signed[:1] != _SIGN1:
        raise CodeError(problem="not_a_code")
    return signed


def _inflated(packed: bytes) -> bytes:
    inflating = zlib.decompressobj()
    try:
        inflated = inflating.decompress(packed, LONGEST_READ)
    except zlib.error as error:
        raise CodeError(problem="cut_or_garbled") from error
    if not inflating.eof or inflating.unused_data:
        raise CodeError(problem="cut_or_garbled")
    return inflated


def _private_key(key: CredentialKey) -> Any:
    return COSEKey.new({**_cose(key.method, key.public), -4: key.private})


def _public_key(method: str, public: bytes) -> Any:
    return COSEKey.new(_cose(method, public))


def _cose(method: str, public: bytes) -> dict[int, Any]:
    return {1: 1, -1: 6, 2: _kid(method), 3: _EDDSA, -2: public}


def _kid(method: str) -> bytes:
    """Take the 8 bytes out of "did:web:…#key-…"; a key that is named otherwise keeps its name."""
    name = method.rpartition("#")[2]
    return bytes.fromhex(name[4:]) if _KID_NAME.fullmatch(name) else name.encode("utf-8")


def _seconds(day: date, clock: time) -> int:
    return int(datetime.combine(day, clock, UTC).timestamp())


def _moment(seconds: Any) -> datetime:
    if type(seconds) is not int or not 0 <= seconds < _LATEST:
        raise ValueError(seconds)
    return datetime.fromtimestamp(seconds, UTC)


def _digest(value: Any) -> bytes:
    if not isinstance(value, bytes) or len(value) != _DIGEST:
        raise ValueError(value)
    return value


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
