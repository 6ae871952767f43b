"""One sentence for every refusal: what was found, what was expected, how to mend it (I-17).

Several wordings stand from the most telling to the plainest; the first whose facts are all known is said.
"""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from curriculum.domain.refusals import RefusalCode as R
from curriculum.labels.donating import DONATING
from curriculum.labels.evaluating import EVALUATING
from curriculum.labels.filing import FILING
from curriculum.labels.reviewing import REVIEWING
from curriculum.labels.signing import SIGNING

SENTENCES: dict[R, tuple[LazyString, ...]] = {
    R.NOT_PERMITTED: (
        _(
            "You may not do this: %(ground)s. If you need it for your work, ask the administrator of your "
            "institution."
        ),
        _("You may not do this. If you need it for your work, ask the administrator of your institution."),
    ),
    R.NOT_SIGNED_IN: (
        _("You are not signed in, or your session has ended; nothing was saved. Sign in and do it again."),
    ),
    R.ACCOUNT_CLOSED: (
        _("The account %(login)s is closed. An administrator can open it again."),
        _("This account is closed. An administrator can open it again."),
    ),
    R.WRONG_CREDENTIALS: (
        _(
            "The login or the password is not right. Check both; if you forgot the password, ask your "
            "administrator for a new link."
        ),
    ),
    R.LINK_EXPIRED: (
        _(
            "This link was already used, has been replaced or is too old. Ask your administrator for a new "
            "one."
        ),
    ),
    R.CODE_WRONG: (
        _(
            "This code does not belong to this link. Ask the second approver, who was shown it, to read it "
            "again."
        ),
    ),
    R.TOO_MANY_ATTEMPTS: (
        _("There were too many tries. Wait %(minutes)s minutes, then try again."),
        _("There were too many tries. Wait a few minutes, then try again."),
    ),
    R.GRANT_TO_SELF: (_("Nobody changes their own account or roles. Ask another administrator."),),
    R.INCOMPATIBLE_ROLES: (
        _(
            "The role “%(role)s” cannot be held together with “%(held)s”. End that role first, or choose "
            "another person."
        ),
        _("These roles cannot be held by one person. End one of them first, or choose another person."),
    ),
    R.SECOND_APPROVER_IS_PROPOSER: (_("Whoever proposed this cannot approve it. A second person has to."),),
    R.NOT_FOUND: (
        _(
            "No %(object)s with the code %(code)s was found. Check the spelling, or whether it has been "
            "opened yet."
        ),
        _("This %(object)s was not found, or it is not for you to see."),
        _("This was not found, or it is not for you to see."),
    ),
    R.WRONG_STATE: (
        _(
            "The certificate %(replaced)s, which would be replaced, stands at “%(state)s”. Settle that "
            "first; nothing is signed or issued in its place meanwhile."
        ),
        _(
            "%(written)s stands at “%(state)s”: nobody writes in it before it is returned. What you typed "
            "and did not save is kept for you."
        ),
        _(
            "This cannot be done now: the %(object)s stands at “%(state)s”. Reload the page to see what can "
            "be done."
        ),
        _("This cannot be done in the present state. Reload the page to see what can be done."),
    ),
    R.CONDITION_NOT_MET: (
        _("Something is still missing: %(missing)s. Add it, then try again."),
        _("A condition is not met yet."),
    ),
    R.REASON_MISSING: (_("A reason is needed, in words that the person concerned can read."),),
    R.ALREADY_EXISTS: (
        _("This exists already: %(object)s %(code)s. Use it, or choose another code."),
        _("This exists already; nothing was added."),
    ),
    R.CHANGED_MEANWHILE: (
        _(
            "%(by)s decided in the meantime: this now stands at “%(state)s”. Look at it again before you "
            "decide."
        ),
        _(
            "Somebody changed this while you had it open. Reload the page and look again before you repeat "
            "your step."
        ),
    ),
    R.IN_USE: (
        _("%(code)s is used elsewhere and cannot be taken away. Close it by a last day instead."),
        _("This is used elsewhere and cannot be taken away. Close it by a last day instead."),
    ),
    R.DATES_CONTRADICT: (
        _(
            "The dates contradict each other: %(second)s cannot follow from %(first)s. Check which of them "
            "is right."
        ),
        _("The dates contradict each other. Check which of them is right."),
    ),
    R.DATE_IN_FUTURE: (
        _("The date %(date)s lies in the future; a day up to today is expected."),
        _("The date lies in the future; a day up to today is expected."),
    ),
    R.VALUE_MISSING: (
        _("“%(field)s” is empty. Fill it in."),
        _("A value is missing. Fill it in."),
    ),
    R.VALUE_INVALID: (
        _("“%(value)s” does not fit for “%(field)s”; expected: %(expected)s."),
        _("“%(value)s” does not fit for “%(field)s”. Correct it and send it again."),
        _("A value does not fit. Correct it and send it again."),
    ),
    R.VALUE_TOO_LONG: (
        _("“%(field)s” is too long: %(found)s characters, at most %(most)s are kept. Shorten it."),
        _("A text is too long. Shorten it."),
    ),
    R.OWN_RECORD: (_("Nobody acts on their own file, whatever their role. Somebody else has to do this."),),
    R.CONFLICT_OF_INTEREST: (
        _(
            "You cannot act here as %(role)s, because the same person %(conflicts)s. Give the case to "
            "somebody else."
        ),
        _(
            "You cannot act here as %(role)s, because the same person %(part)s. Give the case to somebody "
            "else."
        ),
        _("You cannot act in this case because of another part you have in it. Give it to somebody else."),
    ),
    R.SAME_PERSON_SIGNS_TWICE: (
        _("One person cannot give both sign-offs. A second signatory with a mandate has to sign."),
    ),
    R.DECIDER_SIGNS: (
        _("Whoever takes the decision signs neither for HR nor for training. Another person has to."),
    ),
    R.PERSON_UNKNOWN: (
        _(
            "The account is not tied to a person of the register, so nobody can tell whether this person is "
            "independent. Ask your administrator to tie it."
        ),
    ),
    R.DECLARATION_MISSING: (
        _("You are in the candidate’s reporting line. Declare it first, then you may sign for HR."),
    ),
    R.PANEL_TOO_SMALL: (
        _("The panel has %(seated)s different persons; at least %(at_least)s are needed. Name more members."),
        _("The panel has too few different persons. Name more members."),
    ),
    R.VERSION_PUBLISHED: (
        _("This version is published and can no longer change. Draft a new version instead."),
    ),
    R.VERSION_NOT_PUBLISHED: (
        _(
            "%(code)s is not published (it stands at “%(state)s”). Publish it first, or choose a published "
            "version."
        ),
        _("This version is not published. Publish it first, or choose a published one."),
    ),
    R.WEIGHTS_NOT_100: (
        _("The weights of “%(field)s” add up to %(total)s; they must make 100."),
        _("The weights of the outcomes add up to %(total)s; they must make 100."),
        _("The weights of the outcomes must add up to 100."),
    ),
    R.NO_CRITICAL_OUTCOME: (_("The module has no critical outcome. Mark at least one."),),
    R.PREREQUISITES_CYCLIC: (
        _("The prerequisites run in a circle: %(value)s. Take one of them away."),
        _("The prerequisites run in a circle. Take one of them away."),
    ),
    R.TRANSLATION_MISSING: (
        _("“%(field)s” is needed in French and in English."),
        _("The text is needed in French and in English."),
    ),
    R.PATH_HAS_PROBLEMS: (
        _("The path cannot be published yet: %(problems)s. Mend this first."),
        _("The path cannot be published yet; its page lists what to mend."),
    ),
    R.CLAIM_NOT_OF_VERSION: (
        _(
            "The outcome %(outcome)s does not belong to a module version that this offering may cover. "
            "Choose an outcome of a published version."
        ),
        _("The outcome does not belong to a module version that this offering may cover."),
    ),
    R.ENTRY_REQUIREMENTS_UNMET: (
        _("The entry requirements are not met: %(missing)s."),
        _("The entry requirements are not met."),
    ),
    R.ALREADY_ENROLLED: (
        _(
            "This person is already on the path %(path)s. Move the enrolment to another version if that is "
            "what you want."
        ),
        _("This person is already enrolled."),
    ),
    R.MOVE_WINDOW_CLOSED: (
        _(
            "The move to the newer version is open from %(start)s to %(end)s. Ask the training unit: it may "
            "still move you, with a reason."
        ),
        _("The move to the newer version is not open today. Ask the training unit."),
    ),
    R.IDENTIFIER_TAKEN: (
        _(
            "The personnel number %(number)s belongs to somebody else. Check the number, or look for the "
            "person by name."
        ),
        _("This number belongs to somebody else. Check it, or look for the person by name."),
    ),
    R.PERSON_MERGED: (_("This file was merged into another one. Use that one."),),
    R.SERVICE_OVERLAPS: (
        _("There already is a main service record at that time. End it first, or correct the dates."),
    ),
    R.ROWS_UNDECIDED: (
        _("%(count)s rows still wait for a decision. Decide them first."),
        _("Some rows still wait for a decision. Decide them first."),
    ),
    R.REMEMBERED_DIFFERENT: (
        _(
            "It was decided before that this row is not this person. Reopen the row first if that was a "
            "mistake."
        ),
    ),
    R.HOURS_ABOVE_RUN: (
        _("More hours are given than the course %(code)s had. Check the list."),
        _("More hours are given than the course had. Check the list."),
    ),
    R.HOURS_NEGATIVE: (_("Hours cannot be less than zero. Correct the figure."),),
    R.ATTENDANCE_DISPUTED: (
        _("The sources of this attendance disagree; it counts nothing until the dispute is resolved."),
    ),
    R.NOT_ENROLLED: (_("This person is not enrolled here. Enrol the person first."),),
    R.EVIDENCE_HELD: (
        _("An application for a certificate rests on this evidence. Decide about the application first."),
    ),
    R.PROOF_LEVEL_TOO_HIGH: (
        _("This kind of evidence proves at most level %(most)s; level %(level)s was asked for."),
        _("This kind of evidence cannot prove so high a level."),
    ),
    R.SCORE_OUT_OF_RANGE: (_("The mark lies outside 0 to 100. Correct it."),),
    R.RESUBMITTED_TOO_OFTEN: (
        _("This evidence was handed in as often as the rules allow. Hand in new evidence instead."),
    ),
    **DONATING,
    **FILING,
    **EVALUATING,
    **REVIEWING,
    **SIGNING,
}
