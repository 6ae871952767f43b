"""Asking a donor for the individual results of a course, and what became of it (J4, bad case)."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.db import Bilingual, db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.donors import queries
from curriculum.donors.models import Donor, Offering, Programme, ResultsRequest


class Requested(NamedTuple):
    """An open request for results: of which offering, who was asked, since when."""

    offering: str
    donor: Bilingual
    whom: str
    on: date


def request_results(actor: Actor, offering_id: int, *, on: date, whom: str) -> ResultsRequest:
    """Note as the owner of a covered module that the donor was asked for the results."""
    offering = queries.locked(offering_id)
    require(actor, Permission.CLAIM_DECIDE, queries.subject(offering_id))
    if on > clock.today():
        raise Refusal(RefusalCode.DATE_IN_FUTURE, date=on)
    if open_request(offering_id) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="results_request", code=offering.code)
    asked = ResultsRequest(id=new_id(), offering_id=offering_id, asked_on=on, asked_whom=whom.strip())
    db.session.add(asked)
    audit.record(
        actor, "results:requested", "offering", offering_id, offering=offering.code, on=on.isoformat()
    )
    return asked


def settle_request(actor: Actor, offering_id: int) -> ResultsRequest:
    """Note that the donor answered, or that nobody waits any more."""
    offering = queries.offering(offering_id)
    require(actor, Permission.CLAIM_DECIDE, queries.subject(offering_id))
    asked = found(open_request(offering_id), "results_request", offering.code)
    asked.answered_on = clock.today()
    audit.record(actor, "results:settled", "offering", offering_id, offering=offering.code)
    return asked


def open_request(offering_id: int) -> ResultsRequest | None:
    """The request of an offering that is not answered, if there is one."""
    wanted = select(ResultsRequest).where(
        ResultsRequest.offering_id == offering_id, ResultsRequest.answered_on.is_(None)
    )
    return db.session.scalar(wanted)


def requested(offering_ids: Collection[int]) -> list[Requested]:
    """The open requests about some offerings, in one statement."""
    wanted = (
        select(Offering.code, Donor.name, ResultsRequest.asked_whom, ResultsRequest.asked_on)
        .join(Offering, Offering.id == ResultsRequest.offering_id)
        .join(Programme, Programme.id == Offering.programme_id)
        .join(Donor, Donor.id == Programme.donor_id)
        .where(Offering.id.in_(set(offering_ids)), ResultsRequest.answered_on.is_(None))
    )
    return [Requested(*row) for row in db.session.execute(wanted)]
