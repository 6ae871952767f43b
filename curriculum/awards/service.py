"""The front door of awards: from nomination to certificate, one verb after another (domain.md §2.7, J7)."""

from curriculum.awards.admission.admitting import admit as admit
from curriculum.awards.admission.admitting import decline as decline
from curriculum.awards.applications.examining import admit_application as admit_application
from curriculum.awards.applications.examining import check as check
from curriculum.awards.applications.examining import resume as resume
from curriculum.awards.applications.examining import return_ as return_
from curriculum.awards.applications.examining import take as take
from curriculum.awards.applications.examining import withdraw as withdraw_application
from curriculum.awards.applications.submitting import apply_for as apply_for
from curriculum.awards.decisions.deciding import arbitrate as arbitrate
from curriculum.awards.decisions.deciding import decide as decide
from curriculum.awards.graduation.gathering import start as start_graduation
from curriculum.awards.graduation.halting import cancel as cancel_graduation
from curriculum.awards.graduation.halting import resume as resume_graduation
from curriculum.awards.mandates.lifecycle import NewMandate as NewMandate
from curriculum.awards.mandates.lifecycle import approve_mandate as approve_mandate
from curriculum.awards.mandates.lifecycle import end_mandate as end_mandate
from curriculum.awards.mandates.lifecycle import propose_mandate as propose_mandate
from curriculum.awards.mandates.lifecycle import suspend_mandate as suspend_mandate
from curriculum.awards.models import Outcome as Outcome
from curriculum.awards.models import StatusAction as StatusAction
from curriculum.awards.register.reissuing import reissue as reissue
from curriculum.awards.register.status import approve_revocation as approve_revocation
from curriculum.awards.register.status import approve_status as approve_status
from curriculum.awards.register.status import decide_status as decide_status
from curriculum.awards.register.status import hear_holder as hear_holder
from curriculum.awards.register.status import propose_revocation as propose_revocation
from curriculum.awards.register.status import propose_status as propose_status
from curriculum.awards.register.status import reject_status as reject_status
from curriculum.awards.register.status import suspend as suspend
from curriculum.awards.register.status import withdraw as withdraw_certificate
from curriculum.awards.signing.signoffs import reassign as reassign
from curriculum.awards.signing.signoffs import reassign_due as reassign_due
from curriculum.awards.signing.signoffs import refuse_signature as refuse_signature
from curriculum.awards.signing.signoffs import return_signature as return_signature
from curriculum.awards.signing.signoffs import sign as sign
from curriculum.awards.signing.unsigned import fix_statement as fix_statement

__all__ = [
    "NewMandate",
    "Outcome",
    "StatusAction",
    "admit",
    "admit_application",
    "apply_for",
    "approve_mandate",
    "approve_revocation",
    "approve_status",
    "arbitrate",
    "cancel_graduation",
    "check",
    "decide",
    "decide_status",
    "decline",
    "end_mandate",
    "fix_statement",
    "hear_holder",
    "propose_mandate",
    "propose_revocation",
    "propose_status",
    "reassign",
    "reassign_due",
    "refuse_signature",
    "reissue",
    "reject_status",
    "resume",
    "resume_graduation",
    "return_",
    "return_signature",
    "sign",
    "start_graduation",
    "suspend",
    "suspend_mandate",
    "take",
    "withdraw_application",
    "withdraw_certificate",
]
