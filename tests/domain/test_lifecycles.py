"""Every object's states and verbs, all of them: what is listed here happens, all else is refused."""

from itertools import product

import pytest

from curriculum.domain.lifecycle import Lifecycle, Need
from curriculum.domain.lifecycles import (
    application,
    attendance,
    certificate,
    claim,
    enrolment,
    evidence,
    feedback,
    framework,
    import_batch,
    import_row,
    instrument,
    mandate,
    migration,
    offering,
    signoff,
    version,
)
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode

# (from, verb, to, who, needs): who is "-" where the step follows from another act or a date.
VERSION = """
draft       submit     in_review   version:draft     content_complete    weights, languages, prerequisites
draft       discard    discarded   version:draft     .                   nothing was shown to anybody
in_review   return     draft       version:review    reason              the reviewer says why
in_review   reject     discarded   version:approve   reason              not like this, and not later (ADR 0024)
in_review   pilot      pilot       version:approve   thematic_opinion    the thematic unit was heard
in_review   approve    approved    version:approve   APPROVAL            approver is not the author
pilot       end_pilot  in_review   version:draft     .                   what was learnt goes in
pilot       return     draft       version:review    reason              any earlier step, with a reason (ADR 0024)
pilot       reopen     in_review   version:approve   reason              the same
pilot       reject     discarded   version:approve   reason              the trial showed that it leads nowhere
pilot       approve    approved    version:approve   APPROVAL            approver is not the author
approved    publish    published   version:publish   .                   the previous one gets its teach-out
approved    return     draft       version:review    reason              any earlier step, before publishing only
approved    reopen     in_review   version:approve   reason              before publishing only
published   supersede  superseded  -                 .                   the next one was published
published   withdraw   withdrawn   version:withdraw  reason              wrong in law or quality
superseded  withdraw   withdrawn   version:withdraw  reason              the same
"""
TABLES = {
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
open     plan     planned   feedback:decide  reason  a change is proposed, in words for the giver
open     decline  declined  feedback:decide  reason  nothing changes, and why
planned  decline  declined  feedback:decide  reason  it could not be done
planned  carry    carried   feedback:decide  .       a published version has it
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
    "batch": (
        import_batch.IMPORT_BATCH,
        import_batch.BatchState,
        """
received  map      mapped       batch:map      .                   columns named
received  discard  discarded    batch:discard  reason              a file that should not be here
mapped    map      mapped       batch:map      .                   a wrong column mended
mapped    match    matched      batch:match    .                   each row has its lane
mapped    discard  discarded    batch:discard  reason              nothing counted yet
matched   match    matched      batch:match    .                   people found later
matched   apply    applied      batch:apply    no_row_undecided    applied when no row is undecided
matched   undo     rolled_back  batch:undo     reason,no_row_held  linked rows had counted at once
applied   reopen   matched      row:decide     reason              a decision was taken back: one row waits
applied   undo     rolled_back  batch:undo     reason,no_row_held  unless a frozen snapshot holds one
""",
    ),
    "row": (
        import_row.IMPORT_ROW,
        import_row.RowState,
        """
new         fault               invalid             batch:match  .       a cell cannot be read
new         link_automatically  auto_linked         batch:match  .       above the bar
new         propose             candidate           batch:match  .       for the desk
new         find_nobody         unmatched           batch:match  .       for the desk
new         set_duplicate       duplicate_row       batch:match  .       the same line again
invalid     mend                new                 row:decide   reason  what was meant is known
invalid     ignore              ignored             row:decide   .       hopeless or an outsider
candidate   rematch             new                 batch:match  .       people found later
candidate   link                linked              row:decide   .       the desk decides
candidate   create_person       new_person_created  row:decide   .       an official not yet known
candidate   ignore              ignored             row:decide   .       not an official
candidate   set_duplicate       duplicate_row       row:decide   .       the same line again
unmatched   rematch             new                 batch:match  .       people found later
unmatched   link                linked              row:decide   .       found by hand
unmatched   create_person       new_person_created  row:decide   .       an official not yet known
unmatched   ignore              ignored             row:decide   .       not an official
unmatched   set_duplicate       duplicate_row       row:decide   .       the same line again
auto_linked         reopen  candidate  row:decide  reason,no_row_held  every decision is reversible (J2)
linked              reopen  candidate  row:decide  reason,no_row_held  every decision is reversible (J2)
new_person_created  reopen  candidate  row:decide  reason,no_row_held  every decision is reversible (J2)
ignored             reopen  candidate  row:decide  reason,no_row_held  every decision is reversible (J2)
duplicate_row       reopen  candidate  row:decide  reason,no_row_held  every decision is reversible (J2)
""",
    ),
    "attendance": (
        attendance.ATTENDANCE,
        attendance.AttendanceState,
        """
recorded   confirm  confirmed  attendance:confirm  .                            trainer or source rule
recorded   dispute  disputed   attendance:dispute  .                            sources or people differ
confirmed  dispute  disputed   attendance:dispute  .                            the same, later
disputed   resolve  resolved   attendance:resolve  reason,independent_resolver  entered none of the records
resolved   dispute  disputed   attendance:dispute  new_document,first_contest   once, with something new
""",
    ),
    "evidence": (
        evidence.EVIDENCE,
        evidence.EvidenceState,
        """
draft            submit         submitted        evidence:submit      .                  by official or unit
submitted        take           under_review     evidence:review      no_conflict        not their trainer
resubmitted      take           under_review     evidence:review      no_conflict        not their trainer
under_review     accept         accepted         evidence:review      .                  all outcomes
under_review     accept_partly  partly_accepted  evidence:review      reason             some outcomes
under_review     reject         rejected         evidence:review      reason             with a code (I-17)
under_review     ask            more_info        evidence:review      reason             says what is missing
more_info        submit         submitted        evidence:submit      .                  completed
rejected         resubmit       resubmitted      evidence:submit      resubmission_left  twice, then appeal
accepted         invalidate     invalidated      evidence:invalidate  reason             forged
partly_accepted  invalidate     invalidated      evidence:invalidate  reason             forged
""",
    ),
    "enrolment": (
        enrolment.PATH_ENROLMENT,
        enrolment.EnrolmentState,
        """
nominated  admit       admitted      enrolment:admit       entry_met  entry requirements
nominated  decline     declined      enrolment:admit       reason     says why (I-17)
admitted   start       active        -                     .          first activity or date
active     hold        on_hold       enrolment:hold        reason     leave, deployment
on_hold    resume      active        enrolment:hold        .          back
active     complete    completed     -                     all_met    all components
active     withdraw    withdrawn     enrolment:withdraw    reason     why people leave is asked (R16)
active     lapse       lapsed        -                     .          longest duration over
admitted   transition  transitioned  enrolment:transition  .          to a newer version, by choice
active     transition  transitioned  enrolment:transition  .          to a newer version, by choice
on_hold    transition  transitioned  enrolment:transition  .          to a newer version, by choice
admitted   migrate     transitioned  -                     reason     by a plan that somebody applied
active     migrate     transitioned  -                     reason     by a plan that somebody applied
on_hold    migrate     transitioned  -                     reason     by a plan that somebody applied
admitted   move_back   transitioned  -                     reason     the move is undone
active     move_back   transitioned  -                     reason     the move is undone
on_hold    move_back   transitioned  -                     reason     the move is undone
completed  move_back   transitioned  -                     reason     the move had completed it at once
transitioned  take_back_admitted  admitted  -              reason     as it was before the move
transitioned  take_back_active    active    -              reason     as it was before the move
transitioned  take_back_on_hold   on_hold   -              reason     as it was before the move
admitted   pause       on_hold       -                     reason     the version was withdrawn or taught out
active     pause       on_hold       -                     reason     the version was withdrawn or taught out
completed  apply       applied       -                     .          an application was submitted
""",
    ),
    "migration": (
        migration.MIGRATION,
        migration.MigrationState,
        """
counting  count        drawn      -                  .       everybody is judged
counting  discard      discarded  migration:prepare  .       nothing was moved
drawn     discard      discarded  migration:prepare  .       nothing was moved
drawn     apply        applying   migration:apply    reason  those chosen, by somebody who may
applying  stop         stopped    migration:apply    .       whoever was moved stays moved
stopped   resume       applying   migration:apply    .       goes on where it stopped
applying  finish       applied    -                  .       nobody is left
stopped   undo         undoing    migration:apply    reason  while nothing later depends on it
applied   undo         undoing    migration:apply    reason  while nothing later depends on it
undoing   finish_undo  undone     -                  .       whoever cannot go back stays, with the reason
""",
    ),
    "application": (
        application.APPLICATION,
        application.ApplicationState,
        """
draft                submit    submitted            application:submit     all_met,snapshot_frozen  first
returned             submit    submitted            application:submit     all_met,snapshot_frozen  again
submitted            take      admissibility        application:admit      no_conflict              TS
admissibility        return    returned             application:admit      reason                   I-17
admissibility        admit     in_assessment_check  application:admit      no_conflict              TS
in_assessment_check  check     decision_ready       application:check      no_conflict              I-02
decision_ready       grant     decided_grant        application:decide     reason,no_conflict       I-02
decision_ready       refuse    decided_refuse       application:decide     reason,no_conflict       I-17
decision_ready       defer     deferred             application:decide     reason,no_conflict       I-02
deferred             resume    in_assessment_check  application:admit      .                        again
decided_grant        state     awaiting_signoffs    -                      statement_fixed          reserved
awaiting_signoffs    restate   awaiting_signoffs    -                      statement_fixed          S12, S13
signed_off           restate   awaiting_signoffs    -                      statement_fixed          S13
awaiting_signoffs    complete  signed_off           -                      both_signed              I-03
awaiting_signoffs    send_back decision_ready       -                      reason                   returned
signed_off           send_back decision_ready       -                      reason                   J13
awaiting_signoffs    escalate  escalated            -                      reason                   refused
escalated            reopen    decision_ready       application:arbitrate  reason                   the head
escalated            refuse    decided_refuse       application:arbitrate  reason                   the head
signed_off           issue     issued               certificate:issue      .                        the worker
submitted            withdraw  withdrawn            application:withdraw   .                        official
admissibility        withdraw  withdrawn            application:withdraw   .                        official
returned             withdraw  withdrawn            application:withdraw   .                        official
in_assessment_check  withdraw  withdrawn            application:withdraw   .                        official
decision_ready       withdraw  withdrawn            application:withdraw   .                        official
""",
    ),
    "HR sign-off": (
        signoff.HR_SIGN_OFF,
        signoff.SignOffState,
        """
pending   approve   approved    application:sign_hr  mandate_in_force,same_payload,no_conflict  I-03, I-07
pending   return    returned    application:sign_hr  reason,mandate_in_force                    I-17
pending   refuse    refused     application:sign_hr  reason,mandate_in_force                    I-17
pending   reassign  reassigned  signoff:reassign     reason                                     mandate ended
pending   void      voided      -                    .                                          restated
approved  void      voided      -                    .                                          S13
""",
    ),
    "certificate": (
        certificate.CERTIFICATE,
        certificate.CertificateState,
        """
issued     suspend    suspended   certificate:suspend    reason                  urgent: one person
suspended  reinstate  issued      certificate:reinstate  reason,second_approval  two persons
issued     revoke     revoked     certificate:revoke     reason,second_approval  two persons
suspended  revoke     revoked     certificate:revoke     reason,second_approval  two persons
issued     supersede  superseded  certificate:issue      reason                  reissue or renewal
issued     withdraw   withdrawn   certificate:withdraw   reason                  by the holder
""",
    ),
    "mandate": (
        mandate.MANDATE,
        mandate.MandateState,
        """
draft   approve  active     mandate:approve  deed,another_approver  second approver
active  end      ended      mandate:end      reason                 J10
active  suspend  suspended  mandate:suspend  reason                 J10
""",
    ),
    "claim": (
        claim.CLAIM,
        claim.ClaimState,
        """
proposed  accept     accepted    claim:decide  another_approver  a colleague accepts (J1)
proposed  reject     rejected    claim:decide  reason            I-17
accepted  supersede  superseded  -             reason            syllabus or module changed
""",
    ),
}
TABLES["training sign-off"] = (
    signoff.TRAINING_SIGN_OFF,
    signoff.SignOffState,
    TABLES["HR sign-off"][2].replace("application:sign_hr", "application:sign_training"),
)
ALL_NEEDS = frozenset(Need)


