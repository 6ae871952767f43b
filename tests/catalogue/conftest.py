"""A module in two versions, whose table of equivalences is still open."""

from datetime import date

import pytest

from curriculum.catalogue import queries
from curriculum.db import transaction
from tests.factories.catalogue import make_module, make_theme, outcome, published


class Owner:
    """CNFGF as the module factory wants it."""

    def __init__(self, key: int) -> None:
        self.id = key


@pytest.fixture
def versions(cast):
    """Two outcomes in version 1; version 2, published, has a third."""
    with transaction():
        module = make_module(owner=Owner(cast.institution("CNFGF")), theme=make_theme("T5"))
        first = published(module, cast.chidi, cast.farid)
        more = (outcome(50, critical=True), outcome(30), outcome(20))
        second = published(module, cast.chidi, cast.farid, *more, teach_out_until=date(2027, 12, 31))
    return queries.version(first.id), queries.version(second.id)
