"""Files handed in as proof: what is accepted, kept byte for byte, given back to those who may read them."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import select

from curriculum.db import db, new_id
from curriculum.delivery.models import Document
from curriculum.domain.refusals import Refusal, RefusalCode

LARGEST = 10 * 1024 * 1024
BEGINS = {b"%PDF-": "pdf", b"\x89PNG\r\n": "png", b"\xff\xd8\xff": "jpg"}
"""What the bytes say a file is; its name is not believed."""
OFFICE = ("docx", "xlsx", "pptx", "odt", "ods", "odp")
"""Archives by their bytes, so the name only says which ending they get back."""


def kind_of(content: bytes, name: str) -> str:
    """What a file is; refuses FILE_EMPTY, FILE_TOO_LARGE, FORMAT_UNKNOWN, each naming what is accepted."""
    if not content:
        raise Refusal(RefusalCode.FILE_EMPTY, document=name or "–")
    if len(content) > LARGEST:
        found, most = (f"{size / 2**20:.1f} MB" for size in (len(content), LARGEST))
        raise Refusal(RefusalCode.FILE_TOO_LARGE, document=name or "–", found=found, most=most)
    known = next((kind for begin, kind in BEGINS.items() if content.startswith(begin)), None)
    ending = name.rsplit(".", 1)[-1].casefold()
    if known is None and content.startswith(b"PK\x03\x04") and ending in OFFICE:
        known = ending
    if known is None:
        accepted = ", ".join(one.upper() for one in (*BEGINS.values(), *OFFICE))
        raise Refusal(RefusalCode.FORMAT_UNKNOWN, document=name or "–", accepted=accepted)
    return known


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
