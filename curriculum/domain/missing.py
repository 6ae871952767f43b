"""What is missing for a component, and the kinds of repair."""

from enum import StrEnum
from typing import NamedTuple


class MissingCode(StrEnum):
    """What is missing, as a code; the labels speak."""

    LEVEL_TOO_LOW = "level_too_low"
    NO_EVIDENCE = "no_evidence"
    EVIDENCE_LAPSED = "evidence_lapsed"
    WAITING_FOR_RESULTS = "waiting_for_results"
    DISPUTE_OPEN = "dispute_open"
    TOP_UP_DUE = "top_up_due"
    HOURS_SHORT = "hours_short"
    ASSESSMENT_DUE = "assessment_due"
    PRACTICE_SHORT = "practice_short"
    SESSIONS_SHORT = "sessions_short"
    OBSERVATIONS_SHORT = "observations_short"
    OBSERVERS_SHORT = "observers_short"
    PORTFOLIO_SHORT = "portfolio_short"
    PANEL_DUE = "panel_due"
    EXPERIENCE_SHORT = "experience_short"
    CPD_SHORT = "cpd_short"
    ORIGINAL_PATH_UNKNOWN = "original_path_unknown"
    COUNTS_ELSEWHERE = "counts_elsewhere"
    PATH_DUE = "path_due"
    OTHER_BEFORE = "other_before"
    NOT_YET = "not_yet"


class Repair(StrEnum):
    """A way to get what is missing, cheapest first."""

    AWAIT_RESULTS = "await_results"
    RESOLVE_DISPUTE = "resolve_dispute"
    TOP_UP = "top_up"
    REFRESHER = "refresher"
    CHALLENGE_TEST = "challenge_test"
    ASSESSMENT = "assessment"
    ATTEND_RUN = "attend_run"
    RPL = "rpl"
    TEACH = "teach"
    BE_OBSERVED = "be_observed"
    SUBMIT_WORK = "submit_work"
    SIT_PANEL = "sit_panel"
    ATTEST_EXPERIENCE = "attest_experience"
    EARN_POINTS = "earn_points"
    NAME_CERTIFICATE = "name_certificate"
    OTHER_MODULE = "other_module"
    COMPLETE_PATH = "complete_path"
    MEET_OTHER = "meet_other"
    WAIT = "wait"


class Missing(NamedTuple):
    """One thing that is missing: `have` and `need` in the unit of the code (level, minutes, pieces, …)."""

    code: MissingCode
    component: str
    subject: str
    have: int
    need: int
    repairs: tuple[Repair, ...]
    detail: str = ""


# Somebody or something else has to move first: not the official's next step while another one is open.
WAITING_REPAIRS = frozenset({Repair.AWAIT_RESULTS, Repair.RESOLVE_DISPUTE, Repair.WAIT, Repair.MEET_OTHER})
