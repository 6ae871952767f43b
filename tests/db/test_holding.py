"""A row that is held is read as it stands now, whatever the session knew of it."""

import pytest
from sqlalchemy import event, update
from sqlalchemy.dialects import postgresql

from curriculum.db import core, db, table, transaction
from curriculum.db.holding import hold
from curriculum.evidence.models import Evidence
from curriculum.institutions.models import Institution, LegalInstrument
from tests.factories.institutions import make_institution

pytestmark = pytest.mark.database


def test_held_row_is_read_anew(app):
    with transaction():
        known = make_institution("CNFGF")
    with transaction():
        core(update(table(Institution)).values(code="CNFGF-2"))
        assert known.code == "CNFGF"

        assert hold(Institution, known.id) is known
        assert known.code == "CNFGF-2"


@pytest.fixture
def asked(app):
    """What the session asks, as PostgreSQL would be told: SQLite knows no lock of a row."""
    found = []

    def keep(state):
        found.append(str(state.statement.compile(dialect=postgresql.dialect())))

    event.listen(db.session, "do_orm_execute", keep)
    yield found
    event.remove(db.session, "do_orm_execute", keep)


def test_held_row_is_locked(asked):
    with transaction():
        hold(Institution, 1)

    assert [one.splitlines()[-1].strip().endswith("FOR UPDATE") for one in asked] == [True]


@pytest.mark.parametrize(
    ("kind", "key"), [(LegalInstrument, (1,)), (Evidence, (1, 1))], ids=["one-key", "key-of-two-parts"]
)
def test_row_that_is_gone_is_none(app, kind, key):
    with transaction():
        assert hold(kind, key) is None
