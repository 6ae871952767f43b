"""People with two overlapping courses: named on the report, counted once per person (J2 step 4, S09)."""

import pytest

from curriculum.catalogue.models import Outcome
from curriculum.db import db, new_id, transaction
from curriculum.domain.actors import Role
from curriculum.domain.proof import Depth
from curriculum.donors.models import ClaimState, CoverageClaim
from curriculum.intake import service
from curriculum.intake.overlaps import overlaps_of
from tests.factories.catalogue import make_actor, make_institution, make_module, outcome, published
from tests.factories.intake import AMINA, PAVEL, make_world, matched

pytestmark = pytest.mark.database


@pytest.fixture
def world(app):
    return make_world()


@pytest.fixture
def outcomes(world):
    with transaction():
        module = make_module("BOR-101", owner=make_institution("ENAPV"))
        second = make_actor("farid", Role.CURRICULUM_DESIGNER, Role.TRAINING_SIGNATORY)
        version = published(module, world.designer, second, outcome(critical=True), outcome())
    return list(db.session.scalars(db.select(Outcome).where(Outcome.version_id == version.id)))


def claim(offering, one, state=ClaimState.ACCEPTED):
    with transaction():
        db.session.add(
            CoverageClaim(
                id=new_id(), offering_id=offering.id, outcome_id=one.id, depth=Depth.PRACTISED, state=state
            )
        )


def counted(world, *rows, **values):
    batch = matched(world, *rows, **values)
    with transaction():
        return service.apply(world.designer, batch.id)


def shown(world, batch):
    known = {person_id: number for number, person_id in world.persons.items()}
    return [(known[one.person_id], one.courses, len(one.outcomes)) for one in overlaps_of(batch)]


def test_S09_second_course_on_the_same_outcome_names_one_person(world, outcomes):
    for offering in (world.offering, world.foreign):
        claim(offering, outcomes[0])
    counted(world, AMINA)
    second = counted(world, AMINA, PAVEL, offering_code=world.foreign.code, file_name="pmco.csv")

    assert shown(world, second) == [("VM-1", (world.offering.code,), 1)]


def test_courses_on_different_outcomes_do_not_overlap(world, outcomes):
    claim(world.offering, outcomes[0])
    claim(world.foreign, outcomes[1])
    counted(world, AMINA)
    second = counted(world, AMINA, PAVEL, offering_code=world.foreign.code, file_name="pmco.csv")

    assert shown(world, second) == []


def test_claim_nobody_accepted_makes_no_overlap(world, outcomes):
    claim(world.offering, outcomes[0])
    claim(world.foreign, outcomes[0], ClaimState.PROPOSED)
    counted(world, AMINA)
    second = counted(world, AMINA, PAVEL, offering_code=world.foreign.code, file_name="pmco.csv")

    assert shown(world, second) == []
