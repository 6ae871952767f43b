"""What tells a process that the catalogue changed, whichever process changed it."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import update

from curriculum.catalogue import engine
from curriculum.catalogue.models import ModuleVersion
from curriculum.db import db, transaction
from tests.conftest import NOW
from tests.factories.catalogue import make_module, published

pytestmark = pytest.mark.database


class Owner(NamedTuple):
    """An institution as the module factory wants it."""

    id: int


def stamp(values) -> tuple[object, ...]:
    """The stamp as a process reads it after these moments of publication are committed."""
    with transaction():
        for key, moment in values.items():
            version = update(ModuleVersion).where(ModuleVersion.id == key)
            db.session.execute(version.values(published_at=moment))
    return engine.stamp()


def test_publication_that_commits_last_is_seen_whatever_its_moment(cast):
    """PostgreSQL has several writers: who began first may be done last."""
    with transaction():
        owner = Owner(cast.institution("CNFGF"))
        first, second = (
            published(make_module(code, owner=owner), cast.chidi, cast.farid).id
            for code in ("BOR-901", "BOR-902")
        )

    before = stamp({first: None, second: NOW})

    assert stamp({first: NOW - timedelta(seconds=3)}) != before
