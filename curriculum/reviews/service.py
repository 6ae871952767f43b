"""The door of review: talk, suggestions, questions, lent power, and the steps of whoever may (ADR 0024)."""

from datetime import date
from typing import Any

from curriculum.access import is_permitted
from curriculum.accounts import queries as accounts
from curriculum.audit import service as audit
from curriculum.catalogue import steps, versioning
from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.reviews import reach
from curriculum.reviews.asking import ask as ask
from curriculum.reviews.asking import take_back as take_back
from curriculum.reviews.delegating import delegate as delegate
from curriculum.reviews.delegating import end_delegation as end_delegation
from curriculum.reviews.kinds import Kind
from curriculum.reviews.suggesting import decline as decline
from curriculum.reviews.suggesting import take as take
from curriculum.reviews.threads import open_thread as open_thread
from curriculum.reviews.threads import reopen as reopen
from curriculum.reviews.threads import reply as reply
from curriculum.reviews.threads import settle as settle


def step(
    actor: Actor,
    kind: Kind,
    version_id: int,
    action: str,
    *,
    reason: str = "",
    until: date | None = None,
    seen: str | None = None,
) -> None:
    """Take a step by one's own roles, or by what is lent; then the trail names the lender too."""
    version = kind.way.load(version_id)
    permission, about = versioning.PERMISSIONS.get(action), kind.about(version)
    loan = None
    if permission is not None and action in reach.LENT and not is_permitted(actor, permission, about):
        loan = reach.loan_for(actor, permission, about, version)
    if loan is not None:
        kind.service.require_unmoved(loan.widen(actor), permission, version_id, seen or steps.NOTHING)
        _note_loan(actor, kind, version, action, loan)
        actor = loan.widen(actor)
    steps.take(kind.service, actor, version_id, action, reason, until, seen=seen)


def _note_loan(actor: Actor, kind: Kind, version: Any, action: str, loan: reach.Loan) -> None:
    """Say by whose power; before the step itself, which stays the last thing said of the version."""
    lender = accounts.names_of([loan.delegation.from_account_id])[loan.delegation.from_account_id]
    facts = {"code": kind.code(version), "version": version.version, "action": action, "lender": lender}
    audit.record(actor, "review:step_lent", kind.way.table(version).name, version.id, **facts)


def opine(
    actor: Actor,
    kind: Kind,
    version_id: int,
    *,
    given_as: GivenAs,
    opinion: Opinion,
    note: str = "",
    seen: str | None = None,
) -> Any:
    """Record an opinion, also of whoever sees the version only because it was asked of them."""
    way = kind.seen_by(reach.assigned(actor, kind, kind.way.load(version_id)))
    versioning.require_unmoved(way, actor, Permission.VERSION_VIEW, version_id, seen)
    return versioning.opine(way, actor, version_id, given_as, opinion, note)
