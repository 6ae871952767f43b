"""From an application to a certificate, and what happens to a certificate afterwards (J7, J13)."""

from curriculum.awards import queries
from curriculum.awards import service as awards
from curriculum.awards.graduation import running
from curriculum.awards.issuing import requests
from curriculum.awards.models import Certificate, Function
from curriculum.awards.service import Outcome, StatusAction
from curriculum.demo.history.paths import enrolment_of
from curriculum.demo.world import Event, World

PROPOSED = {"revoked": StatusAction.REVOKE, "suspended": StatusAction.SUSPEND}


def apply(world: World, event: Event) -> None:
    """A candidate applies with the spellings to print."""
    enrolment = enrolment_of(world, event)
    awards.apply_for(
        world.by(event),
        enrolment.person_id,
        enrolment.id,
        event["printed_names"],
        code=event["application"],
    )


def take_application(world: World, event: Event) -> None:
    """The owner of the path takes the file to examine it."""
    awards.take(world.by(event), event["application"])


def admit_application(world: World, event: Event) -> None:
    """The file is found complete."""
    awards.admit_application(world.by(event), event["application"], note=world.said(event, "note"))


def check_application(world: World, event: Event) -> None:
    """A sample of the evidence is checked."""
    awards.check(world.by(event), event["application"], note=world.said(event, "note"))


def decide(world: World, event: Event) -> None:
    """Somebody who had no part in the training decides, with reasons."""
    awards.decide(
        world.by(event),
        event["application"],
        outcome=Outcome(event["outcome"]),
        reasons=world.said(event, "reasons"),
        minutes=event["minutes"],
    )


def sign(world: World, event: Event) -> None:
    """A signatory signs the statement as it was shown."""
    application = queries.get_application(event["application"])
    statement = queries.find_statement(application)
    if statement is None:
        raise LookupError(f"{event['application']} has no statement on {event['on']}")
    awards.sign(world.by(event), event["application"], Function(event["function"]), statement.digest)


def issue(world: World, event: Event) -> None:
    """The worker issues what is due: its own transactions, its own function."""
    if running.issue_due() < 1:
        raise RuntimeError(f"{event['application']} was not issued: {requests.waiting()}")


def certificate_of(event: Event) -> Certificate:
    """The certificate of the application an event names."""
    found = queries.certificate_of(queries.get_application(event["application"]))
    if found is None:
        raise LookupError(f"{event['application']} has no certificate on {event['on']}")
    return found


def propose_status(world: World, event: Event) -> None:
    """The owner of the path proposes to suspend or revoke."""
    awards.propose_status(
        world.by(event),
        certificate_of(event).number,
        action=PROPOSED[event["event"]],
        reason_code=event["reason"],
        note=world.said(event, "note"),
    )


def hear_holder(world: World, event: Event) -> None:
    """The holder is heard before a revocation."""
    awards.hear_holder(world.by(event), certificate_of(event).number, note=world.said(event, "note"))


def suspend(world: World, event: Event) -> None:
    """The decision body suspends, as was proposed."""
    note = _proposed(world, event)
    number = certificate_of(event).number
    awards.suspend(world.by(event), number, reason_code=event["reason"], note=note)


def _proposed(world: World, event: Event) -> str:
    """What the proposal said of the case."""
    [proposal] = (
        one
        for one in world.history
        if one["do"] == "propose_status" and one["application"] == event["application"]
    )
    return world.said(proposal, "note")


def revoke(world: World, event: Event) -> None:
    """The decision body revokes; a second person approves, and only then it takes effect."""
    number = certificate_of(event).number
    awards.decide_status(world.by(event), number, action=StatusAction.REVOKE)
    awards.approve_status(world.actor(event["second_approver"]), number)


def reissue(world: World, event: Event) -> None:
    """A new document for the same decision, with the corrected name."""
    awards.reissue(
        world.by(event),
        certificate_of(event).number,
        reason=event["reason"],
        printed_names=event["printed_names"],
        code=event["reissue"],
    )


VERBS = {
    "apply": apply,
    "take_application": take_application,
    "admit_application": admit_application,
    "check_application": check_application,
    "decide": decide,
    "sign": sign,
    "issue": issue,
    "propose_status": propose_status,
    "hear_holder": hear_holder,
    "suspend": suspend,
    "revoke": revoke,
    "reissue": reissue,
}
