"""Steps of lists, hours, evidence, people on their way and certificates, one line each."""

from curriculum.domain.lifecycles import (
    application,
    attendance,
    certificate,
    claim,
    enrolment,
    evidence,
    import_batch,
    import_row,
    mandate,
    migration,
    signoff,
)

PEOPLE = {
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
applying  halt         stopped    -                  .       the newer version was withdrawn meanwhile
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
PEOPLE["training sign-off"] = (
    signoff.TRAINING_SIGN_OFF,
    signoff.SignOffState,
    PEOPLE["HR sign-off"][2].replace("application:sign_hr", "application:sign_training"),
)
