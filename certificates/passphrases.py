"""Where a secret comes from: the environment or the terminal, never an argument that others can read."""

from __future__ import annotations

import getpass
import os

VARIABLE = "CERTIFICATES_PASSPHRASE"


def ask(prompt: str, variable: str = VARIABLE) -> bytes:
    """Give the secret of the environment, the passphrase unless another is named, else what is typed."""
    given = os.environ.get(variable)
    return (given if given is not None else getpass.getpass(prompt)).encode()
