"""A seal whose key never leaves its token: any PKCS#11 module, P-256 or RSA.

A token may lock itself after a few wrong PINs. So a PIN that was refused is never tried again by this
process, and a token that says "one try left" is not tried at all: its maker's own tool frees it.

ECDSA on a token draws a random number for each signature: signing again gives another file. For such seals
keeping the first signature is the only rule that makes issuing repeatable (`deterministic` says so).

Open a token in the process that signs: a session does not survive `fork`.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pkcs11
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pkcs11 import Attribute, Mechanism, ObjectClass, TokenFlag
from pkcs11.exceptions import (
    DeviceError,
    DeviceRemoved,
    KeyHandleInvalid,
    MultipleTokensReturned,
    NoSuchToken,
    ObjectHandleInvalid,
    PinExpired,
    PinIncorrect,
    PinInvalid,
    PinLenRange,
    PinLocked,
    PKCS11Error,
    SessionClosed,
    SessionHandleInvalid,
    TokenNotPresent,
    UserNotLoggedIn,
)
from pkcs11.util.ec import encode_ecdsa_signature

from certificates.signing.algorithm import Algorithm, algorithm_of
from certificates.signing.place import Place as Place

Pin = Callable[[], str]

_TRIAL = b"certificates: does this key belong to this certificate?"
_WRONG_PIN = (PinIncorrect, PinInvalid, PinLenRange)
_LOST = (
    DeviceError,
    DeviceRemoved,
    KeyHandleInvalid,
    ObjectHandleInvalid,
    SessionClosed,
    SessionHandleInvalid,
    TokenNotPresent,
    UserNotLoggedIn,
)
_sessions: dict[tuple[Path, str, str], Any] = {}
_refused_pins: set[bytes] = set()
_lock = threading.RLock()


class TokenKey:
    """A key on a token with its certificate; open it with `TokenKey.open`."""

    counts = True

    def __init__(
        self, place: Place, pin: Pin, certificate: x509.Certificate, chain: tuple[bytes, ...]
    ) -> None:
        self.certificate = certificate.public_bytes(Encoding.DER)
        self.chain = chain
        self.algorithm = algorithm_of(certificate.public_key())
        self._place, self._pin = place, pin
        self._find()
        self._try(certificate)

    @classmethod
    def open(cls, place: Place, pin: Pin, chain: Path, certificate: Path | None = None) -> TokenKey:
        """Log in and make sure that the key belongs to its certificate, which may lie on the token too.

        `pin` is asked only when the token must be opened; keys on one token share one login.
        """
        try:
            above = x509.load_pem_x509_certificates(chain.read_bytes())
            seal = x509.load_pem_x509_certificate(certificate.read_bytes()) if certificate else None
        except (OSError, ValueError) as error:
            raise place.refusal("certificate_unreadable") from error
        seal = seal or _find_certificate(place, pin)
        return cls(place, pin, seal, tuple(each.public_bytes(Encoding.DER) for each in above))

    @property
    def deterministic(self) -> bool:
        """RSA repeats itself, ECDSA on a token does not."""
        return self.algorithm is Algorithm.RSA

    def sign(self, data: bytes) -> bytes:
        """Sign with SHA-256; a session that was lost is opened again, once."""
        try:
            return self._signed(data)
        except _LOST:
            _forget(self._place, self._session)
            self._find()
        try:
            return self._signed(data)
        except PKCS11Error as error:
            raise self._place.refusal("session_lost") from error

    def _find(self) -> None:
        self._session = open_session(self._place, self._pin)
        self._key = find_object(self._place, self._session, ObjectClass.PRIVATE_KEY, "key")

    def _signed(self, data: bytes) -> bytes:
        return sign_with(self._key, self.algorithm, data)

    def _try(self, seal: x509.Certificate) -> None:
        """Sign something and check it: tokens need not tell the public key, but this they cannot feign."""
        public = seal.public_key()
        try:
            signed = self.sign(_TRIAL)
            if isinstance(public, rsa.RSAPublicKey):
                public.verify(signed, _TRIAL, padding.PKCS1v15(), SHA256())
            else:
                assert isinstance(public, ec.EllipticCurvePublicKey)  # so says algorithm_of
                public.verify(signed, _TRIAL, ec.ECDSA(SHA256()))
        except (InvalidSignature, PKCS11Error) as error:  # a key of another sort refuses the mechanism
            raise self._place.refusal("other_certificate") from error


def sign_with(key: Any, algorithm: Algorithm, data: bytes) -> bytes:
    """Let a private key on a token sign with SHA-256."""
    if algorithm is Algorithm.RSA:
        return bytes(key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))
    # the raw mechanism: few tokens hash for ECDSA themselves
    digest = hashlib.sha256(data).digest()
    return bytes(encode_ecdsa_signature(key.sign(digest, mechanism=Mechanism.ECDSA)))


def close_tokens() -> None:
    """Log out of every token this process opened."""
    with _lock:
        for (module, token, serial), session in list(_sessions.items()):
            _forget(Place(module, token, serial=serial), session)


def _find_certificate(place: Place, pin: Pin) -> x509.Certificate:
    found = find_object(place, open_session(place, pin), ObjectClass.CERTIFICATE, "certificate")
    try:
        return x509.load_der_x509_certificate(found[Attribute.VALUE])
    except ValueError as error:
        raise place.refusal("certificate_unreadable") from error


def find_object(place: Place, session: Any, sort: ObjectClass, name: str) -> Any:
    """Find the one object of a sort at this place, or refuse and tell what else there is."""
    wanted: dict[Attribute, Any] = {Attribute.CLASS: sort}
    wanted |= {Attribute.LABEL: place.key} if place.key is not None else {}
    wanted |= {Attribute.ID: place.id} if place.id is not None else {}
    found = list(session.get_objects(wanted))
    if len(found) != 1:
        there = _labels(found or session.get_objects({Attribute.CLASS: sort}))
        raise place.refusal(f"{name}_ambiguous" if found else f"{name}_missing", there)
    return found[0]


def _labels(objects: Iterable[Any]) -> str:
    return ", ".join(sorted(f"{one[Attribute.LABEL]!r}" for one in objects)) or "none"


def open_session(place: Place, pin: Pin) -> Any:
    """Return the one session with a token, opened at the first need."""
    with _lock:
        where = place.module, place.token, place.serial
        if where in _sessions and not _is_alive(_sessions[where]):
            _forget(place, _sessions[where])
        if where not in _sessions:
            _sessions[where] = _login(place, _token(place), pin)
        return _sessions[where]


def _is_alive(session: Any) -> bool:
    try:
        session.generate_random(8)
    except _LOST:
        return False
    except PKCS11Error:
        return True  # it answered, if only that it has no dice
    return True


def _forget(place: Place, session: Any) -> None:
    """Give a session up, unless another key on the token has opened a new one meanwhile."""
    with _lock:
        where = place.module, place.token, place.serial
        if where in _sessions and _sessions[where] is session:
            del _sessions[where]
            with suppress(PKCS11Error):  # it was lost already
                session.close()


def _token(place: Place) -> Any:
    if not place.module.is_file():
        raise place.refusal("module_missing", "no such file")
    wanted: dict[str, Any] = {"token_label": place.token}
    wanted |= {"token_serial": place.serial.encode()} if place.serial else {}
    try:
        module = pkcs11.lib(str(place.module))
    except RuntimeError as error:  # PKCS11Error is one; a file that is no module gives the plain one
        raise place.refusal("module_refuses", str(error) or type(error).__name__) from error
    try:
        return module.get_token(**wanted)
    except (NoSuchToken, TokenNotPresent) as error:
        raise place.refusal("token_missing", _tokens(module)) from error
    except MultipleTokensReturned as error:
        raise place.refusal("token_ambiguous", _tokens(module)) from error
    except PKCS11Error as error:
        raise place.refusal("module_refuses", type(error).__name__) from error


def _tokens(module: Any) -> str:
    """Say which tokens there are; a slot whose token was never set up has none."""
    found = (one for one in module.get_tokens() if one.flags & TokenFlag.TOKEN_INITIALIZED)
    return ", ".join(sorted(f"{one.label!r} (serial {one.serial.decode()})" for one in found)) or "none"


def _login(place: Place, token: Any, pin: Pin) -> Any:
    """Try a PIN once in the life of this process, and never the last time that the token allows."""
    for flag, problem in _NOT_NOW.items():
        if token.flags & flag:
            raise place.refusal(problem, flag.name or "")
    secret = pin()
    mark = hashlib.sha256(f"{place.module}\0{place.token}\0{place.serial}\0{secret}".encode()).digest()
    if mark in _refused_pins:
        raise place.refusal("pin_refused_before", "the PIN that the token refused before")
    try:
        return token.open(user_pin=secret)
    except _WRONG_PIN as error:
        _refused_pins.add(mark)
        raise place.refusal("pin_wrong", "a PIN that the token refused") from error
    except PinLocked as error:
        raise place.refusal("pin_locked") from error
    except PinExpired as error:
        raise place.refusal("pin_expired") from error
    except PKCS11Error as error:
        raise place.refusal("token_refuses", type(error).__name__) from error


_NOT_NOW = {TokenFlag.USER_PIN_LOCKED: "pin_locked", TokenFlag.USER_PIN_FINAL_TRY: "pin_final_try"}
