from datetime import date
from functools import partial

import pytest

from curriculum import announcements
from curriculum.announcements import ClaimChanged
from curriculum.catalogue import service as catalogue
from curriculum.db import Bilingual, db
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.proof import Depth
from curriculum.domain.refusals import RefusalCode
from curriculum.donors import queries, service
from curriculum.donors.content import NewOffering, NewProgramme
from curriculum.donors.models import CoverageClaim
from tests.factories.catalogue import (
    content,
    make_actor,
    published,
)
from tests.factories.donors import propose
from tests.refusing import refused

pytestmark = pytest.mark.database


def test_donor_proposes_and_owner_accepts(deal, version, monkeypatch):
    heard = []
    monkeypatch.setattr(announcements, "announce", lambda session, one: heard.append(one))
    claim = propose(deal, version)

    service.accept_claim(deal["chidi"], claim.id)

    assert (claim.state, claim.reviewed_by) == (ClaimState.ACCEPTED, deal["chidi"].account_id)
    assert heard == [ClaimChanged(deal["offering"].id)]


def test_claim_on_an_outcome_of_another_version_is_refused(deal, version):
    ids = deal["offering"].id, version.outcomes[0].id, Depth.ASSESSED

    act = partial(service.propose_claim, deal["chidi"], *ids, version_id=version.id + 1)
    refusal = refused(RefusalCode.CLAIM_NOT_OF_VERSION, act)

    assert refusal.facts["outcome"] == "BOR-102.v1.O1"
    assert service.propose_claim(deal["chidi"], *ids, version_id=version.id).state is ClaimState.PROPOSED


DECIDERS = [
    pytest.param("dalia", "no_role", id="I-09-donor-of-the-offering"),
    pytest.param("hugo", "no_role", id="I-09-other-donor"),
    pytest.param("stranger", "out_of_scope", id="designer-of-another-owner"),
]


@pytest.mark.parametrize(("who", "ground"), DECIDERS)
@pytest.mark.parametrize("act", ["accept", "reject"])
def test_only_the_owner_of_the_module_decides(deal, version, who, ground, act):
    claim = propose(deal, version)
    decide = {
        "accept": lambda: service.accept_claim(deal[who], claim.id),
        "reject": lambda: service.reject_claim(deal[who], claim.id, "no"),
    }

    refusal = refused(RefusalCode.NOT_PERMITTED, decide[act])

    assert refusal.facts["ground"] == ground
    assert claim.state is ClaimState.PROPOSED


def test_donor_proposes_only_for_own_offerings(deal, version):
    refused(RefusalCode.NOT_PERMITTED, propose, deal, version, who="hugo")


def test_own_proposal_is_decided_by_another_account(deal, version):
    claim = propose(deal, version, who="chidi")

    refused(RefusalCode.SECOND_APPROVER_IS_PROPOSER, service.accept_claim, deal["chidi"], claim.id)
    refused(RefusalCode.SECOND_APPROVER_IS_PROPOSER, service.reject_claim, deal["chidi"], claim.id, "no")
    service.accept_claim(deal["ludmila"], claim.id)


def test_own_proposal_is_not_accepted_under_a_second_account(deal, version):
    claim = propose(deal, version, who="chidi")
    second = Actor(deal["ludmila"].account_id, deal["chidi"].person_id, grants=deal["chidi"].grants)

    refused(RefusalCode.SECOND_APPROVER_IS_PROPOSER, service.accept_claim, second, claim.id)


def test_rejection_gives_its_reason(deal, version):
    claim = propose(deal, version)

    refused(RefusalCode.REASON_MISSING, service.reject_claim, deal["chidi"], claim.id, "  ")
    service.reject_claim(deal["chidi"], claim.id, "The syllabus stops before this outcome")

    assert (claim.state, claim.reason) == (
        ClaimState.REJECTED,
        "The syllabus stops before this outcome",
    )


def test_the_same_claim_is_made_once(deal, version):
    propose(deal, version)

    refused(RefusalCode.ALREADY_EXISTS, propose, deal, version)


