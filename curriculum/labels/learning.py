"""Words for paths, proof, progress and matching (domain.md §2.6, §7)."""

from flask_babel import lazy_gettext as _

from curriculum.domain.changes import Because, ChangeOf
from curriculum.domain.dossier import CertificateStanding, ExemptionScope, RecordState, TeachingRole, Via
from curriculum.domain.equivalence import Degree
from curriculum.domain.matching import Ground as MatchGround
from curriculum.domain.matching import Lane
from curriculum.domain.missing import MissingCode, Repair
from curriculum.domain.names import Likeness
from curriculum.domain.path import ComponentType, PathKind, PracticeUnit, RouteCode
from curriculum.domain.proof import ActivityType, Depth, Result
from curriculum.domain.scripts import Script
from curriculum.domain.standing import ExcludedWhy
from curriculum.domain.standing import State as ComponentState
from curriculum.labels.registry import labelled

labelled(
    PathKind,
    {
        PathKind.COMPLETION: _("Certificate of completion"),
        PathKind.TRAINER: _("Certified trainer"),
        PathKind.EXPERT: _("Certified expert"),
        PathKind.RENEWAL: _("Renewal"),
    },
)
labelled(
    ComponentType,
    {
        ComponentType.MODULE: _("Module"),
        ComponentType.ELECTIVE_GROUP: _("Elective"),
        ComponentType.MODULE_UPDATE: _("Module update"),
        ComponentType.PRACTICE: _("Practice hours"),
        ComponentType.OBSERVATION: _("Observed sessions"),
        ComponentType.PORTFOLIO: _("Portfolio"),
        ComponentType.PANEL: _("Panel"),
        ComponentType.EXPERIENCE: _("Experience"),
        ComponentType.CPD: _("Continuing professional development"),
        ComponentType.PATH: _("Another path"),
    },
)
labelled(
    RouteCode,
    {
        RouteCode.STANDARD: _("Standard route"),
        RouteCode.FAST_TRACK: _("Fast track"),
        RouteCode.RPL: _("Recognition of prior learning"),
    },
)
labelled(
    PracticeUnit,
    {
        PracticeUnit.CO_DELIVERY_HOURS: _("hours of co-delivery"),
        PracticeUnit.DELIVERY_HOURS: _("hours taught"),
    },
)
labelled(
    Depth,
    {
        Depth.INTRODUCED: _("Introduced"),
        Depth.PRACTISED: _("Practised"),
        Depth.ASSESSED: _("Assessed"),
    },
)
labelled(
    Result,
    {
        Result.PASSED: _("Passed"),
        Result.FAILED: _("Failed"),
        Result.MISSING: _("No individual result"),
    },
)
labelled(
    ActivityType,
    {
        ActivityType.TRAINING: _("Training"),
        ActivityType.ELEARNING: _("E-learning"),
        ActivityType.STUDY_VISIT: _("Study visit"),
        ActivityType.NETWORKING: _("Networking"),
        ActivityType.PEER_EXCHANGE: _("Peer exchange"),
        ActivityType.MENTORING: _("Mentoring"),
        ActivityType.TWINNING: _("Twinning"),
        ActivityType.EXPERT_DEPLOYMENT: _("Expert deployment"),
        ActivityType.ON_THE_JOB: _("On the job"),
    },
)
labelled(
    Via,
    {
        Via.TAUGHT: _("Taught"),
        Via.ASSESSMENT: _("Assessment"),
        Via.CHALLENGE: _("Challenge test"),
        Via.RPL: _("Recognition of prior learning"),
        Via.EQUIVALENCE: _("Equivalence"),
        Via.TOP_UP: _("Top-up"),
    },
)
labelled(
    RecordState,
    {
        RecordState.VALID: _("Counts"),
        RecordState.WAITING: _("Waiting"),
        RecordState.INVALIDATED: _("No longer counts"),
    },
)
labelled(
    TeachingRole,
    {
        TeachingRole.LEAD: _("Lead trainer"),
        TeachingRole.CO: _("Co-delivery"),
    },
)
labelled(
    ExemptionScope,
    {
        ExemptionScope.COMPONENT: _("Exempt from the component"),
        ExemptionScope.HOURS: _("Exempt from the hours"),
    },
)
labelled(
    CertificateStanding,
    {
        CertificateStanding.ISSUED: _("Issued"),
        CertificateStanding.SUSPENDED: _("Suspended"),
        CertificateStanding.SUPERSEDED: _("Superseded"),
        CertificateStanding.REVOKED: _("Revoked"),
        CertificateStanding.WITHDRAWN: _("Given back by the holder"),
    },
)
labelled(
    Degree,
    {
        Degree.FULL: _("Full equivalence"),
        Degree.PARTIAL: _("Partial equivalence"),
        Degree.NONE: _("No equivalence"),
    },
)
labelled(
    ComponentState,
    {
        ComponentState.MET: _("Met"),
        ComponentState.PARTLY: _("Partly met"),
        ComponentState.UNMET: _("Not met"),
    },
)
labelled(
    ExcludedWhy,
    {
        ExcludedWhy.DISPUTED: _("The attendance is in dispute"),
        ExcludedWhy.INVALIDATED: _("The evidence no longer counts"),
        ExcludedWhy.WAITING: _("A result is awaited"),
        ExcludedWhy.LAPSED: _("It is too old to count"),
        ExcludedWhy.TOP_UP_DUE: _("The module changed: a top-up is due"),
        ExcludedWhy.TOO_EARLY: _("It came before this requirement could count"),
    },
)
labelled(
    MissingCode,
    {
        MissingCode.LEVEL_TOO_LOW: _("The proof level is too low"),
        MissingCode.NO_EVIDENCE: _("There is no evidence yet"),
        MissingCode.EVIDENCE_LAPSED: _("The evidence is too old"),
        MissingCode.WAITING_FOR_RESULTS: _("Results are awaited"),
        MissingCode.DISPUTE_OPEN: _("An attendance dispute is open"),
        MissingCode.TOP_UP_DUE: _("A top-up is due"),
        MissingCode.HOURS_SHORT: _("Hours are missing"),
        MissingCode.ASSESSMENT_DUE: _("The assessment is still due"),
        MissingCode.PRACTICE_SHORT: _("Practice hours are missing"),
        MissingCode.SESSIONS_SHORT: _("Sessions are missing"),
        MissingCode.OBSERVATIONS_SHORT: _("Observed sessions are missing"),
        MissingCode.OBSERVERS_SHORT: _("A different observer is needed"),
        MissingCode.PORTFOLIO_SHORT: _("The portfolio is incomplete"),
        MissingCode.PANEL_DUE: _("The panel is still due"),
        MissingCode.EXPERIENCE_SHORT: _("Months of experience are missing"),
        MissingCode.CPD_SHORT: _("Points of continuing development are missing"),
        MissingCode.ORIGINAL_PATH_UNKNOWN: _("The certificate to renew is not named"),
        MissingCode.PATH_DUE: _("Another path has to be completed"),
        MissingCode.OTHER_BEFORE: _("Counts only some time after another requirement is met"),
        MissingCode.NOT_YET: _("Counts only from a later day"),
        MissingCode.COUNTS_ELSEWHERE: _("Counts for another requirement, and a module counts once"),
    },
)
labelled(
    Repair,
    {
        Repair.AWAIT_RESULTS: _("Wait for the results"),
        Repair.RESOLVE_DISPUTE: _("Have the dispute resolved"),
        Repair.TOP_UP: _("Take the top-up"),
        Repair.REFRESHER: _("Take a refresher"),
        Repair.CHALLENGE_TEST: _("Take the challenge test"),
        Repair.ASSESSMENT: _("Take the assessment"),
        Repair.ATTEND_RUN: _("Attend a session of the course"),
        Repair.RPL: _("Apply for recognition of prior learning"),
        Repair.TEACH: _("Teach"),
        Repair.BE_OBSERVED: _("Be observed while teaching"),
        Repair.SUBMIT_WORK: _("Hand in the work"),
        Repair.SIT_PANEL: _("Sit before the panel"),
        Repair.ATTEST_EXPERIENCE: _("Have the experience attested by HR"),
        Repair.EARN_POINTS: _("Earn points of continuing development"),
        Repair.NAME_CERTIFICATE: _("Name the certificate to renew"),
        Repair.COMPLETE_PATH: _("Complete that path"),
        Repair.MEET_OTHER: _("Meet the other requirement first"),
        Repair.WAIT: _("Wait for that day"),
        Repair.OTHER_MODULE: _("Finish another module of this requirement"),
    },
)
labelled(
    ChangeOf,
    {
        ChangeOf.PATH: _("the path"),
        ChangeOf.CERTIFIED: _("the certification"),
        ChangeOf.COMPONENT: _("a component"),
        ChangeOf.OUTCOME: _("a learning outcome"),
    },
)
labelled(
    Because,
    {
        Because.VERSION_CHANGED: _("the version of the path changed"),
        Because.EVIDENCE_INVALIDATED: _("evidence was invalidated"),
        Because.DISPUTE_OPENED: _("sources of attendance disagree"),
        Because.DISPUTE_RESOLVED: _("the attendance dispute was resolved"),
        Because.RESULTS_RECEIVED: _("results arrived"),
        Because.TOP_UP_RECORDED: _("a top-up was recorded"),
        Because.EVIDENCE_LAPSED: _("evidence became too old"),
        Because.EVIDENCE_REINSTATED: _("evidence counts again"),
        Because.NEW_EVIDENCE: _("new evidence was accepted"),
        Because.EVIDENCE_REMOVED: _("evidence was taken away"),
        Because.EVIDENCE_CHANGED: _("evidence changed"),
        Because.EXEMPTION_GRANTED: _("an exemption was granted"),
        Because.EXEMPTION_ENDED: _("an exemption ended"),
        Because.CERTIFICATE_CHANGED: _("the status of a certificate changed"),
        Because.TIME_PASSED: _("time passed"),
    },
)
labelled(
    Lane,
    {
        Lane.LINKED: _("Linked automatically"),
        Lane.TO_DECIDE: _("To decide"),
        Lane.NOT_FOUND: _("Nobody found"),
    },
)
labelled(
    MatchGround,
    {
        MatchGround.NUMBER_EQUAL: _("Same personnel number"),
        MatchGround.NUMBER_DIFFERENT: _("Different personnel number"),
        MatchGround.NUMBER_UNKNOWN: _("No personnel number"),
        MatchGround.BIRTH_DATE_EQUAL: _("Same birth date"),
        MatchGround.BIRTH_DATE_PLACEHOLDER: _("Birth date is only a year"),
        MatchGround.BIRTH_DATE_SWAPPED: _("Day and month exchanged"),
        MatchGround.BIRTH_DATE_DIFFERENT: _("Different birth date"),
        MatchGround.BIRTH_DATE_UNKNOWN: _("No birth date"),
        MatchGround.NAME_EQUAL: _("Same name"),
        MatchGround.NAME_AGREES: _("Name agrees in another spelling"),
        MatchGround.NAME_RESEMBLES: _("Name is similar"),
        MatchGround.NAME_DIFFERS: _("Name differs"),
        MatchGround.GIVEN_AND_FAMILY_SWAPPED: _("Given and family name exchanged"),
        MatchGround.FAMILY_NAME_CHANGED: _("Family name changed"),
        MatchGround.INITIALS_ONLY: _("Initials only"),
        MatchGround.FEMININE_ENDING: _("Feminine ending of the same name"),
        MatchGround.ELEMENT_LEFT_OUT: _("Part of the name left out"),
        MatchGround.OTHER_SCRIPT: _("Name in another script"),
        MatchGround.INSTITUTION_THEN: _("Served there at that time"),
        MatchGround.UNIT_THEN: _("Served in that unit at that time"),
        MatchGround.INSTITUTION_OTHER: _("Served elsewhere at that time"),
        MatchGround.RIVAL: _("Somebody else fits nearly as well"),
    },
)
labelled(
    Likeness,
    {
        Likeness.EQUAL: _("Same name"),
        Likeness.INITIALS_ONLY: _("Initials only"),
        Likeness.ELEMENT_LEFT_OUT: _("Part of the name left out"),
        Likeness.FEMININE_ENDING: _("Feminine ending of the same name"),
    },
)
labelled(
    Script,
    {
        Script.LATIN: _("Latin script"),
        Script.ARABIC: _("Arabic script"),
        Script.CYRILLIC: _("Cyrillic script"),
    },
)
