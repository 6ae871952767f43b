"""Words for who may do what: roles, scopes, grounds, and what keeps persons apart."""

from flask_babel import lazy_gettext as _

from curriculum.domain.actors import ActorKind, Role, ScopeKind
from curriculum.domain.lifecycle import Need
from curriculum.domain.policy import Ground
from curriculum.domain.separation import CaseRole, Part, Remedy
from curriculum.labels.registry import labelled

labelled(
    Role,
    {
        Role.SYSTEM_ADMIN: _("System administrator"),
        Role.INSTITUTION_ADMIN: _("Institution administrator"),
        Role.CURRICULUM_DESIGNER: _("Curriculum designer"),
        Role.ASSESSOR: _("Trainer and assessor"),
        Role.HR_OFFICER: _("HR officer"),
        Role.HR_SIGNATORY: _("HR signatory"),
        Role.TRAINING_SIGNATORY: _("Training signatory"),
        Role.OFFICIAL: _("Official"),
        Role.DONOR_REPRESENTATIVE: _("Donor representative"),
        Role.COORDINATION_MEMBER: _("Coordination body member"),
        Role.SECOND_APPROVER: _("Second approver"),
        Role.CERTIFICATION_DECIDER: _("Certification decision-maker"),
        Role.APPEALS_PANEL: _("Appeals panel member"),
        Role.LINE_MANAGER: _("Line manager"),
        Role.DATA_PROTECTION_OFFICER: _("Data protection officer"),
        Role.INSTITUTION_HEAD: _("Head of institution"),
        Role.EXTERNAL_REVIEWER: _("External reviewer"),
    },
)
labelled(
    ScopeKind,
    {
        ScopeKind.GLOBAL: _("Everywhere"),
        ScopeKind.INSTITUTION: _("Institution"),
        ScopeKind.UNIT: _("Unit"),
        ScopeKind.PROGRAMME: _("Programme"),
        ScopeKind.DONOR: _("Donor"),
        ScopeKind.PATH: _("Learning path"),
    },
)
labelled(
    ActorKind,
    {
        ActorKind.ACCOUNT: _("Account"),
        ActorKind.JOB: _("Automatic job"),
        ActorKind.COMMAND_LINE: _("Operator at the machine"),
    },
)
labelled(
    Ground,
    {
        Ground.NO_ROLE: _("none of your roles includes it"),
        Ground.GRANT_NOT_IN_FORCE: _("your role for it is not in force today"),
        Ground.OUT_OF_SCOPE: _("your role does not reach this institution, path or programme"),
        Ground.NOT_PUBLISHED: _("it is not published yet"),
        Ground.NOT_ASSIGNED: _("the case was not given to you"),
        Ground.NOT_OWN_RECORD: _("it is not your own file"),
        Ground.NOT_FOR_MACHINES: _("only a person may do it"),
    },
)
labelled(
    CaseRole,
    {
        CaseRole.EVIDENCE_REVIEWER: _("reviewer of the evidence"),
        CaseRole.ATTENDANCE_RESOLVER: _("resolver of the attendance dispute"),
        CaseRole.GRADER: _("assessor"),
        CaseRole.VERIFIER: _("verifier"),
        CaseRole.OBSERVER: _("observer"),
        CaseRole.PANEL_MEMBER: _("panel member"),
        CaseRole.ADMISSIBILITY_REVIEWER: _("reviewer of admissibility"),
        CaseRole.CHECK_ASSESSOR: _("assessor of the final check"),
        CaseRole.DECIDER: _("decision-maker"),
        CaseRole.HR_SIGNATORY: _("HR signatory"),
        CaseRole.TRAINING_SIGNATORY: _("training signatory"),
        CaseRole.APPROVER: _("approver"),
        CaseRole.SECOND_APPROVER: _("second approver"),
        CaseRole.APPEALS_PANEL: _("appeals panel member"),
    },
)
labelled(
    Part,
    {
        Part.TRAINED: _("trained the candidate"),
        Part.MENTORED: _("mentored the candidate"),
        Part.ADVISED: _("advised the candidate"),
        Part.ASSESSED: _("assessed the candidate"),
        Part.OBSERVED: _("already observed the candidate"),
        Part.ENTERED: _("entered one of the figures"),
        Part.AUTHORED: _("wrote the version"),
        Part.PROPOSED: _("made the proposal"),
        Part.DECIDED: _("took the decision"),
        Part.SIGNS_HR: _("signs for HR"),
        Part.SIGNS_TRAINING: _("signs for training"),
        Part.RELATIVE: _("is a relative of the candidate"),
        Part.SUPERIOR: _("is a superior of the candidate"),
        Part.SUBORDINATE: _("is a subordinate of the candidate"),
        Part.SELF: _("is the candidate"),
        Part.NO_PERSON: _("is not known as a person"),
    },
)
labelled(
    Remedy,
    {
        Remedy.REASSIGN: _("Give the case to somebody else"),
        Remedy.DECLARE: _("Declare the relation first"),
    },
)
labelled(
    Need,
    {
        Need.REASON: _("a reason"),
        Need.CONTENT_COMPLETE: _("complete content"),
        Need.THEMATIC_OPINION: _("the opinion of the thematic unit"),
        Need.HR_OPINION: _("the opinion of HR"),
        Need.COORDINATION_ENDORSEMENT: _("the endorsement of the coordination body"),
        Need.ANOTHER_APPROVER: _("an approver who is not the author"),
        Need.NO_ROW_UNDECIDED: _("a decision on every row"),
        Need.NO_ROW_HELD: _("that no application rests on these rows"),
        Need.INDEPENDENT_RESOLVER: _("somebody who entered none of the figures"),
        Need.NEW_DOCUMENT: _("a new document"),
        Need.FIRST_CONTEST: _("that it was not contested before"),
        Need.RESUBMISSION_LEFT: _("a resubmission that is still allowed"),
        Need.ENTRY_MET: _("the entry requirements"),
        Need.ALL_MET: _("that every mandatory component is met"),
        Need.SNAPSHOT_FROZEN: _("the frozen file of the application"),
        Need.NO_CONFLICT: _("somebody without a conflict of interest"),
        Need.STATEMENT_FIXED: _("the fixed text of the certificate"),
        Need.BOTH_SIGNED: _("both sign-offs"),
        Need.MANDATE_IN_FORCE: _("a mandate in force"),
        Need.SAME_PAYLOAD: _("that both sign the same text"),
        Need.SECOND_APPROVAL: _("the approval of a second person"),
        Need.DEED: _("the deed of the mandate"),
    },
)
