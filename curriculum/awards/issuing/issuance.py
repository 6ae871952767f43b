"""From two sign-offs to a signed, logged, registered certificate: exactly once, whatever is killed when.

Three steps, each safe to repeat (ecosystem.md finding 2): the moment and the salt are recorded before
anything is signed, so that signing again gives the same bytes; laying out and signing happen outside
any transaction; log entry, register entry, document and all they change are written in one.
"""

import hashlib
import logging
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from certificates import Draft, Recorded, prepare, record_of, sign
from certificates.errors import WordingChanged
from certificates.log.checkpoint import LogKey
from certificates.log.entry import make_salt
from certificates.statement import Statement
from certificates.status import Happening
from certificates.status.entry import StatusEntry
from curriculum import clock
from curriculum.announcements import PersonTouched
from curriculum.audit import service as audit
from curriculum.awards import queries
from curriculum.awards.applications import moving, snapshots
from curriculum.awards.issuing import log, requests, slots, stamping
from curriculum.awards.issuing import signed_by as keyed
from curriculum.awards.issuing.opened import Seals
from curriculum.awards.issuing.signed_by import SignedBy
from curriculum.awards.models import (
    Application,
    Certificate,
    CertificateDocument,
    SigningStatement,
)
from curriculum.awards.queries import sheets
from curriculum.awards.register import replacing
from curriculum.awards.signing import replaced, signoffs, statements
from curriculum.db import announce, db, new_id, transaction
from curriculum.domain.actors import SYSTEM
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.certificate import CERTIFICATE
from curriculum.domain.refusals import Refusal, RefusalCode

logger = logging.getLogger("cursus.issuing")


@dataclass(frozen=True)
class Work:
    """What is to be signed, as recorded before signing."""

    statement_id: int
    statement: Statement
    recorded: Recorded
    emblem: bytes | None


def issue_or_note(statement_id: int, seals: Seals) -> bool:
    """Issue one statement; what fails is noted and never raised. False where it was not issued here."""
    try:
        return issue(statement_id, seals)
    except Exception as error:  # one certificate that fails must not keep the others waiting
        logger.exception("statement %s was not issued", statement_id)
        requests.note_failure(statement_id, error)
        return False


def ask_again(statement_id: int) -> None:
    """Make the statement anew under the words in force and ask both to sign it: what was signed is void."""
    with transaction():
        application = requests.locked_application(statement_id)
        if application is not None:
            statements.fix_anew(SYSTEM, application, "wording_changed")


def issue(statement_id: int, seals: Seals) -> bool:
    """Issue one statement; False where it is done, void, to be signed anew, or another worker was first."""
    work = record(statement_id)
    if work is None:
        return False
    try:
        draft, pdf, by = signed(work, seals)
    except WordingChanged:
        ask_again(statement_id)
        return False
    return register_once(statement_id, draft, pdf, by, seals.log_key())


def register_once(statement_id: int, draft: Draft, pdf: bytes, by: SignedBy, key: LogKey) -> bool:
    """Register what was signed; False where there is nothing to do or another worker was first."""
    try:
        return register(statement_id, draft, pdf, by, key)
    except IntegrityError:
        if requests.is_done(statement_id):
            return False
        raise


def record(statement_id: int) -> Work | None:
    """Fix moment, salt and place in the lists for good, before anything is signed."""
    with transaction():
        request = requests.locked(statement_id)
        if request is None:
            return None
        statement = queries.read_statement(_signed_statement(statement_id))
        at = request.recorded_at
        if at is None or request.salt is None or keyed.is_outdated(statement, at):
            at = request.recorded_at = clock.now().replace(microsecond=0)
            request.salt = make_salt()
        if request.status_list is None or request.status_index is None:
            place = slots.draw()
            request.status_list, request.status_index = place.list, place.index
        place = StatusEntry(request.status_list, request.status_index)
        recorded = Recorded(at, request.salt, place)
        return Work(statement_id, statement, recorded, sheets.emblem(statement.paper.emblem))


