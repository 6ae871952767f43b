"""Statements and sign-offs as others read them."""

from collections.abc import Sequence

from sqlalchemy import select

from curriculum.awards.models import (
    Application,
    Function,
    SigningStatement,
    SignOff,
)
from curriculum.awards.queries.certificates import certificate as certificate
from curriculum.awards.queries.certificates import certificate_by_number as certificate_by_number
from curriculum.awards.queries.certificates import certificate_by_token as certificate_by_token
from curriculum.awards.queries.certificates import certificate_of as certificate_of
from curriculum.awards.queries.certificates import certificate_subject as certificate_subject
from curriculum.awards.queries.certificates import certificates_of as certificates_of
from curriculum.awards.queries.certificates import document as document
from curriculum.awards.queries.certificates import events_of as events_of
from curriculum.awards.queries.certificates import facts_of as facts_of
from curriculum.awards.queries.certificates import find_by_number as find_by_number
from curriculum.awards.queries.certificates import find_by_token as find_by_token
from curriculum.awards.queries.certificates import find_replacement as find_replacement
from curriculum.awards.queries.certificates import held_by as held_by
from curriculum.awards.queries.certificates import issued_count as issued_count
from curriculum.awards.queries.certificates import open_proposal as open_proposal
from curriculum.awards.queries.certificates import read_statement as read_statement
from curriculum.awards.queries.certificates import statement_of as statement_of
from curriculum.awards.queries.certificates import status_of as status_of
from curriculum.awards.queries.certificates import statuses_on as statuses_on
from curriculum.db import db


def find_statement(one: Application) -> SigningStatement | None:
    """The statement that waits for signatures or bears them, None where none is in force."""
    wanted = select(SigningStatement).where(
        SigningStatement.application_id == one.id, SigningStatement.voided_at.is_(None)
    )
    return db.session.scalars(wanted).one_or_none()


def last_statement(one: Application) -> SigningStatement | None:
    """The latest statement, void or not: it keeps the reserved number and token."""
    wanted = select(SigningStatement).where(SigningStatement.application_id == one.id)
    return db.session.scalars(wanted.order_by(SigningStatement.id.desc()).limit(1)).one_or_none()


def statements_of(one: Application) -> Sequence[SigningStatement]:
    """Every statement of an application, void or not."""
    return db.session.scalars(select(SigningStatement).where(SigningStatement.application_id == one.id)).all()


def sign_offs_of(statement_id: int) -> dict[Function, SignOff]:
    """Both sign-offs of a statement."""
    wanted = select(SignOff).where(SignOff.statement_id == statement_id)
    return {one.function: one for one in db.session.scalars(wanted)}


def sign_off_history(one: Application) -> Sequence[SignOff]:
    """Every sign-off on every statement of an application, newest first."""
    wanted = select(SignOff).where(SignOff.application_id == one.id)
    return db.session.scalars(wanted.order_by(SignOff.id.desc())).all()
