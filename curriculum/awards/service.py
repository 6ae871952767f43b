"""The front door of awards: from nomination to certificate, one verb after another (domain.md §2.7, J7)."""

from curriculum.awards.admission import admit as admit
from curriculum.awards.admission import decline as decline
from curriculum.awards.applications import admit_application as admit_application
from curriculum.awards.applications import apply_for as apply_for
from curriculum.awards.applications import check as check
from curriculum.awards.applications import resume as resume
from curriculum.awards.applications import return_ as return_
from curriculum.awards.applications import take as take
from curriculum.awards.applications import withdraw as withdraw_application
from curriculum.awards.decisions import Outcome as Outcome
from curriculum.awards.decisions import arbitrate as arbitrate
from curriculum.awards.decisions import decide as decide
from curriculum.awards.decisions import fix_statement as fix_statement
from curriculum.awards.mandates import NewMandate as NewMandate
from curriculum.awards.mandates import approve_mandate as approve_mandate
from curriculum.awards.mandates import end_mandate as end_mandate
from curriculum.awards.mandates import propose_mandate as propose_mandate
from curriculum.awards.mandates import suspend_mandate as suspend_mandate
from curriculum.awards.reissuing import reissue as reissue
from curriculum.awards.signoffs import reassign as reassign
from curriculum.awards.signoffs import reassign_due as reassign_due
from curriculum.awards.signoffs import refuse_signature as refuse_signature
from curriculum.awards.signoffs import return_signature as return_signature
from curriculum.awards.signoffs import sign as sign
from curriculum.awards.standing import StatusAction as StatusAction
from curriculum.awards.standing import approve_revocation as approve_revocation
from curriculum.awards.standing import approve_status as approve_status
from curriculum.awards.standing import decide_status as decide_status
from curriculum.awards.standing import hear_holder as hear_holder
from curriculum.awards.standing import propose_revocation as propose_revocation
from curriculum.awards.standing import propose_status as propose_status
from curriculum.awards.standing import reject_status as reject_status
from curriculum.awards.standing import suspend as suspend
from curriculum.awards.standing import withdraw as withdraw_certificate

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
    "return_",
    "return_signature",
    "sign",
    "suspend",
    "suspend_mandate",
    "take",
    "withdraw_application",
    "withdraw_certificate",
]
