"""The route of somebody who is on a path already, changed with a reason (0020)."""

from curriculum import clock
from curriculum.access import require
from curriculum.announcements import PersonTouched
from curriculum.audit import service as audit
from curriculum.db import announce, db
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.paths import queries
from curriculum.paths.models import PathEnrolment, PathVersion
from curriculum.people import queries as people


def change_route(actor: Actor, enrolment: PathEnrolment, *, route: str, reason: str) -> PathEnrolment:
    """Let somebody under way follow another route of the path, with the reason the person reads.

    What was learned stays; what the other route asks for is judged in the same transaction.
    """
    version = queries.version(enrolment.path_version_id)
    about = queries.enrolment_subject(enrolment.person_id, version.id, clock.today())
    require(actor, Permission.ENROLMENT_NOMINATE, about)
    if actor.person_id in people.aliases(enrolment.person_id):
        raise Refusal(RefusalCode.OWN_RECORD, role="owner")
    db.session.refresh(enrolment, with_for_update=True)
    if enrolment.state not in queries.UNDER_WAY:
        raise Refusal(RefusalCode.WRONG_STATE, object="enrolment", state=enrolment.state, action="reroute")
    if route not in {one["key"] for one in version.routes}:
        raise Refusal(RefusalCode.VALUE_INVALID, field="route", value=route)
    if not reason.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="enrolment", action="reroute")
    before = followed(enrolment, version)
    if before == route:
        return enrolment  # a second click
    enrolment.route = route
    audit.record(
        actor,
        "enrolment:rerouted",
        "enrolment",
        enrolment.id,
        about=enrolment.person_id,
        reason=reason.strip(),
        path=version.path.code,
        version=version.version,
        before=before,
        route=route,
    )
    announce(PersonTouched(enrolment.person_id))
    return enrolment


def followed(enrolment: PathEnrolment, version: PathVersion) -> str:
    """The route that somebody follows: theirs, else the first; none where the path has one for everybody."""
    keys = [one["key"] for one in version.routes]
    return enrolment.route if enrolment.route in keys else next(iter(keys), "")
