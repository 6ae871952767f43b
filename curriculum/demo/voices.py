"""Feedback on a module: one piece answered and carried by the next version, one that waits."""

from curriculum.demo.world import Event, World
from curriculum.feedback import queries, service


def give_feedback(world: World, event: Event) -> None:
    """Somebody says something of a module, a path or a run."""
    about = queries.about(queries.Thing(event["thing"]), event["code"])
    given = service.give(world.by(event), about, world.said(event, "text"))
    world.kept["feedback", event["feedback"]] = given.id


def propose_change(world: World, event: Event) -> None:
    """The owner says what will be different."""
    service.plan(world.by(event), _kept(world, event), answer=world.said(event, "answer"))


def link_change(world: World, event: Event) -> None:
    """The version that carries the change is named."""
    code, _v, number = event["version"].rpartition(".v")
    service.carry(world.by(event), _kept(world, event), code=code, version=int(number))


def _kept(world: World, event: Event) -> int:
    return world.kept["feedback", event["feedback"]]


VERBS = {"give_feedback": give_feedback, "propose_change": propose_change, "link_change": link_change}
