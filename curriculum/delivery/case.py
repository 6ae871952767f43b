"""What bars somebody from acting on a person: teachers, mentors, kin, who entered hours (I-01…I-04, I-22)."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select

from curriculum import clock
from curriculum.accounts.models import Account
from curriculum.db import db
from curriculum.delivery.models import (
    AttendanceRecord,
    AttendanceSource,
    Run,
    RunTrainer,
    TeachingLog,
    TrainerRole,
)
from curriculum.domain.actors import Actor, Key, Role, Scope, ScopeKind
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.separation import CaseHistory, Involvement, Part
from curriculum.paths.models import PathEnrolment
from curriculum.people import queries as people
from curriculum.people.models import Relation, RelationKind

IN_CLASS = (TrainerRole.LEAD, TrainerRole.CO)
_OVER = (EnrolmentState.WITHDRAWN, EnrolmentState.DECLINED, EnrolmentState.LAPSED)


def history(
    person_id: int, actor: Actor, involvements: Iterable[Involvement], others: Iterable[int] = ()
) -> CaseHistory:
    """Everything that may bar the actor, or others, in a case about a person; merged records are one."""
    merged: dict[Key, Key] = {one: person_id for one in people.aliases(person_id) if one != person_id}
    for acting in (actor.person_id, *others):
        if isinstance(acting, int) and acting != person_id and acting not in merged:
            same = people.aliases(acting) - {acting, person_id}
            merged.update({one: acting for one in same if one not in merged})
    return CaseHistory(person_id, tuple(involvements), merged)


def trainers_of_person(
    person_id: int, module_version_ids: frozenset[int] | None = None
) -> tuple[Involvement, ...]:
    """Who taught the person, each with the run's code; only runs of these versions when given (I-02, S15)."""
    attended = select(AttendanceRecord.run_id).where(
        AttendanceRecord.person_id.in_(people.aliases(person_id)), AttendanceRecord.withdrawn_at.is_(None)
    )
    taught = [
        select(kind.person_id, Run.code)
        .join(Run, Run.id == kind.run_id)
        .where(kind.run_id.in_(attended), kind.role.in_(IN_CLASS))
        for kind in (RunTrainer, TeachingLog)
    ]
    if module_version_ids is not None:
        taught = [one.where(Run.module_version_id.in_(module_version_ids)) for one in taught]
    rows = db.session.execute(taught[0].union(taught[1]).order_by("code", "person_id"))
    return tuple(Involvement(row.person_id, Part.TRAINED, row.code) for row in rows)


def close_to(person_id: int, on: date) -> tuple[Involvement, ...]:
    """Kin, superiors and subordinates of a person on a day, mentors up to it (I-02, I-04, I-22)."""
    mine = people.aliases(person_id)
    declared = select(Relation).where(
        or_(Relation.person_id.in_(mine), Relation.about_person_id.in_(mine)),
        Relation.from_ <= on,
        # Who has mentored stays who has, as with teaching: no last day makes a judge of a mentor (I-02).
        or_(Relation.to.is_(None), Relation.to >= on, Relation.kind == RelationKind.MENTOR),
    )
    mentors = select(PathEnrolment.mentor_id).where(
        PathEnrolment.person_id.in_(mine),
        PathEnrolment.mentor_id.is_not(None),
        PathEnrolment.state.not_in(_OVER),
    )
    found = [_seen_from(mine, one) for one in db.session.scalars(declared)]
    found += [Involvement(one, Part.MENTORED) for one in db.session.scalars(mentors) if one is not None]
    return tuple(one for one in found if one is not None)


def _seen_from(mine: frozenset[int], relation: Relation) -> Involvement | None:
    """What the other side of a declared relation is to the person; the declarer is the mentor or superior."""
    declared_by_other = relation.person_id not in mine
    other = relation.person_id if declared_by_other else relation.about_person_id
    match relation.kind:
        case RelationKind.RELATIVE:
            return Involvement(other, Part.RELATIVE)
        case RelationKind.MENTOR if declared_by_other:
            return Involvement(other, Part.MENTORED)
        case RelationKind.REPORTING_LINE:
            return Involvement(other, Part.SUPERIOR if declared_by_other else Part.SUBORDINATE)
    return None


def who_entered(person_id: int, run_id: int) -> tuple[Involvement, ...]:
    """The natural persons who entered or brought a person's records (domain.md §3, note 4)."""
    wanted = (
        select(Account.person_id, AttendanceSource.label)
        .select_from(AttendanceRecord)
        .join(AttendanceSource, AttendanceSource.id == AttendanceRecord.source_id)
        .join(
            Account, or_(Account.id == AttendanceRecord.created_by, Account.id == AttendanceSource.entered_by)
        )
        .where(AttendanceRecord.person_id == person_id, AttendanceRecord.run_id == run_id)
        .where(Account.person_id.is_not(None))
        .distinct()
        .order_by(AttendanceSource.label, Account.person_id)
    )
    return tuple(Involvement(row.person_id, Part.ENTERED, row.label) for row in db.session.execute(wanted))


def authorised(actor: Actor, owners: frozenset[Key]) -> frozenset[Key]:
    """The actor, when today an assessor for one of the owners: the grant is the authorisation to assess."""
    if actor.person_id is None:
        return frozenset()
    scopes = {Scope(ScopeKind.INSTITUTION, one) for one in owners} | {Scope(ScopeKind.GLOBAL)}
    holds = any(
        grant.role is Role.ASSESSOR and grant.scope in scopes and grant.is_in_force(clock.today())
        for grant in actor.grants
    )
    return frozenset({actor.person_id} if holds else ())
