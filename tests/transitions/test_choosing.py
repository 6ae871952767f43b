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
from curriculum.transitions import choosing, running, service, terms
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
        sooner = {"teach_out_until": date(2027, 1, 31), "reason": "The school closes"}
        service.decide_terms(setting.cast.farid, setting.new, **sooner, **given)

    assert chosen(setting, mine).is_open(clock.today()) is is_open
    assert paths.version(setting.old).teach_out_until == date(2027, 1, 31)


def pause_taught_out() -> int:
    """One night's round, and the worker after it."""
    with transaction():
        noted = service.pause_taught_out(clock.today())
    running.work_due()
    return noted


def test_after_a_window_with_an_end_of_its_own_the_choice_is_closed(setting, mine):
    with transaction():
        until = {"teach_out_until": TEACH_OUT, "moves_until": date(2026, 12, 31)}
        service.decide_terms(setting.cast.farid, setting.new, **until)
    with clock.moved_to(datetime(2027, 1, 1, 9, tzinfo=UTC)):
        enrolment = paths.enrolment(setting.cast.amina.person_id, mine)
        refusal = refused(RefusalCode.MOVE_WINDOW_CLOSED, service.move, setting.cast.amina, enrolment, 2)
    assert refusal.facts["end"] == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("moves_until", "is_open"),
    [
        pytest.param(None, True, id="nobody-said-otherwise"),
        pytest.param(date(2027, 3, 31), True, id="until-then-one-could-still-finish"),
        pytest.param(date(2027, 8, 31), True, id="longer-on-purpose"),
        pytest.param(date(2027, 7, 15), False, id="longer-on-purpose-and-over"),
    ],
)
def test_after_the_last_day_the_way_on_stays_open(setting, mine, moves_until, is_open):
    with transaction():
        last = {"teach_out_until": TEACH_OUT, "moves_until": moves_until}
        service.decide_terms(setting.cast.farid, setting.new, **last)
    with clock.moved_to(datetime(2027, 8, 1, 9, tzinfo=UTC)):
        found = chosen(setting, mine)
        assert (found.is_open(clock.today()), found.finishes(clock.today())) == (is_open, False)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(E.ACTIVE, E.ACTIVE, id="the-pause-of-the-last-day-ends"),
        pytest.param(E.ADMITTED, E.ADMITTED, id="who-had-not-begun-has-not"),
        pytest.param(E.ON_HOLD, E.ON_HOLD, id="HR-paused-and-HR-resumes"),
    ],
)
def test_who_moves_after_the_last_day_stands_as_before_the_pause(setting, mine, before, after):
    with transaction():
        paths.enrolment(setting.cast.amina.person_id, mine).state = before
    with clock.moved_to(LATER):
        pause_taught_out()
        assert states(setting) == [E.ON_HOLD]
        with transaction():
            moved = service.move(setting.cast.amina, paths.enrolment(setting.cast.amina.person_id, mine), 2)
            assert moved.state is after


def test_who_was_paused_after_the_last_day_is_told_once_and_not_resumed(setting, mine):
    with transaction():
        give_address(setting.cast.amina.person_id)
    with clock.moved_to(LATER):
        assert (pause_taught_out(), pause_taught_out()) == (1, 0)
        enrolment = paths.enrolment(setting.cast.amina.person_id, mine)
        refused(RefusalCode.VERSION_NOT_PUBLISHED, path_service.resume, setting.cast.farid, enrolment)

    assert db.session.scalars(select(Mail.template)).all() == ["enrolment_paused"]


def test_longer_last_day_lets_people_be_resumed_and_pauses_them_anew(setting, mine):
    with transaction():
        give_address(setting.cast.amina.person_id)
    with clock.moved_to(LATER):
        pause_taught_out()
        with transaction():
            service.decide_terms(setting.cast.farid, setting.new, teach_out_until=date(2027, 7, 31))
        with transaction():
            path_service.resume(setting.cast.farid, paths.enrolment(setting.cast.amina.person_id, mine))
        assert pause_taught_out() == 0
    with clock.moved_to(datetime(2027, 8, 1, 9, tzinfo=UTC)):
        assert pause_taught_out() == 1

    assert db.session.scalars(select(Mail.template)).all() == ["enrolment_paused"] * 2


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
    running.work_due()

    assert states(setting) == [E.ON_HOLD]
    told = sorted(db.session.scalars(select(Mail.template)))
    assert told == ["certificate_version_withdrawn", "enrolment_paused"]
    enrolment = paths.enrolment(amina, mine)
    refused(RefusalCode.VERSION_NOT_PUBLISHED, path_service.resume, setting.cast.farid, enrolment)


def test_who_was_paused_by_a_withdrawal_goes_on_by_moving(setting, mine):
    with transaction():
        path_service.withdraw(setting.cast.farid, setting.old, reason="The law changed")
    running.work_due()
    with clock.moved_to(LATER), transaction():
        moved = service.move(setting.cast.amina, paths.enrolment(setting.cast.amina.person_id, mine), 2)
        state = moved.state

    assert state is E.ACTIVE


def test_withdrawn_module_pauses_who_must_take_it(setting, mine):
    with transaction():
        catalogue.withdraw(setting.cast.farid, setting.module, reason="Wrong in law")
    running.work_due()

    assert states(setting) == [E.ON_HOLD]
