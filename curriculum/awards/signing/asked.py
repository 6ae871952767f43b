"""Who is asked to sign a statement, how far both are, and which signature waits for the reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from certificates.statement import Statement
from curriculum import clock
from curriculum.access import require
from curriculum.awards import queries
from curriculum.awards.applications import deadlines
from curriculum.awards.models import Application, Function, Mandate, SigningStatement, SignOff
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.signoff import SignOffState
from curriculum.domain.permissions import Permission
from curriculum.paths import queries as paths
from curriculum.paths.models import PathVersion
from curriculum.people import queries as people


class SignatureLine(NamedTuple):
    """One sign-off with its mandate and signatory."""

    sign_off: SignOff
    mandate: Mandate
    name: str
    waited: int
    """Whole days since it was asked for, while it is."""


@dataclass(frozen=True)
class Asked:
    """What the page of a signatory shows; without a statement there is nothing to sign."""

    application: Application
    name: str
    version: PathVersion
    statement_row: SigningStatement | None
    statement: Statement | None
    signatures: tuple[SignatureLine, ...]
    to_sign: tuple[Function, ...]


def asked(actor: Actor, code: str) -> Asked:
    """The statement of an application and its two signatures, for somebody who may see the case."""
    application = queries.get_application(code)
    require(actor, Permission.APPLICATION_VIEW, queries.subject(application, actor))
    row = queries.find_statement(application)
    both = signatures(row)
    return Asked(
        application,
        people.display_name(application.person_id),
        paths.version(application.path_version_id),
        row,
        None if row is None else queries.read_statement(row),
        both,
        to_sign(actor, both),
    )


def signatures(row: SigningStatement | None) -> tuple[SignatureLine, ...]:
    """Both sign-offs of a statement as a page shows them, training first; none without a statement."""
    if row is None:
        return ()
    both = queries.sign_offs_of(row.id)
    names = people.display_names(one.signatory_id for one in both.values())
    return tuple(
        SignatureLine(
            both[function],
            queries.mandate(both[function].mandate_id),
            names[signatory],
            deadlines.waited(both[function], clock.today()),
        )
        for function in (Function.TRAINING, Function.HR)
        if (signatory := both[function].signatory_id)
    )


def to_sign(actor: Actor, lines: Iterable[SignatureLine]) -> tuple[Function, ...]:
    """The functions in which the reader is asked and has not answered."""
    own = people.aliases(actor.person_id) if isinstance(actor.person_id, int) else frozenset()
    return tuple(
        one.sign_off.function
        for one in lines
        if one.sign_off.signatory_id in own and one.sign_off.state is SignOffState.PENDING
    )
