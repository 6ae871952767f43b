"""One certificate for those inside: what it says, what happened to it, what the reader may do."""

from dataclasses import dataclass

from certificates.statement import Statement
from certificates.status import Status
from curriculum import clock
from curriculum.access import is_permitted, require
from curriculum.accounts import queries as accounts
from curriculum.awards import queries
from curriculum.awards.applications import deadlines
from curriculum.awards.applications.deadlines import Expected
from curriculum.awards.models import Application, Certificate, StatusAction, StatusEvent, StatusProposal
from curriculum.awards.signing import addresses
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.lifecycles.certificate import CERTIFICATE, MAY_TAKE
from curriculum.domain.permissions import Permission
from curriculum.paths import queries as paths
from curriculum.paths.checks import Withdrawn, withdrawn
from curriculum.people import queries as people
from curriculum.transitions import updates
from curriculum.transitions.models import UpdateAsked


@dataclass(frozen=True)
class EventLine:
    """One event with who decided and who approved."""

    event: StatusEvent
    decided: str
    approved: str


@dataclass(frozen=True)
class Folder:
    """What the page of a certificate shows."""

    certificate: Certificate
    application: Application
    statement: Statement
    name: str
    status: Status
    address: str
    events: tuple[EventLine, ...]
    proposal: StatusProposal | None
    proposed_by: str
    replacement: Certificate | None
    replaced: Certificate | None
    offered: tuple[str, ...]
    """Steps the reader may take."""
    may_reissue: bool
    to_settle: Expected | None
    """By when a suspension has to be settled."""
    withdrawn: Withdrawn | None
    """What was withdrawn under it while it is in force, so that somebody has to decide about it (J5)."""
    update: UpdateAsked | None
    """The update asked of its holder for that."""
    sees_notes: bool
    """Whether notes on events and proposals are shown: not to the holder before a decision (S18)."""


def folder(actor: Actor, number: str) -> Folder:
    """The page of a certificate for somebody who may see it."""
    certificate = queries.certificate_by_number(number)
    about = queries.certificate_subject(certificate)
    require(actor, Permission.CERTIFICATE_VIEW, about)
    application = queries.application(certificate.person_id, certificate.application_id)
    version = paths.version(certificate.path_version_id)
    events = queries.events_of([certificate.id])[certificate.id]
    proposal = queries.open_proposal(certificate)
    status = queries.status_of(certificate, clock.today())
    seen = {one for e in events for one in (e.decided_by, e.second_approver) if one is not None}
    logins = accounts.names_of(seen | ({proposal.proposed_by} if proposal else set()))
    return Folder(
        certificate=certificate,
        application=application,
        statement=queries.statement_of(certificate),
        name=people.display_name(certificate.person_id),
        status=status,
        address=addresses.of_token(certificate.token),
        events=tuple(
            EventLine(one, logins.get(one.decided_by or 0, ""), logins.get(one.second_approver or 0, ""))
            for one in events
        ),
        proposal=proposal,
        proposed_by="" if proposal is None else logins.get(proposal.proposed_by, ""),
        replacement=queries.find_replacement(certificate),
        replaced=None if certificate.replaces_id is None else queries.certificate(certificate.replaces_id),
        offered=tuple(_offered(actor, certificate, about, proposal)),
        may_reissue=_may_reissue(actor, certificate, application),
        to_settle=deadlines.to_settle(certificate, events, clock.today()),
        withdrawn=withdrawn(version) if status is Status.VALID else None,
        update=updates.find_update(certificate.path_version_id),
        sees_notes=actor.person_id not in about.person_ids,
    )


def _may_reissue(actor: Actor, certificate: Certificate, application: Application) -> bool:
    if certificate.state is not CERTIFICATE.start:
        return False
    about = queries.subject(application, actor)
    begun = queries.find_open(application.person_id, application.enrolment_id)
    return begun is None and is_permitted(actor, Permission.APPLICATION_DECIDE, about)


def _offered(
    actor: Actor, certificate: Certificate, about: Subject, proposal: StatusProposal | None
) -> list[str]:
    """Which buttons the page shows; the service asks again."""
    may = {one: is_permitted(actor, one, about) for one in Permission if one.value.startswith("certificate:")}
    nexts = CERTIFICATE.actions(certificate.state)
    decides = [one for one in StatusAction if one.value in nexts and may[MAY_TAKE[one]]]
    undecided = proposal is not None and proposal.decided_by is None
    decided = proposal is not None and proposal.decided_by is not None
    steps = {
        "propose": may[Permission.CERTIFICATE_PROPOSE_STATUS] and bool(nexts) and proposal is None,
        "hear": may[Permission.CERTIFICATE_PROPOSE_STATUS] and proposal is not None and not proposal.heard_at,
        "suspend": StatusAction.SUSPEND in decides,
        "decide": any(one is not StatusAction.SUSPEND for one in decides) and not decided,
        "approve": decided and may[Permission.CERTIFICATE_APPROVE_STATUS],
        "reject": (decided and may[Permission.CERTIFICATE_APPROVE_STATUS]) or (undecided and bool(decides)),
        "give-back": may[Permission.CERTIFICATE_WITHDRAW] and "withdraw" in nexts,
    }
    return [name for name, shown in steps.items() if shown]
