"""One issued certificate, its document, and a browser that has never seen a cookie."""

from typing import NamedTuple

import pytest
from sqlalchemy import select

from curriculum import clock
from curriculum.awards import queries
from curriculum.awards.graduation import running
from curriculum.awards.issuing import lists
from curriculum.awards.models import Certificate
from curriculum.db import db
from curriculum.verify import views
from curriculum.verify.tally import Tally
from tests.awards import signed_off


class Issued(NamedTuple):
    """What the tests ask about."""

    certificate: Certificate
    pdf: bytes
    code: str

    @property
    def page(self) -> str:
        return f"/v/{self.certificate.token}"


@pytest.fixture
def issued(app) -> Issued:
    signed_off.open_keys()
    signed_off.make_batch(1)
    running.issue_due()
    lists.publish_due(clock.now())
    certificate = db.session.scalars(select(Certificate)).one()
    statement = queries.statement_of(certificate)
    found = Issued(certificate, queries.document(certificate), statement.code)
    db.session.rollback()
    return found


@pytest.fixture(autouse=True)
def nothing_counted(app, monkeypatch):
    """Neither tries nor questions of earlier tests."""
    monkeypatch.setattr(views, "throttle", views.Throttle())
    monkeypatch.setitem(app.extensions, "verify.tally", Tally())
