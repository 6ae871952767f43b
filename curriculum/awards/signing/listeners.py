"""What awards does when a room below announces that a fact changed (architecture.md, the only way up)."""

from collections.abc import Iterable

from sqlalchemy import Select, select

from curriculum.announcements import EvidenceInvalidated, PersonCorrected, PersonMoved
from curriculum.audit import service as audit
from curriculum.awards import queries
from curriculum.awards.applications.history import used_by
from curriculum.awards.applications.moving import note_step
from curriculum.awards.models import Application, IssueRequest
from curriculum.awards.queries.locks import hold_persons, locked
from curriculum.awards.signing import statements
from curriculum.db import db
from curriculum.db.waiting import HELD
from curriculum.domain.actors import SYSTEM
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.evidence.models import EvidenceHold
from curriculum.people import queries as people

SIGNING = (ApplicationState.AWAITING_SIGNOFFS, ApplicationState.SIGNED_OFF)
OVER = (ApplicationState.DECIDED_REFUSE, ApplicationState.WITHDRAWN)


def on_persons_corrected(announced: list[PersonCorrected]) -> None:
    """A name was corrected: whatever prints it is made anew, and both sign-offs are void (S13)."""
    _hold(announced)
    for one in announced:
        for application in _waiting(one.person_id):
            application.printed_names = _spelled_now(application)
            statements.fix_anew(SYSTEM, application, "name_corrected")


def _hold(announced: Iterable[PersonCorrected | PersonMoved | EvidenceInvalidated]) -> None:
    """Hold everybody concerned before any application is held."""
    hold_persons(alias for one in announced for alias in people.aliases(one.person_id))


def _waiting(person_id: int) -> list[Application]:
    """Applications between decision and issue; once the worker recorded the moment, a reissue is the way."""
    wanted = select(Application).where(
        Application.person_id.in_(people.aliases(person_id)), Application.state.in_(SIGNING)
    )
    return [one for one in _locked(wanted) if not _being_issued(one)]


def _locked(wanted: Select[Application]) -> list[Application]:
    """Applications as they are once nobody else is signing or issuing them, always in the same order."""
    ordered = wanted.order_by(Application.person_id, Application.id)
    return list(db.session.scalars(locked(ordered, True)))


def _being_issued(application: Application) -> bool:
    """Whether the worker recorded the moment; what failed or is held back can still be corrected."""
    row = queries.find_statement(application)
    request = None if row is None else db.session.get(IssueRequest, row.id, populate_existing=True)
    if request is None or request.due_at == HELD:
        return False
    return request.recorded_at is not None and request.attempts == 0


def _spelled_now(application: Application) -> dict[str, str]:
    """The scripts the candidate chose, in the spelling that is now on record."""
    spelled = people.names_by_script(application.person_id)
    printed: dict[str, str] = application.printed_names
    return {script: spelled.get(script, name) for script, name in printed.items()}


def on_persons_moved(announced: list[PersonMoved]) -> None:
    """A back-dated transfer changes who employed at decision date, and so who signs (S12, I-15)."""
    _hold(announced)
    for one in announced:
        for application in _waiting(one.person_id):
            decision = queries.find_decision(application)
            if decision is None:
                continue
            employer = people.employer_on(application.person_id, decision.decided_on)
            if employer is not None and employer.id != decision.employer_id:
                decision.employer_id = employer.id
                db.session.flush()
                statements.fix_anew(
                    SYSTEM, application, "employer_changed", statements.designated_today(application)
                )


def on_evidence_invalidated(announced: list[EvidenceInvalidated]) -> None:
    """Evidence or a result taken away reaches every application that froze it: back, or a note (J13)."""
    _hold(announced)
    for one in announced:
        wanted = select(Application).where(
            Application.person_id == one.person_id, Application.state.not_in(OVER)
        )
        for application in _locked(wanted):
            if _rests_on(application, one.evidence_id):
                _flag(application, one.evidence_id)


def _rests_on(application: Application, record_id: int) -> bool:
    """Evidence is held for an application by a row of its own; a result stands in the frozen file."""
    held = db.session.get(EvidenceHold, (application.person_id, record_id, application.id))
    return held is not None or record_id in used_by(application).results


def _flag(application: Application, evidence_id: int) -> None:
    note_step(
        SYSTEM, application, "evidence_invalidated", to=application.state, reason="evidence_invalidated"
    )
    audit.record(
        SYSTEM,
        "application:flagged",
        "application",
        application.id,
        about=application.person_id,
        code=application.code,
        evidence=str(evidence_id),
    )
    if application.state in SIGNING and not _being_issued(application):
        statements.take_back(application, "evidence_invalidated")
