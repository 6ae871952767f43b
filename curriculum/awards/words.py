"""Words that several nouns of this room share: functions, and why somebody may or may not."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from curriculum.awards.models import Function
from curriculum.domain.eligibility import Reason, ReasonCode, Verdict
from curriculum.domain.separation import Conflict
from curriculum.i18n import colon
from curriculum.labels import label, labelled

R = ReasonCode

labelled(Function, {Function.HR: _l("human resources"), Function.TRAINING: _l("training")})
labelled(
    Verdict,
    {
        Verdict.FOR: _l("Met"),
        Verdict.AGAINST: _l("Missing"),
        Verdict.WARNING: _l("To note"),
    },
)
labelled(
    ReasonCode,
    {
        R.COMPONENT_MET: _l("Component met"),
        R.COMPONENT_WAIVED: _l("Component waived by a decision"),
        R.COMPONENT_NOT_MET: _l("Component not met yet"),
        R.OPTIONAL_NOT_MET: _l("Optional component not met"),
        R.DESIGNATED: _l("Designated by the employer"),
        R.NOT_DESIGNATED: _l("Not designated by the employer"),
        R.SERVICE_ENOUGH: _l("Enough months of service"),
        R.SERVICE_SHORT: _l("Not enough months of service"),
        R.CATEGORY_HIGH_ENOUGH: _l("Category high enough"),
        R.CATEGORY_TOO_LOW: _l("Category too low"),
        R.GRADE_FITS: _l("Grade as asked"),
        R.GRADE_DIFFERS: _l("Grade not as asked"),
        R.LANGUAGES_KNOWN: _l("Works in the languages asked"),
        R.LANGUAGE_NOT_KNOWN: _l("A language asked is not on file"),
        R.PATH_HELD: _l("Required path held"),
        R.EQUIVALENT_EXPERIENCE: _l("Equivalent experience accepted"),
        R.PATH_NOT_HELD: _l("Required path not held"),
        R.CERTIFICATE_HELD: _l("Required certificate held"),
        R.CERTIFICATE_NOT_HELD: _l("Required certificate not held"),
        R.CERTIFICATE_REVOKED: _l("Required certificate was revoked"),
        R.CERTIFICATE_EXPIRED_TOO_LONG: _l("Required certificate expired too long ago"),
        R.ADMITTED_ON_GROUNDS: _l("Accepted at admission"),
        R.DISPUTE_OPEN: _l("Attendance in dispute"),
        R.RESULTS_AWAITED: _l("Results still awaited"),
        R.EVIDENCE_ENDS_SOON: _l("Evidence runs out soon"),
        R.PREREQUISITE_NOT_HELD: _l("Prerequisite not held"),
        R.ALREADY_CERTIFIED: _l("A certificate of this path is already in force"),
    },
)


def because(one: Reason) -> str:
    """One reason of eligibility as a line: what, of which component, how much of how much."""
    said = f"{label(one.code)}{colon()}{one.subject}" if one.subject else label(one.code)
    if one.need:
        return str(_("%(reason)s (%(have)s of %(need)s)", reason=said, have=one.have, need=one.need))
    return said


def conflict(one: Conflict) -> str:
    """Why somebody may not act, as a line."""
    return f"{label(one.part)} ({one.about})" if one.about else label(one.part)
