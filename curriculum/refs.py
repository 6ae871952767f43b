"""Opaque references for public addresses: an internal key sealed with the deployment's secret.

One AES block holds the key and eight zero bytes, so a guessed reference does not open. It reveals
neither order nor number of records, and needs no column.
"""

import hashlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 26
_key = b""


def configure(secret: str) -> None:
    """Derive the sealing key; `create_app` calls it once."""
    global _key
    _key = hashlib.sha256(b"references|" + secret.encode()).digest()


def seal(key: int) -> str:
    """The 26-character reference of an internal key."""
    cipher = Cipher(algorithms.AES(_key), modes.ECB()).encryptor()  # noqa: S305
    number = int.from_bytes(cipher.update(key.to_bytes(8, "big") + bytes(8)), "big")
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def unseal(ref: str) -> int | None:
    """The internal key of a reference; None for anything we did not seal."""
    if len(ref) != LENGTH or any(character not in ALPHABET for character in ref):
        return None
    number = 0
    for character in ref:
        number = number << 5 | ALPHABET.index(character)
    if number >> 128:
        return None
    cipher = Cipher(algorithms.AES(_key), modes.ECB()).decryptor()  # noqa: S305
    block = cipher.update(number.to_bytes(16, "big"))
    return int.from_bytes(block[:8], "big") if block[8:] == bytes(8) else None
