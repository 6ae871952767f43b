"""A withdrawal is noted at once; the worker pauses and tells in pieces, killed or not (J5)."""

import logging

import pytest
from sqlalchemy import func, select

from curriculum import clock
from curriculum.audit import queries as trail
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue import service as modules
from curriculum.catalogue.models import Module
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.path import ComponentType
from curriculum.paths import service as path_service
from curriculum.paths.content import ComponentContent
from curriculum.paths.models import PathEnrolment
from curriculum.tasks.models import Mail
from curriculum.transitions import consequences, pausing, running
from curriculum.transitions.models import PauseDue
from tests.factories.catalogue import published as publish_module
from tests.factories.paths import published as publish_path
from tests.transitions.setting import TEACH_OUT, give_address

pytestmark = pytest.mark.database
E = EnrolmentState


def states(version_id):
    wanted = select(PathEnrolment.state).where(PathEnrolment.path_version_id == version_id)
    return list(db.session.scalars(wanted.order_by(PathEnrolment.id)))


def withdraw(setting):
    with transaction():
        path_service.withdraw(setting.cast.farid, setting.old, reason="The law changed")


def test_request_pauses_nobody_and_the_worker_everybody(setting):
    with transaction():
        setting.enrol(E.ACTIVE, E.ADMITTED, E.ON_HOLD)
    withdraw(setting)
    assert states(setting.old) == [E.ACTIVE, E.ADMITTED, E.ON_HOLD]
    running.work_due()
    assert states(setting.old) == [E.ON_HOLD] * 3


@pytest.mark.parametrize("of", ["path", "module"])
def test_pause_says_why_the_version_was_withdrawn(setting, of):
    with transaction():
        paused = setting.enrol(E.ACTIVE)[0].id
    with transaction():
        if of == "path":
            path_service.withdraw(setting.cast.farid, setting.old, reason="The law changed")
        else:
            modules.withdraw(setting.cast.farid, setting.module, reason="The law changed")
    running.work_due()

    wanted = select(PauseDue.reason).where(PauseDue.path_version_id == setting.old)
    assert db.session.scalars(wanted).all() == ["The law changed"]
    told = [(one.event, one.reason) for one in trail.of_object("enrolment", paused)]
    assert told == [("enrolment:paused", "The law changed")]


def test_worker_killed_between_pieces_goes_on_and_tells_nobody_twice(setting, monkeypatch):
    monkeypatch.setattr(pausing, "PIECE", 2)
    with transaction():
        for one in setting.enrol(*[E.ACTIVE] * 5):
            give_address(one.person_id)
    withdraw(setting)

    def die():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        running.work_due(die)
    assert states(setting.old).count(E.ON_HOLD) == 2
    running.work_due()

    assert states(setting.old) == [E.ON_HOLD] * 5
    assert db.session.scalar(select(func.count()).select_from(Mail)) == 5
    assert pausing.waiting() == []


def test_one_who_cannot_be_paused_keeps_nobody_waiting(setting, monkeypatch, caplog):
    with transaction():
        bad = setting.enrol(E.ACTIVE, E.ACTIVE, E.ACTIVE)[1].id
    withdraw(setting)
    pause = path_service.pause

    def fail_for_one(enrolment, *, reason):
        pause(enrolment, reason=reason)
        if enrolment.id == bad:
            raise RuntimeError("not this one")

    monkeypatch.setattr(path_service, "pause", fail_for_one)
    with caplog.at_level(logging.ERROR):
        running.work_due()

    assert states(setting.old) == [E.ON_HOLD, E.ACTIVE, E.ON_HOLD]
    assert [str(bad) in one.getMessage() for one in caplog.records] == [True]


@pytest.fixture
def any_version(setting) -> int:
    """A path that asks for any version of the module, with one person under way."""
    cast = setting.cast
    with transaction():
        module = db.session.scalars(select(Module)).one()
        component = ComponentContent("C1", ComponentType.MODULE, module=(module.code, None))
        version_id = publish_path("LP-ANY", cast.chidi, cast.elif_, cast.farid, component).id
        one = setting.enrol(E.ACTIVE)[0]
        one.path_version_id = version_id
    return version_id


def latest() -> int:
    return catalogue.latest_published(db.session.scalars(select(Module)).one().id).id


def test_paths_that_ask_for_any_version_are_among_the_consequences(setting, any_version):
    cast = setting.cast
    with transaction():
        module = db.session.scalars(select(Module)).one()
        third = publish_module(module, cast.chidi, cast.farid, teach_out_until=TEACH_OUT).id
    found = consequences.of_module(catalogue.version(third), clock.today())

    assert found.paths == (("LP", 2), ("LP-ANY", 1))
    assert found.learners == {E.ACTIVE: 1}


def test_withdrawing_the_last_version_pauses_who_may_take_any(setting, any_version):
    with transaction():
        modules.withdraw(setting.cast.farid, latest(), reason="Wrong in law")
    running.work_due()
    assert states(any_version) == [E.ON_HOLD]


def test_withdrawing_an_older_version_leaves_who_may_take_any(setting, any_version):
    with transaction():
        modules.withdraw(setting.cast.farid, setting.module, reason="Wrong in law")
    running.work_due()
    assert states(any_version) == [E.ACTIVE]
