"""From a complete path to an application handed in, its file frozen (I-19, J7.1)."""

import secrets
from collections.abc import Mapping
from datetime import date

from sqlalchemy.exc import IntegrityError

from certificates.numbers import ALPHABET
from curriculum import clock
from curriculum.access import require
from curriculum.awards import queries
from curriculum.awards.applications import snapshots
from curriculum.awards.applications.history import snapshot_of
from curriculum.awards.applications.moving import move
from curriculum.awards.applications.printed_names import consented
from curriculum.awards.models import Application, Certificate
from curriculum.awards.queries.locks import hold_persons
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.application import APPLICATION, ApplicationState
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.standing import Progress
from curriculum.evidence import service as evidence
from curriculum.paths import queries as paths
from curriculum.paths import service as path_service
from curriculum.paths.models import PathEnrolment

FROZEN = frozenset({Need.ALL_MET, Need.SNAPSHOT_FROZEN})


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
    hold_persons([person_id])  # before the application that may be handed in again
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
    application.submitted_on, application.submitted_by = on, actor.row_id
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
