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
    """The public part of a seal: who holds it, from when, until when (retired is not compromised)."""

    id: Mapped[Id]
    kid: Mapped[str] = mapped_column(unique=True)
    institution_id: Mapped[int | None] = ref("institution.id")
    function: Mapped[str]
    certificate_pem: Mapped[str]
    """Of the log key, its verifier line."""
    crl_pem: Mapped[str | None]
    """Of the root and the issuing authority: the list of revoked certificates they last signed."""
    activated_on: Mapped[date]
    retired_on: Mapped[date | None]
    compromised_at: Mapped[At | None]
