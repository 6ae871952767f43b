"""Work that waits: how long after so many failures, and which moments cannot have been meant."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from curriculum.db import db, transaction
from curriculum.db.waiting import HELD, LONGEST_PAUSE, pause, ripe
from curriculum.tasks.models import Mail
from tests.conftest import NOW

SECOND = timedelta(seconds=1)
MOMENTS = [
    pytest.param(NOW - timedelta(days=900), True, id="long ago"),
    pytest.param(NOW, True, id="now"),
    pytest.param(NOW + SECOND, False, id="in a second"),
    pytest.param(NOW + LONGEST_PAUSE, False, id="after the longest pause"),
    pytest.param(NOW + LONGEST_PAUSE + SECOND, True, id="later than anything is: the clock ran ahead"),
    pytest.param(HELD, False, id="held back by somebody"),
]


@pytest.mark.database
@pytest.mark.parametrize(("due_at", "is_ripe"), MOMENTS)
def test_r11_what_is_due_later_than_any_pause_is_due_now(app, due_at, is_ripe):
    with transaction() as session:
        given = {"key": "k", "message_id": "m", "to": "", "template": "t", "language": "fr", "facts": {}}
        session.add(Mail(due_at=due_at, **given))

    found = db.session.scalars(select(Mail).where(ripe(Mail.due_at, NOW))).all()
    assert len(found) == is_ripe


def test_pauses_double_up_to_an_hour():
    assert [pause(tries).total_seconds() / 60 for tries in (1, 2, 3, 4, 5, 6, 7, 1_000_000)] == [
        *(2, 4, 8, 16, 32),
        *(60, 60, 60),
    ]
