"""The log's key in other hands: what it signed later vouches for nothing; issuing goes on with the next."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.log.checkpoint import Checkpoint, read_checkpoint
from certificates.log.witness import WitnessKey
from curriculum import clock
from curriculum.awards import keys
from curriculum.awards.issuing import log, outside, seals, vouching
from curriculum.awards.issuing.outside import LogRolledBack
from curriculum.db import transaction
from tests.awards import signed_off
from tests.awards.log_entries import cut_leaves, enter, size_of
from tests.conftest import NOW

pytestmark = pytest.mark.database
SECRET = signed_off.PASSPHRASE
HOUR = timedelta(hours=1)
COURT = WitnessKey("court.example", Ed25519PrivateKey.generate())


@pytest.fixture
def folder(cast, kept, tmp_path):
    """Keys of their own, with one entry in the log."""
    cast.enter()
    enter(signed_off.open_keys(tmp_path / "keys").log_key())
    return tmp_path / "keys"


def opened(folder) -> keys.OpenKeys:
    return keys.unlock(folder, SECRET)


def log_kid() -> str:
    return next(row.kid for row in reversed(seals.all_()) if row.function == seals.LOG)


def stolen(cast, folder, since) -> str:
    kid = log_kid()
    with clock.moved_to(NOW + 2 * HOUR):
        keys.compromise(cast.omar, folder, SECRET, kid, since)
    return kid


def why() -> str | None:
    found = log.catch_up()
    return None if found is None else str(found.facts.get("why") or found.facts["problem"])


SINCE = [
    pytest.param(NOW + HOUR, None, id="signed before the theft, as the register knows"),
    pytest.param(NOW - HOUR, "log_key_compromised", id="signed after the theft"),
    pytest.param(NOW, "log_key_compromised", id="signed in the moment of the theft"),
]


@pytest.mark.parametrize(("since", "said"), SINCE)
def test_a_checkpoint_under_a_stolen_key_vouches_if_it_is_older(folder, cast, since, said):
    assert why() is None
    stolen(cast, folder, since)
    assert why() == said


def test_issuing_goes_on_under_the_next_key(folder, cast, kept):
    kid = stolen(cast, folder, NOW - HOUR)
    with clock.moved_to(NOW + 3 * HOUR):
        keys.rotate(cast.omar, folder, SECRET, kid)
        assert why() is None
        enter(opened(folder).log_key())
    assert size_of(kept) == 2


def test_a_witnessed_checkpoint_does_not_stop_issuing_after_a_theft(folder, cast, kept):
    """Its own key was stolen before the witness signed; the next key has signed the same size and root."""
    with transaction():
        log.add_witness(COURT.vkey())
    with transaction():
        log.add_cosignatures(COURT.cosign(log.checkpoint().note, NOW))
    enter(opened(folder).log_key())
    kid = stolen(cast, folder, NOW - HOUR)
    with clock.moved_to(NOW + 3 * HOUR):
        keys.rotate(cast.omar, folder, SECRET, kid)
        enter(opened(folder).log_key())

    sizes = [size_of(path) for path in (kept, kept.with_name(kept.name + outside.WITNESSED))]
    assert (sizes, why()) == ([3, 1], None)
    assert read_checkpoint(log.witnessed().note, seals.authority().log).size == 1


def test_a_key_found_stolen_after_its_rotation_stops_nothing(folder, cast):
    kid = log_kid()
    with clock.moved_to(NOW + HOUR):
        keys.rotate(cast.omar, folder, SECRET, kid)
        enter(opened(folder).log_key())
    with clock.moved_to(NOW + 2 * HOUR):
        keys.compromise(cast.omar, folder, SECRET, kid, NOW - HOUR)
        enter(opened(folder).log_key())

    assert why() is None
    assert log.TableStore().size() == 3


def test_what_a_thief_wrote_is_not_believed(folder, cast, kept):
    """A checkpoint over an older tree, put in the place of the one kept outside, hides no restore."""
    thief = opened(folder).log_key()
    enter(thief)
    kid = stolen(cast, folder, NOW - HOUR)
    with clock.moved_to(NOW + 3 * HOUR):
        keys.rotate(cast.omar, folder, SECRET, kid)
    cut_leaves(1)
    with transaction() as session:
        session.delete(log.checkpoint())
    kept.write_text(thief.sign(Checkpoint(thief.name, 1, log.whole().tree().root())))

    found = vouching.read(kept.read_text())
    assert isinstance(found, LogRolledBack)
    assert found.facts == {"problem": "outside_unreadable", "why": "log_key_compromised"}
    assert why() == "log_key_compromised"


def test_a_thief_s_checkpoint_gets_no_other_signature(folder, cast):
    thief, size = opened(folder).log_key(), log.checkpoint().size
    forged = thief.sign(Checkpoint(thief.name, size, b"\x01" * 32))
    with transaction():
        log.checkpoint().note = forged

    with clock.moved_to(NOW + HOUR):
        keys.rotate(cast.omar, folder, SECRET, log_kid())

    assert log.checkpoint().note == forged


def test_a_note_that_says_nothing_is_unreadable(folder):
    found = vouching.read("nothing\n")
    assert isinstance(found, LogRolledBack)
    assert found.facts == {"problem": "outside_unreadable", "why": "note_malformed"}


def test_the_public_key_of_a_witness_has_its_address(folder, client):
    with transaction():
        log.add_witness(COURT.vkey())
    kid = f"witness-{COURT.verifier.key_id.hex()}"

    answer = client.get(f"/keys/{kid}")

    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert answer.text.strip() == COURT.vkey()
