"""The public log, its signed checkpoints, and the public parts of the keys (domain.md §2.7)."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import KEY, At, Id, Model, Stamped, ref


class LogLeaf(Model):
    """One leaf of the public log: a salted hash, never a name."""

    index: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(unique=True)
    record: Mapped[str]
    """Canonical JSON of what was hashed; not published."""
    appended_at: Mapped[At]


class LogCheckpoint(Model):
    """A signed size and root of the log."""

    size: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    note: Mapped[str]
    signed_at: Mapped[At]
    witnessed_at: Mapped[At | None] = mapped_column(index=True)
    """When the signature of a witness was added to the note."""


class SigningKey(Stamped, Model):
    """The public part of a key: who holds it, from when, until when (retired is not compromised)."""

    id: Mapped[Id]
    kid: Mapped[str] = mapped_column(unique=True)
    institution_id: Mapped[int | None] = ref("institution.id")
    function: Mapped[str]
    """Of the two that seal which one; else root, issuing, log, credential, witness."""
    algorithm: Mapped[str]
    certificate_pem: Mapped[str]
    """Of log and witness keys the verifier line, of a credential key its 32 bytes in hexadecimal."""
    crl_pem: Mapped[str | None]
    """Of the root and the issuing authority: the list of revoked certificates they last signed."""
    generation: Mapped[int] = mapped_column(default=1)
    """Which of those that follow each other in one function; roots and authorities of others after ours."""
    valid_from: Mapped[At]
    """From when on it signs; its certificate may have begun before."""
    valid_until: Mapped[At | None]
    retired_on: Mapped[date | None]
    """The first day on which it signs no more; what it signed before keeps counting (I-16)."""
    compromised_at: Mapped[At | None]
