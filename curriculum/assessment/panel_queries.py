"""Panels as lists show them: those of the paths of one's institution, and the paths that ask for one."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, false, or_, select, true

from curriculum import clock
from curriculum.assessment.models import Panel, PanelMember
from curriculum.db import Bilingual, db
from curriculum.domain.actors import Actor, ScopeKind
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.path import ComponentType
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import reaches
from curriculum.domain.powers import Reach
from curriculum.institutions import queries as institutions
from curriculum.paths.models import Path, PathComponent, PathVersion

TAUGHT = (VersionState.PUBLISHED, VersionState.SUPERSEDED)
"""People are on a superseded version until it is taught out."""


class HeldRow(NamedTuple):
    """One panel in a list."""

    id: int
    person_id: int
    code: str
    version: int
    title: Bilingual
    on: date
    favourable: bool
    minutes: str
    members: tuple[int, ...]


class PathRow(NamedTuple):
    """A path version that asks for a panel."""

    id: int
    code: str
    version: int
    title: Bilingual


def panels_visible_to(actor: Actor) -> list[HeldRow]:
    """Panels on paths whose assessments the actor may see through their owner; newest first."""
    rows = db.session.execute(
        select(Panel, Path.code, PathVersion.version, PathVersion.title)
        .join(PathVersion, PathVersion.id == Panel.path_version_id)
        .join(Path, Path.id == PathVersion.path_id)
        .where(_owned(actor, Permission.ASSESSMENT_VIEW))
        .order_by(Panel.held_on.desc(), Panel.id)
    ).all()
    members = defaultdict(list)
    wanted = select(PanelMember).where(PanelMember.panel_id.in_([one.id for one, *_ in rows]))
    for seat in db.session.scalars(wanted.order_by(PanelMember.person_id)):
        members[seat.panel_id].append(seat.person_id)
    return [
        HeldRow(
            one.id,
            one.person_id,
            code,
            version,
            title,
            one.held_on,
            one.favourable,
            one.minutes,
            tuple(members[one.id]),
        )
        for one, code, version, title in rows
    ]


def paths_with_panels(actor: Actor) -> list[PathRow]:
    """The path versions people are on that ask for a panel, and where the actor may assess."""
    heard = select(PathComponent.path_version_id).where(PathComponent.type == ComponentType.PANEL)
    wanted = (
        select(PathVersion.id, Path.code, PathVersion.version, PathVersion.title)
        .join(Path, Path.id == PathVersion.path_id)
        .where(
            PathVersion.id.in_(heard),
            PathVersion.state.in_(TAUGHT),
            _owned(actor, Permission.ASSESSMENT_GRADE),
        )
        .order_by(Path.code, PathVersion.version.desc())
    )
    return [PathRow(*row) for row in db.session.execute(wanted)]


def _owned(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """Paths of the institutions where the permission carries by ownership or by authorisation to assess."""
    ways: list[ColumnElement[bool]] = [false()]
    for reach, scope in reaches(actor, permission, clock.today()):
        if reach not in (Reach.OWNER, Reach.ASSIGNED):
            continue
        if scope.kind is ScopeKind.GLOBAL:
            return true()
        if scope.kind is ScopeKind.INSTITUTION and isinstance(scope.id, int):
            ways.append(Path.owner_institution_id.in_(institutions.descendants(scope.id)))
    return or_(*ways)
