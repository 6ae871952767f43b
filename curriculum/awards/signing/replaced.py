"""One document in place of another: whether the first stands, and what becomes of it (domain.md §2.9)."""

from curriculum.awards import queries
from curriculum.awards.models import Application, Certificate
from curriculum.domain.lifecycles.certificate import CertificateState
from curriculum.domain.refusals import Refusal, RefusalCode


def fell_away(application: Application) -> Certificate | None:
    """The certificate an application replaces, where it is suspended, revoked or otherwise ended by now.

    Only an issued one is superseded (§2.9); that it ran out by date is no obstacle (J9).
    """
    if application.replaces_certificate_id is None:
        return None
    older = queries.certificate(application.replaces_certificate_id)
    return None if older.state is CertificateState.ISSUED else older


def require_standing(application: Application, action: str) -> None:
    """Refuse to grant or sign a replacement while what it replaces does not stand."""
    older = fell_away(application)
    if older is not None:
        raise Refusal(
            RefusalCode.WRONG_STATE,
            object="certificate",
            state=older.state,
            action=action,
            replaced=older.number,
        )
