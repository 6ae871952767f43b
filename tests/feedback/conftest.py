"""A small curriculum that is talked of, and one piece of feedback on it."""

import pytest

from curriculum.db import transaction
from curriculum.domain.actors import OPERATOR
from curriculum.exchange import service as exchange
from curriculum.feedback import queries, service
from curriculum.feedback.queries import Thing
from tests.factories.exchange import as_file, document


@pytest.fixture
def house(cast):
    """CNFGF with a published module and path; Farid signs for training there, Chidi designs."""
    assert cast.chidi
    assert cast.farid
    assert cast.amina
    with transaction():
        exchange.import_(OPERATOR, as_file(document()), restores=True)
    return cast


@pytest.fixture
def said(house):
    with transaction():
        about = queries.about(Thing.MODULE, "BOR-901")
        return service.give(house.amina, about, "The exercise at the border post was too short.").id
