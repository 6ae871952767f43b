"""What goes out comes in again and goes out equal: the whole of Velmaria, and its way as drafts."""

import json

import pytest
from sqlalchemy import func, select

from curriculum import clock
from curriculum.audit.models import AuditEvent
from curriculum.db import db, transaction
from curriculum.domain.actors import OPERATOR
from curriculum.domain.exchange_plan import Fate
from curriculum.exchange import exporting, service
from tests.conftest import NOW
from tests.conftest import _empty as empty
from tests.paths.test_velmaria import load

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def velmaria(whole_app) -> bytes:
    """The file of a whole country."""
    with whole_app.app_context(), clock.moved_to(NOW):
        empty(whole_app)
        load()
        content = json.dumps(exporting.document(), ensure_ascii=False).encode()
        db.session.remove()
        db.engine.dispose()
    return content


def _told(event: str) -> int:
    return db.session.scalar(select(func.count()).where(AuditEvent.event == event))


def test_restored_into_an_empty_country_it_goes_out_equal(app, velmaria):
    with transaction():
        lines = service.import_(OPERATOR, velmaria, restores=True)

    assert {line.fate for line in lines} == {Fate.NEW}
    db.session.expire_all()
    assert exporting.document() == json.loads(velmaria)


def test_imported_again_everything_is_equal(app, velmaria):
    with transaction():
        service.import_(OPERATOR, velmaria, restores=True)

    again = service.preview(OPERATOR, velmaria, restores=True)

    assert {line.fate for line in again} == {Fate.EQUAL}


def test_every_restored_version_is_told_once(app, velmaria):
    with transaction():
        service.import_(OPERATOR, velmaria, restores=True)

    document = json.loads(velmaria)
    versions = sum(len(one["versions"]) for one in (*document["modules"], *document["paths"]))
    assert _told("version:restored") == versions
