"""Own runs: opened, attended by more than one source, taught and confirmed."""

from curriculum.catalogue import queries as catalogue
from curriculum.delivery import queries
from curriculum.delivery import service as delivery
from curriculum.delivery.models import Run, SourceKind, TrainerRole
from curriculum.demo.curriculum_content import hundredths
from curriculum.demo.world import Event, World, institution_id

LABELS = {
    SourceKind.SIGN_IN_SHEET: "Feuille d’émargement",
    SourceKind.TRAINER_REGISTER: "Registre du formateur",
}


def open_run(world: World, event: Event) -> None:
    """A training institution opens a run of a module, or of some outcomes of it."""
    version = catalogue.get_version(event["module"], event["version"])
    delivery.open_run(
        world.by(event),
        code=event["run"],
        title=version.title,
        hours=hundredths(event["hours"]),
        start=world.day(event["start"]),
        end=world.day(event["end"]),
        institution_id=institution_id(event["institution"]),
        module_version_id=version.id,
        outcome_ids=world.outcome_ids(event["outcomes"] or ()),
        language=event["language"],
        place=world.said(event, "place"),
        trainers=[(world.person(one["person"]), TrainerRole(one["role"])) for one in event["trainers"]],
    )


def enrol_on_run(world: World, event: Event) -> None:
    """Officials are expected on a run."""
    run = queries.get(event["run"])
    delivery.enrol(world.by(event), run.id, world.persons_of(event["persons"]))


def run_of(event: Event) -> Run:
    """The run an event is about: an own one, or the one by which a donor's offering was delivered."""
    return queries.get(event["run"] or event["offering"])


def record_attendance(world: World, event: Event) -> None:
    """One source says who attended for how long; the trainer confirms it."""
    run, kind = run_of(event), SourceKind(event["source"])
    label = f"{LABELS[kind]} {run.code}"
    source = delivery.add_source(world.by(event), run.id, kind, label)
    hours = {world.person(name): hundredths(said) for name, said in event["hours"].items()}
    recorded = delivery.record_attendance(world.by(event), source.id, hours)
    for refusal in recorded.refused.values():
        raise refusal
    if event["confirmed_by"]:
        delivery.confirm_attendance(world.actor(event["confirmed_by"]), source.id)


def resolve_attendance(world: World, event: Event) -> None:
    """Somebody who entered none of the figures settles a dispute."""
    delivery.resolve(
        world.by(event),
        world.person(event["person"]),
        run_of(event).id,
        hundredths(event["hours"]),
        world.said(event, "reason"),
    )


def log_teaching(world: World, event: Event) -> None:
    """A trainer says for how long they taught in a run."""
    run = queries.get(event["run"])
    log = delivery.log_teaching(
        world.by(event),
        person_id=world.person(event["person"]),
        run_id=run.id,
        role=TrainerRole(event["role"]),
        hours=hundredths(event["hours"]),
        topic=", ".join(event["outcomes"]),
        language=event["language"],
    )
    world.kept["teaching", event["person"], event["run"]] = log.id


def confirm_teaching(world: World, event: Event) -> None:
    """The owner of the module confirms it."""
    log_id = world.kept["teaching", event["person"], event["run"]]
    delivery.confirm_teaching(world.by(event), world.person(event["person"]), log_id)


VERBS = {
    "open_run": open_run,
    "enrol_on_run": enrol_on_run,
    "record_attendance": record_attendance,
    "resolve_attendance": resolve_attendance,
    "log_teaching": log_teaching,
    "confirm_teaching": confirm_teaching,
}
