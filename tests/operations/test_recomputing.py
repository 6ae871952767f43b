"""`cursus selfcheck` finds what somebody changed behind the product's back."""

import pytest
from sqlalchemy import text

from curriculum import operations
from curriculum.awards.graduation import running
from curriculum.db import transaction
from tests.awards import signed_off

pytestmark = pytest.mark.database

ORDER = [f"{name}: in order" for name in ("audit trail", "public log", "certificates", "standings")]


@pytest.fixture
def register(app):
    signed_off.open_keys()
    signed_off.make_batch(2)
    running.issue_due()


def checked() -> tuple[int, list[str]]:
    said: list[str] = []
    return operations.selfcheck(said.append), said


def test_an_untouched_register_is_in_order(register):
    assert checked() == (0, ORDER)


def test_an_empty_register_is_in_order(app):
    assert checked() == (0, ORDER)


CHANGES = [
    pytest.param("UPDATE audit_event SET event = 'certificate:revoked' WHERE seq = 2", "event 2", id="trail"),
    pytest.param('DELETE FROM log_leaf WHERE "index" = 1', "rolled_back", id="log-cut"),
    pytest.param(f"UPDATE log_leaf SET hash = '{'7' * 64}' WHERE \"index\" = 0", "rewritten", id="log-leaf"),
    pytest.param(
        "UPDATE certificate SET pdf_sha256 = 'x' WHERE log_index = 0", "digest other_file", id="digest"
    ),
    pytest.param("DELETE FROM certificate_document", "document_missing", id="document-gone"),
    pytest.param(
        "UPDATE signing_statement SET payload = REPLACE(payload, 'Amina', 'Amine')",
        "claims differ",
        id="statement",
    ),
]


@pytest.mark.parametrize(("change", "said"), CHANGES)
def test_whatever_is_changed_behind_its_back_is_found(register, change, said):
    with transaction() as session:
        session.execute(text(change))
    status, lines = checked()
    assert status == 1
    assert said in "\n".join(lines)
