"""Who may do what to what: one clause of the table in `powers.py` that holds is enough."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from curriculum.domain.actors import Actor, Grant, Scope, ScopeKind, Subject
from curriculum.domain.permissions import Permission
from curriculum.domain.powers import MACHINES, TABLE, Clause, Reach


class Ground(StrEnum):
    """What was missing, from furthest to nearest."""

    NO_ROLE = "no_role"
    GRANT_NOT_IN_FORCE = "grant_not_in_force"
    OUT_OF_SCOPE = "out_of_scope"
    NOT_PUBLISHED = "not_published"
    NOT_ASSIGNED = "not_assigned"
    NOT_OWN_RECORD = "not_own_record"
    NOT_FOR_MACHINES = "not_for_machines"


_SHORT_OF: dict[Reach, Ground] = {
    Reach.OWN: Ground.NOT_OWN_RECORD,
    Reach.ASSIGNED: Ground.NOT_ASSIGNED,
    Reach.PUBLISHED: Ground.NOT_PUBLISHED,
}
_NEARNESS = tuple(Ground)


@dataclass(frozen=True, slots=True)
class Permitted:
    """Yes, and by which grant; None when a machine acted."""

    grant: Grant | None


@dataclass(frozen=True, slots=True)
class Missing:
    """No, and the nearest ground."""

    ground: Ground


def permits(actor: Actor, permission: Permission, subject: Subject, on: date) -> Permitted | Missing:
    """Say whether the actor may do this to the subject that day, and by what or why not."""
    if actor.kind in MACHINES:
        return Permitted(None) if permission in MACHINES[actor.kind] else Missing(Ground.NOT_FOR_MACHINES)
    short = [Ground.NO_ROLE]
    for clause, grant in _claims(actor, permission):
        if not grant.is_in_force(on):
            short.append(Ground.GRANT_NOT_IN_FORCE)
        elif _holds(clause.reach, grant.scope, actor, subject):
            return Permitted(grant)
        else:
            short.append(_SHORT_OF.get(clause.reach, Ground.OUT_OF_SCOPE))
    return Missing(max(short, key=_NEARNESS.index))


def reaches(actor: Actor, permission: Permission, on: date) -> tuple[tuple[Reach, Scope], ...]:
    """Give how far a permission carries, for `visible_to` lists and menus; empty means nowhere."""
    found = (
        (clause.reach, grant.scope) for clause, grant in _claims(actor, permission) if grant.is_in_force(on)
    )
    return tuple(dict.fromkeys(found))


_PLACED = frozenset({Reach.INSTITUTION, Reach.OWNER, Reach.PROGRAMME, Reach.GLOBAL})


def is_unbounded(reach: Reach, scope: Scope) -> bool:
    """Tell whether a permission carries to everything; an assigned case stays one case everywhere."""
    return reach is Reach.ANYWHERE or (scope.kind is ScopeKind.GLOBAL and reach in _PLACED)


def _claims(actor: Actor, permission: Permission) -> Iterable[tuple[Clause, Grant]]:
    clauses = TABLE[permission]
    return ((c, g) for c in clauses for g in actor.grants if g.role is c.role)


def _holds(reach: Reach, scope: Scope, actor: Actor, subject: Subject) -> bool:
    """Compare one clause with the thing in hand; people first, then places."""
    match reach:
        case Reach.ANYWHERE:
            return True
        case Reach.GLOBAL:
            return scope.kind is ScopeKind.GLOBAL
        case Reach.PUBLISHED:
            return subject.is_published
        case Reach.OWN:
            return actor.person_id is not None and actor.person_id in subject.person_ids
        case Reach.ASSIGNED:
            return actor.person_id is not None and actor.person_id in subject.assigned
        case _:
            return scope.kind is ScopeKind.GLOBAL or _contains(reach, scope, subject)


def _contains(reach: Reach, scope: Scope, subject: Subject) -> bool:
    """Say whether the scope of the grant contains the subject, in the sense of the reach."""
    places = {
        (Reach.INSTITUTION, ScopeKind.INSTITUTION): subject.institutions,
        (Reach.INSTITUTION, ScopeKind.UNIT): subject.units,
        (Reach.OWNER, ScopeKind.INSTITUTION): subject.owners,
        (Reach.OWNER, ScopeKind.PATH): subject.paths,
        (Reach.PROGRAMME, ScopeKind.PROGRAMME): subject.programmes,
        (Reach.PROGRAMME, ScopeKind.DONOR): subject.donors,
    }.get((reach, scope.kind), frozenset())
    return scope.id in places
