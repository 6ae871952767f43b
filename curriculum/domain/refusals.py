"""The ways the rules say no: a code that names the fact, and the facts themselves (I-17)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

Thing = TypeVar("Thing")


class RefusalCode(StrEnum):
    """Every way the rules may say no; labels.py gives each its sentence. Codes are never re-used."""

    # who may do what
    NOT_PERMITTED = "not_permitted"
    NOT_SIGNED_IN = "not_signed_in"
    ACCOUNT_CLOSED = "account_closed"
    WRONG_CREDENTIALS = "wrong_credentials"
    LINK_EXPIRED = "link_expired"
    CODE_WRONG = "code_wrong"
    TOO_MANY_ATTEMPTS = "too_many_attempts"
    GRANT_TO_SELF = "grant_to_self"
    INCOMPATIBLE_ROLES = "incompatible_roles"
    SECOND_APPROVER_IS_PROPOSER = "second_approver_is_proposer"

    # what the object in hand allows
    NOT_FOUND = "not_found"
    WRONG_STATE = "wrong_state"
    CONDITION_NOT_MET = "condition_not_met"
    REASON_MISSING = "reason_missing"
    ALREADY_EXISTS = "already_exists"
    CHANGED_MEANWHILE = "changed_meanwhile"
    IN_USE = "in_use"
    DATES_CONTRADICT = "dates_contradict"
    DATE_IN_FUTURE = "date_in_future"
    VALUE_MISSING = "value_missing"
    VALUE_INVALID = "value_invalid"
    VALUE_TOO_LONG = "value_too_long"

    # separation of duties (I-01…I-04, I-22)
    OWN_RECORD = "own_record"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    SAME_PERSON_SIGNS_TWICE = "same_person_signs_twice"
    DECIDER_SIGNS = "decider_signs"
    PERSON_UNKNOWN = "person_unknown"
    DECLARATION_MISSING = "declaration_missing"
    PANEL_TOO_SMALL = "panel_too_small"

    # catalogue, donors and paths
    VERSION_PUBLISHED = "version_published"
    VERSION_NOT_PUBLISHED = "version_not_published"
    WEIGHTS_NOT_100 = "weights_not_100"
    NO_CRITICAL_OUTCOME = "no_critical_outcome"
    PREREQUISITES_CYCLIC = "prerequisites_cyclic"
    TRANSLATION_MISSING = "translation_missing"
    PATH_HAS_PROBLEMS = "path_has_problems"
    CLAIM_NOT_OF_VERSION = "claim_not_of_version"
    CLAIMS_REST_ON_IT = "claims_rest_on_it"
    LENDER_WROTE = "lender_wrote"
    LENT_TO_SELF = "lent_to_self"
    CANNOT_SPEAK_FOR = "cannot_speak_for"
    SUGGESTION_OUTDATED = "suggestion_outdated"
    PHASE_OUTSIDE_PROGRAMME = "phase_outside_programme"
    PHASES_OVERLAP = "phases_overlap"
    NOT_HELD_YET = "not_held_yet"
    FRAMEWORK_FROZEN = "framework_frozen"
    FRAMEWORK_FAULTY = "framework_faulty"
    CURRICULUM_FAULTY = "curriculum_faulty"
    ENTRY_REQUIREMENTS_UNMET = "entry_requirements_unmet"
    ALREADY_ENROLLED = "already_enrolled"
    MOVE_WINDOW_CLOSED = "move_window_closed"

    # people
    IDENTIFIER_TAKEN = "identifier_taken"
    PERSON_MERGED = "person_merged"
    SERVICE_OVERLAPS = "service_overlaps"

    # files, rows and hours
    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"
    FILE_UNREADABLE = "file_unreadable"
    FILE_ALREADY_RECEIVED = "file_already_received"
    FILE_OF_OTHER_DONOR = "file_of_other_donor"
    FORMAT_UNKNOWN = "format_unknown"
    EMBLEM_REFUSED = "emblem_refused"
    ENCODING_UNKNOWN = "encoding_unknown"
    COLUMN_MISSING = "column_missing"
    CELL_TOO_LARGE = "cell_too_large"
    ARCHIVE_BOMB = "archive_bomb"
    NO_ROWS = "no_rows"
    ROWS_UNDECIDED = "rows_undecided"
    REMEMBERED_DIFFERENT = "remembered_different"
    HOURS_ABOVE_RUN = "hours_above_run"
    HOURS_NEGATIVE = "hours_negative"
    ATTENDANCE_DISPUTED = "attendance_disputed"
    NOT_ENROLLED = "not_enrolled"

    # evidence and assessment
    EVIDENCE_HELD = "evidence_held"
    PROOF_LEVEL_TOO_HIGH = "proof_level_too_high"
    SCORE_OUT_OF_RANGE = "score_out_of_range"
    EVALUATION_NOT_OPEN = "evaluation_not_open"
    ALREADY_ANSWERED = "already_answered"
    RESUBMITTED_TOO_OFTEN = "resubmitted_too_often"

    # award
    NOT_ELIGIBLE = "not_eligible"
    PAYLOAD_CHANGED = "payload_changed"
    SNAPSHOT_CHANGED = "snapshot_changed"
    MANDATE_MISSING = "mandate_missing"
    MANDATE_ENDED = "mandate_ended"
    MANDATE_NOT_YET = "mandate_not_yet"
    MANDATE_SUSPENDED = "mandate_suspended"
    MANDATE_OF_OTHER_BODY = "mandate_of_other_body"
    MANDATE_TOO_LONG = "mandate_too_long"
    DEED_MISSING = "deed_missing"
    NOT_DESIGNATED = "not_designated"
    SIGN_OFF_MISSING = "sign_off_missing"
    ALREADY_SIGNED = "already_signed"
    ALREADY_ISSUED = "already_issued"
    CERTIFICATE_ENDED = "certificate_ended"
    NOTHING_WAITS = "nothing_waits"


class Refusal(Exception):
    """The rules say no. Carries what a page needs to say why; never a sentence."""

    def __init__(self, code: RefusalCode, /, **facts: object) -> None:
        """Name the fact, and give the values its sentence will quote."""
        super().__init__(code.value)
        self.code = code
        self.facts: Mapping[str, object] = MappingProxyType(facts)

    def __repr__(self) -> str:
        """Show the code and its facts, for a failing test or a log line."""
        quoted = "".join(f", {name}={value!r}" for name, value in self.facts.items())
        return f"Refusal({self.code.value}{quoted})"


def found(thing: Thing | None, object_: str, code: object) -> Thing:
    """The thing itself, or NOT_FOUND with what was looked for."""
    if thing is None:
        raise Refusal(RefusalCode.NOT_FOUND, object=object_, code=code)
    return thing
