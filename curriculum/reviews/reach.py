"""Who may look at a version under review and do something about it: roles, assignment, lent power."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from curriculum import clock
from curriculum.access import is_permitted, require
from curriculum.accounts import queries as accounts
from curriculum.catalogue import steps, versioning
from curriculum.catalogue.queries import all_lineages
from curriculum.db import Bilingual
from curriculum.domain.actors import Actor, Grant, Key, Role, Scope, ScopeKind, Subject
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries as institutions
from curriculum.reviews import queries
from curriculum.reviews.kinds import Kind
from curriculum.reviews.models import ReviewDelegation

LENT = frozenset({"return", "reject", "pilot", "approve", "reopen", "publish"})
"""The steps that may be lent: those of review, up to publication; nobody withdraws for another."""

LENDABLE = Role.TRAINING_SIGNATORY


@dataclass(frozen=True)
class Loan:
    """Power lent to somebody, and by whom; the borrower stays who they are."""

    delegation: ReviewDelegation
    lender: Actor
    grant: Grant

    def widen(self, actor: Actor) -> Actor:
        """The borrower with what is lent; person and account stay, so four eyes still see two."""
        return replace(actor, grants=(*actor.grants, self.grant))


def delegable(actor: Actor) -> list[tuple[str, Bilingual]]:
    """The institutions whose steps of review the actor may lend, by code."""
    lineages = all_lineages()
    return [
        (one.code, one.name)
        for one in institutions.all_()
        if is_permitted(actor, Permission.VERSION_DELEGATE, Subject.owned_by(lineages[one.id]))
    ]


def grant_lent(institution_id: int, from_: date, to: date) -> Grant:
    """What a delegation is worth where roles are compared."""
    return Grant(LENDABLE, Scope(ScopeKind.INSTITUTION, institution_id), from_, to)


def loans(actor: Actor) -> list[Loan]:
    """What is lent to the actor today by lenders who still hold it themselves."""
    if actor.account_id is None:
        return []
    found = []
    for one in queries.delegations_to(actor.account_id, clock.today()):
        lender = _lender(one)
        if lender is not None:
            found.append(Loan(one, lender, grant_lent(one.institution_id, one.from_, one.to)))
    return found


def _lender(one: ReviewDelegation) -> Actor | None:
    try:
        lender = accounts.actor_of(one.from_account_id, clock.today())
    except Refusal:  # a closed account lends nothing
        return None
    about = institutions.owned(one.institution_id)
    return lender if is_permitted(lender, Permission.VERSION_DELEGATE, about) else None


def reaching(found: Iterable[Loan], actor: Actor, about: Subject) -> list[Loan]:
    """Those loans that reach a version, as it still is within the lender's reach."""
    return [
        one
        for one in found
        if is_permitted(one.lender, Permission.VERSION_DELEGATE, about)
        and is_permitted(one.widen(replace(actor, grants=())), Permission.VERSION_DELEGATE, about)
    ]


def loan_for(actor: Actor, permission: Permission, about: Subject, version: Any) -> Loan | None:
    """The loan by which the actor may do this; refuses where only writers of the draft lend it."""
    found = [
        one
        for one in reaching(loans(actor), actor, about)
        if is_permitted(one.widen(actor), permission, about)
    ]
    free = [one for one in found if not wrote(one.lender, version)]
    if found and not free:
        raise Refusal(
            RefusalCode.LENDER_WROTE, by=accounts.get(found[0].delegation.from_account_id).display_name
        )
    return free[0] if free else None


def wrote(lender: Actor, version: Any) -> bool:
    """Whether somebody, as a natural person, wrote in the draft or cannot be told from who did."""
    try:
        versioning.require_another_person(lender, version)
    except Refusal:
        return True
    return False


def assigned_to(kind: Kind, version_id: int) -> frozenset[Key]:
    """The persons whose opinion on a version was asked: they see it (role ER: and nothing else)."""
    rows = accounts.by_ids(one.account_id for one in queries.requests_on(kind, version_id))
    return queries.aliases(one.person_id for one in rows)


def is_wanted(actor: Actor, kind: Kind, version: Any) -> bool:
    """Whether the checklist wants an opinion that the actor may give: that is as good as being asked."""
    spoken = steps.parties(actor, kind.about(version))
    return bool(spoken) and not steps.wanted(kind.way.table(version), version.state).isdisjoint(spoken)


def assigned(actor: Actor, kind: Kind, version: Any) -> frozenset[Key]:
    """The persons to whom a version is given to read, the actor among them whose opinion it wants."""
    asked = assigned_to(kind, version.id)
    if is_permitted(actor, Permission.VERSION_VIEW, kind.about(version, asked)):
        return asked
    return asked | queries.aliases([actor_person(actor)]) if is_wanted(actor, kind, version) else asked


def actor_person(actor: Actor) -> int | None:
    """The natural person who acts, if one does."""
    return actor.person_id if isinstance(actor.person_id, int) else None


def seen_by(actor: Actor, kind: Kind, version: Any) -> tuple[Actor, Subject]:
    """The actor with what is lent, and the version as permissions see it; refuses who may not look.

    Officials and donors see what is published, never how it was argued.
    """
    whole, about, _lent = seen_with(actor, kind, version)
    return whole, about


def seen_with(actor: Actor, kind: Kind, version: Any) -> tuple[Actor, Subject, list[Loan]]:
    """As `seen_by`, with what is lent for this version by those who did not write in it."""
    about = kind.about(version, assigned(actor, kind, version))
    lent = [one for one in reaching(loans(actor), actor, about) if not wrote(one.lender, version)]
    whole = actor
    for loan in lent:
        whole = loan.widen(whole)
    require(whole, Permission.VERSION_VIEW, about)
    require(whole, Permission.VERSION_COMMENT, about)
    return whole, about, lent
