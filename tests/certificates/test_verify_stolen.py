"""A credential key in other hands: what it signed before counts where a dated record proves it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from certificates import Answer, OneRegistered, Registered, Trust, inspect_confined, verify
from certificates.credential import issue_credential
from certificates.keys import PublicKey, read_authority
from certificates.log.entry import Entry
from certificates.verifying.folder import read_folder, write_folder
from certificates.verifying.trust import Stolen
from tests.certificates.conftest import AT, DID, KEY, LATER, RECORDED, World
from tests.certificates.samples import expert

BEFORE, AFTER = AT - timedelta(days=1), AT + timedelta(days=1)


def trusting(world: World, since: datetime) -> Trust:
    """The key has left the published ones and is remembered with the moment of the theft."""
    return replace(world.trust, did={}, compromised={KEY.method: Stolen(KEY.public, since)})


def known(world: World, **changes: Any) -> OneRegistered:
    return OneRegistered(replace(world.registered, **changes))


CASES = [
    pytest.param("pdf", AFTER, "passed", "dated_by_log", id="paper: the log proves that it is older"),
    pytest.param("credential", AFTER, "passed", "dated_by_log", id="credential: its digest is in the log"),
    pytest.param("pdf", BEFORE, "cannot_tell", "key_compromised", id="paper signed after the theft"),
    pytest.param("credential", BEFORE, "cannot_tell", "key_compromised", id="credential signed after it"),
]


@pytest.mark.parametrize(("what", "since", "outcome", "detail"), CASES)
def test_only_a_dated_record_vouches_for_a_stolen_key(
    world: World, what: str, since: datetime, outcome: str, detail: str
) -> None:
    held = {"pdf": world.issued.pdf, "credential": world.issued.credential}[what]
    report = verify(held, register=known(world), trust=trusting(world, since), log=world.store, at=LATER)
    proof = report.finding("proof")
    assert proof is not None
    assert (str(proof.outcome), proof.detail) == (outcome, detail)
    assert report.answer is (Answer.VALID if outcome == "passed" else Answer.CANNOT_TELL)


def test_what_the_thief_signs_is_nobody_s_word(world: World) -> None:
    """Another credential under the stolen key, at any claimed moment: no record names it."""
    forged = issue_credential(expert(), KEY, RECORDED.status, AT - timedelta(days=300))
    trust = trusting(world, AFTER)
    assert verify(forged, trust=trust, at=LATER).answer is Answer.CANNOT_TELL
    altered = forged.replace(b"Amina", b"Amira")
    assert verify(altered, trust=trust, at=LATER).answer is Answer.ALTERED


def test_the_memory_travels_with_folders_and_to_the_child(world: World, tmp_path: Any) -> None:
    key = PublicKey(kid=KEY.kid, valid_from=AT, public=KEY.public, compromised_at=AFTER)
    authority = replace(read_authority(world.folder), did=DID, credential_keys=(key,))
    write_folder(tmp_path, authority, None, (), LATER)
    trust = read_folder(tmp_path).trust
    assert (trust.did, trust.compromised) == ({}, {KEY.method: Stolen(KEY.public, AFTER)})
    seen = inspect_confined(world.issued.credential, trust)
    assert [(found.check, found.detail) for found in seen.findings][-1] == ("proof", "key_compromised")
    assert [(doubt.check, doubt.before) for doubt in seen.doubts] == [("proof", AFTER.astimezone(UTC))]


def test_an_entry_without_the_credential_s_digest_vouches_for_nothing(world: World) -> None:
    entry = world.registered.entry
    assert entry is not None
    silent = Entry(replace(entry.record, credential=""), entry.salt, entry.index)
    register = OneRegistered(Registered(world.registered.statement, world.registered.pdf_sha256, (), silent))
    report = verify(world.issued.credential, register=register, trust=trusting(world, AFTER), at=LATER)
    found = report.finding("proof")
    assert found is not None
    assert found.detail == "key_compromised"
