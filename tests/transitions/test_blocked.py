"""One refusal is one line's fate: a plan whose version was replaced keeps no other from its work (J5)."""

import pytest
from sqlalchemy import select

from curriculum.catalogue.models import Module
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.lifecycles.migration import MigrationState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.paths import service as path_service
from curriculum.transitions import applying, queries, running, service
from curriculum.transitions.vocabulary import Stays
from tests.factories.paths import module_component
from tests.factories.paths import published as publish_path
from tests.refusing import refused
from tests.transitions.setting import TEACH_OUT

pytestmark = pytest.mark.database
E, M = EnrolmentState, MigrationState


@pytest.fixture
def plan(setting) -> str:
    with transaction():
        setting.enrol(E.ACTIVE, E.ACTIVE)
        return service.draw(setting.cast.farid, setting.old, setting.new).code


def publish_next(setting):
    cast = setting.cast
    with transaction():
        component = module_component(db.session.scalars(select(Module)).one(), number=2)
        publish_path("LP", cast.chidi, cast.elif_, cast.farid, component, teach_out_until=TEACH_OUT)


def apply(setting, code):
    with transaction():
        service.apply(setting.cast.farid, code, reason="The law changed")


def fates(code):
    return [one.stays_because for one in db.session.scalars(queries.lines_of(queries.get(code)))]


def test_plan_to_what_was_replaced_is_not_applied(setting, plan):
    publish_next(setting)

    refusal = refused(RefusalCode.VERSION_NOT_PUBLISHED, apply, setting, plan)
    assert (refusal.facts["code"], queries.get(plan).state) == ("LP v2", M.DRAWN)


def test_what_is_refused_to_one_is_that_line_s_fate(setting, plan, monkeypatch):
    apply(setting, plan)
    migrate = path_service.migrate
    gone = db.session.scalars(queries.lines_of(queries.get(plan))).first().enrolment_id

    def refuse_one(enrolment, to, *, reason):
        if enrolment.id == gone:
            raise Refusal(RefusalCode.WRONG_STATE, object="enrolment")
        return migrate(enrolment, to, reason=reason)

    monkeypatch.setattr(path_service, "migrate", refuse_one)
    running.work_due()

    assert (queries.get(plan).state, fates(plan)) == (M.APPLIED, [Stays.GONE_ON, None])


def test_plan_whose_version_is_replaced_on_the_way_halts_and_others_go_on(setting, plan):
    apply(setting, plan)
    publish_next(setting)
    running.work_due()

    assert (queries.get(plan).state, fates(plan)) == (M.STOPPED, [None] * 2)


def test_stopped_plan_does_not_go_on_to_what_was_replaced(setting, plan, monkeypatch):
    monkeypatch.setattr(applying, "PIECE", 1)
    apply(setting, plan)
    with transaction():
        service.stop(setting.cast.farid, plan)
    publish_next(setting)

    with transaction():
        refused(RefusalCode.VERSION_NOT_PUBLISHED, service.resume, setting.cast.farid, plan)


def test_plan_that_fails_keeps_no_other_from_its_work(setting, plan, monkeypatch):
    with transaction():
        other = service.draw(setting.cast.farid, setting.old, setting.new).code
    for code in (plan, other):
        apply(setting, code)

    def fail_for_first(one):
        if one.code == plan:
            raise RuntimeError("the first plan cannot go on")
        return applying.move_piece(one)

    monkeypatch.setitem(running.PIECES, M.APPLYING, fail_for_first)
    running.work_due()

    assert [queries.get(code).state for code in (plan, other)] == [M.APPLYING, M.APPLIED]
