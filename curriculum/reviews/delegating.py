"""The steps of review lent to a colleague between two days: never to oneself, never on, never the role."""

from datetime import date, timedelta

from curriculum import clock
from curriculum.access import require
from curriculum.accounts import caution, holders
from curriculum.accounts import queries as accounts
from curriculum.audit import service as audit
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.weight import incompatible
from curriculum.institutions import queries as institutions
from curriculum.reviews import notices, queries, reach
from curriculum.reviews.models import ReviewDelegation

LONGEST = timedelta(days=183)
"""As long as somebody may act for another under a mandate: six months."""


def delegate(
    actor: Actor, *, login: str, institution: str, from_: date, to: date, reason: str
) -> ReviewDelegation:
    """Lend the steps of review at an institution to another person's account, with the reason."""
    place = institutions.get(institution)
    require(actor, Permission.VERSION_DELEGATE, institutions.owned(place.id))
    caution.require_reason(reason)
    _require_days(from_, to)
    to_account = _fitting(actor, login, place.id, from_, to)
    row = ReviewDelegation(
        id=new_id(),
        from_account_id=actor.account_id,
        to_account_id=to_account,
        institution_id=place.id,
        from_=from_,
        to=to,
        reason=reason.strip(),
    )
    db.session.add(row)
    _record(actor, "delegation:given", row, reason.strip())
    notices.steps_lent(actor, row)
    return row


def end_delegation(actor: Actor, row: ReviewDelegation) -> None:
    """Take back what was lent, or give it back; it holds no more from now on."""
    if actor.account_id not in (row.from_account_id, row.to_account_id):
        raise Refusal(
            RefusalCode.NOT_PERMITTED, permission=Permission.VERSION_DELEGATE.value, ground="not_assigned"
        )
    if row.ended_on is not None or row.to < clock.today():
        raise Refusal(RefusalCode.WRONG_STATE, object="delegation", state="ended", action="end")
    row.ended_on = clock.today()
    _record(actor, "delegation:ended", row, None)


def _require_days(from_: date, to: date) -> None:
    if from_ < clock.today():
        raise Refusal(RefusalCode.DATES_CONTRADICT, first=clock.today(), second=from_)
    if to < from_:
        raise Refusal(RefusalCode.DATES_CONTRADICT, first=from_, second=to)
    if to - from_ > LONGEST:
        raise Refusal(RefusalCode.VALUE_INVALID, field="to", value=to, expected=from_ + LONGEST)


def _fitting(actor: Actor, login: str, institution_id: int, from_: date, to: date) -> int:
    """The account to lend to: open, another person's, with roles that go together with what is lent."""
    account = accounts.by_login(login)
    caution.require_open(account)
    if caution.is_same(actor, account):
        raise Refusal(RefusalCode.LENT_TO_SELF)
    if account.person_id is None:
        raise Refusal(RefusalCode.PERSON_UNKNOWN)
    lent = reach.grant_lent(institution_id, from_, to)
    for held in holders.grants_of_person(account.person_id):
        if incompatible((held, lent)):
            raise Refusal(RefusalCode.INCOMPATIBLE_ROLES, role=lent.role, held=held.role)
    for one in queries.delegations_of(actor.account_id):
        again = (one.to_account_id, one.institution_id) == (account.id, institution_id)
        if again and one.ended_on is None and one.from_ <= to and from_ <= one.to:
            raise Refusal(RefusalCode.ALREADY_EXISTS, object="delegation", code=account.login)
    return account.id


def _record(actor: Actor, event: str, row: ReviewDelegation, reason: str | None) -> None:
    names = accounts.names_of([row.from_account_id, row.to_account_id])
    audit.record(
        actor,
        event,
        "review_delegation",
        row.id,
        reason=reason,
        lender=names[row.from_account_id],
        borrower=names[row.to_account_id],
        institution=institutions.by_id(row.institution_id).code,
        first=row.from_,
        last=row.to,
    )
