"""The whole law of access on one screen: permission -> any clause -> role and how far it reaches.

Grammar. A permission is `object:action`, alphabetised; names are never re-used. A clause is a role and
a reach; one clause that holds is enough. Whatever is not listed is forbidden, and what a clause does not
name (state, four eyes, natural persons) is asked elsewhere: `lifecycles/` and `separation.py`.
Letters of domain.md §3: o own record, i own institution, m modules and paths of the own institution,
p own programme, x assigned, v published, n whatever the scope, g only with a global grant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from curriculum.domain.actors import ROLE_CODES, ActorKind, Role
from curriculum.domain.permissions import Permission

P = Permission


class Reach(StrEnum):
    """How a clause ties the role to the thing in hand."""

    OWN = "o"
    INSTITUTION = "i"
    OWNER = "m"
    PROGRAMME = "p"
    ASSIGNED = "x"
    PUBLISHED = "v"
    ANYWHERE = "n"
    GLOBAL = "g"


@dataclass(frozen=True, slots=True)
class Clause:
    """One way to be allowed."""

    role: Role
    reach: Reach


def _clauses(text: str) -> tuple[Clause, ...]:
    """Read `HO:i OF:o` as clauses; one letter per reach, so `TS:mx` is two clauses."""
    pairs = (word.split(":") for word in text.split())
    return tuple(Clause(ROLE_CODES[code], Reach(letter)) for code, letters in pairs for letter in letters)


_EVERY_ROLE = " ".join(f"{code}:n" for code in ROLE_CODES)

TABLE: Mapping[Permission, tuple[Clause, ...]] = {
    permission: _clauses(text)
    for permission, text in {
        P.ACCOUNT_CLOSE: "SA:g IA:i",
        P.ACCOUNT_CREATE: "SA:g IA:i",
        P.ACCOUNT_VIEW: "SA:g IA:i AV:n",
        P.APPLICATION_ADMIT: "TS:m",
        P.APPLICATION_ARBITRATE: "IH:mi",
        P.APPLICATION_CHECK: "TA:x",
        P.APPLICATION_DECIDE: "QD:mx",
        P.APPLICATION_SIGN_HR: "HS:x",
        P.APPLICATION_SIGN_TRAINING: "TS:x",
        P.APPLICATION_SUBMIT: "OF:o",
        P.APPLICATION_VIEW: "TA:x HO:i HS:x TS:mx OF:o QD:mx IH:mi",
        P.APPLICATION_WITHDRAW: "OF:o",
        P.ASSESSMENT_GRADE: "TA:x",
        P.ASSESSMENT_VERIFY: "TA:x",
        P.ASSESSMENT_VIEW: "CD:m TA:x TS:m OF:o DR:p QD:mx",
        P.ASSIGNMENT_OVERRIDE: "CD:m TS:m",
        P.ATTENDANCE_CONFIRM: "CD:m TA:x",
        P.ATTENDANCE_DISPUTE: "TA:x OF:o",
        P.ATTENDANCE_RECORD: "CD:m TA:x",
        P.ATTENDANCE_RESOLVE: "CD:m TS:m",
        P.ATTENDANCE_VIEW: "CD:m TA:x HO:i TS:m OF:o DR:p",
        P.AUDIT_VIEW: "SA:g IA:i HO:x HS:x TS:x OF:o DPO:n",
        P.BATCH_APPLY: "CD:m HO:i",
        P.BATCH_DISCARD: "CD:m HO:i",
        P.BATCH_MAP: "CD:m HO:i",
        P.BATCH_MATCH: "CD:m HO:i",
        P.BATCH_RECEIVE: "CD:m HO:i DR:p",
        P.BATCH_UNDO: "CD:m HO:i",
        P.BATCH_VIEW: "CD:m HO:i DR:p",
        P.CERTIFICATE_APPROVE_STATUS: "AV:mi",
        P.CERTIFICATE_ISSUE: "",
        P.CERTIFICATE_PROPOSE_STATUS: "HO:i TS:m",
        P.CERTIFICATE_REGISTER: "HO:i HS:i TS:m QD:m",
        P.CERTIFICATE_REINSTATE: "QD:m",
        P.CERTIFICATE_REVOKE: "QD:m",
        P.CERTIFICATE_SHARE: "OF:o",
        P.CERTIFICATE_SUSPEND: "QD:m",
        P.CERTIFICATE_VIEW: "HO:i HS:i TS:m OF:o QD:m AV:mi",
        P.CERTIFICATE_WITHDRAW: "OF:o",
        P.CLAIM_DECIDE: "CD:m TS:m",
        P.CLAIM_PROPOSE: "CD:m TA:n DR:p",
        P.CLAIM_VIEW: _EVERY_ROLE,
        P.CODE_LIST_EDIT: "SA:g IA:i",
        P.CPD_ACCEPT: "TA:x TS:m",
        P.CPD_RECORD: "TA:x OF:o",
        P.CURRICULUM_EXPORT: "SA:g CD:n TS:n",
        P.CURRICULUM_IMPORT: "SA:g CD:m",
        # States of another house are taken over by the operator alone, never by an account.
        P.CURRICULUM_RESTORE: "",
        P.DECLARATION_END: "HO:i",
        P.DECLARATION_RECORD: "TA:o HO:i HS:o TS:o OF:o QD:o AP:o",
        P.DECLARATION_VIEW: "TS:m QD:mx AP:x",
        P.DONOR_EDIT: "SA:g IA:i CD:n DR:p",
        P.ENROLMENT_ADMIT: "CD:m TS:m",
        P.ENROLMENT_HOLD: "CD:m HO:i TS:m",
        P.ENROLMENT_NOMINATE: "HO:i LM:i",
        P.ENROLMENT_TRANSITION: "OF:o",
        P.ENROLMENT_VIEW: "CD:m TA:x HO:i HS:x TS:m OF:o LM:i QD:mx",
        P.ENROLMENT_WITHDRAW: "CD:m TS:m OF:o",
        P.EVALUATION_ANSWER: "OF:o",
        P.EVALUATION_RECORD: "CD:m TA:x",
        P.EVALUATION_VIEW: "CD:m TA:x TS:m",
        P.EVIDENCE_INVALIDATE: "TS:m",
        P.EVIDENCE_REVIEW: "TA:x",
        P.EVIDENCE_SUBMIT: "CD:m TA:x OF:o",
        P.EVIDENCE_VIEW: "CD:m TA:x TS:m OF:o QD:mx",
        P.EXPERIENCE_ATTEST: "HO:i",
        P.FEEDBACK_DECIDE: "CD:m TS:m",
        P.FEEDBACK_GIVE: _EVERY_ROLE,
        P.FRAMEWORK_ADOPT: "TS:m CB:m",
        P.FRAMEWORK_EDIT: "SA:g CD:m",
        P.FRAMEWORK_VIEW: _EVERY_ROLE,
        P.GRADUATION_DOWNLOAD: "HO:i TS:i",
        P.GRADUATION_RUN: "HO:i TS:m",
        P.GRADUATION_VIEW: "HO:i HS:i TS:mi",
        P.INSTITUTION_CREATE: "SA:g",
        P.INSTITUTION_EDIT: "SA:g IA:i",
        P.INSTITUTION_VIEW: _EVERY_ROLE,
        P.INSTRUMENT_EDIT: "SA:g IA:i CD:m",
        P.MANDATE_APPROVE: "AV:i",
        P.MANDATE_END: "IA:i",
        P.MANDATE_PROPOSE: "IA:i",
        P.MANDATE_SUSPEND: "IA:i",
        P.MANDATE_VIEW: "SA:g IA:i HO:i HS:i TS:i AV:i",
        P.MERGE_APPROVE: "HO:i",
        P.MERGE_PROPOSE: "CD:m HO:i OF:o",
        P.MERGE_SPLIT: "SA:g DPO:n",
        P.MIGRATION_APPLY: "TS:m",
        P.MIGRATION_PREPARE: "CD:m TS:m",
        P.OBSERVATION_RECORD: "TA:x",
        P.OFFERING_EDIT: "SA:g CD:n DR:p",
        P.PERSON_CREATE: "HO:i",
        P.PERSON_EDIT: "HO:i",
        P.PERSON_PROPOSE_CORRECTION: "OF:o",
        P.PERSON_SEARCH: "CD:n HO:n HS:n TS:n",
        P.PERSON_VIEW: "IA:i TA:x HO:i HS:x TS:x OF:o QD:x LM:i",
        P.PROGRAMME_EDIT: "SA:g IA:i CD:n DR:p",
        P.PROGRESS_AGGREGATE: "IA:i CD:m HO:i TS:m DR:p CB:n",
        P.PROGRESS_VIEW: "CD:m TA:x HO:i HS:x TS:m OF:o QD:mx",
        P.ROLE_APPROVE: "AV:i",
        P.ROLE_END: "SA:g IA:i",
        P.ROLE_GRANT: "SA:g IA:i",
        P.ROW_DECIDE: "CD:m HO:i",
        P.RUN_EDIT: "CD:m TA:x",
        P.RUN_ENROL: "CD:m HO:i",
        P.RUN_NOMINATE: "HO:i OF:o LM:i",
        P.RUN_RELEASE: "HO:i",
        P.RUN_VIEW: "IA:i CD:n TA:x HO:i TS:m OF:o DR:p",
        P.SERVICE_RECORD_EDIT: "HO:i",
        P.SERVICE_RECORD_VIEW: "HO:i HS:x OF:o",
        P.SIGNING_KEY_MANAGE: "SA:g",
        P.SIGNOFF_REASSIGN: "IA:mi",
        P.TEACHING_LOG_CONFIRM: "CD:m TS:m",
        P.TEACHING_LOG_RECORD: "TA:o",
        P.UNIT_EDIT: "SA:g IA:i",
        P.VERSION_APPROVE: "TS:m",
        P.VERSION_COMMENT: "CD:m TA:mx HO:n HS:n TS:m CB:n ER:x",
        P.VERSION_DELEGATE: "TS:m",
        P.VERSION_DRAFT: "CD:m",
        P.VERSION_OPINE: "TA:m HO:i HS:i TS:m CB:n ER:x",
        P.VERSION_PUBLISH: "TS:m",
        P.VERSION_REVIEW: "TS:m",
        P.VERSION_VIEW: "IA:i CD:mv TA:mvx HO:n HS:n TS:mv OF:v DR:v CB:vx ER:x",
        P.VERSION_WITHDRAW: "IA:m TS:m",
    }.items()
}

# What no person does by hand, and nothing else: the worker finishes what people decided.
MACHINES: Mapping[ActorKind, frozenset[Permission]] = {
    ActorKind.JOB: frozenset(
        {
            P.ATTENDANCE_DISPUTE,
            P.BATCH_APPLY,
            P.BATCH_MATCH,
            P.CERTIFICATE_ISSUE,
            P.MANDATE_END,
            P.SIGNOFF_REASSIGN,
        }
    ),
    # The first administrator can only come from the machine itself; all later acts need an account.
    ActorKind.COMMAND_LINE: frozenset(
        {
            P.ACCOUNT_CREATE,
            P.CODE_LIST_EDIT,
            P.CURRICULUM_EXPORT,
            P.CURRICULUM_IMPORT,
            P.CURRICULUM_RESTORE,
            P.DONOR_EDIT,
            P.FRAMEWORK_EDIT,
            P.INSTITUTION_CREATE,
            P.INSTRUMENT_EDIT,
            P.MIGRATION_PREPARE,
            P.OFFERING_EDIT,
            P.PROGRAMME_EDIT,
            P.ROLE_GRANT,
            P.UNIT_EDIT,
        }
    ),
}