def test_nobody_claims_an_outcome_of_a_draft(deal):
    draft = catalogue.draft_version(deal["chidi"], module_id=deal["module"].id, content=content())
    db.session.flush()

    refused(RefusalCode.VERSION_NOT_PUBLISHED, propose, deal, draft)


def test_claims_on_a_replaced_version_stay_accepted(deal, version):
    """I-18: whoever is pinned to the old version still uses them during the teach-out."""
    claim = propose(deal, version)
    service.accept_claim(deal["chidi"], claim.id)

    published(deal["module"], deal["chidi"], deal["farid"], teach_out_until=date(2027, 12, 31))

    assert claim.state is ClaimState.ACCEPTED
    assert [one.outcome_code for one in queries.claims_on([version.id])[version.id]] == ["BOR-102.v1.O1"]


def test_a_changed_syllabus_sets_every_claim_aside(deal, version):
    """J1, bad case: nothing is recalculated on the old claim until it is reviewed again."""
    claims = [propose(deal, version, number) for number in (1, 2)]
    for claim in claims:
        service.accept_claim(deal["chidi"], claim.id)

    service.supersede_claims(deal["dalia"], deal["offering"].id, "New syllabus of January 2027")

    assert [claim.state for claim in claims] == [ClaimState.SUPERSEDED, ClaimState.SUPERSEDED]
    assert queries.accepted_claims([deal["offering"].id]) == {deal["offering"].id: []}


def test_consequence_says_what_closes_and_what_remains(deal, version):
    for number in (1, 2):
        propose(deal, version, number)
    db.session.flush()

    told = queries.consequence(version.id, [], queries.claims_of(deal["offering"].id))

    assert [one.outcome for one in told.closes] == ["BOR-102.v1.O1", "BOR-102.v1.O2"]
    assert [one.outcome for one in told.remains] == ["BOR-102.v1.O3"]
    assert (told.closed_weight, told.covered_weight) == (55, 55)


def test_offering_must_not_end_before_it_starts(deal):
    new = NewOffering(
        "HORIZON-F",
        "NORD-09",
        Bilingual("a", "b"),
        "training",
        600,
        ("fr",),
        date(2026, 5, 2),
        date(2026, 5, 1),
    )

    refused(RefusalCode.DATES_CONTRADICT, service.create_offering, deal["dalia"], new)


def test_donor_enters_offerings_of_own_programmes_only(deal):
    def new(code: str) -> NewOffering:
        days = (date(2027, 1, 4), date(2027, 1, 8))
        return NewOffering("HORIZON-F", code, Bilingual("a", "b"), "training", 600, ("fr",), *days)

    refused(RefusalCode.NOT_PERMITTED, service.create_offering, deal["hugo"], new("NORD-10"))
    service.create_offering(deal["dalia"], new("NORD-10"))
    db.session.flush()

    assert queries.get_offering("NORD-10").programme_id == queries.get_programme("HORIZON-F").id


def test_programme_of_an_unknown_donor_is_not_found(deal):
    new = NewProgramme("D-X", "X", Bilingual("a", "b"), date(2026, 1, 1), date(2026, 2, 1), "EUR")

    refused(RefusalCode.NOT_FOUND, service.create_programme, deal["chidi"], new)


def test_offerings_are_listed_for_roles_only(deal):
    grace = make_actor("grace", person=False)

    assert [row.code for row in queries.visible_to(deal["hugo"])] == ["NORD-02"]
    assert queries.visible_to(grace) == []


def test_of_two_who_decide_a_claim_the_second_sees_what_the_first_did(deal, version):
    """The second had read it as proposed."""
    claim = propose(deal, version)
    db.session.commit()
    stale = db.session.get(CoverageClaim, claim.id)
    db.session.expunge(stale)
    service.accept_claim(deal["chidi"], claim.id)
    db.session.flush()
    db.session.expunge_all()
    db.session.merge(stale, load=False)

    refused(RefusalCode.WRONG_STATE, service.reject_claim, deal["farid"], claim.id, "Too thin")

    db.session.expire_all()
    assert db.session.get(CoverageClaim, claim.id).state is ClaimState.ACCEPTED
