"""From a complete path to a case ready for decision: apply, take, return, admit, check, withdraw."""

import secrets
from collections.abc import Mapping
from datetime import date

from sqlalchemy.exc import IntegrityError

from certificates.numbers import ALPHABET
from curriculum import clock
from curriculum.access import require
from curriculum.awards import queries, snapshots
from curriculum.awards.case import history_of, snapshot_of
from curriculum.awards.models import Application, Certificate
from curriculum.awards.moving import account_of, may_move, move
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.application import APPLICATION, ApplicationState
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import CaseRole, require_free
from curriculum.domain.standing import Progress
from curriculum.evidence import service as evidence
from curriculum.paths import queries as paths
from curriculum.paths import service as path_service
from curriculum.paths.models import PathEnrolment
from curriculum.people import queries as people

FROZEN = frozenset({Need.ALL_MET, Need.SNAPSHOT_FROZEN})
CLEAR = frozenset({Need.NO_CONFLICT})


def apply_for(
    actor: Actor,
    person_id: int,
    enrolment_id: int,
    printed_names: Mapping[str, str],
    on: date | None = None,
    code: str | None = None,
) -> Application:
    """Apply for the certificate of a path; the file is judged as of this day and frozen (I-19, J7.1).

    `printed_names` says by script how the candidate wants to be printed, in a spelling that is on record.
    Refuses NOT_ELIGIBLE with every reason; `code` is given only when a file from elsewhere has one.
    """
    on = on or clock.today()
    enrolment = paths.enrolment(person_id, enrolment_id)
    about = paths.enrolment_subject(person_id, enrolment.path_version_id, clock.today())
    require(actor, Permission.APPLICATION_SUBMIT, about)
    application = _begun(enrolment, code)
    if APPLICATION.find(application.state, "submit") is None:
        raise Refusal(
            RefusalCode.ALREADY_EXISTS, object="application", code=application.code, state=application.state
        )
    dossier, standing, decision = snapshots.judged(enrolment, on)
    if not decision.eligible:
        raise Refusal(RefusalCode.NOT_ELIGIBLE, reasons=decision.reasons, repair=decision.shortest_repair)
    application.printed_names = consented(person_id, printed_names)
    replaced = _renewed(enrolment, dossier.path.kind.value)
    application.replaces_certificate_id = None if replaced is None else replaced.id
    snapshots.freeze(application, dossier, standing, replaced)
    application.submitted_on, application.submitted_by = on, account_of(actor)
    _enter(application)
    _hold(application)
    _mark_applied(enrolment, standing)
    return move(actor, application, "submit", established=FROZEN, snapshot=application.snapshot_hash)


def _enter(application: Application) -> None:
    """Write the application; of two clicks at once the database lets one in (PostgreSQL)."""
    code = application.code
    try:
        db.session.add(application)
        db.session.flush()
    except IntegrityError as error:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="application", code=code) from error


def _begun(enrolment: PathEnrolment, code: str | None) -> Application:
    """The application that was returned, or a new one; an issued certificate is renewed instead."""
    begun = queries.find_open(enrolment.person_id, enrolment.id)
    if begun is None:
        begun = queries.find_issued(enrolment.person_id, enrolment.id)
    if begun is not None:
        return begun
    return Application(
        person_id=enrolment.person_id,
        id=new_id(),
        code=code or new_code(),
        enrolment_id=enrolment.id,
        path_version_id=enrolment.path_version_id,
        state=ApplicationState.DRAFT,
    )


def new_code() -> str:
    """A code that nobody has to count for: year and six random characters."""
    return f"A-{clock.today().year}-" + "".join(secrets.choice(ALPHABET) for _ in range(6))


def consented(person_id: int, printed_names: Mapping[str, str]) -> dict[str, str]:
    """The spellings to print, each as it stands on record in its script; Latin is always among them."""
    on_record = {
        (one.script, f"{one.given} {one.family}".strip())
        for one in people.names_of(person_id)
        if one.valid_to is None
    }
    chosen = {script: " ".join(name.split()) for script, name in printed_names.items() if name.strip()}
    if not chosen:
        raise Refusal(RefusalCode.VALUE_MISSING, field="printed_names")
    for script, name in chosen.items():
        if (script, name) not in on_record:
            raise Refusal(RefusalCode.VALUE_INVALID, field="printed_names", script=script, value=name)
    return chosen


def _renewed(enrolment: PathEnrolment, kind: str) -> Certificate | None:
    """The certificate a renewal continues: the latest of the path being renewed."""
    if kind != "renewal":
        return None
    return next(
        (
            one
            for one in queries.certificates_of(enrolment.person_id)
            if enrolment.renews_path_version_id in (None, one.path_version_id) or one.kind == "renewal"
        ),
        None,
    )


def _hold(application: Application) -> None:
    ids = snapshots.evidence_ids(snapshot_of(application)["used"])
    evidence.hold(ids, application.id, person_id=application.person_id)


def _mark_applied(enrolment: PathEnrolment, standing: Progress) -> None:
    """Bring the enrolment to `applied`; what progress has not noted yet follows from the same computation."""
    if standing.complete and enrolment.state is EnrolmentState.ADMITTED:
        path_service.start(enrolment.person_id, enrolment.id)
    if standing.complete and enrolment.state is EnrolmentState.ACTIVE:
        path_service.complete(enrolment.person_id, enrolment.id)
    if enrolment.state is not EnrolmentState.APPLIED:
        path_service.mark_applied(enrolment.person_id, enrolment.id)


def take(actor: Actor, code: str) -> Application:
    """Take an application to examine whether it is admissible."""
    return _examine(actor, code, "take", CaseRole.ADMISSIBILITY_REVIEWER)


def return_(actor: Actor, code: str, *, reason: str) -> Application:
    """Give an application back to the candidate with the reason (I-17)."""
    return _examine(actor, code, "return", CaseRole.ADMISSIBILITY_REVIEWER, reason)


def admit_application(actor: Actor, code: str, *, note: str = "") -> Application:
    """Find an application admissible: the file is complete and as it was frozen."""
    return _examine(actor, code, "admit", CaseRole.ADMISSIBILITY_REVIEWER, note)


def check(actor: Actor, code: str, *, note: str = "") -> Application:
    """Confirm a sample of the evidence; never by somebody who trained the candidate."""
    return _examine(actor, code, "check", CaseRole.CHECK_ASSESSOR, note)


def resume(actor: Actor, code: str, *, note: str = "") -> Application:
    """Take up an application that the decision put off."""
    return _examine(actor, code, "resume", CaseRole.ADMISSIBILITY_REVIEWER, note)


def _examine(actor: Actor, code: str, action: str, role: CaseRole, reason: str = "") -> Application:
    application = queries.get_application(code, lock=True)
    may_move(actor, application, action)
    snapshots.require_unchanged(application)
    require_free(actor.person_id, role, history_of(application, clock.today()))
    return move(actor, application, action, established=CLEAR, reason=reason)


def withdraw(actor: Actor, code: str, *, reason: str = "") -> Application:
    """Take one's application back, at any time before the decision."""
    application = queries.get_application(code, lock=True)
    may_move(actor, application, "withdraw")
    return move(actor, application, "withdraw", reason=reason)
