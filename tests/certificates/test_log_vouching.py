"""A log key in other hands: what a witness signed before the theft counts, what came later does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates import Answer, Trust, verify
from certificates.keys import LogVerifier, read_authority
from certificates.log.checkpoint import LogKey, read_body
from certificates.log.log import Log
from certificates.log.vouching import vouching
from certificates.log.witness import WitnessKey
from certificates.verifying.folder import read_folder, write_folder
from tests.certificates.conftest import AT, LATER, World

SEEN = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LOG = LogKey("log.example", Ed25519PrivateKey.generate())
NEXT = LogKey("log.example", Ed25519PrivateKey.generate())
COURT = WitnessKey("court.example", Ed25519PrivateKey.generate())
OTHER = WitnessKey("other.example", Ed25519PrivateKey.generate())


def note(world: World, key: LogKey = LOG, *by: WitnessKey) -> str:
    signed = Log(world.store).checkpoint(key)
    for witness in by:
        signed = witness.cosign(signed, SEEN)
    return signed


CASES = [
    pytest.param(None, (), None, True, id="never in other hands"),
    pytest.param(SEEN - HOUR, (), None, False, id="stolen, and nobody says when it signed"),
    pytest.param(SEEN + HOUR, (COURT,), None, True, id="witnessed before the theft"),
    pytest.param(SEEN - HOUR, (COURT,), None, False, id="witnessed after the theft"),
    pytest.param(SEEN, (COURT,), None, False, id="witnessed in the second of the theft"),
    pytest.param(SEEN + HOUR, (OTHER,), None, False, id="witnessed by a stranger"),
    pytest.param(SEEN + HOUR, (), SEEN, True, id="dated before in a record of one's own"),
    pytest.param(SEEN + HOUR, (), SEEN + 2 * HOUR, False, id="dated after in a record of one's own"),
    pytest.param(SEEN + HOUR, (COURT,), SEEN + 2 * HOUR, True, id="the earlier of two dates counts"),
]


@pytest.mark.parametrize(("since", "by", "dated", "counts"), CASES)
def test_only_an_older_checkpoint_counts_under_a_stolen_key(
    world: World, since: datetime | None, by: tuple[WitnessKey, ...], dated: datetime | None, counts: bool
) -> None:
    keys = {LOG.vkey(): since, NEXT.vkey(): None}
    wanted = (LOG.vkey(), NEXT.vkey()) if counts else (NEXT.vkey(),)
    assert vouching(note(world, LOG, *by), keys, [COURT.vkey()], dated) == wanted


def test_a_wrong_cosignature_dates_nothing(world: World) -> None:
    body, lines = note(world).rsplit("\n\n", 1)
    foreign = COURT.cosign(note(world, NEXT).replace("\n1\n", "\n2\n"), SEEN).rsplit("\n\n", 1)[1]
    spoiled = f"{body}\n\n{lines}{foreign.splitlines(True)[-1]}".replace(body, body + "\nmore")

    assert vouching(spoiled, {LOG.vkey(): SEEN + HOUR}, [COURT.vkey()]) == ()


def trusting(world: World, since: datetime, signed: str, log_key: str = NEXT.vkey()) -> Trust:
    changes: dict[str, Any] = {"stolen_logs": {LOG.vkey(): since}, "witnesses": [COURT.vkey()]}
    return replace(world.trust, checkpoint=signed, log_key=log_key, **changes)


FOUND = [
    pytest.param(LOG, (COURT,), SEEN + HOUR, "included", id="witnessed before the theft"),
    pytest.param(LOG, (COURT,), SEEN - HOUR, "log_key_compromised", id="witnessed after it"),
    pytest.param(LOG, (), SEEN + HOUR, "log_key_compromised", id="not witnessed"),
    pytest.param(NEXT, (), SEEN - HOUR, "included", id="under the next key"),
    pytest.param(LogKey("x", LOG._key), (), SEEN, "checkpoint_unreadable", id="under nobody's key"),
]


@pytest.mark.parametrize(("key", "by", "since", "detail"), FOUND)
def test_a_checker_believes_a_stolen_log_key_no_later(
    world: World, key: LogKey, by: tuple[WitnessKey, ...], since: datetime, detail: str
) -> None:
    trust = trusting(world, since, note(world, key, *by))
    report = verify(world.issued.pdf, register=world.register, trust=trust, at=LATER)

    found = report.finding("checkpoint")
    assert found is not None
    assert found.detail == detail
    assert report.answer is not Answer.ALTERED


def test_the_theft_travels_with_folders(world: World, tmp_path: Path) -> None:
    stolen = LogVerifier(kid="log-1", valid_from=AT, compromised_at=SEEN, vkey=LOG.vkey())
    authority = replace(read_authority(world.folder), log="", log_keys=(stolen,))
    write_folder(tmp_path, authority, note(world), (), LATER)

    trust = read_folder(tmp_path).trust
    assert (trust.log_key, trust.stolen_logs) == (None, {LOG.vkey(): SEEN})
    assert read_body(trust.checkpoint or "").size == world.store.size()
