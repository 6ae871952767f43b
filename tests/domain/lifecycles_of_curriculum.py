"""Steps of what a curriculum is made of and what is said of it, one line each."""

from curriculum.domain.lifecycles import (
    feedback,
    framework,
    instrument,
    offering,
    version,
)

# (from, verb, to, who, needs): who is "-" where the step follows from another act or a date.
VERSION = """
draft       submit     in_review   version:draft     content_complete    weights, languages, prerequisites
draft       discard    discarded   version:draft     .                   nothing was shown to anybody
in_review   return     draft       version:review    reason              the reviewer says why
in_review   reject     discarded   version:approve   reason              never in this form (ADR 0024)
in_review   pilot      pilot       version:approve   thematic_opinion    the thematic unit was heard
in_review   approve    approved    version:approve   APPROVAL            approver is not the author
pilot       end_pilot  in_review   version:draft     .                   what was learnt goes in
pilot       return     draft       version:review    reason              any earlier step (ADR 0024)
pilot       reopen     in_review   version:approve   reason              the same
pilot       reject     discarded   version:approve   reason              the trial led nowhere
pilot       approve    approved    version:approve   APPROVAL            approver is not the author
approved    publish    published   version:publish   .                   the previous one gets its teach-out
approved    return     draft       version:review    reason              before publishing only
approved    reopen     in_review   version:approve   reason              before publishing only
published   supersede  superseded  -                 .                   the next one was published
published   withdraw   withdrawn   version:withdraw  reason              wrong in law or quality
superseded  withdraw   withdrawn   version:withdraw  reason              the same
"""
CURRICULUM = {
    "module version": (
        version.MODULE_VERSION,
        version.VersionState,
        VERSION.replace("APPROVAL", "another_approver"),
    ),
    "path version": (
        version.PATH_VERSION,
        version.VersionState,
        VERSION.replace("APPROVAL", "another_approver,hr_opinion"),
    ),
    "path version across ministries": (
        version.CROSS_MINISTRY_PATH_VERSION,
        version.VersionState,
        VERSION.replace("APPROVAL", "another_approver,hr_opinion,coordination_endorsement"),
    ),
    "feedback": (
        feedback.FEEDBACK,
        feedback.FeedbackState,
        """
open      take_up  taken_up  feedback:decide  .       a proposal speaks for it
open      decline  declined  feedback:decide  reason  nothing changes, and why
taken_up  take_up  taken_up  feedback:decide  .       another proposal fits better
taken_up  decline  declined  feedback:decide  reason  it is not part of that change after all
""",
    ),
    "change_proposal": (
        feedback.PROPOSAL,
        feedback.ProposalState,
        """
proposed  accept   accepted  feedback:decide  reason  the change is made
proposed  decline  declined  feedback:decide  reason  nothing changes, and why
accepted  decline  declined  feedback:decide  reason  it could not be done
accepted  carry    carried   -                .       follows from the publication of its version
""",
    ),
    "framework": (
        framework.FRAMEWORK,
        framework.FrameworkState,
        """
draft       adopt      adopted     framework:adopt   content_complete    without items it says nothing
adopted     deprecate  deprecated  framework:adopt   reason              what points to it stays readable
""",
    ),
    "instrument": (
        instrument.INSTRUMENT,
        instrument.InstrumentState,
        """
proposed  adopt   adopted   instrument:edit  .       signed, not in force yet
adopted   enter   in_force  instrument:edit  .       its day has come
adopted   repeal  repealed  instrument:edit  reason  taken back before its day
in_force  check   in_force  instrument:edit  .       the yearly look, answered
in_force  repeal  repealed  instrument:edit  reason  certificates of its time stay
in_force  lapse   lapsed    instrument:edit  .       it named its own last day
""",
    ),
    "offering": (
        offering.OFFERING,
        offering.OfferingState,
        """
planned    confirm  confirmed  offering:edit  .       the donor commits itself
planned    cancel   cancelled  offering:edit  reason  plans change
confirmed  deliver  delivered  offering:edit  .       the course was held
confirmed  cancel   cancelled  offering:edit  reason  the same
delivered  close    closed     offering:edit  .       lists and results are in
""",
    ),
}
