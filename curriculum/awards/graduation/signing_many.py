"""One signatory signs many statements at once: each shown with its digest, each its own sign-off (I-07)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, select

from certificates.statement import Statement
from curriculum.awards import queries
from curriculum.awards.models import Application, Function, SigningStatement, SignOff
from curriculum.awards.models.graduations import Graduation, GraduationMember
from curriculum.awards.queries import graduations
from curriculum.awards.queries.locks import hold_persons
from curriculum.awards.signing import signoffs
from curriculum.db import db, savepoint
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.signoff import SignOffState
from curriculum.domain.refusals import Refusal
from curriculum.people import queries as people

SHOWN = 50
"""Statements on one page: as many as somebody reads before they sign."""


@dataclass(frozen=True)
class Shown:
    """One statement as it is laid before its signatory."""

    code: str
    name: str
    digest: str
    statement: Statement


class Outcome(NamedTuple):
    """What became of one statement; None: it is signed."""

    code: str
    refusal: Refusal | None


def shown(actor: Actor, graduation: Graduation, function: Function) -> list[Shown]:
    """The statements of a graduation that wait for this signatory, the longest first, a page of them."""
    wanted = _pending(actor, graduation, function, Application, SigningStatement).order_by(SignOff.id)
    rows = db.session.execute(wanted.limit(SHOWN)).all()
    names = people.display_names(application.person_id for application, _ in rows)
    return [
        Shown(
            application.code,
            names.get(application.person_id, ""),
            row.digest,
            queries.read_statement(row),
        )
        for application, row in rows
    ]


def waiting(actor: Actor, graduation: Graduation) -> dict[Function, int]:
    """How many statements of a graduation wait for this signatory, by function."""
    wanted = _pending(actor, graduation, None, SignOff.function, func.count()).group_by(SignOff.function)
    return dict(db.session.execute(wanted).all())


def _pending(
    actor: Actor, graduation: Graduation, function: Function | None, *columns: Any
) -> Select[*tuple[Any, ...]]:
    own = people.aliases(actor.person_id) if isinstance(actor.person_id, int) else frozenset()
    about = and_(
        Application.person_id == GraduationMember.person_id,
        Application.id == GraduationMember.application_id,
    )
    wanted = (
        select(*columns)
        .select_from(GraduationMember)
        .join(Application, about)
        .join(SigningStatement, SigningStatement.application_id == Application.id)
        .join(SignOff, SignOff.statement_id == SigningStatement.id)
        .where(
            GraduationMember.graduation_id == graduation.id,
            SigningStatement.voided_at.is_(None),
            SignOff.signatory_id.in_(own),
            SignOff.state == SignOffState.PENDING,
        )
    )
    return wanted if function is None else wanted.where(SignOff.function == function)


def sign_shown(actor: Actor, code: str, function: Function, digests: Mapping[str, str]) -> list[Outcome]:
    """Sign each application's statement under the digest that was shown; one that is refused stops no other.

    Every rule of a single sign-off is asked of each: mandate, separation of duties, the very digest.
    """
    graduations.get(code)
    found = {one: queries.get_application(one) for one in digests}
    hold_persons(one.person_id for one in found.values())
    return [Outcome(one, _refused(actor, one, function, digest)) for one, digest in digests.items()]


def _refused(actor: Actor, code: str, function: Function, digest: str) -> Refusal | None:
    try:
        with savepoint():
            signoffs.sign(actor, code, function, digest)
    except Refusal as refusal:
        return refusal
    return None
