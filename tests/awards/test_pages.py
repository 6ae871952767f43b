"""Pages of awards: what each of the cast sees, double clicks, steady lists."""

import io
from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from curriculum import clock
from curriculum.awards import queries, service
from curriculum.awards.admission import nominations
from curriculum.awards.queries import waiting
from curriculum.awards.register import listing
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.paths.models import PathEnrolment
from tests.factories.awards import granted, issued, make_candidacy, ready

pytestmark = pytest.mark.database


def test_candidate_applies_on_the_page_and_sees_the_case(cast, visit):
    make_candidacy(cast)
    path = "/me/apply/LP-TRN-BOR"

    page = visit(path, as_="amina")
    answer = visit(path, as_="amina", method="POST", data={"name_Latn": "Amina Mezgouri"}, status=303)
    case = visit(answer.location, as_="amina")

    assert "Hand in my application" in page.text
    assert "Amina Mezgouri" in case.text
    assert "Who may not act" not in case.text


def test_second_click_on_sign_is_told_that_it_was_done(cast, visit):
    case = make_candidacy(cast)
    code = granted(case)
    sent = {"digest": case.digest, "agree": "y"}

    visit(f"/applications/{code}/sign/hr", as_="elif", method="POST", data=sent, status=303)
    again = visit(f"/applications/{code}/sign/hr", as_="elif", method="POST", data=sent, status=409)

    assert "already signed" in again.text
    assert case.application.state is ApplicationState.AWAITING_SIGNOFFS


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("/applications", "farid"),
        ("/applications/{code}", "jonas"),
        ("/applications/{code}", "elif"),
        ("/applications/{code}", "farid"),
        ("/applications/{code}", "bruno"),
        ("/applications/{code}/sign/hr", "elif"),
        ("/applications/{code}/sign/training", "farid"),
        ("/applications/{code}/sign/training/return", "farid"),
        ("/sign-offs", "elif"),
        ("/hr/register", "ines"),
        ("/admin/mandates", "sana"),
        ("/admin/mandates", "viktor"),
        ("/admin/mandates/new", "sana"),
        ("/admin/mandates/M-HR", "sana"),
        ("/admin/mandates/M-HR/end", "sana"),
        ("/admin/mandates/M-HR/suspend", "sana"),
    ],
)
def test_page_opens_for_whom_it_is_meant(path, who, cast, visit):
    code = granted(make_candidacy(cast))

    page = visit(path.format(code=code), as_=who)

    assert page.text


@pytest.mark.parametrize("who", ["grace", "dalia", "hugo"])
def test_outsiders_never_see_the_case(who, cast, visit):
    code = granted(make_candidacy(cast))

    visit(f"/applications/{code}", as_=who, status=403)


