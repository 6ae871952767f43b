"""What persons offer and others accept: documents, work, experience, continuing development."""

from curriculum.catalogue import queries as catalogue
from curriculum.demo.curriculum_content import hundredths
from curriculum.demo.world import Event, World, path_ref_id
from curriculum.evidence import service as evidence
from curriculum.evidence.models import CpdType, EvidenceKind, EvidenceType
from curriculum.evidence.reviewing import Verdict

VERDICTS = {"accepted": Verdict.ACCEPT}


def submit_evidence(world: World, event: Event) -> None:
    """A person offers a document or a piece of work."""
    one = evidence.submit(
        world.by(event),
        person_id=world.person(event["person"]),
        kind=EvidenceKind(event["kind"]),
        type=EvidenceType(event["type"]),
        title=world.said(event, "title"),
        issuer=event["issuer"],
        issued_on=world.day(event["issued_on"]),
        outcome_ids=world.outcome_ids(event["outcomes_claimed"]),
        path_version_id=path_ref_id(event["portfolio_of"]) if event["portfolio_of"] else None,
    )
    world.kept["evidence", event["evidence"]] = one.id
    world.kept["evidence of", event["evidence"]] = one.person_id


def review_evidence(world: World, event: Event) -> None:
    """A reviewer judges it, outcome by outcome."""
    accepted = event["outcomes_accepted"]
    ids = world.outcome_ids([one["outcome"] for one in accepted])
    evidence.review(
        world.by(event),
        world.kept["evidence of", event["evidence"]],
        world.kept["evidence", event["evidence"]],
        verdict=VERDICTS[event["decision"]],
        levels={key: one["level"] for key, one in zip(ids, accepted, strict=True)},
        comment=world.said(event, "comment"),
    )


def attest_experience(world: World, event: Event) -> None:
    """HR attests service in a field."""
    evidence.attest_experience(
        world.by(event),
        person_id=world.person(event["person"]),
        theme_id=catalogue.get_theme(event["domain"]).id,
        from_=world.day(event["from"]),
        to=world.day(event["to"]),
        note=world.said(event, "text"),
    )


def record_cpd(world: World, event: Event) -> None:
    """A trainer claims points of continuing development."""
    one = evidence.record_cpd(
        world.by(event),
        person_id=world.person(event["person"]),
        type=CpdType(event["type"]),
        points=hundredths(event["points"]),
        done_on=world.day(event["on"]),
        note=world.said(event, "title"),
    )
    world.kept["cpd", event["cpd"]] = one.id
    world.kept["cpd of", event["cpd"]] = one.person_id


def accept_cpd(world: World, event: Event) -> None:
    """Somebody else accepts them."""
    person_id = world.kept["cpd of", event["cpd"]]
    evidence.accept_cpd(world.by(event), person_id, world.kept["cpd", event["cpd"]])


VERBS = {
    "submit_evidence": submit_evidence,
    "review_evidence": review_evidence,
    "attest_experience": attest_experience,
    "record_cpd": record_cpd,
    "accept_cpd": accept_cpd,
}
