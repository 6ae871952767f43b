"""People move to a newer version of their path and back; what they hold goes with them (I-18, J5)."""

from curriculum import clock
from curriculum.db import db, new_id
from curriculum.domain.actors import SYSTEM, Actor
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.enrolment import PATH_ENROLMENT, EnrolmentState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.paths import queries
from curriculum.paths.enrolling import Step, require_open, take
from curriculum.paths.held import held
from curriculum.paths.models import PathEnrolment, PathVersion


def move_to_version(actor: Actor, enrolment: PathEnrolment, path_version_id: int) -> PathEnrolment:
    """Move to a newer version by the official's choice; achievements stay, the pin moves (I-18, S06)."""
    target, was = _target(enrolment, path_version_id), held(enrolment).state
    take(actor, enrolment, "transition", Step())
    return _moved(enrolment, target, was)


def migrate(enrolment: PathEnrolment, path_version_id: int, *, reason: str) -> PathEnrolment:
    """Move somebody by a plan that was applied; whoever applied it was asked (`transitions`)."""
    target, was = _target(enrolment, path_version_id), held(enrolment).state
    take(SYSTEM, enrolment, "migrate", Step(reason, to=target.version))
    return _moved(enrolment, target, was)


def move_back(moved: PathEnrolment, *, was: EnrolmentState, reason: str) -> PathEnrolment:
    """Undo a move: the newer enrolment ends, the older one stands as it did."""
    if moved.moved_from_id is None:
        raise Refusal(RefusalCode.WRONG_STATE, object="enrolment", state=moved.state, action="move_back")
    old = held(queries.enrolment(moved.person_id, moved.moved_from_id))
    PATH_ENROLMENT.advance(old.state, f"take_back_{was}", {Need.REASON})  # refused before anything is written
    take(SYSTEM, moved, "move_back", Step(reason))
    return take(SYSTEM, old, f"take_back_{was}", Step(reason))


def pause(enrolment: PathEnrolment, *, reason: str) -> PathEnrolment:
    """Pause somebody whose version was withdrawn or is no longer taught."""
    was = held(enrolment).state
    take(SYSTEM, enrolment, "pause", Step(reason))
    enrolment.paused_as = was
    return enrolment


def _target(enrolment: PathEnrolment, path_version_id: int) -> PathVersion:
    target, present = queries.version(path_version_id), queries.version(enrolment.path_version_id)
    if target.path_id != present.path_id or target.version <= present.version:
        raise Refusal(
            RefusalCode.VALUE_INVALID, field="version", found=target.version, expected=present.version + 1
        )
    require_open(target, clock.today())
    return target


def _moved(enrolment: PathEnrolment, target: PathVersion, was: EnrolmentState) -> PathEnrolment:
    """The enrolment on the newer version, as the older one stood.

    A pause that only the end of the older version asked for ends with the move; one of HR's does not.
    """
    on_hold = was is EnrolmentState.ON_HOLD
    moved = PathEnrolment(
        person_id=enrolment.person_id,
        id=new_id(),
        path_version_id=target.id,
        moved_from_id=enrolment.id,
        state=enrolment.paused_as or was if on_hold else was,
        entry_grounds=dict(enrolment.entry_grounds),
        designated_by=enrolment.designated_by,
        designated_on=enrolment.designated_on,
        release_terms=enrolment.release_terms,
        mentor_id=enrolment.mentor_id,
        admitted_on=enrolment.admitted_on,
        target_date=enrolment.target_date,
        languages=list(enrolment.languages),
        exemptions=list(enrolment.exemptions),
        renews_path_version_id=enrolment.renews_path_version_id,
        route=enrolment.route if enrolment.route in {one["key"] for one in target.routes} else "",
    )
    db.session.add(moved)
    return moved
