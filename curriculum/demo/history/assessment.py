"""Own assessment: graded by one, verified by another; observed teaching and panels."""

from curriculum.assessment import service as assessment
from curriculum.assessment.models import ResultKind
from curriculum.catalogue import queries as catalogue
from curriculum.delivery import queries as delivery
from curriculum.demo.curriculum_content import hundredths
from curriculum.demo.world import Event, World, path_version_id

CHALLENGE = "challenge"


def _spec_id(event: Event) -> int:
    """The part of the module's assessment an event names by its method."""
    run = delivery.get(event["run"])
    version = catalogue.version(run.module_version_id or 0)
    return next(one.id for one in version.assessments if one.method == event["spec"])


def grade(world: World, event: Event) -> None:
    """An assessor grades everybody in one part."""
    run = delivery.get(event["run"])
    assessment.grade_run(
        world.by(event),
        run_id=run.id,
        spec_id=_spec_id(event),
        scores={world.person(name): hundredths(score) for name, score in event["scores"].items()},
        assessed_on=world.day(event["on"]),
        kind=_kind(world, event["run"]),
        attempt=event["attempt"],
    )


def _kind(world: World, run: str) -> ResultKind:
    """A run held without teaching is a challenge test."""
    opened = next(one for one in world.history if one["do"] == "open_run" and one["run"] == run)
    return ResultKind.CHALLENGE_TEST if opened["kind"] == CHALLENGE else ResultKind.MODULE


def verify_grades(world: World, event: Event) -> None:
    """Another assessor verifies that part."""
    assessment.verify_run(world.by(event), delivery.get(event["run"]).id, _spec_id(event))


def observe(world: World, event: Event) -> None:
    """An observer fills in the grid and signs; the one observed signs later."""
    seen = assessment.record_observation(
        world.by(event),
        person_id=world.person(event["person"]),
        run_id=delivery.get(event["run"]).id,
        observed_on=world.day(event["on"]),
        scores=event["scores"],
        strengths=world.said(event, "strengths"),
        actions=world.said(event, "actions"),
    )
    assessment.sign_observation(world.by(event), seen.person_id, seen.id)
    world.kept["observation", event["person"], event["run"], event["on"]] = seen.id


def sign_observation(world: World, event: Event) -> None:
    """The one observed signs: only now it counts (I-22)."""
    key = world.kept["observation", event["person"], event["run"], event["observed_on"]]
    assessment.sign_observation(world.by(event), world.person(event["person"]), key)


def hold_panel(world: World, event: Event) -> None:
    """A panel hears a candidate."""
    assessment.hold_panel(
        world.by(event),
        person_id=world.person(event["person"]),
        path_version_id=path_version_id(event),
        held_on=world.day(event["on"]),
        member_ids=world.persons_of(event["members"]),
        favourable=event["passed"],
        minutes=event["minutes"],
    )


VERBS = {
    "grade": grade,
    "verify_grades": verify_grades,
    "observe": observe,
    "sign_observation": sign_observation,
    "hold_panel": hold_panel,
}
