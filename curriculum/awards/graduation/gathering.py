"""A graduation begins: it takes every application whose certificate is to come, and signs for nobody."""

import secrets
from collections.abc import Sequence

from sqlalchemy import and_, delete, insert

from curriculum import clock
from curriculum.access import is_permitted, require
from curriculum.audit import service as audit
from curriculum.awards.models import IssueRequest
from curriculum.awards.models.graduations import Graduation, GraduationMember
from curriculum.awards.queries import graduations
from curriculum.db import core, db, new_id, table, wake_worker
from curriculum.db.waiting import HELD
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries as institutions

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
LONGEST_NAME = 120


def start(
    actor: Actor, name: str, *, institution: str, paths: Sequence[str] = (), employers: Sequence[str] = ()
) -> Graduation:
    """Take what waits to be signed or issued: of the institution's paths, of its people, or both.

    What bears both sign-offs is issued now, the rest as it is signed. What a cancelled graduation held back
    may be taken over. Refuses NOTHING_WAITS where there is nothing to take.
    """
    name, place = name.strip(), institutions.get(institution)
    if not name:
        raise Refusal(RefusalCode.VALUE_MISSING, field="name")
    if len(name) > LONGEST_NAME:
        raise Refusal(RefusalCode.VALUE_TOO_LONG, field="name", found=len(name), most=LONGEST_NAME)
    taken = _taken(actor, place.id, paths, employers)
    if not taken:
        raise Refusal(RefusalCode.NOTHING_WAITS, institution=institution)
    graduation = Graduation(
        id=new_id(),
        code=_new_code(),
        name=name,
        institution_id=place.id,
        started_by=actor.row_id,
        started_at=clock.now(),
    )
    db.session.add(graduation)
    db.session.flush()
    _take(graduation, taken)
    code, count = graduation.code, len(taken)
    audit.record(actor, "graduation:started", "graduation", graduation.id, code=code, count=count)
    wake_worker()
    return graduation


def _taken(
    actor: Actor, place: int, paths: Sequence[str], employers: Sequence[str]
) -> list[tuple[int, int, int]]:
    """Person, application and employer of what the actor may take for this institution."""
    above, below = institutions.lineage(place), institutions.descendants(place)
    owns = is_permitted(actor, Permission.GRADUATION_RUN, Subject(owners=above))
    employs = is_permitted(actor, Permission.GRADUATION_RUN, Subject(institutions=above))
    if not (owns or employs):
        require(actor, Permission.GRADUATION_RUN, Subject(owners=above, institutions=above))
    wanted = graduations.open_to(
        owners=below if owns else frozenset(), employers=below if employs else frozenset(), paths=paths
    )
    only = {institutions.get(code).id for code in employers}
    rows = [(person, application, employer) for person, application, employer in db.session.execute(wanted)]
    return [row for row in rows if row[2] in only] if only else rows


def _take(graduation: Graduation, taken: Sequence[tuple[int, int, int]]) -> None:
    """Write the members, a few hundred at a time; what another graduation held back is due again."""
    for begin in range(0, len(taken), 300):
        some = taken[begin : begin + 300]
        keys = [row[1] for row in some]
        core(delete(table(GraduationMember)).where(table(GraduationMember).c.application_id.in_(keys)))
        core(
            insert(table(GraduationMember)),
            [
                {
                    "person_id": person,
                    "application_id": application,
                    "graduation_id": graduation.id,
                    "employer_id": employer,
                }
                for person, application, employer in some
            ],
        )
    make_due(graduation)


def make_due(graduation: Graduation) -> None:
    """Give back to the worker what was held; what failed and waits keeps its pause."""
    held = and_(
        IssueRequest.statement_id.in_(graduations.requests_of(graduation)),
        IssueRequest.due_at == HELD,
    )
    columns = table(IssueRequest)
    core(columns.update().where(held).values(due_at=clock.now()))


def _new_code() -> str:
    return f"G-{clock.today().year}-" + "".join(secrets.choice(ALPHABET) for _ in range(6))
