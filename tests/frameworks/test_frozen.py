"""An adopted framework is kept by the database itself, whoever writes past the room, on either database."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from curriculum.db import db, transaction
from curriculum.domain.actors import OPERATOR
from curriculum.frameworks import queries, service
from tests.factories.frameworks import as_file, package

pytestmark = pytest.mark.database

BG = "(SELECT id FROM framework WHERE code = 'BG')"
REFUSED = [
    pytest.param("UPDATE framework SET creator = 'me' WHERE code = 'BG'", id="document"),
    pytest.param("UPDATE framework SET code = 'GB' WHERE code = 'BG'", id="code"),
    pytest.param("UPDATE framework SET state = 'draft' WHERE code = 'BG'", id="backwards"),
    pytest.param(f"UPDATE framework_item SET code = 'X' WHERE framework_id = {BG}", id="item"),
    pytest.param(f"DELETE FROM framework_item WHERE framework_id = {BG}", id="item-removed"),
    pytest.param(
        f"UPDATE framework_item SET framework_id = {BG} WHERE framework_id <> {BG}", id="item-brought"
    ),
    pytest.param(f"DELETE FROM framework_association WHERE framework_id = {BG}", id="association-removed"),
    pytest.param(f"DELETE FROM framework WHERE id = {BG}", id="removed"),
]


@pytest.fixture
def adopted(app):
    """BG, adopted, beside the draft HR."""
    with transaction():
        made = service.import_(OPERATOR, as_file(package(6)), code="BG")
        other = {"identifier": "hr", "title": "Staff"}
        service.import_(OPERATOR, as_file(package(3, CFDocument=other, CFAssociations=[]) | _NONE), code="HR")
        db.session.execute(text("UPDATE framework SET state = 'adopted' WHERE code = 'BG'"))
    db.session.expire_all()
    return made


_NONE = {"CFItems": [{"identifier": "hr-1", "fullStatement": "Lead people", "humanCodingScheme": "HR.1"}]}


@pytest.mark.parametrize("statement", REFUSED)
def test_statement_on_an_adopted_framework_is_refused(adopted, statement):
    with pytest.raises(IntegrityError, match="adopted framework is never changed"):
        db.session.execute(text(statement))
    db.session.rollback()


def test_draft_still_changes_and_an_adopted_one_goes_out_of_use(adopted):
    with transaction():
        db.session.execute(text("UPDATE framework_item SET code = 'HR.2' WHERE code = 'HR.1'"))
        db.session.execute(text("UPDATE framework SET state = 'deprecated' WHERE code = 'BG'"))

    db.session.expire_all()
    assert queries.get("BG").state == "deprecated"
    with pytest.raises(IntegrityError):
        db.session.execute(text("UPDATE framework SET state = 'adopted' WHERE code = 'BG'"))
    db.session.rollback()
