"""Keys that a token makes and never gives away, as the library takes keys: it can ask them for a request.

P-256 or RSA-3072, marked as sensitive and not to be taken out. Nothing here deletes or overwrites a key.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pkcs11 import Attribute, KeyType, MechanismFlag, ObjectClass
from pkcs11.exceptions import PKCS11Error
from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters
from pkcs11.util.rsa import encode_rsa_public_key

from certificates.signing.algorithm import SHORTEST_RSA, Algorithm, algorithm_of
from certificates.signing.place import Place
from certificates.signing.token import Pin, find_object, open_session, sign_with

_KEPT_IN = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False}
_MAY = MechanismFlag.SIGN | MechanismFlag.VERIFY


class OnToken:
    """What keys on a token have in common: their place, and that nobody can take them out."""

    def __init__(self, place: Place, pin: Pin, public: Any) -> None:
        self.place, self.pin = place, pin
        self._public = public

    @property
    def key_size(self) -> int:
        """Return the length in bits."""
        return int(self._public.key_size)

    def _sign(self, data: bytes) -> bytes:
        session = open_session(self.place, self.pin)
        key = find_object(self.place, session, ObjectClass.PRIVATE_KEY, "key")
        return sign_with(key, algorithm_of(self._public), data)

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        """Do nothing else than sign."""
        raise TypeError("a key on a token only signs")

    def __copy__(self) -> NoReturn:
        self._refuse()

    def __deepcopy__(self, memo: dict[int, object]) -> NoReturn:
        self._refuse()


class EllipticOnToken(OnToken, ec.EllipticCurvePrivateKey):
    """A P-256 key on a token; signs with SHA-256 and nothing else."""

    exchange = private_bytes = private_numbers = OnToken._refuse

    @property
    def curve(self) -> ec.EllipticCurve:
        """Return the curve."""
        return ec.SECP256R1()

    def public_key(self) -> ec.EllipticCurvePublicKey:
        """Return the public key."""
        public: ec.EllipticCurvePublicKey = self._public
        return public

    def sign(self, data: Any, signature_algorithm: Any) -> bytes:
        """Sign with ECDSA over SHA-256."""
        return self._sign(bytes(data))


class RsaOnToken(OnToken, rsa.RSAPrivateKey):
    """An RSA key on a token; signs with PKCS#1 v1.5 over SHA-256 and nothing else."""

    decrypt = private_bytes = private_numbers = OnToken._refuse

    def public_key(self) -> rsa.RSAPublicKey:
        """Return the public key."""
        public: rsa.RSAPublicKey = self._public
        return public

    def sign(self, data: Any, padding: Any, algorithm: Any) -> bytes:
        """Sign with PKCS#1 v1.5 over SHA-256."""
        return self._sign(bytes(data))


Born = EllipticOnToken | RsaOnToken


def make_on_token(place: Place, pin: Pin, algorithm: Algorithm) -> Born:
    """Let the token make a key under a label and an identifier."""
    login = open_session(place, pin)
    told: dict[str, Any] = {"id": place.id, "label": place.key, "store": True, "capabilities": _MAY}
    try:
        # whoever logged in is logged in for every session of this process with the token
        with login.token.open(rw=True) as session:
            if algorithm is Algorithm.RSA:
                session.generate_keypair(KeyType.RSA, SHORTEST_RSA, private_template=_KEPT_IN, **told)
            else:
                curve = {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
                parameters = session.create_domain_parameters(KeyType.EC, curve, local=True)
                parameters.generate_keypair(private_template=_KEPT_IN, **told)
    except PKCS11Error as error:
        raise place.refusal("key_not_made", type(error).__name__) from error
    return key_on_token(place, pin)


def key_on_token(place: Place, pin: Pin) -> Born:
    """Take a key that lies on a token already; its public key must lie beside it."""
    session = open_session(place, pin)
    private = find_object(place, session, ObjectClass.PRIVATE_KEY, "key")
    place = replace(place, id=place.id or private[Attribute.ID] or None)
    public = _public(find_object(place, session, ObjectClass.PUBLIC_KEY, "public_key"))
    algorithm_of(public)
    return (RsaOnToken if isinstance(public, rsa.RSAPublicKey) else EllipticOnToken)(place, pin, public)


def _public(found: Any) -> object:
    encode = encode_rsa_public_key if found.key_type is KeyType.RSA else encode_ec_public_key
    return load_der_public_key(encode(found))
