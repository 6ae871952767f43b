"""What tells a process that the catalogue changed, whichever process changed it."""

from datetime import timedelta
from typing import NamedTuple

import pytest

from curriculum import clock
from curriculum.catalogue import engine, service
from curriculum.db import transaction
from tests.conftest import NOW
from tests.factories.catalogue import content, make_module, publish

pytestmark = pytest.mark.database


class Owner(NamedTuple):
    """An institution as the module factory wants it."""

    id: int


def test_publication_that_commits_last_is_seen_whatever_its_moment(cast):
    """PostgreSQL has several writers: who began first may be done last."""
    with transaction():
        owner = Owner(cast.institution("CNFGF"))
        first, second = (
            service.draft_version(cast.chidi, module_id=make_module(code, owner=owner).id, content=content())
            for code in ("BOR-901", "BOR-902")
        )
    with transaction():
        publish(second, cast.chidi, cast.farid)
    before = engine.stamp()

    with clock.moved_to(NOW - timedelta(seconds=3)), transaction():
        publish(first, cast.chidi, cast.farid)

    assert engine.stamp() != before
