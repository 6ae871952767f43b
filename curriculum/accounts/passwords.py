"""Passwords: Argon2id with one set of parameters, and never more hashes at once than cores.

46 MiB and two passes stay above the floor of ASVS 5.0 appendix C and take about a tenth of a second on
one present-day core. Each hash in flight costs its memory, so a burst of sign-ins queues for a turn.
"""

import os
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)
AT_LEAST, AT_MOST = 12, 200
"""Characters of a password; the upper end only keeps a hash from becoming work for an attacker."""

NOBODYS = "$argon2id$v=19$m=47104,t=2,p=1$ETbtUb2NcOVAqnaWuwbqXw$Nob+62UvN+yUMwPf10OlGwQwV8F8rJy5KccliwDtJKk"
"""Checked for unknown logins, so that they take as long as known ones; no password fits it."""

_turns = threading.BoundedSemaphore(os.cpu_count() or 1)


def _spelled(password: str) -> str:
    # One keyboard sends é as one character, another as two.
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    """The hash to keep; slow by design, so never ask inside a transaction."""
    with _turns:
        return HASHER.hash(_spelled(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether the password is the one behind the hash; as slow where there is no hash."""
    try:
        with _turns:
            return HASHER.verify(kept or NOBODYS, _spelled(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(kept)
