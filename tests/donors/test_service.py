from datetime import date

import pytest

from curriculum import announcements
from curriculum.announcements import ClaimChanged
from curriculum.catalogue import service as catalogue
from curriculum.db import Bilingual, db
from curriculum.domain.actors import Actor, Role, Scope, ScopeKind
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.proof import Depth
from curriculum.domain.refusals import RefusalCode
from curriculum.donors import queries, service
from curriculum.donors.content import NewOffering, NewProgramme
from tests.factories.catalogue import (
    content,
    make_actor,
    make_institution,
    make_module,
    outcome,
    published,
    within,
)
from tests.factories.donors import make_offering, make_programme
from tests.refusing import refused

pytestmark = pytest.mark.database


@pytest.fixture
def cast(app):
    """Dalia represents D-NORD, Hugo another programme; Chidi designs and Farid signs for CNFGF."""
    owner, other = make_institution("CNFGF"), make_institution("ADV")
    nord, pmco = make_programme(), make_programme("TRACE", "D-PMCO")
    represents = {"dalia": nord, "hugo": pmco}
    donors = {
        name: make_actor(
            name,
            Role.DONOR_REPRESENTATIVE,
            scope=Scope(ScopeKind.PROGRAMME, programme.id),
            person=False,
        )
        for name, programme in represents.items()
    }
    return {
        **donors,
        "chidi": make_actor("chidi", Role.CURRICULUM_DESIGNER, scope=within(owner)),
        "ludmila": make_actor("ludmila", Role.CURRICULUM_DESIGNER, scope=within(owner)),
        "farid": make_actor("farid", Role.TRAINING_SIGNATORY, scope=within(owner)),
        "stranger": make_actor("edouard", Role.CURRICULUM_DESIGNER, scope=within(other)),
        "module": make_module(owner=owner),
        "programme": nord,
        "offering": make_offering(programme=nord),
    }


@pytest.fixture
def version(cast):
    outcomes = (outcome(20), outcome(35, critical=True), outcome(45, critical=True))
    return published(cast["module"], cast["chidi"], cast["farid"], *outcomes)


def propose(cast, version, number: int = 1, who: str = "dalia", depth: Depth = Depth.ASSESSED):
    return service.propose_claim(cast[who], cast["offering"].id, version.outcomes[number - 1].id, depth)


def test_donor_proposes_and_owner_accepts(cast, version, monkeypatch):
    heard = []
    monkeypatch.setattr(announcements, "announce", lambda session, one: heard.append(one))
    claim = propose(cast, version)

    service.accept_claim(cast["chidi"], claim.id)

    assert (claim.state, claim.reviewed_by) == (ClaimState.ACCEPTED, cast["chidi"].account_id)
    assert heard == [ClaimChanged(cast["offering"].id)]


DECIDERS = [
    pytest.param("dalia", "no_role", id="I-09-donor-of-the-offering"),
    pytest.param("hugo", "no_role", id="I-09-other-donor"),
    pytest.param("stranger", "out_of_scope", id="designer-of-another-owner"),
]


@pytest.mark.parametrize(("who", "ground"), DECIDERS)
@pytest.mark.parametrize("act", ["accept", "reject"])
def test_only_the_owner_of_the_module_decides(cast, version, who, ground, act):
    claim = propose(cast, version)
    decide = {
        "accept": lambda: service.accept_claim(cast[who], claim.id),
        "reject": lambda: service.reject_claim(cast[who], claim.id, "no"),
    }

    refusal = refused(RefusalCode.NOT_PERMITTED, decide[act])

    assert refusal.facts["ground"] == ground
    assert claim.state is ClaimState.PROPOSED


def test_donor_proposes_only_for_own_offerings(cast, version):
    refused(RefusalCode.NOT_PERMITTED, propose, cast, version, who="hugo")


def test_own_proposal_is_decided_by_another_account(cast, version):
    claim = propose(cast, version, who="chidi")

    refused(RefusalCode.SECOND_APPROVER_IS_PROPOSER, service.accept_claim, cast["chidi"], claim.id)
    refused(RefusalCode.SECOND_APPROVER_IS_PROPOSER, service.reject_claim, cast["chidi"], claim.id, "no")
    service.accept_claim(cast["ludmila"], claim.id)


