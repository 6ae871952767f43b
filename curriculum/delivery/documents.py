"""Files handed in as proof: what is accepted, kept byte for byte, given back to those who may read them."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import select

from curriculum.db import db, new_id
from curriculum.delivery.models import Document
from curriculum.files import LARGEST as LARGEST
from curriculum.files import kind_of as kind_of


def keep(person_id: int, content: bytes, name: str, *, run_id: int | None = None) -> str:
    """Keep a file with its hash, part of the act it is handed in by; the same bytes are kept once."""
    kind, digest = kind_of(content, name), hashlib.sha256(content).hexdigest()
    if find(person_id, digest, run_id=run_id) is None:
        db.session.add(
            Document(
                id=new_id(), person_id=person_id, run_id=run_id, sha256=digest, kind=kind, content=content
            )
        )
        db.session.flush()
    return digest


def find(person_id: int, sha256: str | None, *, run_id: int | None = None) -> Document | None:
    """The file of a person with this hash, bytes included; None where none was kept."""
    wanted = select(Document).where(
        Document.person_id == person_id, Document.sha256 == (sha256 or ""), Document.run_id == run_id
    )
    return db.session.scalars(wanted.limit(1)).one_or_none()


def handed_in(person_ids: frozenset[int], run_id: int) -> Sequence[Document]:
    """What a person handed in about their hours at a run, oldest first."""
    wanted = select(Document).where(Document.person_id.in_(person_ids), Document.run_id == run_id)
    return db.session.scalars(wanted.order_by(Document.id)).all()
