"""A version is rejected in its pilot: its claims end with it, its runs stay as they were (decision 0031)."""

from datetime import date

import pytest

from curriculum.audit import queries as trail
from curriculum.catalogue import service as catalogue
from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.db import Bilingual, db, transaction
from curriculum.delivery import service as delivery
from curriculum.delivery.models import Run
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.refusals import RefusalCode
from curriculum.donors import queries, service
from tests.factories.catalogue import content, make_module, make_theme, outcome
from tests.factories.donors import make_offering, make_programme, propose
from tests.refusing import refused
from tests.reviews.conftest import Owner

pytestmark = pytest.mark.database


@pytest.fixture
def deal(cast):
    """BOR-102 v1 in its pilot, with two outcomes that a course of D-NORD may cover."""
    with transaction():
        module = make_module(owner=Owner(cast.institution("CNFGF")), theme=make_theme("T5"))
        given = content(outcome(60, critical=True, text="Assess"), outcome(40, text="Write"))
        made = catalogue.draft_version(cast.chidi, module_id=module.id, content=given)
        catalogue.submit(cast.chidi, made.id)
        catalogue.opine(cast.farid, made.id, given_as=GivenAs.THEMATIC, opinion=Opinion.FAVOURABLE)
        catalogue.pilot(cast.farid, made.id)
        offering = make_offering(programme=make_programme("TRIAL", "D-TRIAL"))
        return {"version": made, "offering": offering, "dalia": cast.chidi}


def states(deal) -> list[ClaimState]:
    db.session.expire_all()
    return [one.state for one in queries.claims_of(deal["offering"].id)]


def reject(cast, deal) -> None:
    with transaction():
        catalogue.reject(cast.farid, deal["version"].id, reason="Not our field", seen="pilot.1")


def test_proposed_claims_are_refused_and_accepted_ones_superseded_with_the_reason(cast, deal):
    with transaction():
        first, _second = (propose(deal, deal["version"], number) for number in (1, 2))
        service.accept_claim(cast.farid, first.id)

    reject(cast, deal)

    assert states(deal) == [ClaimState.SUPERSEDED, ClaimState.REJECTED]
    assert list(queries.awaiting_review(deal["offering"].id)) == []
    (event,) = trail.of_object("offering", deal["offering"].id, 1)
    assert (event.event, event.reason, event.facts["count"]) == ("claim:superseded", "Not our field", 1)


def test_of_a_rejected_version_nothing_is_claimed_anew(cast, deal):
    reject(cast, deal)

    with transaction():
        refused(RefusalCode.VERSION_NOT_PUBLISHED, propose, deal, deal["version"], 1)


@pytest.mark.parametrize("act", ["approve", "return_"])
def test_what_is_approved_or_returned_keeps_its_claims(cast, deal, act):
    with transaction():
        propose(deal, deal["version"], 1)
    more = {} if act == "approve" else {"reason": "Again"}
    with transaction():
        getattr(catalogue, act)(cast.farid, deal["version"].id, seen="pilot.1", **more)

    assert states(deal) == [ClaimState.PROPOSED]


def test_runs_of_the_pilot_stay(cast, deal):
    days = {"start": date(2026, 11, 2), "end": date(2026, 11, 4)}
    with transaction():
        title = Bilingual("Essai", "Trial")
        run = delivery.open_run(
            cast.chidi,
            code="BOR-102-1",
            title=title,
            hours=600,
            module_version_id=deal["version"].id,
            institution_id=cast.institution("CNFGF"),
            **days,
        )
        key = run.id

    reject(cast, deal)

    assert db.session.get(Run, key).state == "delivered"
