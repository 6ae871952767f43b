"""A new document for the same decision: a corrected name or a reduced scope; it replaces the first."""

from collections.abc import Mapping, Sequence

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.awards import queries
from curriculum.awards.applications import snapshots
from curriculum.awards.applications.history import kinship_of, snapshot_of
from curriculum.awards.applications.moving import note_step
from curriculum.awards.applications.printed_names import consented
from curriculum.awards.applications.submitting import new_code
from curriculum.awards.models import Application, Certificate
from curriculum.awards.signing import statements
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.lifecycles.certificate import CertificateState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import CaseRole, require_free


def reissue(
    actor: Actor,
    number: str,
    *,
    reason: str,
    printed_names: Mapping[str, str],
    may_teach: Sequence[str] | None = None,
    code: str | None = None,
) -> Application:
    """Open the replacement of a certificate: same decision and dates, new number, two new sign-offs.

    `may_teach` may only be reduced (domain.md §2.6); what asks for more is a new application.
    """
    certificate = queries.certificate_by_number(number, lock=True)
    earlier = queries.application(certificate.person_id, certificate.application_id)
    require(actor, Permission.APPLICATION_DECIDE, queries.subject(earlier, actor))
    require_free(actor.person_id, CaseRole.APPROVER, kinship_of(earlier, clock.today()))
    if not reason.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="certificate", action="reissue")
    _demand_replaceable(certificate, earlier)
    application = Application(
        person_id=earlier.person_id,
        id=new_id(),
        code=code or new_code(),
        enrolment_id=earlier.enrolment_id,
        path_version_id=earlier.path_version_id,
        state=ApplicationState.DECIDED_GRANT,
        submitted_on=earlier.submitted_on,
        submitted_by=actor.account_id,
        printed_names=consented(earlier.person_id, printed_names),
        replaces_certificate_id=certificate.id,
    )
    snapshots.write(application, _carried(earlier, may_teach))
    db.session.add(application)
    db.session.flush()
    note_step(actor, application, "reissue", to=ApplicationState.DECIDED_GRANT, reason=reason.strip())
    audit.record(
        actor,
        "application:reissued",
        "application",
        application.id,
        about=application.person_id,
        reason=reason.strip(),
        code=application.code,
        number=number,
    )
    statements.fix(actor, application)
    return application


def _demand_replaceable(certificate: Certificate, earlier: Application) -> None:
    """Refuse what does not stand, and a second application beside an open one."""
    if certificate.state is not CertificateState.ISSUED:
        raise Refusal(
            RefusalCode.WRONG_STATE,
            object="certificate",
            state=certificate.state,
            action="reissue",
            replaced=certificate.number,
        )
    if (begun := queries.find_open(earlier.person_id, earlier.enrolment_id)) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="application", code=begun.code)


def _carried(earlier: Application, may_teach: Sequence[str] | None) -> dict[str, object]:
    """The frozen file of the first application, marked with the decision it was decided by."""
    content = snapshot_of(earlier)
    content.setdefault("decided_as", str(earlier.id))
    if may_teach is not None:
        allowed = content["scope"]["may_teach"]
        if allowed and not may_teach:
            # Nothing left to teach is no trainer certificate: that one is revoked or given back.
            raise Refusal(RefusalCode.VALUE_MISSING, field="may_teach")
        if more := sorted(set(may_teach) - set(allowed)):
            raise Refusal(RefusalCode.VALUE_INVALID, field="may_teach", value=more, expected=allowed)
        content["scope"]["may_teach"] = sorted(set(may_teach))
    return content
