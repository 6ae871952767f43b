"""Feedback, the changes it became and the versions that carry them; evaluations of runs."""

from curriculum.delivery import queries as delivery
from curriculum.demo.world import Event, World
from curriculum.domain.evaluation import Moment, Statement
from curriculum.feedback import evaluating, proposing, queries, service


def give_feedback(world: World, event: Event) -> None:
    """Somebody says something of a module, a path or a run."""
    about = queries.about(queries.Thing(event["thing"]), event["code"])
    given = service.give(world.by(event), about, world.said(event, "text"))
    world.kept["feedback", event["feedback"]] = given.id


def propose_change(world: World, event: Event) -> None:
    """The owner turns feedback into a proposal, or lets one speak for more of it."""
    first, *others = event["feedback"]
    text = world.said(event, "text")
    made = proposing.turn(world.by(event), _kept(world, first), code=event["code"], text=text)
    for one in others:
        proposing.join(world.by(event), _kept(world, one), made.id)
    world.kept["proposal", event["proposal"]] = made.id


def decide_change(world: World, event: Event) -> None:
    """The owner decides on a proposal with the reason everybody in it reads."""
    reason = world.said(event, "reason")
    proposing.decide(world.by(event), _proposal(world, event), accepts=True, reason=reason)


def link_change(world: World, event: Event) -> None:
    """The version that carries the change is named; it may still be in review."""
    proposing.link(world.by(event), _proposal(world, event), event["version"])


def enter_scores(world: World, event: Event) -> None:
    """The scores of a test before or after a run are entered."""
    run, scores = delivery.get(event["run"]), event["scores"]
    marked = {world.person(name): score for name, score in scores.items()}
    if event["moment"] == Moment.PRE_TEST:
        evaluating.announce_tests(world.by(event), run)
    evaluating.enter_scores(world.by(event), run, Moment(event["moment"]), marked)


def answer_evaluation(world: World, event: Event) -> None:
    """Somebody says how a run was, or months later what stayed of it."""
    run, moment = delivery.get(event["run"]), Moment(event["moment"])
    ratings = {Statement(name): rating for name, rating in event["ratings"].items()}
    evaluating.answer(world.by(event), run, moment, ratings, world.said(event, "line"))


def _kept(world: World, name: str) -> int:
    return world.kept["feedback", name]


def _proposal(world: World, event: Event) -> int:
    return world.kept["proposal", event["proposal"]]


VERBS = {
    "give_feedback": give_feedback,
    "propose_change": propose_change,
    "decide_change": decide_change,
    "link_change": link_change,
    "enter_scores": enter_scores,
    "answer_evaluation": answer_evaluation,
}
