"""Public keys as others fetch them: absolute names, plain texts, the past kept, what was stolen gone."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime

from certificates.credential import ProofCheck, check_proof, issue_credential, read_credential
from certificates.credential.key import CredentialKey, multikey_of
from certificates.did import did_document, jwk, jwks, methods
from certificates.keys.registry import PublicKey
from certificates.status.entry import StatusEntry
from tests.certificates.conftest import AT, BORN, DID, KEY
from tests.certificates.samples import statement

# did:key's own test vector for Ed25519.
VECTOR = (
    "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
    "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29",
)


def public(kid: str, raw: bytes, year: int = 2026, retired: bool = False, stolen: bool = False) -> PublicKey:
    return PublicKey(
        kid=kid,
        public=raw,
        valid_from=datetime(year, 1, 1, tzinfo=UTC),
        retired_on=date(year + 1, 1, 1) if retired else None,
        compromised_at=BORN if stolen else None,
    )


CURRENT = public(KEY.kid, KEY.public)
RETIRED = public("key-retired", b"\x01" * 32, 2024, retired=True)
STOLEN = public("key-stolen", b"\x02" * 32, 2025, stolen=True)
ALL = (CURRENT, STOLEN, RETIRED)


def test_a_multikey_is_written_as_the_method_did_key_writes_it() -> None:
    assert multikey_of(bytes.fromhex(VECTOR[1])) == VECTOR[0]


def test_retired_keys_stay_and_stolen_ones_leave() -> None:
    document = did_document(DID, ALL)

    names = [f"{DID}#key-retired", f"{DID}#{KEY.kid}"]
    assert document["assertionMethod"] == names  # no 14, no 15, no 16: absolute, texts, both arrays
    assert [method["id"] for method in document["verificationMethod"]] == names


def test_each_method_is_a_multikey_of_the_issuer() -> None:
    method = did_document(DID, [CURRENT])["verificationMethod"]

    assert method == [
        {
            "id": KEY.method,
            "type": "Multikey",
            "controller": DID,
            "publicKeyMultibase": multikey_of(KEY.public),
        }
    ]


def test_the_document_names_itself_and_its_words() -> None:
    document = did_document(DID, ())

    assert (document["id"], document["verificationMethod"], document["assertionMethod"]) == (DID, [], [])
    assert document["@context"][0] == "https://www.w3.org/ns/did/v1"


def test_one_key_and_the_set_say_the_same() -> None:
    one = jwk(CURRENT)

    assert {name: one[name] for name in ("kty", "crv", "kid", "use")} == {
        "kty": "OKP",
        "crv": "Ed25519",
        "kid": KEY.kid,
        "use": "sig",
    }
    assert base64.urlsafe_b64decode(one["x"] + "=") == KEY.public
    assert jwks(ALL) == {"keys": [jwk(RETIRED), one]}


def test_a_retired_key_still_proves_what_it_signed() -> None:
    key = CredentialKey(DID, "key-retired", KEY._key)
    published = methods(DID, [public("key-retired", KEY.public, retired=True), STOLEN])

    read = read_credential(issue_credential(statement(), key, StatusEntry(1, 1), AT))

    assert set(published) == {f"{DID}#key-retired"}
    assert check_proof(read, published) is ProofCheck.HOLDS
