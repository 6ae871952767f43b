"""The register of legal instruments of Velmaria: what was entered, and looked at again."""

from curriculum.demo.curriculum_content import both
from curriculum.demo.world import Event, World
from curriculum.domain.lifecycles.instrument import InstrumentState
from curriculum.institutions.law import queries, service
from curriculum.institutions.law.service import InstrumentContent


def record_instrument(world: World, event: Event) -> None:
    """A law or decree that is in force is entered."""
    content = InstrumentContent(
        kind=event["kind"],
        title=both(event["title"]),
        reference=event["reference"],
        owner=event["owner"],
        issuer=event["issuer"],
        in_force_from=world.day(event["in_force_from"]),
        check_on=world.day(event["check_on"]),
    )
    service.record(world.by(event), code=event["code"], content=content, state=InstrumentState.IN_FORCE)


def check_instrument(world: World, event: Event) -> None:
    """Somebody looked whether it is still in force: it is."""
    service.step(world.by(event), queries.get(event["code"]).id, "check")


VERBS = {"record_instrument": record_instrument, "check_instrument": check_instrument}
