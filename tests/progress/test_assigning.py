"""What counts for what is shown to the person; the owner of the path may decide otherwise, with a reason."""

import pytest

from curriculum.db import transaction
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.refusals import RefusalCode
from curriculum.paths import assigning, service
from curriculum.paths import queries as paths
from curriculum.refs import seal
from tests.progress.test_counts_once import path as path
from tests.refusing import refused

pytestmark = pytest.mark.database

WHY = "The elective was agreed with her mentor"


@pytest.fixture
def enrolment(cast, path):
    [one] = paths.enrolments_of(cast.person("amina"))
    return one


@pytest.fixture
def page(enrolment):
    return f"/training/enrolments/{seal(enrolment.id)}/assignment"


def decide(cast, enrolment, **values):
    given = {"module": "BOR-1.v1", "component": "C1", "reason": WHY} | values
    with transaction():
        service.assign(cast.chidi, enrolment, **given)


def met(visit):
    return {code: "100%" in visit(f"/me/LP-ONCE/{code}", as_="amina").text for code in ("C1", "C2")}


def test_official_reads_what_counts_for_what_by_the_rule(visit, path):
    page = visit("/me/LP-ONCE/C2", as_="amina")

    assert page.rows()[0] == ["Title of BOR-1 BOR-1", "C1C2 · Borders", "C2 · Borders", "by the rule"]


def test_decision_moves_the_module_and_the_official_reads_why(visit, cast, enrolment):
    before = met(visit)

    decide(cast, enrolment)

    row = visit("/me/LP-ONCE/C1", as_="amina").rows()[0]
    assert (before, met(visit)) == ({"C1": False, "C2": True}, {"C1": True, "C2": False})
    assert row == ["Title of BOR-1 BOR-1", "C1C2 · Borders", "C1", f"for C1 on 21 November 2026: {WHY}"]


def test_owner_decides_on_the_page_and_leaves_it_to_the_rule_again(visit, cast, enrolment, page):
    assert page in visit("/training/paths/LP-ONCE/1/people", as_="chidi").links().values()
    sent = {"choice": "BOR-1.v1|C1", "reason": WHY}
    visit(page, as_="chidi", method="POST", data=sent, status=303)
    moved = met(visit)

    visit(page, as_="chidi", method="POST", data={"choice": "BOR-1.v1|", "reason": "Agreed anew"}, status=303)

    assert (moved, met(visit)) == ({"C1": True, "C2": False}, {"C1": False, "C2": True})


def test_reason_is_asked_for_and_nothing_typed_is_lost(visit, enrolment, page):
    again = visit(page, as_="chidi", method="POST", data={"choice": "BOR-1.v1|C1", "reason": " "}, status=422)

    chosen = [one for one in again.all("input", type="radio") if one.get("checked") is not None]
    assert "Give a reason the person can read." in again.text
    assert [one.get("value") for one in chosen] == ["BOR-1.v1|C1"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        pytest.param({"component": "C9"}, RefusalCode.VALUE_INVALID, id="no-such-component"),
        pytest.param({"module": "BOR-2.v1"}, RefusalCode.VALUE_INVALID, id="asked-for-once-only"),
        pytest.param({"reason": " "}, RefusalCode.REASON_MISSING, id="no-reason"),
    ],
)
def test_decision_that_means_nothing_is_refused(cast, enrolment, values, code):
    given = {"module": "BOR-1.v1", "component": "C1", "reason": WHY} | values

    with transaction():
        refused(code, service.assign, cast.chidi, enrolment, **given)


def test_what_was_applied_with_is_not_decided_again(cast, enrolment):
    with transaction():
        enrolment.state = EnrolmentState.APPLIED
        refused(
            RefusalCode.WRONG_STATE,
            service.assign,
            cast.chidi,
            enrolment,
            module="BOR-1.v1",
            component="C1",
            reason=WHY,
        )


def test_others_do_not_decide(visit, cast, enrolment, page):
    visit(page, as_="amina", status=403)
    with transaction():
        refused(
            RefusalCode.NOT_PERMITTED,
            service.assign,
            cast.elif_,
            enrolment,
            module="BOR-1.v1",
            component="C1",
            reason=WHY,
        )


def test_decisions_are_kept_with_who_and_when(cast, enrolment):
    decide(cast, enrolment)
    decide(cast, enrolment, component="C2", reason="Agreed anew")

    [now] = assigning.in_force(enrolment)
    assert (now.component, now.reason, now.decided_by) == ("C2", "Agreed anew", cast.chidi.account_id)
    assert enrolment.pins == [{"module": "BOR-1.v1", "component": "C2"}]
