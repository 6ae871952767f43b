"""Where a key lies on a token, and what to do when it is not found there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from certificates.errors import SigningKeyError

_WRONG_PIN = (
    "the user PIN of the token",
    "give the right one: `keys pin`; after some wrong ones a token locks",
)
_UNLOCK = "a token that lets its user in", "free or renew its PIN with its maker's tool, then `keys pin`"
_ONE_KEY = "exactly one private key there", "name label and id of the right one in the .token file"
_ONE_PAPER = "exactly one certificate there", "put the certificate beside the .token file"
_AGAIN = "a token that answers", "see that it is plugged in and try again; ask its maker if it stays so"

HELP = {
    "module_missing": (
        "the maker's PKCS#11 module at {module}",
        "install the token's software, or correct `module` in the .token file",
    ),
    "module_refuses": (
        "a PKCS#11 module at {module}",
        "name the maker's library (it ends in .so); see that this account may use it",
    ),
    "token_missing": (
        "a token labelled {token!r}",
        "plug it in; see that this account may use it; or correct `token` in the .token file",
    ),
    "token_ambiguous": ("one token labelled {token!r}", "name its `serial` in the .token file as well"),
    "pin_wrong": _WRONG_PIN,
    "pin_refused_before": _WRONG_PIN,
    "pin_unknown": ("its PIN beside the keys", "give it: `keys pin`"),
    "pin_unreadable": (
        "its PIN under the passphrase of the keys",
        "give the passphrase of these keys, or the PIN anew: `keys pin`",
    ),
    "pin_locked": _UNLOCK,
    "pin_final_try": _UNLOCK,
    "pin_expired": _UNLOCK,
    "token_refuses": _AGAIN,
    "session_lost": _AGAIN,
    "key_missing": (
        "the private key {key!r}",
        "restore the key, or correct `key` and `id` in the .token file",
    ),
    "key_ambiguous": _ONE_KEY,
    "public_key_missing": (
        "the public key beside the private one",
        "bring it onto the token, or let the token make a new key",
    ),
    "public_key_ambiguous": _ONE_KEY,
    "key_not_made": (
        "a token that makes P-256 or RSA-3072 keys",
        "see its maker's manual, or use another one",
    ),
    "certificate_missing": _ONE_PAPER,
    "certificate_ambiguous": _ONE_PAPER,
    "certificate_unreadable": ("certificates in PEM", "put seal and chain beside the .token file anew"),
    "other_certificate": (
        "the key of this certificate",
        "name the right key in the .token file, or bring the certificate of this one",
    ),
}
"""Of each problem what was expected and how to mend it; English, for whoever runs the machine."""


@dataclass(frozen=True)
class Place:
    """Where a key lies: the maker's module, label or serial of the token, label or identifier of the key."""

    module: Path
    token: str
    key: str | None = None
    id: bytes | None = None
    serial: str = ""

    @property
    def named(self) -> str:
        """The key as people call it: its label, else its identifier."""
        return self.key or (self.id or b"").hex()

    def refusal(self, problem: str, found: str = "") -> SigningKeyError:
        """Say what is wrong with this place: what was found, what expected, how to mend it."""
        facts = {"token": self.token, "key": self.named, "problem": problem}
        expected, mend = HELP[problem]
        facts |= {"found": found} if found else {}
        told = {"module": self.module, "token": self.token, "key": self.named}
        return SigningKeyError(**facts, expected=expected.format(**told), mend=mend)
