"""I-06 held by the database: statements by hand do not change what was published, on either database."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from curriculum.catalogue import service
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.version import VersionState
from tests.factories.catalogue import content, make_module, make_theme, outcome, published
from tests.factories.paths import module_component
from tests.factories.paths import published as published_path

pytestmark = pytest.mark.database


class Owner:
    """CNFGF as the module factory wants it."""

    def __init__(self, key: int) -> None:
        self.id = key


@pytest.fixture
def module(cast):
    """BOR-102 with a published version 1 and a draft 2; LP, published, on version 1."""
    with transaction():
        module = make_module(owner=Owner(cast.institution("CNFGF")), theme=make_theme("T5"))
        published(module, cast.chidi, cast.farid)
        published_path("LP", cast.chidi, cast.elif_, cast.farid, module_component(module))
        service.draft_version(cast.chidi, module_id=module.id, content=content(outcome(), outcome(50)))
    return module


V1 = "(SELECT id FROM module_version WHERE version = 1)"
V2 = "(SELECT id FROM module_version WHERE version = 2)"
REFUSED = [
    pytest.param("UPDATE module_version SET hours_contact = 1 WHERE version = 1", id="hours"),
    pytest.param("UPDATE module_version SET title = '{}' WHERE version = 1", id="text"),
    pytest.param("UPDATE module_version SET approver_id = NULL WHERE version = 1", id="who-approved"),
    pytest.param("UPDATE module_version SET published_on = '2001-01-01' WHERE version = 1", id="day"),
    pytest.param("UPDATE module_version SET published_at = NULL WHERE version = 1", id="moment"),
    pytest.param("UPDATE path_version SET published_on = '2001-01-01'", id="day-of-a-path"),
    pytest.param("UPDATE module_version SET state = 'draft' WHERE version = 1", id="backwards"),
    pytest.param("UPDATE module_version SET state = 'discarded' WHERE version = 1", id="no-such-step"),
    pytest.param(f"UPDATE outcome SET weight = 1 WHERE version_id = {V1}", id="outcome"),
    pytest.param(f"DELETE FROM outcome WHERE version_id = {V1}", id="outcome-removed"),
    pytest.param(f"UPDATE outcome SET version_id = {V2} WHERE version_id = {V1}", id="outcome-taken-away"),
    pytest.param(f"UPDATE outcome SET version_id = {V1} WHERE version_id = {V2}", id="outcome-brought"),
    pytest.param(f"UPDATE assessment_spec SET pass_mark = 1 WHERE version_id = {V1}", id="assessment"),
    pytest.param(f"DELETE FROM assessment_spec WHERE version_id = {V1}", id="assessment-removed"),
    pytest.param(
        "INSERT INTO assessment_spec (id, version_id, key, position, method, title, weight, pass_mark,"
        f" created_at) VALUES (1, {V1}, 'k', 9, 'm', '{{}}', 1, 1, '2026-11-21 10:00:00+00:00')",
        id="assessment-added",
    ),
    pytest.param("UPDATE path_version SET legal_basis = 'None'", id="path"),
    pytest.param("UPDATE path_version SET state = 'approved'", id="path-backwards"),
    pytest.param("UPDATE path_component SET min_proof_level = 0", id="component"),
    pytest.param("DELETE FROM path_component", id="component-removed"),
    pytest.param("DELETE FROM path_version", id="path-removed"),
]


@pytest.mark.parametrize("statement", REFUSED)
def test_no_statement_changes_what_was_published(module, statement):
    with pytest.raises(IntegrityError, match="I-06"), transaction():
        db.session.execute(text(statement))


ALLOWED = [
    pytest.param("UPDATE module_version SET teach_out_until = '2027-12-31' WHERE version = 1", id="last-day"),
    pytest.param("UPDATE module_version SET state = 'superseded' WHERE version = 1", id="superseded"),
    pytest.param("UPDATE path_version SET state = 'withdrawn'", id="withdrawn"),
    pytest.param("UPDATE module_version SET hours_contact = hours_contact WHERE version = 1", id="the-same"),
    pytest.param("UPDATE module_version SET hours_contact = 1 WHERE version = 2", id="draft"),
    pytest.param(f"UPDATE outcome SET weight = 1 WHERE version_id = {V2}", id="outcome-of-a-draft"),
    pytest.param(f"DELETE FROM assessment_spec WHERE version_id = {V2}", id="part-of-a-draft"),
]


@pytest.mark.parametrize("statement", ALLOWED)
def test_standing_and_drafts_still_move(module, statement):
    with transaction():
        changed = db.session.execute(text(statement))

    assert changed.rowcount > 0


def test_a_withdrawn_version_stays_where_it_is(cast, module):
    version = db.session.scalar(text(f"SELECT id FROM ({V1}) AS one"))
    with transaction():
        service.withdraw(cast.farid, version, reason="Repealed")

    with pytest.raises(IntegrityError, match="I-06"), transaction():
        db.session.execute(text("UPDATE module_version SET state = 'published' WHERE version = 1"))
    state = db.session.scalar(text("SELECT state FROM module_version WHERE version = 1"))
    assert state == VersionState.WITHDRAWN
