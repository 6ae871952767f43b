"""One person whose standing cannot be computed stops neither the nightly round nor anybody else's."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from curriculum.db import db, transaction
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.paths import engine
from curriculum.progress import service as progress
from curriculum.progress.models import Standing
from tests.transitions.setting import make_setting

pytestmark = pytest.mark.database


@pytest.fixture
def three(cast, monkeypatch):
    """Three with the same evidence; the path of the second has a rule beyond the calendar."""
    setting, people = make_setting(cast), []
    for _number in range(3):
        with transaction():
            [row] = setting.enrol(EnrolmentState.ACTIVE)
            people.append(row.person_id)
            if len(people) == 2:
                row.path_version_id = setting.new
            db.session.flush()
            setting.passed(row.person_id, *setting.first)
    plan = engine.plan

    def broken(version_id, *rest):
        path = plan(version_id, *rest)
        if version_id != setting.new:
            return path
        return replace(path, components=tuple(one._replace(within_months=10**8) for one in path.components))

    monkeypatch.setattr(engine, "plan", broken)
    return people


def refresh(persons):
    with transaction():
        progress.refresh(persons)


@pytest.mark.parametrize("work", [progress.rebuild, refresh])
def test_others_are_computed_and_the_log_names_the_one(three, caplog, work):
    with transaction():
        progress.forget_all()

    work(three)

    held = set(db.session.scalars(select(Standing.person_id)))
    assert held == {three[0], three[2]}
    assert [one.args for one in caplog.records if one.name == "cursus.progress"] == [(three[1],)]
