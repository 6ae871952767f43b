"""Officials are designated for a path, admitted to it or not."""

from curriculum.awards import service as awards
from curriculum.demo.world import Event, World, path_ref_id, path_version_id
from curriculum.paths import queries
from curriculum.paths import service as paths
from curriculum.paths.models import PathEnrolment


def enrolment_of(world: World, event: Event) -> PathEnrolment:
    """The latest enrolment of the person on the path version of an event."""
    version_id, person_id = path_version_id(event), world.person(event["person"])
    found = [one for one in queries.enrolments_of(person_id) if one.path_version_id == version_id]
    if not found:
        raise LookupError(f"{event['person']} is not on {event['path']} on {event['on']}")
    return max(found, key=lambda one: one.id)


def nominate(world: World, event: Event) -> None:
    """HR designates an official, with release terms and a mentor."""
    paths.nominate(
        world.by(event),
        person_id=world.person(event["person"]),
        path_version_id=path_version_id(event),
        on=world.day(event["designated_on"]),
        release_terms=world.said(event, "release_terms"),
        mentor_id=world.person(event["mentor"]) if event["mentor"] else None,
        renews=path_ref_id(event["renews"]) if event["renews"] else None,
    )


def admit(world: World, event: Event) -> None:
    """The owner of the path admits; where a required path is not held, on experience instead."""
    experience = event["equivalent_experience"]
    enrolment = enrolment_of(world, event)
    awards.admit(
        world.by(event),
        enrolment.person_id,
        enrolment.id,
        world.day(event["on"]),
        equivalent_experience=world.said({**event, **experience}, "text") if experience else None,
    )


def decline_nomination(world: World, event: Event) -> None:
    """The owner of the path declines, saying why."""
    enrolment = enrolment_of(world, event)
    paths.decline(world.by(event), enrolment, reason=world.said(event, "text"))


VERBS = {"nominate": nominate, "admit": admit, "decline_nomination": decline_nomination}
