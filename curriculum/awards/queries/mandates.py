"""Mandates as others read them."""

from datetime import date

from sqlalchemy import func, select

from curriculum.awards.models import (
    Mandate,
    SignOff,
)
from curriculum.awards.queries.locks import locked
from curriculum.db import db
from curriculum.domain.lifecycles.mandate import MandateState
from curriculum.domain.lifecycles.signoff import SignOffState
from curriculum.domain.refusals import found


def get_mandate(code: str, *, lock: bool = False) -> Mandate:
    """The mandate with this code."""
    wanted = select(Mandate).where(Mandate.code == code)
    return found(db.session.scalars(locked(wanted, lock)).one_or_none(), "mandate", code)


def find_mandate(code: str) -> Mandate | None:
    """The mandate with this code, if there is one."""
    return db.session.scalars(select(Mandate).where(Mandate.code == code)).one_or_none()


def last_signed_on(mandate_id: int) -> date | None:
    """The last day on which a sign-off that stands was given by a mandate."""
    wanted = select(func.max(SignOff.decided_at)).where(
        SignOff.mandate_id == mandate_id, SignOff.state == SignOffState.APPROVED
    )
    last = db.session.scalar(wanted)
    return None if last is None else last.date()


def is_signatory(person_id: int) -> bool:
    """Whether somebody holds a signing mandate that did not end, or is proposed for one."""
    wanted = select(Mandate.id).where(Mandate.person_id == person_id, Mandate.state != MandateState.ENDED)
    return db.session.scalars(wanted.limit(1)).first() is not None


def mandate_codes(beginning: str) -> set[str]:
    """Codes of mandates that begin alike."""
    wanted = select(Mandate.code).where(Mandate.code.startswith(beginning, autoescape=True))
    return set(db.session.scalars(wanted))


def mandate(mandate_id: int) -> Mandate:
    """The mandate with this key."""
    return found(db.session.get(Mandate, mandate_id), "mandate", mandate_id)
