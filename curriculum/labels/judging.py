"""Words for judging: sources of hours, entry and certification, problems of a path."""

from flask_babel import lazy_gettext as _

from curriculum.domain.attendance import DisputeCode, SettledBy, SourceKind
from curriculum.domain.eligibility import ReasonCode, Verdict
from curriculum.domain.groups import GroupRule
from curriculum.domain.problems import ProblemCode
from curriculum.domain.workload import HourKind
from curriculum.labels.registry import labelled

labelled(
    SourceKind,
    {
        SourceKind.SIGN_IN_SHEET: _("Attendance sheet"),
        SourceKind.LMS_EXPORT: _("Export of a learning platform"),
        SourceKind.DONOR_LIST: _("Donor's list"),
        SourceKind.TRAINER_REGISTER: _("Trainer's register"),
        SourceKind.BADGE: _("Badge reader"),
    },
)
labelled(
    SettledBy,
    {
        SettledBy.ONE_SOURCE: _("Only source"),
        SettledBy.SOURCES_AGREE: _("Sources agree"),
        SettledBy.LOWEST_WITHIN_TOLERANCE: _("Lowest of nearly equal figures"),
        SettledBy.RESOLUTION: _("Resolved by a person"),
    },
)
labelled(
    DisputeCode,
    {
        DisputeCode.SOURCES_DISAGREE: _("The sources disagree"),
        DisputeCode.ABOVE_RUN: _("More hours than the course had"),
    },
)
labelled(
    Verdict,
    {
        Verdict.FOR: _("Speaks for it"),
        Verdict.AGAINST: _("Speaks against it"),
        Verdict.WARNING: _("To be watched"),
    },
)
labelled(
    ReasonCode,
    {
        ReasonCode.COMPONENT_MET: _("The component is met"),
        ReasonCode.COMPONENT_WAIVED: _("The component was waived"),
        ReasonCode.COMPONENT_NOT_MET: _("The component is not met"),
        ReasonCode.OPTIONAL_NOT_MET: _("An optional component is not met"),
        ReasonCode.DESIGNATED: _("Nominated by the institution"),
        ReasonCode.NOT_DESIGNATED: _("Not nominated by the institution"),
        ReasonCode.SERVICE_ENOUGH: _("Enough months of service"),
        ReasonCode.SERVICE_SHORT: _("Too few months of service"),
        ReasonCode.CATEGORY_HIGH_ENOUGH: _("The category is high enough"),
        ReasonCode.CATEGORY_TOO_LOW: _("The category is too low"),
        ReasonCode.GRADE_FITS: _("The grade is one that is asked for"),
        ReasonCode.GRADE_DIFFERS: _("The grade is not one that is asked for"),
        ReasonCode.LANGUAGES_KNOWN: _("Works in the languages asked for"),
        ReasonCode.LANGUAGE_NOT_KNOWN: _("A language asked for is not on file"),
        ReasonCode.PATH_HELD: _("The required path is completed"),
        ReasonCode.EQUIVALENT_EXPERIENCE: _("Experience counts instead"),
        ReasonCode.PATH_NOT_HELD: _("The required path is not completed"),
        ReasonCode.CERTIFICATE_HELD: _("The required certificate is held"),
        ReasonCode.CERTIFICATE_NOT_HELD: _("The required certificate is not held"),
        ReasonCode.CERTIFICATE_REVOKED: _("The certificate was revoked"),
        ReasonCode.CERTIFICATE_EXPIRED_TOO_LONG: _("The certificate expired too long ago"),
        ReasonCode.ADMITTED_ON_GROUNDS: _("Admitted on recorded grounds"),
        ReasonCode.DISPUTE_OPEN: _("An attendance dispute is open"),
        ReasonCode.RESULTS_AWAITED: _("Results are awaited"),
        ReasonCode.EVIDENCE_ENDS_SOON: _("Evidence will soon be too old"),
        ReasonCode.PREREQUISITE_NOT_HELD: _("A prerequisite is not held"),
        ReasonCode.ALREADY_CERTIFIED: _("Already certified on this path"),
    },
)
labelled(
    HourKind,
    {
        HourKind.CONTACT: _("Contact"),
        HourKind.ONLINE: _("Online"),
        HourKind.PRACTICE: _("Practice"),
        HourKind.SELF_STUDY: _("Self-study"),
        HourKind.ASSESSMENT: _("Assessment"),
    },
)
labelled(
    GroupRule,
    {
        GroupRule.AT_LEAST: _("At least so many"),
        GroupRule.ALL: _("All"),
        GroupRule.AT_MOST: _("At most so many"),
        GroupRule.EXACTLY_ONE: _("Exactly one"),
        GroupRule.CREDITS: _("Credits"),
    },
)
labelled(
    ProblemCode,
    {
        ProblemCode.NO_COMPONENT: _("The path has no component"),
        ProblemCode.DUPLICATE_COMPONENT: _("A component appears twice"),
        ProblemCode.UNKNOWN_MODULE: _("A module is not known"),
        ProblemCode.IMPOSSIBLE_CHOICE: _("The elective asks for more than it offers"),
        ProblemCode.IMPOSSIBLE_COUNT: _("A number cannot be reached"),
        ProblemCode.COMPONENT_WEIGHT: _("A weight is not possible"),
        ProblemCode.OUTCOME_WEIGHTS: _("The weights of the outcomes do not make 100"),
        ProblemCode.NO_CRITICAL_OUTCOME: _("A module has no critical outcome"),
        ProblemCode.PREREQUISITE_CYCLE: _("The prerequisites run in a circle"),
        ProblemCode.PREREQUISITE_OUTSIDE: _("A prerequisite lies outside the path"),
        ProblemCode.ELECTIVE_PREREQUISITE_OUTSIDE: _("The prerequisite of an elective lies outside the path"),
        ProblemCode.EQUIVALENCE_CYCLE: _("Outcomes carry over in a circle"),
        ProblemCode.MODULE_WITHDRAWN: _("The module was withdrawn"),
        ProblemCode.EXCLUSIVE_TOO_NARROW: _("Too few options may count beside each other"),
        ProblemCode.CREDITS_UNREACHABLE: _("The options do not hold the credits asked for"),
        ProblemCode.CREDITS_COUNTED_TWICE: _("Modules that give credits here are asked for elsewhere"),
        ProblemCode.UNSATISFIABLE: _("Cannot be completed with modules that nobody can finish"),
        ProblemCode.CONTESTED: _("Needs modules that already count for others, and each counts once"),
        ProblemCode.STAGE_UNKNOWN: _("The stage is not one of the path"),
        ProblemCode.ROUTE_UNKNOWN: _("A route is not one of the path"),
        ProblemCode.ROUTE_EMPTY: _("Nothing has to be met on this route"),
        ProblemCode.SPACING_UNKNOWN: _("Waits for a component that the path does not have"),
        ProblemCode.SPACING_CYCLE: _("Waits for itself by way of other components"),
        ProblemCode.SPACING_TOO_LONG: _("Begins to count only when the path is over, in months"),
        ProblemCode.PATH_UNKNOWN: _("Asks for a path that is not published"),
        ProblemCode.PATH_CYCLE: _("Paths ask for each other in a circle"),
        ProblemCode.GRADE_UNKNOWN: _("A grade is not known"),
        ProblemCode.ENTRY_CONTRADICTS: _("No grade asked for is high enough"),
    },
)
