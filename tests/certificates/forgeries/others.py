"""Forged credentials, codes, seals and logs: each as `verify` would meet it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates import Answer, OneRegistered
from certificates.credential import issue_credential, write_code
from certificates.credential.credential import written
from certificates.credential.key import CredentialKey
from certificates.log.log import Log
from certificates.log.store import MemoryStore
from certificates.log.witness import WitnessKey
from certificates.verifying.trust import fingerprint
from tests.certificates.conftest import AT, KEY, RECORDED, World
from tests.certificates.forgeries.case import ABROAD, BASE, STOLEN, Case, Make
from tests.certificates.lists import STOLEN as STOLEN_KEY
from tests.certificates.lists import revoking
from tests.certificates.samples import number_for

# --- Credentials --------------------------------------------------------------------------------------


def _edited(world: World, change: Callable[[dict[str, Any]], Any]) -> bytes:
    """Change the document and leave the proof as it was."""
    document = json.loads(world.issued.credential)
    change(document)
    return written(document)


def _badly(detail: str, change: Callable[[dict[str, Any]], Any], check: str = "credential") -> Make:
    return lambda world: Case(_edited(world, change), check, detail)


def _set(**members: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda document: document.update(members)


def _proof(**members: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda document: document["proof"][0].update(members)


def _without_zone(document: dict[str, Any]) -> None:
    document["validFrom"] = document["validFrom"].removesuffix("Z")


def _two_statuses(document: dict[str, Any]) -> None:
    document["credentialStatus"] = [document["credentialStatus"]] * 2


def _by_abroad(world: World) -> Case:
    """The issuer's name over a key that another controls."""
    document = json.loads(world.issued.credential)
    document["proof"][0]["verificationMethod"] = ABROAD.method
    did = {KEY.method: KEY.public, ABROAD.method: ABROAD.public}
    return Case(written(document), "proof", "other_controller", Answer.ISSUER_UNKNOWN, {"did": did})


def _rotated_out(world: World) -> Case:
    """The key that signed it is no longer listed, as after a theft."""
    did = {STOLEN.method: STOLEN.public}
    return Case(world.issued.credential, "proof", "unknown_key", Answer.ISSUER_UNKNOWN, {"did": did})


def _stolen_key(world: World) -> Case:
    """Everything as ours, signed with a key that the issuer never listed."""
    made = issue_credential(world.registered.statement, STOLEN, RECORDED.status, AT)
    return Case(made, "proof", "unknown_key", Answer.ISSUER_UNKNOWN)


def _relative_method(world: World) -> Case:
    made = _edited(world, _proof(verificationMethod=f"#{KEY.kid}"))
    return Case(made, "proof", "other_controller", Answer.ISSUER_UNKNOWN)


def _of_another(world: World) -> Case:
    """A genuine credential of another holder, shown for this number."""
    other = replace(world.registered.statement, number=number_for("TRN", "0123456789"))
    made = issue_credential(other, KEY, RECORDED.status, AT)
    asked = {"number": world.issued.number, "register": OneRegistered(world.registered)}
    return Case(made, "number", "another_number", asked=asked)


def _more_hours(world: World) -> Case:
    """Signed by the issuer's key, but not what both authorities signed off: an insider's work."""
    more = replace(world.registered.statement, hours=999)
    made = issue_credential(more, KEY, RECORDED.status, AT)
    asked = {"register": OneRegistered(world.registered)}
    return Case(made, "agreement", "credential_differs", asked=asked)


CREDENTIALS: dict[str, Make] = {
    "undefined_type": _badly("undefined_term", _set(termsOfUse=[{"type": "IssuerPolicy"}])),
    "undefined_word": _badly("undefined_term", _set(rank="first")),
    "relative_id": _badly("relative_address", _set(evidence=[{"id": "e/1", "type": ["Evidence"]}])),
    "control_characters": _badly("control_character", _set(description="Trainer\x07")),
    "context_drifted": _badly("other_context", lambda d: d["@context"].pop()),
    "context_of_others": _badly("other_context", lambda d: d["@context"].append("https://evil.example/")),
    "two_statuses": _badly("two_statuses", _two_statuses),
    "valid_from_without_zone": _badly("no_time_zone", _without_zone),
    "another_word_added": _badly("not_this_profile", _set(image={"id": f"{BASE}/i.png", "type": "Image"})),
    "proof_value_without_z": _badly(
        "proof_malformed", lambda d: d["proof"][0].update(proofValue=d["proof"][0]["proofValue"][1:]), "proof"
    ),
    "proof_as_object": _badly("proof_malformed", lambda d: d.update(proof=d["proof"][0])),
    "proof_of_another_suite": _badly("proof_malformed", _proof(cryptosuite="eddsa-jcs-2022")),
    "proof_left_out": _badly("proof_malformed", lambda d: d.pop("proof")),
    "validity_prolonged": _badly("proof_broken", _set(validUntil="2039-11-20T23:59:59Z"), "proof"),
    "proof_backdated": _badly("proof_broken", _proof(created="2020-01-01T00:00:00Z"), "proof"),
    "said_twice": lambda w: Case(w.issued.credential[:-1] + b',"id":"x"}', "credential", "key_twice"),
    "relative_method": _relative_method,
    "issuer_without_the_key": _by_abroad,
    "key_rotated_out": _rotated_out,
    "key_never_listed": _stolen_key,
    "credential_for_another_number": _of_another,
    "insider_credential": _more_hours,
}


