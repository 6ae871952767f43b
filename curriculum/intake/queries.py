"""Batches and rows as others read them; every list starts from `visible_to`."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from curriculum import clock
from curriculum.accounts.models import RoleAssignment
from curriculum.catalogue.models import Module, ModuleVersion, Outcome
from curriculum.db import Bilingual, db
from curriculum.domain.actors import Actor, Role, ScopeKind, Subject
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.lifecycles.import_batch import BatchState
from curriculum.domain.lifecycles.import_row import COUNTED, UNDECIDED, RowState
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import Reach, reaches
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.donors import queries as donors
from curriculum.donors.models import CoverageClaim, Donor, Offering, Programme
from curriculum.institutions import queries as institutions
from curriculum.intake.columns import Field, folded
from curriculum.intake.models import ColumnProfile, ImportBatch, ImportRow, MatchCandidate, NotSamePerson

OUT_OF_USE = (BatchState.DISCARDED, BatchState.ROLLED_BACK)


class BatchRow(NamedTuple):
    """One line of the list of batches."""

    code: str
    offering_code: str
    offering_title: Bilingual
    donor_name: Bilingual
    file_name: str
    state: BatchState
    received_at: object
    rows: int
    counted: int
    undecided: int


def find(code: str) -> ImportBatch | None:
    """The batch with this code, if there is one."""
    return db.session.scalar(select(ImportBatch).where(ImportBatch.code == code))


def get(code: str) -> ImportBatch:
    """The batch with this code; refuses NOT_FOUND."""
    found = find(code)
    if found is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="batch", code=code)
    return found


def batch(batch_id: int) -> ImportBatch:
    """The batch with this key; refuses NOT_FOUND."""
    found = db.session.get(ImportBatch, batch_id)
    if found is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="batch", code=batch_id)
    return found


def get_visible(actor: Actor, code: str) -> ImportBatch:
    """A batch the actor may see; NOT_FOUND otherwise, so that codes cannot be probed."""
    found = db.session.scalar(select(ImportBatch).where(ImportBatch.code == code, visible(actor)))
    if found is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="batch", code=code)
    return found


def row(batch_id: int, number: int) -> ImportRow:
    """One row by its line number; refuses NOT_FOUND."""
    found = db.session.get(ImportRow, (batch_id, number))
    if found is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="row", code=number)
    return found


def find_received(offering_id: int, sha256: str) -> ImportBatch | None:
    """The batch in use that brought this very file for this offering."""
    return db.session.scalar(
        select(ImportBatch).where(
            ImportBatch.offering_id == offering_id,
            ImportBatch.file_sha256 == sha256,
            ImportBatch.state.not_in(OUT_OF_USE),
        )
    )


def find_elsewhere(offering_id: int, sha256: str) -> ImportBatch | None:
    """A batch in use that brought this very file for another offering."""
    return db.session.scalars(
        select(ImportBatch)
        .where(
            ImportBatch.offering_id != offering_id,
            ImportBatch.file_sha256 == sha256,
            ImportBatch.state.not_in(OUT_OF_USE),
        )
        .order_by(ImportBatch.id)
        .limit(1)
    ).one_or_none()


def count_of_offering(offering_id: int) -> int:
    """How many lists of an offering were ever received."""
    wanted = select(func.count()).where(ImportBatch.offering_id == offering_id)
    return db.session.scalar(wanted) or 0


def profile_of(donor_id: int) -> dict[str, Field]:
    """How a donor names its columns, as confirmed with earlier lists."""
    wanted = select(ColumnProfile.heading, ColumnProfile.field).where(ColumnProfile.donor_id == donor_id)
    return {heading: Field(field) for heading, field in db.session.execute(wanted)}


def find_profile(donor_id: int, heading: str) -> ColumnProfile | None:
    """What is remembered of one heading of a donor."""
    return db.session.scalar(
        select(ColumnProfile).where(
            ColumnProfile.donor_id == donor_id, ColumnProfile.heading == folded(heading)
        )
    )


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
        if scope.kind is ScopeKind.GLOBAL:
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
        if scope.kind is ScopeKind.GLOBAL or reach is Reach.INSTITUTION:
            return donors.visible_to(actor)
        if reach is Reach.OWNER and scope.kind is ScopeKind.INSTITUTION and isinstance(scope.id, int):
            ways.append(Offering.id.in_(_covering(institutions.descendants(scope.id))))
        elif reach is Reach.PROGRAMME:
            column = Programme.donor_id if scope.kind is ScopeKind.DONOR else Programme.id
            ways.append(column == scope.id)
    wanted = select(Offering.id).join(Programme, Programme.id == Offering.programme_id).where(or_(*ways))
    allowed = set(db.session.scalars(wanted))
    return [one for one in donors.visible_to(actor) if one.id in allowed]


def visible_to(actor: Actor, *, limit: int = 50, offset: int = 0) -> list[BatchRow]:
    """One page of the lists an actor may see, the latest first, in one statement."""
    counted = func.count(ImportRow.number).filter(ImportRow.state.in_(COUNTED))
    undecided = func.count(ImportRow.number).filter(ImportRow.state.in_(UNDECIDED))
    wanted = (
        select(
            ImportBatch.code,
            Offering.code,
            Offering.title,
            Donor.name,
            ImportBatch.file_name,
            ImportBatch.state,
            ImportBatch.received_at,
            func.count(ImportRow.number),
            counted,
            undecided,
        )
        .join(Offering, Offering.id == ImportBatch.offering_id)
        .join(Donor, Donor.id == ImportBatch.donor_id)
        .outerjoin(ImportRow, ImportRow.batch_id == ImportBatch.id)
        .where(visible(actor))
        .group_by(ImportBatch.id, Offering.id, Donor.id)
        .order_by(ImportBatch.received_at.desc(), ImportBatch.id.desc())
    )
    return [BatchRow._make(one) for one in db.session.execute(wanted.limit(limit).offset(offset))]


def count_visible(actor: Actor) -> int:
    """How many lists an actor may see."""
    return db.session.scalar(select(func.count(ImportBatch.id)).where(visible(actor))) or 0


def rows_of(batch_id: int, states: Iterable[RowState] | None = None) -> Sequence[ImportRow]:
    """The rows of a batch in the order of the file, of some states only when given."""
    wanted = select(ImportRow).where(ImportRow.batch_id == batch_id).order_by(ImportRow.number)
    if states is not None:
        wanted = wanted.where(ImportRow.state.in_(tuple(states)))
    return db.session.scalars(wanted).all()


def states_of(batch_id: int) -> dict[RowState, int]:
    """How many rows stand in each state."""
    wanted = select(ImportRow.state, func.count()).where(ImportRow.batch_id == batch_id)
    return dict(db.session.execute(wanted.group_by(ImportRow.state)).tuples().all())


def candidates_of(batch_id: int, number: int) -> Sequence[MatchCandidate]:
    """The persons proposed for a row, best first, without those already called different."""
    wanted = select(MatchCandidate).where(
        MatchCandidate.batch_id == batch_id, MatchCandidate.row_number == number
    )
    return db.session.scalars(wanted.order_by(MatchCandidate.rank)).all()


def refused_by_fingerprint(fingerprints: Iterable[str]) -> dict[str, set[int]]:
    """Who was called different from an incoming identity, by its fingerprint (J2)."""
    found: dict[str, set[int]] = {}
    wanted = sorted(set(fingerprints))
    for start in range(0, len(wanted), 1000):
        part = select(NotSamePerson.fingerprint, NotSamePerson.person_id).where(
            NotSamePerson.fingerprint.in_(wanted[start : start + 1000])
        )
        for fingerprint, person_id in db.session.execute(part):
            found.setdefault(fingerprint, set()).add(person_id)
    return found
