"""What lists of this room share: the path of a row, whose paths a permission reaches, who employs."""

from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from curriculum import clock
from curriculum.db import Bilingual, db
from curriculum.domain.actors import Actor, ScopeKind
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import reaches
from curriculum.domain.powers import Reach
from curriculum.institutions import queries as institutions
from curriculum.institutions.models import Institution
from curriculum.paths.models import Path, PathVersion
from curriculum.people import queries as people

Rows = TypeVar("Rows", bound=Select[*tuple[Any, ...]])


PATH = (Path.code.label("path_code"), PathVersion.version, PathVersion.title)
"""What every list says of the path a row is about."""


def on_path(wanted: Rows, version_id: InstrumentedAttribute[int]) -> Rows:
    """A list joined with the path version each row names, and its path."""
    return wanted.join(PathVersion, PathVersion.id == version_id).join(Path, Path.id == PathVersion.path_id)


def owned_within(actor: Actor, permission: Permission) -> ColumnElement[bool] | None:
    """Paths where a permission carries: those of the scope's institutions; None: nowhere."""
    ways: list[ColumnElement[bool]] = []
    for reach, scope in reaches(actor, permission, clock.today()):
        if reach not in (Reach.OWNER, Reach.ASSIGNED):
            continue
        if scope.kind is ScopeKind.GLOBAL:
            return true()
        if scope.kind is ScopeKind.INSTITUTION and isinstance(scope.id, int):
            ways.append(Path.owner_institution_id.in_(institutions.descendants(scope.id)))
        if scope.kind is ScopeKind.PATH:
            ways.append(Path.id == scope.id)
    return or_(false(), *ways) if ways else None


def employers_on(person_ids: set[int], on: date) -> dict[int, Bilingual]:
    """Who employs some persons that day, in two statements."""
    services = people.services_on(person_ids, on)
    places = {person: people.employer_id(record) for person, record in services.items()}
    wanted = select(Institution.id, Institution.name).where(Institution.id.in_(set(places.values())))
    names = {row.id: row.name for row in db.session.execute(wanted)}
    return {person: names[place] for person, place in places.items() if place in names}