def _signed_statement(statement_id: int) -> SigningStatement:
    """The statement, refused unless two people signed these very bytes and nobody voided it (I-03, I-07)."""
    row = db.session.get_one(SigningStatement, statement_id, populate_existing=True)
    if row.voided_at is not None:
        raise Refusal(RefusalCode.WRONG_STATE, object="statement", state="voided", action="issue")
    if hashlib.sha256(row.payload.encode("utf-8")).hexdigest() != row.digest:
        raise Refusal(RefusalCode.PAYLOAD_CHANGED, code=row.number, shown=row.digest[:12], now="")
    if not signoffs.both_signed(row):
        missing = (Need.BOTH_SIGNED.value,)
        raise Refusal(RefusalCode.CONDITION_NOT_MET, object="application", action="issue", missing=missing)
    return row


def signed(work: Work, seals: Seals) -> tuple[Draft, bytes, SignedBy]:
    """Lay out, rehearse, and put both seals on: the same work gives the same bytes every time."""
    key = seals.credential_key()
    draft = prepare(work.statement, work.recorded, key, emblem=work.emblem)
    signers = seals.signers_for(work.statement, work.recorded.at)
    db.session.rollback()
    return draft, sign(draft, signers, stamping.stamper()), keyed.signed_by(signers, key)


def register(statement_id: int, draft: Draft, pdf: bytes, by: SignedBy, key: LogKey) -> bool:
    """Log entry, certificate, document, status and all that follows: together or not at all."""
    with transaction():
        application = requests.locked_application(statement_id)
        request = requests.locked(statement_id)
        if application is None or request is None or request.recorded_at != draft.recorded.at:
            return False
        _signed_statement(statement_id)
        moving.may_move(SYSTEM, application, "issue")
        if (gone := _fell_away(application)) is not None:
            # Since the second signature: whoever decided looks again, and the work is done.
            statements.take_back(application, gone)
            return False
        entry = log.enter(record_of(draft, pdf), draft.recorded.salt, key)
        certificate = _enter(application, statement_id, draft, pdf, entry.index)
        keyed.note(certificate, by)
        moving.move(SYSTEM, application, "issue", number=certificate.number)
        _note_issue(certificate)
        replacing.replace(application, certificate)
        announce(PersonTouched(application.person_id))
        request.done_at, request.last_error = clock.now(), None
        return True


def _fell_away(application: Application) -> str | None:
    """What the certificate would rest on or replace and does not stand any more (J13)."""
    if replaced.fell_away(application) is not None:
        return "replaced_fell_away"
    return "evidence_invalidated" if snapshots.invalidated(application) else None


def _enter(
    application: Application, statement_id: int, draft: Draft, pdf: bytes, log_index: int
) -> Certificate:
    statement = draft.statement
    certificate = Certificate(
        id=new_id(),
        number=statement.number,
        token=statement.token,
        kind=statement.kind,
        person_id=application.person_id,
        application_id=application.id,
        path_version_id=application.path_version_id,
        statement_id=statement_id,
        state=CERTIFICATE.start,
        issued_at=draft.recorded.at,
        effective_from=statement.effective_from,
        valid_until=statement.valid_until,
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        credential_sha256=hashlib.sha256(draft.credential).hexdigest(),
        log_index=log_index,
        replaces_id=application.replaces_certificate_id,
    )
    db.session.add(certificate)
    db.session.flush()
    db.session.add(CertificateDocument(certificate_id=certificate.id, pdf=pdf, credential=draft.credential))
    return certificate


def _note_issue(certificate: Certificate) -> None:
    replacing.happened(certificate, Happening.ISSUED, certificate.issued_at)
    audit.record(
        SYSTEM,
        "certificate:issued",
        "certificate",
        certificate.id,
        about=certificate.person_id,
        number=certificate.number,
    )
