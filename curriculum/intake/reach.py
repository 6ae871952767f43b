"""How far a permission carries over lists: by donor, by owner of the modules covered, by HR's own (I-09)."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, false, or_, select

from curriculum import clock
from curriculum.accounts.models import RoleAssignment
from curriculum.catalogue.models import Module, ModuleVersion, Outcome
from curriculum.db import db
from curriculum.domain.actors import Actor, Role, ScopeKind, Subject
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import is_unbounded, reaches
from curriculum.domain.powers import Reach
from curriculum.donors import queries as donors
from curriculum.donors.models import CoverageClaim, Offering, Programme
from curriculum.institutions import queries as institutions
from curriculum.intake.models import ImportBatch


def subject(one: ImportBatch) -> Subject:
    """A batch as permissions see it: who pays, who owns what it covers, for whom HR received it."""
    return _subject(one.offering_id, _places_of_receiver(one.received_by))


def offering_subject(actor: Actor, offering_id: int) -> Subject:
    """A batch that is not there yet, as permissions see it when this actor brings it."""
    on = clock.today()
    places = {
        grant.scope.id
        for grant in actor.grants
        if grant.role is Role.HR_OFFICER
        and grant.scope.kind is ScopeKind.INSTITUTION
        and grant.is_in_force(on)
        and isinstance(grant.scope.id, int)
    }
    return _subject(offering_id, places)


def _subject(offering_id: int, places: Iterable[int]) -> Subject:
    paid = donors.subject(offering_id)
    above = frozenset(one for place in places for one in institutions.lineage(place))
    return Subject(programmes=paid.programmes, donors=paid.donors, owners=paid.owners, institutions=above)


_RECEIVER = select(RoleAssignment.scope_id).where(
    RoleAssignment.role == Role.HR_OFFICER, RoleAssignment.scope_kind == ScopeKind.INSTITUTION
)


def _places_of_receiver(account_id: int | None) -> list[int]:
    wanted = _RECEIVER.where(RoleAssignment.account_id == account_id)
    return [one for one in db.session.scalars(wanted) if one is not None]


def visible(actor: Actor, permission: Permission = Permission.BATCH_VIEW) -> ColumnElement[bool]:
    """The condition on batches by which a permission carries."""
    ways: list[ColumnElement[bool]] = [false()]
    for reach, scope in reaches(actor, permission, clock.today()):
        if is_unbounded(reach, scope):
            return ImportBatch.id.is_not(None)
        if not isinstance(scope.id, int):
            continue
        if reach is Reach.OWNER and scope.kind is ScopeKind.INSTITUTION:
            ways.append(ImportBatch.offering_id.in_(_covering(institutions.descendants(scope.id))))
        elif reach is Reach.INSTITUTION and scope.kind is ScopeKind.INSTITUTION:
            received_for = RoleAssignment.scope_id.in_(institutions.descendants(scope.id))
            accounts = _RECEIVER.where(received_for).with_only_columns(RoleAssignment.account_id)
            ways.append(ImportBatch.received_by.in_(accounts))
        elif reach is Reach.PROGRAMME and scope.kind is ScopeKind.DONOR:
            ways.append(ImportBatch.donor_id == scope.id)
        elif reach is Reach.PROGRAMME and scope.kind is ScopeKind.PROGRAMME:
            paid = select(Offering.id).where(Offering.programme_id == scope.id)
            ways.append(ImportBatch.offering_id.in_(paid))
    return or_(*ways)


def _covering(places: Iterable[int]) -> Select[int]:
    """Offerings with a claim, not rejected, on a module that one of these institutions owns."""
    return (
        select(CoverageClaim.offering_id)
        .join(Outcome, Outcome.id == CoverageClaim.outcome_id)
        .join(ModuleVersion, ModuleVersion.id == Outcome.version_id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .where(Module.owner_institution_id.in_(places), CoverageClaim.state != ClaimState.REJECTED)
    )


def receivable(actor: Actor) -> list[donors.OfferingRow]:
    """The offerings for which the actor may hand in a list, for the upload form."""
    ways: list[ColumnElement[bool]] = [false()]
    for reach, scope in reaches(actor, Permission.BATCH_RECEIVE, clock.today()):
        if is_unbounded(reach, scope) or reach is Reach.INSTITUTION:
            return donors.visible_to(actor)
        if reach is Reach.OWNER and scope.kind is ScopeKind.INSTITUTION and isinstance(scope.id, int):
            ways.append(Offering.id.in_(_covering(institutions.descendants(scope.id))))
        elif reach is Reach.PROGRAMME:
            column = Programme.donor_id if scope.kind is ScopeKind.DONOR else Programme.id
            ways.append(column == scope.id)
    wanted = select(Offering.id).join(Programme, Programme.id == Offering.programme_id).where(or_(*ways))
    allowed = set(db.session.scalars(wanted))
    return [one for one in donors.visible_to(actor) if one.id in allowed]
