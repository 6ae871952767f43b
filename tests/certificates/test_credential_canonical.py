"""One byte sequence for what a document says: two canonicalisers agree, nothing is left out in silence."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.credential import canonical as canonical_module
from certificates.credential.canonical import MOST_VALUES, canonical, reference
from certificates.credential.claims import claims_of
from certificates.credential.contexts import ADDRESSES, CREDENTIALS, checked, context
from certificates.credential.document import document_of
from certificates.credential.errors import CredentialError
from certificates.status.entry import StatusEntry
from tests.certificates import samples
from tests.certificates.conftest import AT, DID

KINDS = (samples.statement, samples.completion, samples.expert, samples.renewal)
HOLDERS = (samples.LATIN, samples.ARABIC, samples.CYRILLIC, samples.MIXED)


def document(make: Any = samples.statement, **changes: Any) -> dict[str, Any]:
    return document_of(claims_of(make(**changes), DID, StatusEntry(1, 4242), AT))


PROOF = {
    "@context": list(ADDRESSES),
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-rdfc-2022",
    "created": "2026-11-21T09:55:00Z",
    "verificationMethod": f"{DID}#key-0123456789abcdef",
    "proofPurpose": "assertionMethod",
}


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize("holder", HOLDERS)
def test_both_canonicalisers_agree_on_every_kind(make: Any, holder: Any) -> None:
    written = document(make, holder=holder)

    assert canonical(written) == reference(written)


def test_both_canonicalisers_agree_on_options_of_a_proof() -> None:
    assert canonical(PROOF) == reference(PROOF)
    assert canonical(PROOF).count(b"\n") == 5


# What PyLD writes as RDFC-1.0 does: everything but C0 controls, DEL and halves of a pair.
_WRITABLE = st.characters(exclude_categories=("Cs",), exclude_characters="".join(map(chr, [*range(32), 127])))


@settings(max_examples=60, deadline=None)
@given(name=st.text(st.one_of(_WRITABLE, st.sampled_from("\t\n\r\"\\\u200f'")), min_size=1, max_size=300))
def test_both_canonicalisers_agree_on_any_name(name: str) -> None:
    written = document()
    written["credentialSubject"]["identifier"][0]["identityHash"] = name
    written["name"] = written["description"] = name

    assert canonical(written) == reference(written)


def test_equal_values_in_two_places_stay_two_claims() -> None:
    written = document()
    written["credentialSubject"]["achievement"]["tag"] = ["same", "same", written["name"]]

    assert canonical(written) == reference(written)


def test_a_second_document_of_a_shape_needs_no_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    canonical(document())
    monkeypatch.setattr(canonical_module, "_expanded", lambda document: pytest.fail("read again"))

    canonical(document(holder=samples.CYRILLIC))


def changed(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(document()), **changes}


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        pytest.param(changed(nonsense="x"), "undefined_term", id="no 1: term of no context"),
        pytest.param(
            changed(termsOfUse=[{"type": "IssuerPolicy"}]), "relative_address", id="no 1: type of no context"
        ),
        pytest.param(
            changed(**{"@context": list(ADDRESSES[:2])}), "relative_address", id="no 1: extensions left out"
        ),
        pytest.param(changed(id="c/1.json"), "relative_address", id="no 2: relative id"),
        pytest.param(changed(id="_:b0"), "relative_address", id="blank node"),
        pytest.param(changed(id="ftp://a.example/x"), "relative_address", id="scheme nobody serves"),
        pytest.param(changed(id=""), "relative_address", id="empty id"),
        pytest.param(changed(id="https://a.example/x y"), "relative_address", id="space in an id"),
        pytest.param(changed(name="a\x08b"), "control_character", id="no 3: backspace"),
        pytest.param(changed(name="a\x7fb"), "control_character", id="no 3: delete"),
        pytest.param(changed(name="a\ud800b"), "control_character", id="half of a surrogate pair"),
        pytest.param(changed(**{"@context": ["https://a.example/evil"]}), "context", id="unknown context"),
        pytest.param(changed(**{"@context": CREDENTIALS}), "context", id="context is no list"),
        pytest.param(changed(**{"@context": [{"a": "b"}]}), "value", id="context inside the document"),
        pytest.param(changed(evidence=[{"@context": [CREDENTIALS]}]), "keyword", id="context further down"),
        pytest.param(changed(**{"@language": "en"}), "keyword", id="keyword"),
        pytest.param(changed(name=None), "value", id="null would vanish"),
        pytest.param(changed(evidence=[]), "value", id="empty list would vanish"),
        pytest.param(changed(evidence={}), "value", id="empty object would vanish"),
        pytest.param(changed(evidence=[["x"]]), "value", id="list of lists would melt"),
        pytest.param(changed(name=1.5), "value", id="fraction"),
        pytest.param(changed(type=7), "value", id="type is a number"),
        pytest.param(changed(type=["VerifiableCredential", None]), "value", id="type holds null"),
        pytest.param(changed(id={"name": "x"}), "json_ld", id="id is an object"),
        pytest.param(
            changed(verifiableCredential={"type": "VerifiablePresentation"}),
            "undefined_term",
            id="not in this type",
        ),
    ],
)
def test_what_would_not_be_signed_as_it_reads_is_refused(written: Any, problem: str) -> None:
    with pytest.raises(CredentialError) as refused:
        canonical(written)

    assert refused.value.facts["problem"] == problem


def test_a_value_hidden_in_json_of_its_own_is_refused() -> None:
    written = {
        "@context": [CREDENTIALS],
        "id": "urn:a:b",
        "type": ["VerifiableCredential", "JsonSchemaCredential"],
    }
    written |= {"credentialSubject": {"type": "JsonSchema", "jsonSchema": {"title": "unseen"}}}

    with pytest.raises(CredentialError, match="left_out"):
        canonical(written)


def test_a_graph_of_its_own_is_refused() -> None:
    written = {**document(), "proof": {"type": "DataIntegrityProof", "created": "2026-11-21T09:55:00Z"}}

    with pytest.raises(CredentialError, match="graph"):
        canonical(written)


def test_more_values_than_any_of_ours_are_refused_unread() -> None:
    written = document()
    written["credentialSubject"]["achievement"]["tag"] = [str(number) for number in range(MOST_VALUES)]

    with pytest.raises(CredentialError, match="too_many_values"):
        canonical(written)


def alignments(*names: str) -> list[dict[str, Any]]:
    return [{"type": ["Alignment"], "targetName": name, "targetUrl": "https://a.example"} for name in names]


def test_look_alikes_that_would_take_hours_are_refused_at_once() -> None:
    poison = [{"type": ["Evidence"], "alignment": alignments(*["same"] * 12)} for _ in range(2)]

    with pytest.raises(CredentialError, match="look_alikes"):
        canonical(changed(evidence=poison))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({"name": "x"}, {"description": "x"}, id="another word"),
        pytest.param({"name": "7"}, {"name": 7}, id="a number as text"),
        pytest.param({"name": "true"}, {"name": True}, id="yes as text"),
        pytest.param({"name": ["a", "b"]}, {"name": ["b", "a", "a"]}, id="another order"),
        pytest.param({"criteria": {"id": "urn:a:b"}}, {"criteria": "urn:a:b"}, id="a node by its name"),
        pytest.param(
            {"alignment": alignments("a")}, {"alignment": alignments("b")}, id="what differs is deeper"
        ),
        pytest.param({"type": ["Evidence"]}, {"type": "Evidence"}, id="nothing but a type"),
    ],
)
def test_nodes_that_labelling_might_not_tell_apart_look_alike(first: Any, second: Any) -> None:
    with pytest.raises(CredentialError, match="look_alikes"):
        canonical_module._refuse_look_alikes({"id": "urn:a:c", "evidence": [first, second]})


def test_nodes_that_differ_or_have_a_name_are_signed() -> None:
    told_apart = {"type": ["Evidence"], "alignment": alignments("a", "b")}
    named = [{"id": f"urn:a:{n}", "type": ["Evidence"], "name": "same"} for n in "xy"]
    written = changed(evidence=[told_apart, *named])

    assert canonical(written) == reference(written)


def test_canonicalisers_that_disagree_sign_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    canonical_module._pattern.cache_clear()
    monkeypatch.setattr(canonical_module, "reference", lambda document: b"something else")

    with pytest.raises(CredentialError, match="canonicalisers_disagree"):
        canonical(PROOF)


def test_nothing_is_ever_fetched() -> None:
    with pytest.raises(CredentialError, match="would_fetch"):
        canonical_module._refuse("https://www.w3.org/ns/credentials/v2")


@pytest.mark.parametrize("address", ADDRESSES)
def test_vendored_contexts_are_the_pinned_ones(address: str) -> None:
    assert json.dumps(context(address))


def test_a_context_that_drifted_is_refused() -> None:
    with pytest.raises(CredentialError, match="context_changed"):
        checked({"@context": {"name": "https://schema.org/legalName"}}, "0" * 64)
