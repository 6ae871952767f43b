"""The credential: deterministic, in the shape that schema and verifiers want, read back and compared."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from certificates.credential import (
    CredentialError,
    CredentialKey,
    ProofCheck,
    check_proof,
    did_of,
    differences,
    issue_credential,
    kid_of,
    nobody,
    read_credential,
)
from certificates.credential import credential as credential_module
from certificates.credential.claims import claims_of
from certificates.credential.key import NobodysKeyWarning, multikey_of, specimen_key
from certificates.numbers import check_character
from certificates.parties import Theme
from certificates.statement import Statement
from certificates.status.entry import StatusEntry
from certificates.text import Text
from tests.certificates import samples
from tests.certificates.conftest import AT, DID, KEY

PLACE = StatusEntry(3, 4242)
KEYS = {KEY.method: KEY.public}
KINDS = (samples.statement, samples.completion, samples.expert, samples.renewal)


def issued(stated: Statement | None = None, key: CredentialKey = KEY, at: datetime = AT) -> bytes:
    return issue_credential(stated or samples.statement(), key, PLACE, at)


def document(stated: Statement | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(issued(stated))
    return found


def again(found: dict[str, Any]) -> bytes:
    return json.dumps(found, ensure_ascii=False).encode()


@pytest.mark.parametrize("make", KINDS)
def test_every_kind_is_read_back_with_a_proof_that_holds(make: Any) -> None:
    stated = make(holder=samples.MIXED)

    read = read_credential(issued(stated))

    assert check_proof(read, KEYS) is ProofCheck.HOLDS
    assert (read.claims.kind, read.claims.number, read.claims.digest) == (
        stated.kind,
        stated.number,
        stated.digest(),
    )
    assert (differences(read.claims, stated), differences(read.claims, stated, AT)) == ((), ())


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert issued(at=AT + timedelta(microseconds=5)) == issued(at=AT.astimezone(timezone(timedelta(hours=3))))


def test_the_shape_is_the_one_that_verifiers_accepted() -> None:
    found = document(samples.statement(holder=samples.ARABIC))
    subject = found["credentialSubject"]

    assert read_credential(again(found)).address == found["id"]
    assert found["id"] == f"https://certificats.velmaria.example/c/{samples.TOKEN}.json"
    assert (found["validFrom"], found["validUntil"]) == ("2026-11-21T09:55:00Z", "2029-11-20T23:59:59Z")
    assert found["proof"][0]["created"] == "2026-11-21T09:55:00Z"
    assert subject["identifier"][0]["identityHash"] == "أمينة عبد الله بن صالح / Amina Abdallah Ben Salah"
    assert (subject["licenseNumber"], subject["role"]) == (samples.number_for("TRN"), "Trainer")
    assert found["issuer"]["id"] == subject["achievement"]["creator"]["id"] == DID
    assert found["evidence"][0]["narrative"] == f"sha256:{samples.statement(holder=samples.ARABIC).digest()}"
    assert found["credentialStatus"] == {
        "id": "https://certificats.velmaria.example/status/revocation/3#4242",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "4242",
        "statusListCredential": "https://certificats.velmaria.example/status/revocation/3",
    }


@pytest.mark.parametrize("make", KINDS)
def test_the_rules_of_the_public_schema_are_kept(make: Any) -> None:
    found = document(make())
    subject, achievement = found["credentialSubject"], found["credentialSubject"]["achievement"]
    context = r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json"

    assert found["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert re.fullmatch(context, found["@context"][1])
    assert {"VerifiableCredential", "OpenBadgeCredential"} == set(found["type"])
    assert isinstance(found["credentialStatus"], dict)  # no 5: one object, not two
    assert all(isinstance(found[name], list) for name in ("proof", "credentialSchema", "evidence"))
    assert all(isinstance(found[name], str) for name in ("name", "description", "validFrom"))
    assert "Profile" in found["issuer"]["type"]
    assert {"id", "type", "name", "description", "criteria"} <= set(achievement)
    assert set(subject["identifier"][0]) == {"type", "hashed", "identityHash", "identityType"}
    assert achievement["achievementType"] in {"Certification", "CertificateOfCompletion"}
    assert all(one["resultType"].startswith("ext:") for one in achievement["resultDescription"])


@pytest.mark.parametrize("left_out", ["awardedDate", "inLanguage", "endorsementJwt", "jti"])
def test_terms_that_drift_between_contexts_are_never_used(left_out: str) -> None:
    assert f'"{left_out}"' not in issued(samples.renewal()).decode()


def test_a_certificate_without_end_has_no_end() -> None:
    claims = read_credential(issued(samples.completion(eqf_indicative=None))).claims

    assert (claims.valid_until, claims.fact("level"), claims.fact("hours")) == (None, None, "164")


def test_a_decision_that_takes_effect_later_is_not_valid_before() -> None:
    later = samples.statement(effective_from=date(2026, 12, 1))

    assert document(later)["validFrom"] == "2026-12-01T00:00:00Z"


def test_a_statement_without_themes_has_no_empty_members() -> None:
    stated = samples.statement(scope=replace(samples.statement().scope, themes=(), modules=()))

    achievement = document(stated)["credentialSubject"]["achievement"]

    assert {"tag", "related", "fieldOfStudy"}.isdisjoint(achievement)
    assert read_credential(issued(stated)).claims.themes == ()


@pytest.mark.parametrize(
    ("replaced", "role"),
    [("TRN", "Trainer"), ("EXP", "Expert"), ("CMP", "Participant"), ("RNW", "Holder")],
)
def test_a_renewal_keeps_the_role_it_renews(replaced: str, role: str) -> None:
    stated = samples.renewal(replaces=samples.number_for(replaced))

    assert document(stated)["credentialSubject"]["role"] == role


def test_subjects_of_two_certificates_cannot_be_told_to_be_one() -> None:
    body = "TRN2026AAAAABBBBB"
    other = f"TRN-2026-AAAAA-BBBBB-{check_character(body)}"

    first, second = (document(samples.statement(number=one)) for one in (samples.number_for("TRN"), other))

    assert first["credentialSubject"]["id"] != second["credentialSubject"]["id"]


# --- Comparing with the paper --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "differing"),
    [
        ({"holder": samples.CYRILLIC}, {"holder", "digest"}),
        ({"hours": 165}, {"facts", "digest"}),
        ({"valid_until": date(2030, 1, 1)}, {"valid_until", "digest"}),
        ({"issuer": samples.CNFGF}, {"issuer_code", "issuer_name", "digest"}),
        ({"decision_ref": "other"}, {"digest"}),
        ({"number": samples.number_for("TRN", "AAAAABBBBB")}, {"number", "digest"}),
        ({"authoritative_language": "en"}, {"title", "description", "themes", "issuer_name", "digest"}),
    ],
)
def test_each_claim_that_differs_from_the_paper_is_named(change: Any, differing: set[str]) -> None:
    claims = read_credential(issued()).claims

    assert set(differences(claims, samples.statement(**change))) == differing


def test_the_moment_counts_when_it_is_known() -> None:
    claims = read_credential(issued()).claims

    assert differences(claims, samples.statement(), AT + timedelta(hours=1)) == ("valid_from",)


def test_words_count_only_under_the_wording_that_was_signed() -> None:
    signed_before = samples.statement(wording="fr:1:0000000000000000")
    claims = replace(claims_of(signed_before, DID, PLACE, AT), description="Titre d’alors")
    renamed = replace(claims, facts=tuple(replace(fact, name="alors") for fact in claims.facts))

    assert differences(renamed, signed_before) == ()
    assert differences(
        replace(renamed, description="x"), replace(signed_before, wording=samples.statement().wording)
    ) == (
        "description",
        "digest",
    )


# --- Proofs --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "value"),
    [
        (("credentialSubject", "identifier", 0, "identityHash"), "Amina Ben Saleh"),
        (("validUntil",), "2039-11-20T23:59:59Z"),
        (("evidence", 0, "narrative"), "sha256:" + "0" * 64),
        (("proof", 0, "created"), "2026-11-21T09:54:00Z"),
        (("proof", 0, "proofValue"), "z" + "1" * 64),
        (("proof", 0, "proofValue"), "u" + "1" * 64),
        (("proof", 0, "proofValue"), "z0OIl"),
        (("proof", 0, "proofValue"), "z" + "2" * 500),
        (("name",), "a\x01"),
    ],
)
def test_what_was_changed_is_altered(way: tuple[Any, ...], value: str) -> None:
    found = document()
    place: Any = found
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = value
    if way == ("name",):
        found["credentialSubject"]["achievement"]["name"] = value

    assert check_proof(read_credential(again(found)), KEYS) is ProofCheck.ALTERED


def test_a_key_nobody_published_is_unknown() -> None:
    read = read_credential(issued())

    assert check_proof(read, {}) is ProofCheck.UNKNOWN_KEY
    assert check_proof(read, {KEY.method: b"\x02" * 32}) is ProofCheck.ALTERED


def test_a_key_of_another_issuer_does_not_speak_for_this_one() -> None:
    found = document()
    found["proof"][0]["verificationMethod"] = f"did:web:elsewhere.example#{KEY.kid}"

    assert check_proof(read_credential(again(found)), KEYS) is ProofCheck.OTHER_CONTROLLER


def test_an_issuer_without_the_key_signs_nothing() -> None:
    stranger = CredentialKey("did:web:elsewhere.example", KEY.kid, KEY._key)
    claims = claims_of(samples.statement(), DID, PLACE, AT)

    with pytest.raises(CredentialError, match="issuer_without_key"):
        credential_module.proofs.prove(credential_module.document_of(claims), stranger, AT)


def test_claims_that_could_not_be_read_back_are_never_signed() -> None:
    looks_like_a_title = Theme("T5: x", Text.of(fr="y", en="y"))
    stated = samples.statement(scope=replace(samples.statement().scope, themes=(looks_like_a_title,)))

    with pytest.raises(CredentialError, match="not_this_profile"):
        issued(stated)


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(CredentialError, match="no_time_zone"):
        issued(at=datetime(2026, 11, 21, 10, 0))  # noqa: DTZ001 - the point of the test


# --- Keys ----------------------------------------------------------------------------------------------


def test_a_key_is_named_by_its_own_digest() -> None:
    assert KEY.method == f"{DID}#{kid_of(KEY.public)}"
    assert re.fullmatch(r"key-[0-9a-f]{16}", KEY.kid)
    assert re.fullmatch(r"z6Mk[1-9A-HJ-NP-Za-km-z]{44}", multikey_of(KEY.public))
    assert "Ed25519PrivateKey" not in repr(KEY)


@pytest.mark.parametrize(
    ("domain", "did"),
    [("certs.gov.example", "did:web:certs.gov.example"), ("LOCALHOST:8000", "did:web:localhost%3A8000")],
)
def test_a_domain_has_one_did(domain: str, did: str) -> None:
    assert did_of(domain) == did


def test_nobodys_key_warns_and_never_counts() -> None:
    with pytest.warns(NobodysKeyWarning):
        nobodys = nobody()

    assert (nobodys.counts, nobodys.public) == (False, specimen_key().public)
    assert KEY.counts is True
    assert check_proof(read_credential(issued(key=nobodys)), KEYS) is ProofCheck.UNKNOWN_KEY
