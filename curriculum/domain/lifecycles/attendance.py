"""What one source says of one person's hours: recorded, confirmed, disputed, resolved (I-10)."""

from enum import StrEnum

from curriculum.domain.lifecycle import Lifecycle, Need, Transition
from curriculum.domain.permissions import Permission as May


class AttendanceState(StrEnum):
    """Where a record stands; a disputed one counts nothing."""

    RECORDED = "recorded"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    RESOLVED = "resolved"


S = AttendanceState

ATTENDANCE = Lifecycle(
    "attendance",
    S.RECORDED,
    (
        Transition(S.RECORDED, "confirm", S.CONFIRMED, May.ATTENDANCE_CONFIRM, "attendance:confirmed"),
        Transition(S.RECORDED, "dispute", S.DISPUTED, May.ATTENDANCE_DISPUTE, "attendance:disputed"),
        Transition(S.CONFIRMED, "dispute", S.DISPUTED, May.ATTENDANCE_DISPUTE, "attendance:disputed"),
        Transition(
            S.DISPUTED,
            "resolve",
            S.RESOLVED,
            May.ATTENDANCE_RESOLVE,
            "attendance:resolved",
            (Need.REASON, Need.INDEPENDENT_RESOLVER),
        ),
        Transition(
            S.RESOLVED,
            "dispute",
            S.DISPUTED,
            May.ATTENDANCE_DISPUTE,
            "attendance:disputed",
            (Need.NEW_DOCUMENT, Need.FIRST_CONTEST),
        ),
    ),
)