def rows(text: str) -> dict[tuple[str, str], tuple[str, str, set[str]]]:
    split = [line.split(maxsplit=5) for line in text.strip().splitlines()]
    return {(r[0], r[1]): (r[2], r[3], set(r[4].split(",")) - {"."}) for r in split}


def answer(lifecycle: Lifecycle, state, action: str) -> str:
    try:
        return lifecycle.advance(state, action, ALL_NEEDS).state.value
    except Refusal as refusal:
        return refusal.code.value


@pytest.mark.parametrize("name", TABLES)
def test_every_state_answers_every_verb_as_the_table_says(name):
    lifecycle, states, text = TABLES[name]
    expected = {pair: row[0] for pair, row in rows(text).items()}
    verbs = {action for _, action in expected}

    found = {(s.value, verb): answer(lifecycle, s, verb) for s, verb in product(states, verbs)}

    assert found == {pair: expected.get(pair, RefusalCode.WRONG_STATE.value) for pair in found}
    assert {t.action for t in lifecycle.transitions} == verbs


@pytest.mark.parametrize("name", TABLES)
def test_every_step_names_its_permission_and_needs(name):
    lifecycle, _, text = TABLES[name]

    found = {
        (t.from_.value, t.action): (t.to.value, t.permission.value if t.permission else "-", set(t.needs))
        for t in lifecycle.transitions
    }

    assert found == rows(text)
    assert len(found) == len(lifecycle.transitions)


