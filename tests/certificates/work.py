"""What the workers of the pool's tests open and do; a module of its own, as they import it by name."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

from certificates.errors import SigningKeyError, StatementError

if TYPE_CHECKING:
    from tests.certificates.making import Opened


def nothing() -> str:
    """Open nothing."""
    return "opened"


def keys(folder: Path) -> Opened:
    """Open the seals of a folder, as a worker does; only this worker needs what signing needs."""
    from certificates.keys import Keyring
    from tests.certificates.conftest import KEY, PASSPHRASE
    from tests.certificates.making import Opened

    return Opened(Keyring(folder, PASSPHRASE).signers_for, KEY)


def no_keys() -> None:
    """Fail to open."""
    raise SigningKeyError(key="x", problem="InvalidKey")


def die() -> None:
    """End before anything is opened."""
    os.kill(os.getpid(), signal.SIGKILL)


def square(opened: str, number: int) -> tuple[str, int]:
    """Take longer for the first ones, so that they end after the later ones."""
    time.sleep(0.02 if number < 2 else 0)
    return opened, number * number


def refuse_odd(opened: str, number: int) -> int:
    """Refuse some, stumble over others."""
    if number == 1:
        raise StatementError(field="hours", problem="negative")
    return 6 // (number - 3)


def killed_once(opened: str, marker: Path) -> int:
    """Be killed at the first try, tell the own process at the second."""
    if marker.exists():
        return os.getpid()
    marker.touch()
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("survived")


def killed_always(opened: str, number: int) -> int:
    """Be killed over one job at every try."""
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def sleep_over_one(opened: str, number: int) -> int:
    """Never come back from one job."""
    if number == 1:
        time.sleep(60)
    return number


def process(opened: str, number: int) -> int:
    """Tell who works."""
    return os.getpid()
