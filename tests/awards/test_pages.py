"""Pages of awards: what each of the cast sees, double clicks, steady lists."""

import io

import pytest
from sqlalchemy import event

from curriculum.awards import queries, queues
from curriculum.db import db
from curriculum.domain.lifecycles.application import ApplicationState
from tests.factories.awards import granted, make_candidacy

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
    one = statements_of(lambda: queues.awaiting_signoff(cast.elif_))
    for number in (2, 3):
        granted(make_candidacy(cast, module=f"BOR-20{number}", path=f"LP-TRN-{number}"))

    three = statements_of(lambda: queues.awaiting_signoff(cast.elif_))

    assert (one[0], three[0]) == (1, 3)
    assert one[1] == three[1]


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
        "deed": (io.BytesIO(b"%PDF deed"), "deed.pdf"),
    }

    visit("/admin/mandates/new", as_="sana", method="POST", data=sent, status=303)
    code = "M-MINT-HR-1"
    visit(f"/admin/mandates/{code}/approve", as_="viktor", method="POST", status=303)

    assert queries.get_mandate(code).approved_by == cast.account("viktor")
