"""Who may say until when a version can be finished, and which of two days counts (I-18, §2.9)."""

from datetime import date

import pytest
from sqlalchemy import select

from curriculum import clock
from curriculum.audit.models import AuditEvent
from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.catalogue.models import Module
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.refusals import RefusalCode
from curriculum.paths import queries as paths
from curriculum.paths import service as path_service
from curriculum.transitions import service, terms
from tests.factories.paths import content, module_component
from tests.refusing import refused
from tests.transitions.setting import TEACH_OUT

pytestmark = pytest.mark.database
SOONER, LATER = date(2027, 1, 31), date(2027, 12, 31)
PAGE = "/training/paths/LP/2/consequences"
ASKED = ("teach_out_until", "moves_from", "moves_until", "reason")


def last_day(setting):
    db.session.remove()
    return paths.version(setting.old).teach_out_until


@pytest.mark.parametrize("until", [SOONER, LATER], ids=["sooner", "later"])
def test_designer_alone_moves_no_published_last_day_I18(setting, until):
    chidi = setting.cast.chidi
    with transaction():
        refused(
            RefusalCode.NOT_PERMITTED,
            service.decide_terms,
            chidi,
            setting.new,
            teach_out_until=until,
            reason="x",
        )
    assert last_day(setting) == TEACH_OUT


def test_designer_may_still_decide_when_people_move_themselves(setting):
    with transaction():
        days = {"teach_out_until": TEACH_OUT, "moves_until": SOONER}
        service.decide_terms(setting.cast.chidi, setting.new, **days)

    assert terms.find_terms(setting.new).moves_until == SOONER
    assert last_day(setting) == TEACH_OUT


def test_whoever_publishes_shortens_with_a_reason_only_I17(setting):
    farid = setting.cast.farid
    refused(RefusalCode.REASON_MISSING, service.decide_terms, farid, setting.new, teach_out_until=SOONER)
    with transaction():
        service.decide_terms(farid, setting.new, teach_out_until=SOONER, reason="The school closes")

    wanted = select(AuditEvent.reason).where(AuditEvent.event == "version:terms_decided")
    assert (last_day(setting), db.session.scalars(wanted).all()) == (SOONER, ["The school closes"])


def third(setting, decided: date) -> int:
    """A version 3, approved, for which a last day of version 2 was proposed."""
    cast = setting.cast
    component = module_component(db.session.scalars(select(Module)).one(), number=2)
    path_id = paths.version(setting.new).path_id
    version = path_service.draft_version(cast.chidi, path_id=path_id, content=content(component))
    path_service.submit(cast.chidi, version.id)
    path_service.opine(cast.elif_, version.id, given_as=GivenAs.HR, opinion=Opinion.FAVOURABLE)
    service.decide_terms(cast.chidi, version.id, teach_out_until=decided, moves_until=SOONER)
    path_service.approve(cast.farid, version.id)
    return version.id


def test_day_given_with_the_publication_counts(setting):
    with transaction():
        version_id = third(setting, clock.today())
    with transaction():
        path_service.publish(setting.cast.farid, version_id, teach_out_until=LATER)
    db.session.remove()

    assert paths.version(setting.new).teach_out_until == LATER
    decided = terms.find_terms(version_id)
    assert (decided.teach_out_until, decided.moves_until) == (LATER, SOONER)


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        pytest.param("chidi", ["moves_from", "moves_until"], id="designer"),
        pytest.param("farid", ["teach_out_until", "moves_from", "moves_until", "reason"], id="signatory"),
    ],
)
def test_page_asks_what_its_reader_may_decide(visit, setting, who, asked):
    with transaction():
        setting.enrol(EnrolmentState.ACTIVE)
    page = visit(PAGE, as_=who)
    fields = [one.get("name") for tag in ("input", "textarea") for one in page.all(tag)]
    assert [one for one in fields if one in ASKED] == asked

    sent = {"moves_until": SOONER.isoformat(), "moves_from": ""}
    given = sent | ({"teach_out_until": TEACH_OUT.isoformat(), "reason": ""} if who == "farid" else {})
    assert visit(PAGE, as_=who, method="POST", data=given, status=303).status == 303
    assert last_day(setting) == TEACH_OUT
