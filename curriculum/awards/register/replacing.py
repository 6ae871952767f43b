"""One document in place of another: what becomes of the first (domain.md §2.9, J9)."""

from datetime import datetime

from certificates.status import Happening
from curriculum.audit import service as audit
from curriculum.awards import queries
from curriculum.awards.models import Application, Certificate, StatusEvent
from curriculum.awards.register import notices
from curriculum.db import db, new_id, wake_worker
from curriculum.domain.actors import SYSTEM
from curriculum.domain.dossier import CertificateStanding
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.certificate import CERTIFICATE
from curriculum.progress import service as progress


def replace(application: Application, newer: Certificate) -> None:
    """Supersede the older document, or note its renewal where the newer one only begins after it (J9)."""
    if application.replaces_certificate_id is None:
        return
    older = queries.certificate(application.replaces_certificate_id)
    if older.valid_until is not None and newer.effective_from > older.valid_until:
        happened(older, Happening.RENEWED, newer.issued_at)
        return
    step = CERTIFICATE.advance(older.state, "supersede", {Need.REASON})
    older.state = step.state
    happened(older, Happening.SUPERSEDED, newer.issued_at)
    audit.record(
        SYSTEM,
        step.event,
        "certificate",
        older.id,
        about=older.person_id,
        reason=_reason_of(application),
        number=older.number,
        by=newer.number,
    )


def _reason_of(application: Application) -> str:
    """Why a certificate is replaced: the first reason given on the application, else its code."""
    return next((step.reason for step in queries.steps_of(application) if step.reason), application.code)


def happened(certificate: Certificate, happening: Happening, at: datetime, **more: object) -> None:
    """Append one event to a certificate, for good (domain.md §2.7); its reason stays inside (S18)."""
    event = StatusEvent(
        id=new_id(), certificate_id=certificate.id, event=happening.value, effective_at=at, **more
    )
    db.session.add(event)
    db.session.flush()
    wake_worker()  # the public status lists say it too
    notices.tell_holder(certificate, happening, event.id)
    progress.note_certificate(
        certificate.person_id,
        certificate.number,
        path_version_id=certificate.path_version_id,
        effective_from=certificate.effective_from,
        valid_until=certificate.valid_until,
        standing=CertificateStanding(certificate.state.value),
    )
