"""Two donors, the owner of a module and its published version."""

import pytest

from curriculum.db import transaction
from curriculum.domain.actors import Role, Scope, ScopeKind
from curriculum.domain.proof import Depth
from curriculum.donors import service
from tests.factories.catalogue import (
    make_actor,
    make_institution,
    make_module,
    make_theme,
    outcome,
    published,
    within,
)
from tests.factories.donors import make_offering, make_programme


@pytest.fixture
def deal(app):
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
def version(deal):
    outcomes = (outcome(20), outcome(35, critical=True), outcome(45, critical=True))
    return published(deal["module"], deal["chidi"], deal["farid"], *outcomes)


class _Owner:
    """An institution of the cast as the module factory wants it."""

    def __init__(self, key: int) -> None:
        self.id = key


@pytest.fixture
def stage(cast):
    """The cast's own deal, for pages: NORD-02 of HORIZON-F is accepted for O1 of a module of CNFGF."""
    with transaction():
        module = make_module(owner=_Owner(cast.institution("CNFGF")), theme=make_theme("T5"))
        outcomes = (outcome(20), outcome(35, critical=True), outcome(45, critical=True))
        version = published(module, cast.chidi, cast.farid, *outcomes)
        programme = make_programme(donor="D-X")
        offering = make_offering(programme=programme)
        claim = service.propose_claim(cast.bruno, offering.id, version.outcomes[0].id, Depth.ASSESSED)
        service.accept_claim(cast.chidi, claim.id)
    return {
        "programme": programme,
        "offering": offering,
    }
