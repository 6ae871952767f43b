"""The syllabus of an offering: kept byte for byte, replaced by a later one, still readable (J1, ADR 0002)."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import select

from curriculum import clock, files
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.donors import queries
from curriculum.donors.models import OfferingSyllabus
from curriculum.donors.service import supersede_claims


def kept(offering_id: int) -> Sequence[OfferingSyllabus]:
    """Every syllabus of an offering, the one in force first."""
    wanted = select(OfferingSyllabus).where(OfferingSyllabus.offering_id == offering_id)
    return db.session.scalars(wanted.order_by(OfferingSyllabus.id.desc())).all()


def current(offering_id: int) -> OfferingSyllabus | None:
    """The syllabus in force, if one was handed in."""
    wanted = select(OfferingSyllabus).where(
        OfferingSyllabus.offering_id == offering_id, OfferingSyllabus.ended_at.is_(None)
    )
    return db.session.scalar(wanted)


def keep(actor: Actor, offering_id: int, *, name: str, content: bytes, reason: str = "") -> OfferingSyllabus:
    """Keep a syllabus. The first one changes nothing; a later one supersedes what was accepted on the old."""
    offering = queries.locked(offering_id)
    require(actor, Permission.OFFERING_EDIT, queries.subject(offering_id))
    kind, digest = files.kind_of(content, name), hashlib.sha256(content).hexdigest()
    before = current(offering_id)
    if before is not None and before.sha256 == digest:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="syllabus", code=before.name)
    if before is not None:
        before.ended_at = clock.now()
        db.session.flush()  # of two that are in force the index knows but one
        if queries.accepted_claims([offering_id])[offering_id]:
            supersede_claims(actor, offering_id, reason)
    made = OfferingSyllabus(
        id=new_id(), offering_id=offering_id, name=name[-200:], kind=kind, sha256=digest, content=content
    )
    db.session.add(made)
    audit.record(actor, "syllabus:kept", "offering", offering_id, offering=offering.code, name=made.name)
    return made
