"""What may happen to a result: graded by one, verified by another, annulled for a reason (domain.md §2.5)."""

from curriculum.assessment.models import ResultState as S
from curriculum.domain.lifecycle import Lifecycle, Need, Transition
from curriculum.domain.permissions import Permission as May

RESULT = Lifecycle(
    "result",
    S.GRADED,
    (
        Transition(
            S.GRADED,
            "verify",
            S.VERIFIED,
            May.ASSESSMENT_VERIFY,
            "result:verified",
            (Need.ANOTHER_APPROVER,),
        ),
        Transition(S.GRADED, "annul", S.ANNULLED, May.EVIDENCE_INVALIDATE, "result:annulled", (Need.REASON,)),
        Transition(
            S.VERIFIED, "annul", S.ANNULLED, May.EVIDENCE_INVALIDATE, "result:annulled", (Need.REASON,)
        ),
    ),
)
