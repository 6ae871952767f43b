"""People on paths: designated by their employer, admitted by the owner, pinned to a version (I-18)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from curriculum import clock
from curriculum.access import require
from curriculum.announcements import PersonTouched
from curriculum.audit import service as audit
from curriculum.db import announce, db, new_id
from curriculum.domain.actors import SYSTEM, Actor
from curriculum.domain.currency import valid_until
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.enrolment import PATH_ENROLMENT
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.paths import queries
from curriculum.paths.content import EntryGrounds
from curriculum.paths.held import held
from curriculum.paths.models import PathEnrolment, PathVersion


@dataclass(frozen=True)
class Step:
    """What a step on an enrolment adds to the trail; `to` is the version of a move."""

    reason: str | None = None
    established: frozenset[Need] = frozenset()
    to: int | None = None


def nominate(
    actor: Actor,
    *,
    person_id: int,
    path_version_id: int,
    on: date,
    release_terms: str | None = None,
    mentor_id: int | None = None,
    renews: int | None = None,
    target_date: date | None = None,
    route: str = "",
    languages: Collection[str] = (),
) -> PathEnrolment:
    """Designate an official for a path, with release terms, mentor and the day agreed to be ready (R15).

    `renews` is the version a renewal path renews, `route` the key of the route to follow (none: the first),
    `languages` those in which the employer says the person works.
    """
    version = queries.version(path_version_id)
    require(actor, Permission.ENROLMENT_NOMINATE, queries.enrolment_subject(person_id, path_version_id, on))
    require_open(version, on)
    if queries.find_under_way(person_id, version.path_id) is not None:
        raise Refusal(RefusalCode.ALREADY_ENROLLED, path=version.path.code)
    if target_date is not None and target_date <= on:
        raise Refusal(RefusalCode.DATES_CONTRADICT, start=on, end=target_date)
    if route and route not in {one["key"] for one in version.routes}:
        raise Refusal(RefusalCode.VALUE_INVALID, field="route", value=route)
    if mentor_id == person_id:
        raise Refusal(RefusalCode.OWN_RECORD, role="mentor")
    enrolment = PathEnrolment(
        person_id=person_id,
        id=new_id(),
        path_version_id=path_version_id,
        renews_path_version_id=renews,
        state=PATH_ENROLMENT.start,
        designated_by=actor.account_id,
        designated_on=on,
        release_terms=release_terms,
        mentor_id=mentor_id,
        target_date=target_date,
        route=route,
        languages=sorted(set(languages)),
        entry_grounds={},
        exemptions=[],
    )
    db.session.add(enrolment)
    _record(actor, "enrolment:nominated", enrolment, version)
    return enrolment


def require_open(version: PathVersion, on: date) -> None:
    """Refuse what nobody may begin: a version that is not published, a day to come."""
    if on > clock.today():
        raise Refusal(RefusalCode.DATE_IN_FUTURE, field="on", value=on)
    if version.state is not VersionState.PUBLISHED:
        code = f"{version.path.code} v{version.version}"
        raise Refusal(RefusalCode.VERSION_NOT_PUBLISHED, code=code, state=version.state)


def admit(actor: Actor, enrolment: PathEnrolment, grounds: EntryGrounds, on: date) -> PathEnrolment:
    """Admit to the path and freeze the grounds (I-18); called by `awards.service.admit`, which found them."""
    if grounds.unmet:
        raise Refusal(RefusalCode.ENTRY_REQUIREMENTS_UNMET, missing=grounds.unmet)
    take(actor, enrolment, "admit", Step(established=frozenset({Need.ENTRY_MET})))
    enrolment.entry_grounds, enrolment.admitted_on = grounds.as_data(), on
    return enrolment


def decline(actor: Actor, enrolment: PathEnrolment, *, reason: str) -> PathEnrolment:
    """Decline a nomination, with the reason (I-17)."""
    return take(actor, enrolment, "decline", Step(reason))


def start(person_id: int, enrolment_id: int) -> PathEnrolment:
    """Set an admitted person under way: at the first activity or the agreed date."""
    return take(SYSTEM, queries.enrolment(person_id, enrolment_id), "start", Step())


def hold(actor: Actor, enrolment: PathEnrolment, *, reason: str) -> PathEnrolment:
    """Pause an enrolment for leave or deployment, with the reason."""
    return take(actor, enrolment, "hold", Step(reason))


def resume(actor: Actor, enrolment: PathEnrolment) -> PathEnrolment:
    """End a pause; what was withdrawn or is taught no more is not gone on with: one moves on (J5)."""
    version = queries.version(enrolment.path_version_id)
    if version.state is VersionState.WITHDRAWN or is_taught_out(version):
        code = f"{version.path.code} v{version.version}"
        raise Refusal(RefusalCode.VERSION_NOT_PUBLISHED, code=code, state=version.state)
    take(actor, enrolment, "resume", Step())
    enrolment.paused_as = None
    return enrolment


def is_taught_out(version: PathVersion, on: date | None = None) -> bool:
    """Tell whether the last day of a replaced version has passed."""
    last = version.teach_out_until if version.state is VersionState.SUPERSEDED else None
    return last is not None and last < (on or clock.today())


def withdraw(actor: Actor, enrolment: PathEnrolment, *, reason: str) -> PathEnrolment:
    """Leave the path, with the reason (R16)."""
    return take(actor, enrolment, "withdraw", Step(reason))


def lapse(person_id: int, enrolment_id: int) -> PathEnrolment:
    """End an enrolment whose longest duration is over."""
    return take(SYSTEM, queries.enrolment(person_id, enrolment_id), "lapse", Step())


def lapse_due(on: date) -> int:
    """End every enrolment whose longest duration is over, and the day agreed for it where that is later."""
    due = [one for one, last in queries.limited() if _last_day(one, last) < on]
    for one in due:
        lapse(one.person_id, one.id)
    return len(due)


def _last_day(enrolment: PathEnrolment, months: int) -> date:
    """A pause does not count as time lost: whoever was away has a later day agreed (J9)."""
    began = enrolment.admitted_on or enrolment.designated_on
    return max(valid_until(began, months), enrolment.target_date or date.min)


def complete(person_id: int, enrolment_id: int) -> PathEnrolment:
    """Note that every component is met; the caller has just computed it (`progress`)."""
    step = Step(established=frozenset({Need.ALL_MET}))
    completed = take(SYSTEM, queries.enrolment(person_id, enrolment_id), "complete", step)
    completed.completed_on = clock.today()
    return completed


def mark_applied(person_id: int, enrolment_id: int) -> PathEnrolment:
    """Note that a certificate was applied for on this enrolment."""
    return take(SYSTEM, queries.enrolment(person_id, enrolment_id), "apply", Step())


def take(actor: Actor, enrolment: PathEnrolment, action: str, step: Step) -> PathEnrolment:
    """Ask for the permission the table names, take the step from where it stands now, record and announce it.

    Whatever refuses does so before anything is written.
    """
    held(enrolment)
    version = queries.version(enrolment.path_version_id)
    row = PATH_ENROLMENT.find(enrolment.state, action)
    if row is not None and row.permission is not None:
        about = queries.enrolment_subject(enrolment.person_id, version.id, clock.today())
        require(actor, row.permission, about)
    reason = (step.reason or "").strip()
    needs = step.established | ({Need.REASON} if reason else frozenset())
    taken = PATH_ENROLMENT.advance(enrolment.state, action, needs)
    enrolment.state = taken.state
    _record(
        actor, taken.event, enrolment, version, reason or None, {} if step.to is None else {"to": step.to}
    )
    return enrolment


def _record(
    actor: Actor,
    event: str,
    enrolment: PathEnrolment,
    version: PathVersion,
    reason: str | None = None,
    more: Mapping[str, int] = MappingProxyType({}),
) -> None:
    audit.record(
        actor,
        event,
        "enrolment",
        enrolment.id,
        about=enrolment.person_id,
        reason=reason,
        path=version.path.code,
        version=version.version,
        **more,
    )
    announce(PersonTouched(enrolment.person_id))