# --- Codes, addresses, log -----------------------------------------------------------------------------


def _code(world: World, key: CredentialKey = KEY, **changes: Any) -> str:
    stated = replace(world.registered.statement, **changes)
    return write_code(stated, world.issued.credential, key, RECORDED.status, AT)


def _code_of_another(world: World) -> Case:
    """The code of one certificate beside the number of another."""
    text = _code(world, number=number_for("TRN", "0123456789"))
    asked = {"register": OneRegistered(world.registered), "number": world.issued.number}
    return Case(text, "number", "another_number", asked=asked)


def _code_prolonged(world: World) -> Case:
    text = _code(world, valid_until=world.registered.statement.valid_until + timedelta(days=900))
    return Case(text, "code", "code_differs", asked={"register": OneRegistered(world.registered)})


def _address(world: World) -> Case:
    """The right token at the forger's own page."""
    text = f"https://certificats-velmaria.example/v/{world.registered.statement.token}"
    return Case(text, "address", "another_address", asked={"register": OneRegistered(world.registered)})


def _log(world: World, detail: str, store: MemoryStore, **changes: Any) -> Case:
    known = OneRegistered(replace(world.registered, proof=None, **changes))
    return Case(world.issued.pdf, "log", detail, asked={"register": known, "log": store})


def _rewritten_log(world: World) -> Case:
    """The leaf exchanged for another one, the rest as it was."""
    store = MemoryStore()
    for index, leaf in enumerate(world.store.leaves(0, world.store.size())):
        store.append(leaf if index != world.issued.entry.index else b"\x08" * 32)
    return _log(world, "entry_missing", store)


def _unproved(world: World) -> Case:
    """An entry said to stand where the checkpoint has another."""
    other = replace(world.registered.proof, index=0)
    known = OneRegistered(replace(world.registered, proof=other))
    return Case(world.issued.pdf, "checkpoint", "not_included", asked={"register": known})


def _another_log(world: World) -> Case:
    """A checkpoint that another key has signed, under the same name."""
    key = replace(world.keyring.log_key(), _key=Ed25519PrivateKey.generate())
    asked = {"register": OneRegistered(world.registered)}
    changes = {"checkpoint": Log(world.store).checkpoint(key)}
    return Case(world.issued.pdf, "checkpoint", "checkpoint_unreadable", Answer.CANNOT_TELL, changes, asked)


def _unwitnessed(world: World) -> Case:
    """A history that the witness has not seen."""
    witness = WitnessKey("court.example", Ed25519PrivateKey.generate())
    asked = {"register": OneRegistered(world.registered)}
    changes = {"witnesses": (witness.vkey(),)}
    return Case(world.issued.pdf, "witness", "not_cosigned", Answer.CANNOT_TELL, changes, asked)


OTHERS: dict[str, Make] = {
    "code_cut_short": lambda w: Case(_code(w)[:-7], "code", "code_cut", Answer.NOT_FOUND),
    "code_by_a_key_never_listed": lambda w: Case(
        _code(w, STOLEN), "code", "code_unsigned", Answer.ISSUER_UNKNOWN
    ),
    "code_of_another": _code_of_another,
    "code_prolonged": _code_prolonged,
    "address_of_a_forger": _address,
    "log_rolled_back": lambda w: _log(w, "rolled_back", MemoryStore()),
    "log_rewritten": _rewritten_log,
    "log_without_entry": lambda w: _log(w, "not_entered", w.store, entry=None),
    "log_entry_of_another": lambda w: _log(
        w, "entry_of_another", w.store, entry=replace(w.issued.entry, record=_record_of_another(w))
    ),
    "log_proof_of_another": _unproved,
    "checkpoint_of_another_key": _another_log,
    "checkpoint_without_witness": _unwitnessed,
}


def _record_of_another(world: World) -> Any:
    return replace(world.issued.entry.record, number=number_for("EXP"))


def _taken_back(world: World, detail: str, **changes: Any) -> Case:
    return Case(world.issued.pdf, "revocation_hr", detail, Answer.ISSUER_UNKNOWN, changes)


def _hr(world: World) -> x509.Certificate:
    return x509.load_der_x509_certificate(world.signers.hr.certificate)


def _revoked(world: World) -> Case:
    """A seal put on after it had been revoked."""
    listed = revoking(world.folder, (_hr(world), AT - timedelta(days=1), None))
    return _taken_back(world, "seal_revoked", lists=(world.trust.lists[0], listed))


def _undated(world: World) -> Case:
    """A seal whose key was stolen later, on a paper that no register and no stamp dates."""
    listed = revoking(world.folder, (_hr(world), AT + timedelta(hours=1), STOLEN_KEY))
    changes = {"lists": (world.trust.lists[0], listed)}
    return Case(world.issued.pdf, "revocation_hr", "seal_compromised", Answer.CANNOT_TELL, changes)


SEALS: dict[str, Make] = {
    "seal_of_a_retired_mandate": lambda w: _taken_back(
        w, "seal_retired", retired={fingerprint(_hr(w)): AT.date()}
    ),
    "seal_revoked_before": _revoked,
    "seal_with_a_stolen_key": _undated,
}
CASES: dict[str, Make] = {**CREDENTIALS, **OTHERS, **SEALS}
