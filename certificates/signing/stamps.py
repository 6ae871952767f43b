"""Time stamps (RFC 3161) by a configured service: no answer means no signature, never one without a stamp."""

from __future__ import annotations

import asyncio
import hashlib
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from http.client import HTTPException
from typing import IO, Any, ClassVar
from urllib.parse import urlsplit

from asn1crypto import pem, tsp
from asn1crypto import x509 as asn1_x509
from asn1crypto.cms import ContentInfo
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from certificates.errors import CertificateError

_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"
_GROWTH = 512
"""A later token may be longer than the measured one: serial number, fraction of the second, accuracy."""
_SKEW = timedelta(minutes=5)


class StampError(CertificateError):
    """The time-stamping service did not answer, or gave no stamp for what was asked; nothing was signed."""

    code = "stamp"


@dataclass(frozen=True)
class Stamper:
    """A time-stamping service by its address; `roots` (PEM) say whose stamps are taken.

    Without `roots` any service at that address is believed: for tests, and where the address is on one's
    own network. `authorization` is sent as the HTTP header of that name.
    """

    url: str
    roots: bytes = b""
    timeout: float = 10.0
    largest: int = 65_536
    authorization: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if urlsplit(self.url).scheme not in ("http", "https"):
            raise StampError(problem="address_refused", url=self.url)

    @cached_property
    def reserved(self) -> int:
        """Count the bytes to keep free for a stamp, measured once on a stamp of nothing."""
        client = self.client(datetime.min.replace(tzinfo=UTC) + _SKEW)
        token = asyncio.run(client.async_timestamp(hashlib.sha256().digest(), "sha256"))
        return len(token.dump()) + _GROWTH

    def client(self, at: datetime) -> Client:
        """Return what pyHanko asks for stamps; one from before `at` is refused."""
        return Client(self, at)


class _Reply(tsp.TimeStampResp):  # type: ignore[misc]  # asn1crypto has no types
    """An answer; one that refuses bears no stamp (RFC 3161 §2.4.2), which asn1crypto does not know."""

    _fields: ClassVar = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", ContentInfo, {"optional": True}),
    ]


class Client(TimeStamper):
    """Asks the service, and looks at the answer before it enters a document."""

    def __init__(self, service: Stamper, at: datetime) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._service, self._at = service, at

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Send the query and read an answer of lawful size."""
        reply = _Reply.load(_asked(self._service, req.dump()), strict=True)
        if reply["status"]["status"].native not in ("granted", "granted_with_mods"):
            raise StampError(url=self._service.url, problem="refused")
        info = reply["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
        if info["nonce"].native != req["nonce"].native:
            raise StampError(url=self._service.url, problem="not_asked")
        return reply

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        """Return a stamp for this digest by the service that is trusted, or refuse by name."""
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            stamped = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
            status = await self._judged(token["content"], message_digest, stamped)
        except StampError:
            raise
        except (OSError, ValueError, TypeError, KeyError, AttributeError, SignatureValidationError) as error:
            # what is made of junk
            raise StampError(url=self._service.url, problem="unreadable") from error
        if not (status["intact"] and status["valid"]):
            raise StampError(url=self._service.url, problem="broken")
        if self._service.roots and status["validation_path"] is None:
            raise StampError(url=self._service.url, problem="other_service")
        if stamped < self._at - _SKEW:
            raise StampError(url=self._service.url, problem="before_signing", stamped=stamped.isoformat())
        return token

    async def _judged(self, signed: Any, digest: bytes, at: datetime) -> dict[str, Any]:
        context = ValidationContext(trust_roots=_loaded(self._service.roots), moment=at)
        judged: dict[str, Any] = await validate_tst_signed_data(signed, context, lambda algorithm: digest)
        return judged


def _loaded(roots: bytes) -> list[Any]:
    return (
        [asn1_x509.Certificate.load(der) for _, _, der in pem.unarmor(roots, multiple=True)] if roots else []
    )


class _NoDetour(urllib.request.HTTPRedirectHandler):
    """The configured address answers itself, or not at all."""

    def redirect_request(self, *args: Any, **more: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoDetour)


def _asked(service: Stamper, query: bytes) -> bytes:
    headers = {"Content-Type": _QUERY, "Accept": _REPLY}
    if service.authorization is not None:
        headers["Authorization"] = service.authorization
    request = urllib.request.Request(service.url, query, headers)  # noqa: S310  # http and https only
    try:
        with _OPENER.open(request, timeout=service.timeout) as answer:
            if answer.headers.get_content_type() != _REPLY:
                raise StampError(url=service.url, problem="not_a_stamp")
            return _read(answer, service)
    except (OSError, HTTPException) as error:
        told = _reason(error)
    # outside, so that nothing holds the connection that failed
    raise StampError(url=service.url, problem="unreachable", told=told)


def _read(answer: IO[bytes], service: Stamper) -> bytes:
    """Read no more and no longer than agreed, however slowly it drips."""
    end, read = time.monotonic() + service.timeout, b""
    while piece := answer.read1(4096):  # type: ignore[attr-defined]  # so reads http.client
        read += piece
        if len(read) > service.largest:
            raise StampError(url=service.url, problem="too_large")
        if time.monotonic() > end:
            raise StampError(url=service.url, problem="too_slow")
    return read


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"HTTP {error.code}"
    return type(getattr(error, "reason", error)).__name__
