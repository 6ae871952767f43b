"""Words for where an object stands in its life cycle (domain.md §2.9, §7)."""

from flask_babel import lazy_gettext as _

from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.lifecycles.attendance import AttendanceState
from curriculum.domain.lifecycles.certificate import CertificateState
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.lifecycles.evidence import EvidenceState
from curriculum.domain.lifecycles.feedback import FeedbackState, ProposalSource, ProposalState
from curriculum.domain.lifecycles.framework import FrameworkState
from curriculum.domain.lifecycles.import_batch import BatchState
from curriculum.domain.lifecycles.import_row import RowState
from curriculum.domain.lifecycles.instrument import InstrumentState
from curriculum.domain.lifecycles.mandate import MandateStanding, MandateState
from curriculum.domain.lifecycles.offering import OfferingState
from curriculum.domain.lifecycles.signoff import SignOffState
from curriculum.domain.lifecycles.version import VersionState
from curriculum.labels.registry import labelled

labelled(
    VersionState,
    {
        VersionState.DRAFT: _("Draft"),
        VersionState.IN_REVIEW: _("In review"),
        VersionState.PILOT: _("Pilot"),
        VersionState.APPROVED: _("Approved"),
        VersionState.PUBLISHED: _("Published"),
        VersionState.SUPERSEDED: _("Replaced by a later version"),
        VersionState.WITHDRAWN: _("Withdrawn"),
        VersionState.DISCARDED: _("Discarded"),
    },
)
labelled(
    FeedbackState,
    {
        FeedbackState.OPEN: _("Not answered yet"),
        FeedbackState.TAKEN_UP: _("Taken up in a proposal"),
        FeedbackState.DECLINED: _("Nothing changes"),
    },
)
labelled(
    ProposalState,
    {
        ProposalState.PROPOSED: _("A change is proposed"),
        ProposalState.ACCEPTED: _("The change is being made"),
        ProposalState.CARRIED: _("Done"),
        ProposalState.DECLINED: _("Nothing changes"),
    },
)
labelled(
    ProposalSource,
    {
        ProposalSource.FEEDBACK: _("Feedback"),
        ProposalSource.EVALUATION: _("An evaluation"),
        ProposalSource.LAW: _("A change in law"),
        ProposalSource.DONOR: _("A donor"),
    },
)
labelled(
    FrameworkState,
    {
        FrameworkState.DRAFT: _("Draft"),
        FrameworkState.ADOPTED: _("Adopted"),
        FrameworkState.DEPRECATED: _("Out of use"),
    },
)
labelled(
    InstrumentState,
    {
        InstrumentState.PROPOSED: _("Proposed"),
        InstrumentState.ADOPTED: _("Adopted"),
        InstrumentState.IN_FORCE: _("In force"),
        InstrumentState.REPEALED: _("Repealed"),
        InstrumentState.LAPSED: _("Lapsed"),
    },
)
labelled(
    OfferingState,
    {
        OfferingState.PLANNED: _("Planned"),
        OfferingState.CONFIRMED: _("Confirmed"),
        OfferingState.DELIVERED: _("Held"),
        OfferingState.CLOSED: _("Closed"),
        OfferingState.CANCELLED: _("Cancelled"),
    },
)
labelled(
    BatchState,
    {
        BatchState.RECEIVED: _("Received"),
        BatchState.MAPPED: _("Columns assigned"),
        BatchState.MATCHED: _("Matched"),
        BatchState.APPLIED: _("Applied"),
        BatchState.ROLLED_BACK: _("Undone"),
        BatchState.DISCARDED: _("Not used"),
    },
)
labelled(
    RowState,
    {
        RowState.NEW: _("Not matched yet"),
        RowState.INVALID: _("Has errors"),
        RowState.AUTO_LINKED: _("Linked automatically"),
        RowState.CANDIDATE: _("To decide"),
        RowState.UNMATCHED: _("Nobody found"),
        RowState.LINKED: _("Linked by a person"),
        RowState.NEW_PERSON_CREATED: _("New person opened"),
        RowState.IGNORED: _("Left out"),
        RowState.DUPLICATE_ROW: _("Repeats another row"),
    },
)
labelled(
    AttendanceState,
    {
        AttendanceState.RECORDED: _("Recorded"),
        AttendanceState.CONFIRMED: _("Confirmed"),
        AttendanceState.DISPUTED: _("In dispute"),
        AttendanceState.RESOLVED: _("Dispute resolved"),
    },
)
labelled(
    ClaimState,
    {
        ClaimState.PROPOSED: _("Proposed"),
        ClaimState.ACCEPTED: _("Accepted"),
        ClaimState.REJECTED: _("Rejected"),
        ClaimState.SUPERSEDED: _("Replaced"),
    },
)
labelled(
    EvidenceState,
    {
        EvidenceState.DRAFT: _("Draft"),
        EvidenceState.SUBMITTED: _("Handed in"),
        EvidenceState.UNDER_REVIEW: _("Under review"),
        EvidenceState.ACCEPTED: _("Evidence accepted"),
        EvidenceState.PARTLY_ACCEPTED: _("Accepted in part"),
        EvidenceState.REJECTED: _("Evidence rejected"),
        EvidenceState.MORE_INFO: _("More information asked"),
        EvidenceState.RESUBMITTED: _("Handed in again"),
        EvidenceState.INVALIDATED: _("No longer counts"),
    },
)
labelled(
    EnrolmentState,
    {
        EnrolmentState.NOMINATED: _("Nominated"),
        EnrolmentState.DECLINED: _("Nomination declined"),
        EnrolmentState.ADMITTED: _("Admitted"),
        EnrolmentState.ACTIVE: _("Under way"),
        EnrolmentState.ON_HOLD: _("On hold"),
        EnrolmentState.COMPLETED: _("Path completed"),
        EnrolmentState.APPLIED: _("Certificate applied for"),
        EnrolmentState.WITHDRAWN: _("Left the path"),
        EnrolmentState.LAPSED: _("Time ran out"),
        EnrolmentState.TRANSITIONED: _("Moved to a later version"),
    },
)
labelled(
    ApplicationState,
    {
        ApplicationState.DRAFT: _("Draft"),
        ApplicationState.SUBMITTED: _("Application handed in"),
        ApplicationState.ADMISSIBILITY: _("Admissibility being checked"),
        ApplicationState.RETURNED: _("Returned to the candidate"),
        ApplicationState.IN_ASSESSMENT_CHECK: _("Final check of assessments"),
        ApplicationState.DECISION_READY: _("Ready for decision"),
        ApplicationState.DECIDED_GRANT: _("Certification granted"),
        ApplicationState.DECIDED_REFUSE: _("Certification refused"),
        ApplicationState.DEFERRED: _("Decision put off"),
        ApplicationState.AWAITING_SIGNOFFS: _("Waiting for sign-offs"),
        ApplicationState.SIGNED_OFF: _("Both sign-offs given"),
        ApplicationState.ISSUED: _("Certificate issued"),
        ApplicationState.ESCALATED: _("With the head of institution"),
        ApplicationState.WITHDRAWN: _("Application withdrawn"),
    },
)
labelled(
    SignOffState,
    {
        SignOffState.PENDING: _("Waiting for signature"),
        SignOffState.APPROVED: _("Signed"),
        SignOffState.RETURNED: _("Returned"),
        SignOffState.REFUSED: _("Signature refused"),
        SignOffState.REASSIGNED: _("Given to another signatory"),
        SignOffState.VOIDED: _("Void, the text changed"),
    },
)
labelled(
    CertificateState,
    {
        CertificateState.ISSUED: _("Issued"),
        CertificateState.SUSPENDED: _("Suspended"),
        CertificateState.REVOKED: _("Revoked"),
        CertificateState.SUPERSEDED: _("Superseded"),
        CertificateState.WITHDRAWN: _("Given back by the holder"),
    },
)
labelled(
    MandateState,
    {
        MandateState.DRAFT: _("Waiting for a second approver"),
        MandateState.ACTIVE: _("Approved"),
        MandateState.ENDED: _("Ended"),
        MandateState.SUSPENDED: _("Mandate suspended"),
    },
)
labelled(
    MandateStanding,
    {
        MandateStanding.WAITING: _("Waiting for a second approver"),
        MandateStanding.IN_FORCE: _("In force"),
        MandateStanding.NOT_YET: _("Not yet in force"),
        MandateStanding.ENDED: _("Ended"),
        MandateStanding.SUSPENDED: _("Mandate suspended"),
    },
)
