"""The official's own choice in its window, the terms it follows, a withdrawn version, the last day (J5)."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from curriculum import clock
from curriculum.catalogue import service as catalogue
from curriculum.db import db, transaction
from curriculum.domain.dossier import CertificateStanding
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.refusals import RefusalCode
from curriculum.paths import queries as paths
from curriculum.paths import service as path_service
from curriculum.paths.models import PathEnrolment
from curriculum.progress import service as progress
from curriculum.tasks.models import Mail
from curriculum.transitions import choosing, service, terms
from tests.refusing import refused
from tests.transitions.setting import TEACH_OUT, give_address

pytestmark = pytest.mark.database
E = EnrolmentState
LATER = datetime(2027, 7, 1, 9, tzinfo=UTC)


@pytest.fixture
def mine(setting):
    """Amina on version 1, who holds all of it."""
    amina = setting.cast.amina
    with transaction():
        [row] = setting.enrol(E.ACTIVE, person_id=amina.person_id)
        setting.passed(amina.person_id, *setting.first)
        return row.id


def chosen(setting, enrolment_id):
    return choosing.choice(paths.enrolment(setting.cast.amina.person_id, enrolment_id))


def states(setting):
    rows = db.session.scalars(select(PathEnrolment).where(PathEnrolment.path_version_id == setting.old))
    return [one.state for one in rows]


def test_choice_says_until_when_and_what_moving_means(setting, mine):
    found = chosen(setting, mine)

    assert (found.window.closes, found.is_open(clock.today()), found.finishes(clock.today())) == (
        TEACH_OUT,
        True,
        True,
    )
    assert found.move(clock.today()).bridging[0].detail == "retest_80"


def test_official_moves_inside_the_window(setting, mine):
    with transaction():
        moved = service.move(setting.cast.amina, paths.enrolment(setting.cast.amina.person_id, mine), 2)
        moved_from = moved.moved_from_id

    assert (moved_from, states(setting)) == (mine, [E.TRANSITIONED])


def test_nobody_else_moves_an_official_this_way(setting, mine):
    enrolment = paths.enrolment(setting.cast.amina.person_id, mine)

    refused(RefusalCode.NOT_PERMITTED, service.move, setting.cast.farid, enrolment, 2)
    refused(RefusalCode.CHANGED_MEANWHILE, service.move, setting.cast.amina, enrolment, 3)


@pytest.mark.parametrize(
    ("given", "is_open"),
    [
        pytest.param({}, True, id="until-it-is-no-longer-taught"),
        pytest.param({"moves_from": date(2026, 11, 22)}, False, id="opens-tomorrow"),
        pytest.param({"moves_until": date(2026, 11, 21)}, True, id="last-day-included"),
    ],
)
def test_window_follows_the_terms(setting, mine, given, is_open):
    with transaction():
        service.decide_terms(setting.cast.farid, setting.new, teach_out_until=date(2027, 1, 31), **given)

    assert chosen(setting, mine).is_open(clock.today()) is is_open
    assert paths.version(setting.old).teach_out_until == date(2027, 1, 31)


def test_after_the_window_the_choice_is_closed_and_the_round_pauses(setting, mine):
    with transaction():
        give_address(setting.cast.amina.person_id)
    with clock.moved_to(LATER):
        enrolment = paths.enrolment(setting.cast.amina.person_id, mine)
        refusal = refused(RefusalCode.MOVE_WINDOW_CLOSED, service.move, setting.cast.amina, enrolment, 2)
        assert refusal.facts["end"] == TEACH_OUT
        with transaction():
            assert service.pause_taught_out(clock.today()) == 1
        with transaction():
            assert service.pause_taught_out(clock.today()) == 0

    assert states(setting) == [E.ON_HOLD]
    assert db.session.scalars(select(Mail.template)).all() == ["enrolment_paused"]


def test_terms_contradict_no_calendar(setting):
    farid, decide = setting.cast.farid, service.decide_terms
    until = date(2027, 1, 31)

    refused(RefusalCode.DATES_CONTRADICT, decide, farid, setting.new, teach_out_until=date(2026, 1, 1))
    refused(
        RefusalCode.DATES_CONTRADICT,
        decide,
        farid,
        setting.new,
        teach_out_until=until,
        moves_from=date(2027, 2, 1),
        moves_until=until,
    )
    refused(RefusalCode.NOT_PERMITTED, decide, setting.cast.ines, setting.new, teach_out_until=until)
    refused(RefusalCode.NOT_FOUND, decide, farid, setting.old, teach_out_until=until)
    assert terms.find_terms(setting.new) is None


def test_withdrawn_version_pauses_its_people_and_tells_holders_S17(setting, mine):
    amina = setting.cast.amina.person_id
    with transaction():
        give_address(amina)
        progress.note_certificate(
            amina,
            "VM-2026-000001",
            path_version_id=setting.old,
            effective_from=date(2026, 1, 1),
            valid_until=date(2028, 12, 31),
            standing=CertificateStanding.ISSUED,
        )
    with transaction():
        path_service.withdraw(setting.cast.farid, setting.old, reason="The law changed")

    assert states(setting) == [E.ON_HOLD]
    told = sorted(db.session.scalars(select(Mail.template)))
    assert told == ["certificate_version_withdrawn", "enrolment_paused"]
    enrolment = paths.enrolment(amina, mine)
    refused(RefusalCode.VERSION_NOT_PUBLISHED, path_service.resume, setting.cast.farid, enrolment)


def test_who_was_paused_by_a_withdrawal_goes_on_by_moving(setting, mine):
    with transaction():
        path_service.withdraw(setting.cast.farid, setting.old, reason="The law changed")
    with clock.moved_to(LATER), transaction():
        moved = service.move(setting.cast.amina, paths.enrolment(setting.cast.amina.person_id, mine), 2)
        state = moved.state

    assert state is E.ACTIVE


def test_withdrawn_module_pauses_who_must_take_it(setting, mine):
    with transaction():
        catalogue.withdraw(setting.cast.farid, setting.module, reason="Wrong in law")

    assert states(setting) == [E.ON_HOLD]
