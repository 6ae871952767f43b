"""Where a passphrase comes from: the environment or the terminal, never an argument that others can read."""

from __future__ import annotations

import getpass
import os

VARIABLE = "CERTIFICATES_PASSPHRASE"


def ask(prompt: str) -> bytes:
    """Give the passphrase of the environment, else what is typed."""
    given = os.environ.get(VARIABLE)
    return (given if given is not None else getpass.getpass(prompt)).encode()
