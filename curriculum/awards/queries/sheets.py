"""How certificates of an institution are printed."""

from sqlalchemy import select

from curriculum.awards.models import CertificateSheet, Emblem
from curriculum.db import db


def find_sheet(institution_id: int) -> CertificateSheet | None:
    """What the institution chose, None where it never did."""
    return db.session.get(CertificateSheet, institution_id)


def emblem(digest: str | None) -> bytes | None:
    """The file of an emblem that a statement names."""
    if digest is None:
        return None
    return db.session.scalars(select(Emblem.data).where(Emblem.digest == digest)).one()
