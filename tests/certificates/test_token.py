"""Keys on a token (SoftHSM2): two seals others accept, and every way a token can fail told by its name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pkcs11 import TokenFlag, exceptions

from certificates import issue, sign
from certificates.errors import SigningKeyError
from certificates.log.store import MemoryStore
from certificates.signing import token as tokens
from certificates.signing.api import Signers
from certificates.signing.token import Place, TokenKey, close_tokens
from certificates.verifying.report import Outcome
from certificates.verifying.verify import verify
from tests.certificates import seals, softhsm
from tests.certificates.conftest import KEY, LATER, RECORDED, World, drafted
from tests.certificates.eyes import sealed
from tests.certificates.eyes.wanted import demand
from tests.certificates.softhsm import IDS, LABEL, PIN


def _pin() -> str:
    return PIN


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    demand("softhsm2-util")
    with softhsm.initialised(tmp_path_factory.mktemp("token")) as found:
        yield found


@pytest.fixture
def fresh(module: Path) -> Iterator[Path]:
    """The token as a process finds it that has not opened it yet."""
    close_tokens()
    tokens._refused_pins.clear()
    yield module
    close_tokens()


def _written(world: World, folder: Path, key: str, name: str) -> Path:
    """Write the certificate of a key on the token."""
    made = seals.certify(world.folder, softhsm.key_of(key).public_key(), name)
    (folder / f"{key}.pem").write_bytes(made.public_bytes(Encoding.PEM))
    return folder / f"{key}.pem"


def _opened(world: World, module: Path, folder: Path, key: str, name: str) -> TokenKey:
    certificate = _written(world, folder, key, name)
    return TokenKey.open(Place(module, LABEL, key), _pin, world.folder / "ca.pem", certificate)


def _both(world: World, module: Path, folder: Path, *keys: str) -> Signers:
    pairs = zip(keys, seals.OWNERS, strict=True)
    return Signers(*(_opened(world, module, folder, key, name) for key, name in pairs))


@pytest.mark.parametrize(
    ("keys", "repeats"),
    [
        pytest.param(seals.OWNERS, False, id="P-256: a number drawn for each signature"),
        pytest.param(("training rsa", "rsa"), True, id="RSA-3072: the same every time"),
    ],
)
def test_seals_on_a_token_are_accepted_by_others(
    world: World, fresh: Path, tmp_path: Path, keys: tuple[str, str], repeats: bool
) -> None:
    by = _both(world, fresh, tmp_path, *keys)
    draft = drafted(world.registered.statement)

    pdf, again = sign(draft, by), sign(draft, by)

    report = verify(pdf, trust=world.trust, at=LATER)
    assert [f.check for f in report.findings if f.outcome is Outcome.FAILED] == []
    opinions = sealed.pdfsig(pdf, world.folder / "root.pem", tmp_path)
    assert [(one.valid, one.trusted) for one in opinions] == [(True, True), (True, True)]
    for found in sealed.signatures(pdf).values():
        assert sealed.openssl_accepts(found, world.folder / "root.pem", RECORDED.at, tmp_path)
    assert (by.deterministic, pdf == again) == (repeats, repeats)


def test_first_signature_of_a_token_is_kept(world: World, fresh: Path, tmp_path: Path) -> None:
    by, store = _both(world, fresh, tmp_path, *seals.OWNERS), MemoryStore()
    stated = world.registered.statement
    first = issue(stated, by, KEY, store, RECORDED)

    repeated = issue(stated, by, KEY, store, RECORDED, kept=first.pdf)

    assert repeated == first
    assert (store.size(), hashlib.sha256(first.pdf).hexdigest()) == (1, first.digest)


def test_keys_of_one_token_share_one_login(world: World, fresh: Path, tmp_path: Path) -> None:
    asked = []

    def pin() -> str:
        asked.append(1)
        return PIN

    for key in seals.OWNERS:
        certificate = _written(world, tmp_path, key, key)
        TokenKey.open(Place(fresh, LABEL, key), pin, world.folder / "ca.pem", certificate).sign(b"data")

    assert asked == [1]


def test_certificate_may_lie_on_the_token(world: World, fresh: Path) -> None:
    place = Place(fresh, LABEL, "hr MINT", IDS["hr MINT"])
    chain = world.folder / "ca.pem"
    with pytest.raises(SigningKeyError, match="certificate_missing"):
        TokenKey.open(place, _pin, chain)

    made = seals.certify(world.folder, softhsm.key_of("hr MINT").public_key(), "hr MINT")
    softhsm.store_certificate(fresh, "hr MINT", IDS["hr MINT"], made.public_bytes(Encoding.DER))
    assert TokenKey.open(place, _pin, chain).certificate == made.public_bytes(Encoding.DER)

    softhsm.store_certificate(fresh, "hr MINT", IDS["hr MINT"], b"junk")
    with pytest.raises(SigningKeyError, match="certificate_ambiguous"):
        TokenKey.open(place, _pin, chain)
    softhsm.store_certificate(fresh, "rsa", IDS["rsa"], b"junk")
    with pytest.raises(SigningKeyError, match="certificate_unreadable"):
        TokenKey.open(replace(place, key=None, id=IDS["rsa"]), _pin, chain)


def _no_module(place: Place) -> Place:
    return replace(place, module=place.module.with_name("none.so"))


def _not_a_module(place: Place) -> Place:
    return replace(place, module=Path(__file__))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param(_no_module, "module_missing", id="no such file"),
        pytest.param(_not_a_module, "module_refuses", id="a file that is no module"),
        pytest.param(lambda place: replace(place, token="other"), "token_missing", id="not plugged in"),
        pytest.param(lambda place: replace(place, key="other"), "key_missing", id="another label"),
        pytest.param(lambda place: replace(place, id=b"\x09"), "key_missing", id="another identifier"),
        pytest.param(
            lambda place: replace(place, key=None), "key_ambiguous", id="neither label nor identifier"
        ),
        pytest.param(
            lambda place: replace(place, key="hr MINT"), "other_certificate", id="another P-256 key"
        ),
        pytest.param(
            lambda place: replace(place, key="rsa"), "other_certificate", id="a key of another sort"
        ),
    ],
)
def test_place_that_does_not_hold_the_key_is_named(
    world: World, fresh: Path, tmp_path: Path, change: Callable[[Place], Place], problem: str
) -> None:
    certificate = _written(world, tmp_path, "training CNFGF", "training CNFGF")
    place = change(Place(fresh, LABEL, "training CNFGF"))

    with pytest.raises(SigningKeyError) as refused:
        TokenKey.open(place, _pin, world.folder / "ca.pem", certificate)

    assert refused.value.facts["problem"] == problem


def test_certificate_file_that_cannot_be_read_is_named(world: World, fresh: Path, tmp_path: Path) -> None:
    with pytest.raises(SigningKeyError, match="certificate_unreadable"):
        TokenKey.open(Place(fresh, LABEL, "rsa"), _pin, world.folder / "ca.pem", tmp_path / "none.pem")


def test_wrong_pin_is_tried_once_in_a_process(fresh: Path) -> None:
    tried = []

    class Counting:
        flags = TokenFlag(0)

        def open(self, user_pin: str) -> None:
            tried.append(user_pin)
            pkcs11.lib(str(fresh)).get_token(token_label=LABEL).open(user_pin=user_pin)

    place, told = Place(fresh, LABEL, "rsa"), []
    for _ in range(3):
        with pytest.raises(SigningKeyError) as refused:
            tokens._login(place, Counting(), lambda: "9999-pin")
        told.append(refused.value.facts["problem"])

    assert (tried, told) == (["9999-pin"], ["pin_wrong", "pin_refused_before", "pin_refused_before"])
    assert "9999" not in str(refused.value)


def test_a_pin_is_refused_for_one_token_and_not_for_its_namesake() -> None:
    class Opening(Stand):
        def open(self, user_pin: str) -> None:
            return None

    one, other = (Place(Path("namesakes"), LABEL, serial=serial) for serial in ("1", "2"))
    with pytest.raises(SigningKeyError, match="pin_wrong"):
        tokens._login(one, Stand(raises=exceptions.PinIncorrect), _pin)
    with pytest.raises(SigningKeyError, match="pin_refused_before"):
        tokens._login(one, Opening(), _pin)

    assert tokens._login(other, Opening(), _pin) is None


class Stand:
    """A token in a state SoftHSM2 never is in."""

    def __init__(self, flags: int = 0, raises: type[Exception] | None = None) -> None:
        self.flags, self.raises = TokenFlag(flags), raises

    def open(self, user_pin: str) -> None:
        assert self.raises is not None, "a PIN was tried"
        raise self.raises


@pytest.mark.parametrize(
    ("stand", "problem"),
    [
        pytest.param(Stand(TokenFlag.USER_PIN_FINAL_TRY), "pin_final_try", id="never the last try"),
        pytest.param(Stand(TokenFlag.USER_PIN_LOCKED), "pin_locked", id="locked before"),
        pytest.param(Stand(raises=exceptions.PinLocked), "pin_locked", id="locked now"),
        pytest.param(Stand(raises=exceptions.PinExpired), "pin_expired", id="must be changed"),
        pytest.param(Stand(raises=exceptions.SessionCount), "token_refuses", id="no session free"),
    ],
)
def test_token_that_opens_for_nobody_is_named(stand: Stand, problem: str) -> None:
    with pytest.raises(SigningKeyError) as refused:
        tokens._login(Place(Path("x"), LABEL), stand, _pin)

    assert refused.value.facts["problem"] == problem


def test_two_tokens_of_one_name_are_refused(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Twice:
        def get_token(self, token_label: str) -> None:
            raise exceptions.MultipleTokensReturned

        def get_tokens(self) -> list[pkcs11.Token]:
            return []

    monkeypatch.setattr(pkcs11, "lib", lambda module: Twice())

    with pytest.raises(SigningKeyError, match="token_ambiguous"):
        tokens._token(Place(fresh, LABEL))


def test_lost_session_is_opened_again_once(world: World, fresh: Path, tmp_path: Path) -> None:
    first, second = (_opened(world, fresh, tmp_path, key, key) for key in seals.OWNERS)
    lost = tokens._sessions[fresh, LABEL, ""]
    lost.close()  # as with a token that was pulled out

    signed = [key.sign(b"data") for key in (first, second)]

    assert all(len(each) > 64 for each in signed)
    assert first._session is second._session is tokens._sessions[fresh, LABEL, ""] is not lost


def test_key_is_opened_after_a_lost_session(world: World, fresh: Path, tmp_path: Path) -> None:
    _opened(world, fresh, tmp_path, *("training CNFGF",) * 2)
    tokens._sessions[fresh, LABEL, ""].close()

    assert len(_opened(world, fresh, tmp_path, *("hr MINT",) * 2).sign(b"data")) > 64


def test_token_without_dice_is_alive() -> None:
    class Session:
        def generate_random(self, bits: int) -> None:
            raise exceptions.RandomNoRNG

    assert tokens._is_alive(Session())


def test_session_that_stays_lost_is_told(
    world: World, fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = _opened(world, fresh, tmp_path, "training CNFGF", "training CNFGF")
    asked = []

    def lost(data: bytes) -> bytes:
        asked.append(data)
        raise exceptions.DeviceRemoved

    monkeypatch.setattr(key, "_signed", lost)

    with pytest.raises(SigningKeyError, match="session_lost"):
        key.sign(b"data")
    assert asked == [b"data", b"data"]


def test_module_that_answers_with_an_error_is_named(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def get_token(self, token_label: str) -> None:
            raise exceptions.GeneralError

    monkeypatch.setattr(pkcs11, "lib", lambda module: Broken())

    with pytest.raises(SigningKeyError, match="module_refuses"):
        tokens._token(Place(fresh, LABEL))