def statements_of(read):
    seen = []

    def note(*args):
        seen.append(args[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        rows = read()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(rows), len(seen)


def test_signatory_queue_asks_the_same_for_one_and_three_rows(cast):
    granted(make_candidacy(cast))
    one = statements_of(lambda: waiting.awaiting_signoff(cast.elif_))
    for number in (2, 3):
        granted(make_candidacy(cast, module=f"BOR-20{number}", path=f"LP-TRN-{number}"))

    three = statements_of(lambda: waiting.awaiting_signoff(cast.elif_))

    assert (one[0], three[0]) == (1, 3)
    assert one[1] == three[1]


def nominated(case) -> None:
    with transaction():
        enrolment = db.session.get(PathEnrolment, (case.person_id, case.enrolment_id))
        enrolment.state = EnrolmentState.NOMINATED


LISTS = [
    pytest.param(nominated, lambda cast: nominations.awaiting_admission(cast.farid), id="admission"),
    pytest.param(
        lambda case: case.apply(), lambda cast: waiting.awaiting_admissibility(cast.farid), id="admit"
    ),
    pytest.param(ready, lambda cast: waiting.awaiting_decision(cast.jonas), id="decision"),
    pytest.param(issued, lambda cast: listing.register_visible_to(cast.ines).rows, id="register"),
]


@pytest.mark.parametrize(("until", "read"), LISTS)
def test_list_asks_the_same_for_one_and_three_rows(until, read, cast):
    until(make_candidacy(cast))
    one = statements_of(lambda: read(cast))
    for number in (2, 3):
        until(make_candidacy(cast, module=f"BOR-20{number}", path=f"LP-TRN-{number}"))

    three = statements_of(lambda: read(cast))

    assert (one[0], three[0]) == (1, 3)
    assert one[1] == three[1]


@pytest.mark.parametrize(
    ("decision", "state", "status"),
    [
        pytest.param({"decision": "admit"}, EnrolmentState.COMPLETED, 303, id="admitted-with-all-met"),
        pytest.param(
            {"decision": "decline", "reason": "No place"}, EnrolmentState.DECLINED, 303, id="declined"
        ),
        pytest.param({"decision": "decline"}, EnrolmentState.NOMINATED, 422, id="I-17-without-a-reason"),
        pytest.param({}, EnrolmentState.NOMINATED, 422, id="nothing-chosen"),
    ],
)
def test_owner_admits_or_declines_on_the_page(decision, state, status, cast, visit):
    case = make_candidacy(cast, entry_requirements={"min_service_months": 36})
    nominated(case)
    [row] = nominations.awaiting_admission(cast.farid)
    path = f"/training/nominations/{row.ref}"

    page = visit(path, as_="farid")
    visit(path, as_="farid", method="POST", data=decision, status=status)
    visit(path, as_="jonas", status=403)

    db.session.rollback()
    enrolment = db.session.get(PathEnrolment, (case.person_id, case.enrolment_id))
    assert "Enough months of service" in page.text
    assert enrolment.state is state


@pytest.mark.parametrize(
    ("on", "words"),
    [
        pytest.param(
            21, "Both signatures are expected by 11 December 2026. 20 days are left.", id="J7-today"
        ),
        pytest.param(30, "11 days are left.", id="J7-counting"),
    ],
)
def test_official_reads_by_when_to_expect_the_signatures(on, words, cast, visit):
    code = granted(make_candidacy(cast))

    with clock.moved_to(datetime(2026, 11, on, 9, tzinfo=UTC)):
        page = visit(f"/applications/{code}", as_="amina")

    assert words in page.text


def test_suspension_says_by_when_two_people_settle_it_J13(cast, visit):
    number = issued(make_candidacy(cast)).number
    with transaction():
        service.suspend(cast.jonas, number, reason_code="under_review", note="A doubt")

    page = visit(f"/certificates/{number}", as_="jonas")

    assert "by 6 December 2026 it has to be reinstated or revoked" in page.text


def test_replacement_is_opened_on_the_page(cast, visit):
    case = make_candidacy(cast)
    number = issued(case).number
    sent = {"name_Latn": "Amina Mezgouri", "name_Arab": "", "reason": "Left out", "may_teach": "BOR-101"}

    page = visit(f"/certificates/{number}", as_="jonas")
    visit(
        f"/certificates/{number}/reissue",
        as_="jonas",
        method="POST",
        data=sent | {"may_teach": []},
        status=422,
    )
    answer = visit(f"/certificates/{number}/reissue", as_="jonas", method="POST", data=sent, status=303)

    db.session.rollback()
    assert f"/certificates/{number}/reissue" in page.links().values()
    assert answer.location == f"/applications/{case.code}"
    assert case.application.printed_names == {"Latn": "Amina Mezgouri"}


def test_mandate_is_proposed_with_its_deed_and_approved_by_another(cast, visit):
    cast.enter()
    sent = {
        "number": "VM-200185-B",
        "institution": "MINT",
        "function": "HR",
        "capacity_fr": "Directrice des ressources humaines",
        "capacity_en": "Director of Human Resources",
        "legal_ref": "Order 2026-1",
        "begins": "2026-11-21",
        "deed": (io.BytesIO(b"%PDF-1.7 deed"), "deed.pdf"),
    }

    visit("/admin/mandates/new", as_="sana", method="POST", data=sent, status=303)
    code = "M-MINT-HR-1"
    visit(f"/admin/mandates/{code}/approve", as_="viktor", method="POST", status=303)

    assert queries.get_mandate(code).approved_by == cast.account("viktor")
