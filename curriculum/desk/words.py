"""Words of the landing pages: what each queue is called, said of what is in it, and where else to go."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from curriculum.domain.permissions import Permission

P = Permission

QUEUES: dict[str, LazyString] = {
    "sign_offs": _("To sign"),
    "admissibility": _("Applications to examine"),
    "checks": _("Applications to check"),
    "decisions": _("Applications to decide"),
    "statuses": _("Certificates to decide on"),
    "rows": _("Rows to decide"),
    "lists": _("Lists to carry on"),
    "disputes": _("Attendance to settle"),
    "evidence": _("Evidence to review"),
    "results": _("Results to verify"),
    "observations": _("Observed sessions to sign"),
    "points": _("Points to accept"),
    "claims": _("Coverage claims to decide"),
    "opinions": _("Opinions asked of you"),
    "reviews": _("Versions in review"),
    "followed": _("Your versions under review"),
    "publishing": _("Versions to publish"),
    "drafts": _("Drafts to finish"),
    "feedback": _("Feedback to answer"),
    "proposals": _("Changes to decide on"),
    "instruments": _("Legal instruments to look at again"),
    "admissions": _("Designated, not yet admitted"),
    "nominations": _("Designated, not yet admitted"),
    "experience": _("Experience to attest"),
}

SAID: dict[str, LazyString] = {
    "sign_offs": _("Statements that wait for your signature."),
    "admissibility": _("Is the application complete, and may this person apply?"),
    "checks": _("An assessor looks at the evidence once more before the decision."),
    "decisions": _("Somebody who neither taught, mentored nor assessed decides."),
    "statuses": _("A change of status is proposed; the reasons stand on the page."),
    "rows": _("Who is this? The register and the list do not agree by themselves."),
    "lists": _("Received from a donor and not counted yet."),
    "disputes": _("Sources do not agree on the hours; nothing counts until somebody settles them."),
    "evidence": _("Handed in by officials, for you to judge."),
    "results": _("Graded by a colleague; they count once a second assessor agrees."),
    "observations": _("They count once observer and observed have both signed."),
    "points": _("Continuing development, noted by officials."),
    "claims": _("What a donor's course is said to teach."),
    "opinions": _("Somebody awaits your opinion on a version; a day is set for it."),
    "reviews": _("Read the change, collect opinions, approve or return."),
    "followed": _("You handed them on; what is open about them is for you to answer."),
    "publishing": _("Approved; publishing shows whom it concerns first."),
    "drafts": _("Begun and not submitted yet."),
    "feedback": _("Somebody said something of what you own; everybody gets an answer with reasons."),
    "proposals": _("Proposed from feedback, evaluations, law or donors; decide with a reason."),
    "instruments": _("Are they still in force? Paths and modules rest on them."),
    "admissions": _("Their employer proposed them; the owner of the path admits."),
    "nominations": _("You proposed them; the owner of the path admits."),
    "experience": _("Your people whose path asks for months in the field."),
}

PLACES: tuple[tuple[str, LazyString, tuple[Permission, ...]], ...] = (
    ("/training/paths", _("Paths and their versions"), (P.VERSION_VIEW,)),
    ("/training/modules", _("Modules and their versions"), (P.VERSION_VIEW,)),
    (
        "/training/review",
        _("Review of modules and paths"),
        (P.VERSION_DRAFT, P.VERSION_REVIEW, P.VERSION_OPINE),
    ),
    ("/training/frameworks", _("Competence frameworks"), (P.FRAMEWORK_VIEW,)),
    ("/training/curriculum", _("The curriculum as a file"), (P.CURRICULUM_EXPORT, P.CURRICULUM_IMPORT)),
    ("/admin/instruments", _("Legal instruments"), (P.INSTRUMENT_EDIT, P.VERSION_DRAFT)),
    ("/training/needs", _("Needs: what posts ask for, and who has it"), (P.PROGRESS_AGGREGATE,)),
    ("/training/coverage/map", _("Coverage: what donors teach of it"), (P.CLAIM_VIEW,)),
    ("/training/offerings", _("Offerings of donors"), (P.CLAIM_VIEW,)),
    ("/training/donors", _("Donors and programmes"), (P.DONOR_EDIT, P.PROGRAMME_EDIT)),
    ("/training/feedback", _("Feedback on modules, paths and sessions"), (P.FEEDBACK_DECIDE,)),
    ("/training/proposals", _("Proposed changes"), (P.FEEDBACK_DECIDE,)),
    ("/feedback", _("My feedback"), (P.FEEDBACK_GIVE,)),
    ("/training/nominations", _("Nominations to paths"), (P.ENROLMENT_ADMIT,)),
    ("/training/panels", _("Panels"), (P.ASSESSMENT_GRADE, P.APPLICATION_ADMIT)),
    ("/training/lists", _("Lists of donors"), (P.BATCH_VIEW,)),
    ("/training/runs", _("Sessions, attendance and results"), (P.RUN_VIEW,)),
    (
        "/applications",
        _("Applications"),
        (P.APPLICATION_ADMIT, P.APPLICATION_CHECK, P.APPLICATION_DECIDE),
    ),
    ("/graduations", _("Graduations"), (P.GRADUATION_VIEW,)),
    ("/hr/register", _("Register of certificates"), (P.CERTIFICATE_REGISTER,)),
)
"""Where else training staff works, each with who may go there."""

HR_PLACES: tuple[tuple[str, LazyString, tuple[Permission, ...]], ...] = (
    ("/hr/people", _("Officials"), (P.PERSON_EDIT, P.ENROLMENT_NOMINATE)),
    ("/hr/register", _("Register of certificates"), (P.CERTIFICATE_REGISTER,)),
    ("/training/review", _("Review of modules and paths"), (P.VERSION_OPINE,)),
    ("/graduations", _("Graduations"), (P.GRADUATION_VIEW,)),
    ("/training/paths/nominations/new", _("Designate for a path"), (P.ENROLMENT_NOMINATE,)),
    ("/hr/experience/new", _("Attest experience"), (P.EXPERIENCE_ATTEST,)),
    ("/feedback", _("My feedback"), (P.FEEDBACK_GIVE,)),
    ("/training/lists", _("Lists of donors"), (P.BATCH_VIEW,)),
    ("/admin/mandates", _("Mandates"), (P.MANDATE_VIEW,)),
)
