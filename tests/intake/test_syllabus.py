"""A changed syllabus on its page: who relied on the old one; nothing counts less before the review (J1)."""

import pytest
from sqlalchemy import select

from curriculum.catalogue.models import Outcome
from curriculum.db import db, transaction
from curriculum.domain.actors import EVERYWHERE, Role, Scope, ScopeKind
from curriculum.domain.proof import Depth
from curriculum.donors import queries
from curriculum.donors import service as donating
from curriculum.intake import service
from curriculum.progress import service as progress
from curriculum.progress.models import Achievement
from tests.factories.accounts import make_account, make_role
from tests.factories.catalogue import make_actor, make_institution, make_module, outcome, published, within
from tests.factories.intake import AMINA, PAVEL, make_world, matched

pytestmark = pytest.mark.database


@pytest.fixture
def world(app):
    """The list of NORD-02 counts for two; its claim on the first outcome was accepted by the owner."""
    made = make_world()
    with transaction():
        owner = make_institution("CNFGF")
        designs, signs = (
            make_actor("cleo", Role.CURRICULUM_DESIGNER, scope=within(owner)),
            make_actor("farid", Role.TRAINING_SIGNATORY, scope=within(owner)),
        )
        version = published(make_module(owner=owner), designs, signs, outcome(60, critical=True), outcome(40))
        claim = donating.propose_claim(made.dalia, made.offering.id, version.outcomes[0].id, Depth.ASSESSED)
        donating.accept_claim(designs, claim.id)
        for login, role, scope in (
            ("owner", Role.CURRICULUM_DESIGNER, within(owner)),
            ("nord", Role.DONOR_REPRESENTATIVE, Scope(ScopeKind.DONOR, made.dalia.grants[0].scope.id)),
            ("pmco", Role.DONOR_REPRESENTATIVE, Scope(ScopeKind.DONOR, made.hugo.grants[0].scope.id)),
            ("amina", Role.OFFICIAL, EVERYWHERE),
        ):
            make_role(make_account(login), role, scope)
    batch = matched(made, AMINA, PAVEL)
    with transaction():
        service.apply(made.designer, batch.id)
    return made


PAGE = "/training/offerings/NORD-02/syllabus"


def send(visit, who, step, reason="New syllabus", status=303):
    data = {"step": step, "reason": reason}
    return visit(PAGE, as_=who, method="POST", data=data, status=status)


def under_review(world):
    """The outcomes whose superseded claims still count."""
    return [claim.outcome_id for claim in queries.claims_of(world.offering.id) if claim.waits_for_review]


def test_owner_reads_who_relied_on_the_claims(world, visit):
    page = visit(PAGE, as_="owner")

    assert "The evidence of 2 persons rests on these claims." in page.text
    assert sorted(row[0] for row in page.rows(1)) == ["Amina Mezgouri", "Pavel Dragomirov"]


def test_donor_reads_how_many_but_not_who(world, visit):
    page = visit(PAGE, as_="nord")

    assert "The evidence of 2 persons rests on these claims." in page.text
    assert "Mezgouri" not in page.html


@pytest.mark.parametrize("who", ["pmco", "amina"])
def test_page_is_closed_to_others(world, visit, who):
    visit(PAGE, as_=who, status=403)


def held(world):
    """The levels at which Amina holds outcomes, computed from nothing."""
    with transaction():
        progress.refresh([world.persons["VM-1"]])
    wanted = select(Outcome.code, Achievement.proof_level).join(Outcome, Outcome.id == Achievement.outcome_id)
    return dict(db.session.execute(wanted.where(Achievement.person_id == world.persons["VM-1"])).all())


def test_progress_stays_until_the_review_is_ended(world, visit):
    """J1: nothing is recalculated before, not even when everything is computed anew."""
    before = held(world)
    assert before == {"BOR-102.v1.O1": 3}

    send(visit, "nord", "supersede")
    assert held(world) == before

    send(visit, "owner", "review")
    assert held(world) == {}


def test_donor_says_so_and_the_owner_ends_the_review(world, visit):
    offering = visit(send(visit, "nord", "supersede").location, as_="nord")
    assert "The syllabus changed." in offering.text
    assert len(under_review(world)) == 1

    assert send(visit, "nord", "review", status=403)
    send(visit, "owner", "review", "Too far from the outcome")

    assert under_review(world) == []


@pytest.mark.parametrize("step", ["supersede", "review"])
def test_reason_is_needed(world, visit, step):
    if step == "review":
        send(visit, "nord", "supersede")

    page = send(visit, "owner", step, reason="", status=422)

    assert page.problems() != []


def test_page_without_accepted_claims_says_so(world, visit):
    send(visit, "owner", "supersede")
    send(visit, "owner", "review")

    assert "No claim is accepted" in visit(PAGE, as_="owner").text
