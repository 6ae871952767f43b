"""What the commands about tokens do."""

from __future__ import annotations

import argparse
from pathlib import Path

from certificates.keys.authorities import open_issuing
from certificates.keys.pins import keep_pin
from certificates.keys.places import Slot
from certificates.keys.turning import seal_on_token
from certificates.passphrases import ask
from certificates.signing.place import Place

PIN_VARIABLE = "CERTIFICATES_TOKEN_PIN"


def seal(asked: argparse.Namespace) -> tuple[int, str]:
    """Make a seal on a token, certified by our authority."""
    told = {"country": asked.country, "sort": asked.type}
    slot, secret = slot_asked(asked), ask("Passphrase for the keys: ")
    made = seal_on_token(asked.folder, secret, asked.function, asked.institution, asked.now, slot, **told)
    return 0, f"{made.kid}  generation {made.generation}, on the token {asked.token}"


def pin(asked: argparse.Namespace) -> tuple[int, str]:
    """Keep the PIN of a token."""
    place, secret = Place(Path(), asked.token, serial=asked.serial), ask("Passphrase for the keys: ")
    open_issuing(asked.folder, secret)  # a PIN under another passphrase would open for nobody
    keep_pin(asked.folder, secret, place, _pin())
    return 0, f"the PIN of {asked.token} is kept under the passphrase of the keys; start the worker anew"


def slot_asked(asked: argparse.Namespace) -> Slot:
    """Return the token that was named, with its PIN."""
    place = Place(asked.module or Path(), asked.token or "", asked.key, asked.id, asked.serial)
    return Slot(place, _pin())


def _pin() -> str:
    return ask("PIN of the token: ", PIN_VARIABLE).decode()
