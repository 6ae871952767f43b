"""How an institution's certificates are printed, and the emblems they bear."""

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import Model, Stamped, ref


class Emblem(Stamped, Model):
    """An emblem by the SHA-256 of its file, which statements name; kept for good once a statement might."""

    digest: Mapped[str] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = ref("institution.id")
    data: Mapped[bytes] = mapped_column(LargeBinary)


class CertificateSheet(Stamped, Model):
    """What the owner of paths chose for its certificates to come; issued ones keep theirs."""

    institution_id: Mapped[int] = ref("institution.id", primary_key=True)
    orientation: Mapped[str] = mapped_column(default="landscape")
    emblem_digest: Mapped[str | None] = mapped_column(ForeignKey("emblem.digest"))
    names_in_code: Mapped[bool] = mapped_column(default=False)
