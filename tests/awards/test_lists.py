"""The public status lists: who stands in them, and when they are signed anew."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from certificates.status import Happening
from certificates.status.entry import StatusEntry
from certificates.status.lists import check_list, read_list
from certificates.verifying.trust import Trust
from curriculum.awards.graduation import running
from curriculum.awards.issuing import lists, seals, slots
from curriculum.awards.models import Certificate, IssueRequest
from curriculum.awards.register.replacing import happened
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.certificate import CertificateState
from tests.awards import signed_off
from tests.conftest import NOW

pytestmark = pytest.mark.database
S = CertificateState


@pytest.fixture
def issued(app):
    signed_off.open_keys()
    signed_off.make_batch(1)
    running.issue_due()
    return db.session.scalars(select(Certificate)).one()


def place() -> StatusEntry:
    row = db.session.scalars(select(IssueRequest)).one()
    return StatusEntry(row.status_list, row.status_index)


def named() -> dict[str, bool]:
    """Whether each list names the one certificate."""
    one = place()
    return {purpose: read_list(lists.find(purpose, 1)).has(one.index) for purpose in lists.SPEAKS_OF}


# What becomes of it, and which list says so.
NAMED = [
    pytest.param(S.ISSUED, False, False, id="issued: nowhere"),
    pytest.param(S.SUSPENDED, False, True, id="suspended: stands again when reinstated"),
    pytest.param(S.REVOKED, True, False, id="revoked"),
    pytest.param(S.WITHDRAWN, True, False, id="withdrawn: stands no more either"),
    pytest.param(S.SUPERSEDED, True, False, id="superseded: the newer one stands"),
]


@pytest.mark.parametrize(("state", "revoked", "suspended"), NAMED)
def test_a_list_names_what_does_not_stand(issued, state, revoked, suspended):
    with transaction():
        issued.state = state
    lists.publish_due(NOW)
    assert named() == {"revocation": revoked, "suspension": suspended}


def test_lists_are_signed_by_a_key_of_the_issuer(issued):
    lists.publish_due(NOW)
    trust = Trust.of(seals.authority())
    read = [read_list(row.body) for row in lists.every()]
    assert [(one.purpose, one.number) for one in read] == [("revocation", 1), ("suspension", 1)]
    assert [str(check_list(one, trust.did)) for one in read] == ["holds", "holds"]


def test_a_list_is_signed_anew_when_something_happened_and_daily(issued):
    """Nothing happened: nothing is signed. A day, or an event: both lists, for either may have changed."""
    due = [lists.publish_due(NOW), lists.publish_due(NOW + timedelta(hours=23))]
    with transaction():
        happened(issued, Happening.SUSPENDED, NOW)
    due += [lists.publish_due(NOW + timedelta(hours=23)), lists.publish_due(NOW + timedelta(days=2))]
    assert due == [2, 0, 2, 2]


def test_a_full_list_opens_the_next(issued, monkeypatch):
    """Eight taken places in a row: the list is full enough that drawing from it would take long."""
    taken = place()
    monkeypatch.setattr(slots, "draw_index", lambda: taken.index)
    assert slots.draw() == StatusEntry(taken.list + 1, taken.index)
