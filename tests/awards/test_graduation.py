"""Graduations: what they take, how far they are, cancelled and resumed; none gives a signature."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from curriculum import clock
from curriculum.audit.models import AuditEvent
from curriculum.awards import queries, service
from curriculum.awards.graduation import halting, listing, running, standing
from curriculum.awards.graduation.gathering import start
from curriculum.awards.graduation.standing import Course, Figures, Standing
from curriculum.awards.issuing import issuance, requests
from curriculum.awards.models import Certificate, Function, IssueRequest
from curriculum.awards.models.graduations import Graduation, GraduationMember
from curriculum.awards.queries import graduations
from curriculum.db import db, transaction
from curriculum.db.waiting import HELD
from curriculum.domain.refusals import Refusal, RefusalCode
from tests.awards import signed_off
from tests.conftest import NOW
from tests.factories.awards import granted, make_candidacy

pytestmark = pytest.mark.database


@pytest.fixture
def batch(cast):
    """Three applications of MINT's people on a path of CNFGF, signed by both; keys open."""
    cast.enter()
    signed_off.open_keys()
    signed_off.make_batch(3)


def begin(actor, name: str = "November", **how) -> Graduation:
    with transaction():
        return start(actor, name, **({"institution": "CNFGF"} | how))


def refused(act) -> Refusal:
    with pytest.raises(Refusal) as no, transaction():
        act()
    return no.value


def figures(graduation: Graduation) -> dict[Standing, int]:
    db.session.rollback()
    found = standing.together(standing.figures_by_employer(graduation).values()).by
    return {one: count for one, count in found.items() if count}


def numbers(graduation: Graduation) -> tuple[int, ...]:
    found = figures(graduation)
    return tuple(found.get(one, 0) for one in (Standing.ISSUED, Standing.WAITING, Standing.FAILED))


def test_a_graduation_takes_what_waits_and_the_worker_issues_it(cast, batch):
    graduation = begin(cast.farid)
    assert numbers(graduation) == (0, 3, 0)
    assert running.issue_due() == 3
    assert numbers(graduation) == (3, 0, 0)
    page = listing.page(cast.farid, graduation.code)
    assert (page.course, page.figures.total, page.goes_on) == (Course.FINISHED, 3, False)
    assert [(one.code, one.figures[Standing.ISSUED]) for one in page.parts] == [("MINT", 3)]


def test_beginning_leaves_one_event_and_no_name(cast, batch):
    graduation = begin(cast.farid)
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert (event.event, event.object_id, event.about_person_id) == (
        "graduation:started",
        graduation.id,
        None,
    )
    assert event.facts == {"code": graduation.code, "count": 3}


def test_i03_a_graduation_signs_for_nobody(cast):
    """I-03: what waits for a signature waits on, and is issued once both have signed."""
    case = make_candidacy(cast)
    signed_off.open_keys()
    code = granted(case)
    graduation = begin(cast.farid)
    assert running.issue_due() == 0
    assert figures(graduation)[Standing.TO_SIGN] == 1
    with transaction():
        service.sign(cast.elif_, code, Function.HR, case.digest)
        service.sign(cast.farid, code, Function.TRAINING, case.digest)
    assert numbers(graduation) == (0, 1, 0)


def test_cancelling_holds_back_what_is_not_issued_and_resuming_goes_on(cast, batch, monkeypatch):
    graduation = begin(cast.farid)
    right = issuance.sign

    def sign_then_cancel(*given, **more):
        pdf = right(*given, **more)
        if graduations.get(graduation.code).cancelled_at is None:
            with transaction():
                halting.cancel(cast.farid, graduation.code, reason="The hall is flooded")
        return pdf

    monkeypatch.setattr(issuance, "sign", sign_then_cancel)
    assert running.issue_due() <= 1
    left = figures(graduation)[Standing.WAITING]
    assert left >= 2
    assert running.issue_due() == 0
    monkeypatch.undo()
    with transaction():
        halting.resume(cast.farid, graduation.code)
    assert running.issue_due() == left
    assert numbers(graduation) == (3, 0, 0)


