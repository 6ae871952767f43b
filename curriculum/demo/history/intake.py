"""Donors' lists: received as files, matched, decided by the desk as far as it came, applied (J2)."""

from curriculum.demo.world import Event, World
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.import_row import UNDECIDED
from curriculum.intake import queries
from curriculum.intake import service as intake
from curriculum.intake.models import ImportRow
from curriculum.intake.service import Decision
from curriculum.people import queries as people


def receive_list(world: World, event: Event) -> None:
    """A file arrives from the donor, or from whoever it was handed to."""
    written = world.lists[event["list"]]
    batch = intake.receive(
        world.by(event),
        file_name=written.path.name,
        content=written.path.read_bytes(),
        offering_code=written.offering,
    )
    world.kept["list", event["list"]] = batch.id


def match_list(world: World, event: Event) -> None:
    """Every row finds its lane."""
    intake.match(world.by(event), world.kept["list", event["list"]])


def decide_rows(world: World, event: Event) -> None:
    """The desk decides the rows that are still open; some it leaves for the visitor."""
    batch = queries.batch(world.kept["list", event["list"]])
    for row in queries.rows_of(batch.id, UNDECIDED):
        line = row.number - batch.details["header_row"]
        _decide(world.by(event), row, world.desk[event["list"]][str(line)])


def _decide(actor: Actor, row: ImportRow, said: str) -> None:
    match said:
        case "leave":
            return
        case "outsider":
            intake.decide(actor, row.batch_id, row.number, Decision.IGNORE)
        case "duplicate":
            intake.decide(actor, row.batch_id, row.number, Decision.DUPLICATE)
        case number:
            person_id = people.find_by_number(number)
            intake.decide(actor, row.batch_id, row.number, Decision.LINK, person_id=person_id)


def apply_list(world: World, event: Event) -> None:
    """What is linked begins to count."""
    intake.apply(world.by(event), world.kept["list", event["list"]])


VERBS = {
    "receive_list": receive_list,
    "match_list": match_list,
    "decide_rows": decide_rows,
    "apply_list": apply_list,
}