@pytest.mark.parametrize("name", TABLES)
def test_every_state_can_be_reached_from_the_start(name):
    lifecycle, states, _ = TABLES[name]
    reached = {lifecycle.start}

    for _ in states:
        reached |= {t.to for t in lifecycle.transitions if t.from_ in reached}

    assert reached == set(states)


@pytest.mark.parametrize("name", TABLES)
def test_events_follow_the_grammar_and_one_event_has_one_meaning(name):
    lifecycle, _, _ = TABLES[name]
    targets = {}
    for t in lifecycle.transitions:
        targets.setdefault(t.event, set()).add(t.to)

    assert {event.count(":") for event in targets} == {1}
    # A row is linked whether the bar or the desk did it; who is taken back stands as before the move.
    several = {event for event, states in targets.items() if len(states) > 1}
    assert several <= {"row:linked", "enrolment:taken_back"}


def test_only_the_worker_issues():
    issuing = [t for t in application.APPLICATION.transitions if t.to is application.ApplicationState.ISSUED]

    assert [(t.from_.value, t.permission) for t in issuing] == [("signed_off", Permission.CERTIFICATE_ISSUE)]


def test_undecided_and_counted_rows_are_told_apart():
    states = import_row.RowState

    assert set(states) - import_row.UNDECIDED - import_row.COUNTED == {states.IGNORED, states.DUPLICATE_ROW}
