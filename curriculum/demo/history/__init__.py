"""What people entered over the years, verb by verb: each event is one call of a service."""

from collections.abc import Callable, Mapping

from curriculum.demo import curriculum_loader, donors_workshop, law, people_loader, voices, workshop
from curriculum.demo.history import assessment, awards, delivery, evidence, intake, paths
from curriculum.demo.world import Event, World

Verb = Callable[[World, Event], None]

VERBS: Mapping[str, Verb] = {
    **people_loader.VERBS,
    **law.VERBS,
    **curriculum_loader.VERBS,
    **paths.VERBS,
    **intake.VERBS,
    **delivery.VERBS,
    **assessment.VERBS,
    **evidence.VERBS,
    **awards.VERBS,
    **workshop.VERBS,
    **voices.VERBS,
    **donors_workshop.VERBS,
}