def test_what_is_signed_after_the_cancellation_is_held_back_too(cast):
    case = make_candidacy(cast)
    signed_off.open_keys()
    code = granted(case)
    graduation = begin(cast.farid)
    with transaction():
        halting.cancel(cast.farid, graduation.code, reason="Another day")
    with transaction():
        service.sign(cast.elif_, code, Function.HR, case.digest)
        service.sign(cast.farid, code, Function.TRAINING, case.digest)

    assert db.session.scalars(select(IssueRequest.due_at)).one() == HELD
    with transaction():
        halting.resume(cast.farid, graduation.code)
    assert db.session.scalars(select(IssueRequest.due_at)).one() == NOW


def test_a_failure_is_counted_and_told_to_whoever_runs_it(cast, batch, monkeypatch):
    graduation = begin(cast.farid)
    monkeypatch.setattr(issuance, "sign", lambda *_given, **_more: 1 // 0)
    assert running.issue_due() == 0
    assert numbers(graduation) == (0, 0, 3)
    page = listing.page(cast.farid, graduation.code)
    assert [(one.attempts, one.error) for one in page.failures] == [
        (1, "ZeroDivisionError: integer division or modulo by zero")
    ] * 3
    assert listing.page(cast.ines, graduation.code).failures == ()


def test_resuming_leaves_what_failed_its_pause(cast, batch, monkeypatch):
    graduation = begin(cast.farid)
    first = db.session.scalars(select(IssueRequest).order_by(IssueRequest.statement_id)).first()
    with transaction():
        db.session.merge(first).due_at = clock.now().replace(hour=23)
    with transaction():
        halting.cancel(cast.farid, graduation.code, reason="Another day")
        halting.resume(cast.farid, graduation.code)
    assert running.issue_due() == 3


def test_r11_what_failed_under_a_clock_set_back_since_is_issued(cast, batch):
    """A failure noted days ahead puts nothing off until then."""
    begin(cast.farid)
    with clock.moved_to(NOW + timedelta(days=9)):
        for statement_id in requests.due():
            requests.note_failure(statement_id, ValueError("no ink"))
    assert running.issue_due() == 3


def test_single_certificates_go_before_those_of_a_graduation(cast, batch):
    begin(cast.farid)
    with transaction():
        single = signed_off.make_signed_off(signed_off.make_path("LP-2")).statement_id
    assert requests.due(9)[0] == single


def test_the_worker_does_other_things_between_two_pieces(cast, batch, monkeypatch):
    monkeypatch.setattr(running, "PIECE", 2)
    begin(cast.farid)
    seen = []
    running.issue_due(lambda: seen.append(len(db.session.scalars(select(Certificate.id)).all())))
    assert seen == [2, 3]


def test_an_application_is_in_one_graduation_at_a_time(cast, batch):
    begin(cast.farid)
    again = refused(lambda: start(cast.farid, "Once more", institution="CNFGF"))
    assert (again.code, again.facts["institution"]) == (RefusalCode.NOTHING_WAITS, "CNFGF")


def test_another_graduation_takes_over_what_a_cancelled_one_held(cast, batch):
    first = begin(cast.farid)
    with transaction():
        halting.cancel(cast.farid, first.code, reason="Another day")
    second = begin(cast.farid, "December")
    assert (figures(first), numbers(second)) == ({}, (0, 3, 0))
    assert running.issue_due() == 3


CHOICES = [
    ({"paths": ["LP-TRN-BOR"]}, 3, "the path they are on"),
    ({"paths": ["LP-OTHER"]}, 0, "another path"),
    ({"employers": ["MINT"]}, 3, "their employer"),
    ({"employers": ["MAEC"]}, 0, "another employer"),
]


@pytest.mark.parametrize(("how", "count", "why"), CHOICES, ids=[row[2] for row in CHOICES])
def test_a_graduation_takes_only_what_is_chosen(cast, batch, how, count, why):
    if not count:
        assert refused(lambda: start(cast.farid, "x", institution="CNFGF", **how)).code == "nothing_waits"
        return
    assert numbers(begin(cast.farid, **how))[1] == count


WHO = [
    ("farid", "CNFGF", None, "the owner of the path"),
    ("ines", "MINT", None, "HR of the employer"),
    ("farid", "MINT", "not_permitted", "training of another house"),
    ("ines", "CNFGF", "not_permitted", "HR of another house"),
    ("elif_", "MINT", "not_permitted", "who signs does not run it"),
    ("dalia", "MINT", "not_permitted", "a donor"),
    ("grace", "MINT", "not_permitted", "no role"),
    ("jonas", "CNFGF", "not_permitted", "who decides"),
]


@pytest.mark.parametrize(("who", "institution", "code", "why"), WHO, ids=[row[3] for row in WHO])
def test_who_may_start_one_for_whom(cast, batch, who, institution, code, why):
    actor = getattr(cast, who)
    if code is None:
        assert numbers(begin(actor, institution=institution))[1] == 3
        return
    assert refused(lambda: start(actor, "x", institution=institution)).code == code
    assert db.session.scalars(select(GraduationMember)).all() == []


SEES = [
    ("farid", True, "holds it"),
    ("ines", True, "HR of the employer"),
    ("elif_", True, "signs at the employer"),
    ("jonas", False, "decides elsewhere"),
    ("hugo", False, "a donor"),
    ("grace", False, "no role"),
    ("amina", False, "an official"),
]


@pytest.mark.parametrize(("who", "sees", "why"), SEES, ids=[row[2] for row in SEES])
def test_who_may_look_at_one(cast, batch, who, sees, why):
    graduation, actor = begin(cast.farid), getattr(cast, who)
    assert [one.code for one in db.session.scalars(graduations.visible_to(actor))] == (
        [graduation.code] if sees else []
    )
    if sees:
        assert listing.page(actor, graduation.code).may_run is (who == "farid")
        return
    assert refused(lambda: listing.page(actor, graduation.code)).code == "not_permitted"


@pytest.mark.parametrize("who", ["ines", "elif_", "jonas", "grace"])
def test_only_whoever_holds_it_cancels_or_resumes(cast, batch, who):
    graduation, actor = begin(cast.farid), getattr(cast, who)
    assert refused(lambda: halting.cancel(actor, graduation.code, reason="no")).code == "not_permitted"
    assert refused(lambda: halting.resume(actor, graduation.code)).code == "not_permitted"


def test_what_makes_no_sense_is_refused(cast, batch):
    graduation = begin(cast.farid)
    code = graduation.code
    assert refused(lambda: halting.resume(cast.farid, code)).facts["state"] == "running"
    assert refused(lambda: halting.cancel(cast.farid, code, reason=" ")).code == "reason_missing"
    with transaction():
        halting.cancel(cast.farid, code, reason="Another day")
    assert refused(lambda: halting.cancel(cast.farid, code, reason="x")).facts["state"] == "cancelled"
    assert refused(lambda: start(cast.farid, " ", institution="CNFGF")).code == "value_missing"
    assert refused(lambda: start(cast.farid, "x" * 121, institution="CNFGF")).code == "value_too_long"
    assert refused(lambda: halting.cancel(cast.farid, "G-0", reason="x")).code == "not_found"


def test_what_fell_out_does_not_keep_a_graduation_open():
    one = Figures({Standing.ISSUED: 2, Standing.FELL_OUT: 1})
    assert (one.total, one.left) == (2, 0)
    assert standing.course(Graduation(cancelled_at=None), one) is Course.FINISHED


def test_a_reissue_or_a_withdrawal_takes_an_application_out(cast):
    case = make_candidacy(cast)
    code = granted(case)
    graduation = begin(cast.farid)
    with transaction():
        service.return_signature(cast.farid, code, Function.TRAINING, reason="Look at the hours again")
    assert figures(graduation) == {Standing.FELL_OUT: 1}
    assert queries.get_application(code).state.value == "decision_ready"
