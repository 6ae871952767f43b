"""Words of this room's closed lists."""

from flask_babel import lazy_gettext as _

from curriculum.domain.lifecycles.evidence import EvidenceState as S
from curriculum.evidence.models import CpdType, EvidenceKind, EvidenceType
from curriculum.evidence.reviewing import Verdict
from curriculum.labels import labelled

labelled(
    EvidenceKind,
    {
        EvidenceKind.FORMAL: _("Formal learning"),
        EvidenceKind.NON_FORMAL: _("Non-formal learning"),
        EvidenceKind.INFORMAL: _("Informal learning"),
    },
)
labelled(
    EvidenceType,
    {
        EvidenceType.ATTENDANCE: _("Attendance"),
        EvidenceType.ASSESSMENT_RESULT: _("Assessment result"),
        EvidenceType.CERTIFICATE: _("Certificate of another body"),
        EvidenceType.WORK_PRODUCT: _("Piece of work"),
        EvidenceType.SUPERVISOR_ATTESTATION: _("Attestation of a supervisor"),
        EvidenceType.OBSERVATION: _("Feedback of a host or observer"),
        EvidenceType.LOGBOOK: _("Logbook"),
        EvidenceType.PUBLICATION: _("Publication"),
    },
)
labelled(
    CpdType,
    {
        CpdType.DELIVERED: _("Hours delivered (half a point each)"),
        CpdType.LEARNED: _("Hours learned (half a point each)"),
        CpdType.SESSION_PLAN: _("New session plan adopted (3 points)"),
        CpdType.PEER_OBSERVATION: _("Peer observation given (2 points)"),
        CpdType.MISSION_DAY: _("Day of mission (1 point)"),
        CpdType.PUBLICATION: _("Publication or tool (3 points)"),
    },
)
labelled(
    Verdict,
    {
        Verdict.ACCEPT: _("Accept for all outcomes"),
        Verdict.ACCEPT_PARTLY: _("Accept for some outcomes"),
        Verdict.ASK: _("Ask for more"),
        Verdict.REJECT: _("Do not accept"),
    },
)
TAGS = {
    S.DRAFT: "neutral",
    S.SUBMITTED: "info",
    S.UNDER_REVIEW: "info",
    S.ACCEPTED: "good",
    S.PARTLY_ACCEPTED: "good",
    S.REJECTED: "bad",
    S.MORE_INFO: "wait",
    S.RESUBMITTED: "info",
    S.INVALIDATED: "bad",
}
"""How the tag of a state looks."""
