"""Donors' claims to look at again: the accepted ones, and those that still wait for a decision (J1)."""

import pytest

from curriculum import clock
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.models import Outcome
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.proof import Depth
from curriculum.donors import service as donors
from curriculum.paths import queries as paths
from curriculum.transitions import consequences
from tests.factories.catalogue import published as publish_module
from tests.factories.donors import make_offering, make_programme
from tests.transitions.setting import TEACH_OUT

pytestmark = pytest.mark.database


def test_proposed_claims_are_told_beside_accepted_ones_and_rejected_are_not(setting):
    cast = setting.cast
    with transaction():
        present = catalogue.version(paths.version(setting.new).components[0].module_version_id)
        offering = make_offering(programme=make_programme(donor="D-XX"))
        outcomes = [one.id for one in present.outcomes]
        accepted = donors.propose_claim(cast.chidi, offering.id, outcomes[0], Depth.ASSESSED)
        donors.accept_claim(cast.farid, accepted.id)
        rejected = donors.propose_claim(cast.chidi, offering.id, outcomes[0], Depth.PRACTISED)
        donors.reject_claim(cast.farid, rejected.id, "No exercises")
        donors.propose_claim(cast.chidi, offering.id, outcomes[1], Depth.ASSESSED)
        following = publish_module(present.module, cast.chidi, cast.farid, teach_out_until=TEACH_OUT).id
    found = consequences.of_module(catalogue.version(following), clock.today())

    assert [(one.outcome_code, one.state) for one in found.claims] == [
        (db.session.get(Outcome, outcomes[0]).code, ClaimState.ACCEPTED),
        (db.session.get(Outcome, outcomes[1]).code, ClaimState.PROPOSED),
    ]