def test_own_proposal_is_not_accepted_under_a_second_account(cast, version):
    claim = propose(cast, version, who="chidi")
    second = Actor(cast["ludmila"].account_id, cast["chidi"].person_id, grants=cast["chidi"].grants)

    refused(RefusalCode.SECOND_APPROVER_IS_PROPOSER, service.accept_claim, second, claim.id)


def test_rejection_gives_its_reason(cast, version):
    claim = propose(cast, version)

    refused(RefusalCode.REASON_MISSING, service.reject_claim, cast["chidi"], claim.id, "  ")
    service.reject_claim(cast["chidi"], claim.id, "The syllabus stops before this outcome")

    assert (claim.state, claim.reason) == (
        ClaimState.REJECTED,
        "The syllabus stops before this outcome",
    )


def test_the_same_claim_is_made_once(cast, version):
    propose(cast, version)

    refused(RefusalCode.ALREADY_EXISTS, propose, cast, version)


def test_nobody_claims_an_outcome_of_a_draft(cast):
    draft = catalogue.draft_version(cast["chidi"], module_id=cast["module"].id, content=content())
    db.session.flush()

    refused(RefusalCode.VERSION_NOT_PUBLISHED, propose, cast, draft)


def test_claims_on_a_replaced_version_stay_accepted(cast, version):
    """I-18: whoever is pinned to the old version still uses them during the teach-out."""
    claim = propose(cast, version)
    service.accept_claim(cast["chidi"], claim.id)

    published(cast["module"], cast["chidi"], cast["farid"], teach_out_until=date(2027, 12, 31))

    assert claim.state is ClaimState.ACCEPTED
    assert [one.outcome_code for one in queries.claims_on([version.id])[version.id]] == ["BOR-102.v1.O1"]


def test_a_changed_syllabus_sets_every_claim_aside(cast, version):
    """J1, bad case: nothing is recalculated on the old claim until it is reviewed again."""
    claims = [propose(cast, version, number) for number in (1, 2)]
    for claim in claims:
        service.accept_claim(cast["chidi"], claim.id)

    service.supersede_claims(cast["dalia"], cast["offering"].id, "New syllabus of January 2027")

    assert [claim.state for claim in claims] == [ClaimState.SUPERSEDED, ClaimState.SUPERSEDED]
    assert queries.accepted_claims([cast["offering"].id]) == {cast["offering"].id: []}


def test_consequence_says_what_closes_and_what_remains(cast, version):
    for number in (1, 2):
        propose(cast, version, number)
    db.session.flush()

    told = queries.consequence(version.id, [], queries.claims_of(cast["offering"].id))

    assert [one.outcome for one in told.closes] == ["BOR-102.v1.O1", "BOR-102.v1.O2"]
    assert [one.outcome for one in told.remains] == ["BOR-102.v1.O3"]
    assert (told.closed_weight, told.covered_weight) == (55, 55)


def test_offering_must_not_end_before_it_starts(cast):
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

    refused(RefusalCode.DATES_CONTRADICT, service.create_offering, cast["dalia"], new)


def test_donor_enters_offerings_of_own_programmes_only(cast):
    def new(code: str) -> NewOffering:
        days = (date(2027, 1, 4), date(2027, 1, 8))
        return NewOffering("HORIZON-F", code, Bilingual("a", "b"), "training", 600, ("fr",), *days)

    refused(RefusalCode.NOT_PERMITTED, service.create_offering, cast["hugo"], new("NORD-10"))
    service.create_offering(cast["dalia"], new("NORD-10"))
    db.session.flush()

    assert [row.code for row in queries.own_offerings(cast["dalia"])] == ["NORD-02", "NORD-10"]
    assert queries.own_offerings(cast["hugo"]) == []


def test_programme_of_an_unknown_donor_is_not_found(cast):
    new = NewProgramme("D-X", "X", Bilingual("a", "b"), date(2026, 1, 1), date(2026, 2, 1), "EUR")

    refused(RefusalCode.NOT_FOUND, service.create_programme, cast["chidi"], new)


def test_offerings_are_listed_for_roles_only(cast):
    grace = make_actor("grace", person=False)

    assert [row.code for row in queries.visible_to(cast["hugo"])] == ["NORD-02"]
    assert queries.visible_to(grace) == []
