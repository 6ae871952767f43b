"""Two donors plan the same days, a framework is adopted and pointed to: what the workshop shows of donors."""

from curriculum.catalogue import competences
from curriculum.catalogue import queries as catalogue
from curriculum.demo import curriculum_content as content
from curriculum.demo.world import Event, World
from curriculum.domain.case import AssociationType, Contribution
from curriculum.domain.proof import Depth
from curriculum.donors import service as donors
from curriculum.donors.content import NewOffering, NewPhase
from curriculum.donors.queries import get_programme
from curriculum.frameworks import crosswalks, posts, queries, service
from curriculum.institutions import queries as institutions


def enter_phase(world: World, event: Event) -> None:
    """A dated part of a donor's programme."""
    phase = NewPhase(content.both(event["title"]), world.day(event["start"]), world.day(event["end"]))
    donors.enter_phase(world.by(event), get_programme(event["programme"]).id, phase)


def plan_offering(world: World, event: Event) -> None:
    """A donor plans a course and says what it would cover; nobody decided on it yet."""
    planned = donors.create_offering(
        world.by(event),
        NewOffering(
            programme=event["programme"],
            code=event["offering"],
            title=content.both(event["title"]),
            activity_type="training",
            mode="in_person",
            hours=content.hundredths(event["hours"]),
            languages=tuple(event["languages"]),
            assessment_kind=event["assessment"],
            seats=event["seats"],
            start=world.day(event["start"]),
            end=world.day(event["end"]),
        ),
    )
    for outcome_id in world.outcome_ids(event["outcomes"]):
        donors.propose_claim(world.by(event), planned.id, outcome_id, Depth(event["depth"]))


def import_framework(world: World, event: Event) -> None:
    """A framework taken in as a table, one item a row."""
    service.import_(
        world.by(event),
        "\n".join(event["rows"]).encode(),
        code=event["framework"],
        owner_id=institutions.get(event["owner"]).id,
        title=event["title"],
    )


def adopt_framework(world: World, event: Event) -> None:
    """The framework is adopted and frozen."""
    service.adopt(world.by(event), queries.get(event["framework"]).id)


def link_competence(world: World, event: Event) -> None:
    """An outcome leads to a competence."""
    outcome = catalogue.outcomes_by_code([event["outcome"]])[event["outcome"]]
    rows = catalogue.version(outcome.version_id).outcomes
    competences.link(
        world.by(event),
        module_id=catalogue.get_module(outcome.module_code).id,
        outcome_key=next(one.key for one in rows if one.id == outcome.id),
        item_id=queries.get_item(event["framework"], event["item"]).id,
        how=Contribution(event["how"]),
    )


def sign_crosswalk(world: World, event: Event) -> None:
    """How a competence stands to one of another framework, signed by a person."""
    crosswalks.sign(
        world.by(event),
        queries.get_item(event["framework"], event["item"]),
        queries.get_item(event["other"], event["other_item"]),
        type_=AssociationType(event["type"]),
        note=world.said(event, "note"),
    )


def ask_of_post(world: World, event: Event) -> None:
    """A post asks for a competence."""
    posts.ask(world.by(event), post=event["post"], item=queries.get_item(event["framework"], event["item"]))


VERBS = {
    "enter_phase": enter_phase,
    "plan_offering": plan_offering,
    "import_framework": import_framework,
    "adopt_framework": adopt_framework,
    "link_competence": link_competence,
    "sign_crosswalk": sign_crosswalk,
    "ask_of_post": ask_of_post,
}
