"""Every form of awards: sent twice, in the wrong order, by the wrong person; a sentence and no half state."""

from typing import NamedTuple

import pytest
from sqlalchemy import func, select

from curriculum.audit.models import AuditEvent
from curriculum.awards import queries
from curriculum.db import db
from tests.factories.awards import granted, issued, make_candidacy, ready, signed

pytestmark = pytest.mark.database


class Form(NamedTuple):
    """One form: how far the case is, where it is sent, by whom, with what; who else may not, what then."""

    until: object
    path: str
    by: str
    sent: dict[str, str]
    again: int
    wrong: str


def applied(case) -> str:
    return case.apply().code


WHY = {"reason": "The paper is missing"}
SIGN = {"digest": "{digest}", "agree": "y"}
DECIDE = {"outcome": "grant", "reason": "All met", "minutes": "PV 1"}
STATUS = {"action": "suspend", "reason_code": "under_review", "note": "A doubt"}
A, C = "/applications/{code}", "/certificates/{number}"
FORMS = {
    "apply": Form(
        None, "/me/apply/LP-TRN-BOR", "amina", {"name_Latn": "Amina Mezgouri"}, again=409, wrong="grace"
    ),
    "take": Form(applied, A + "/take", "farid", {}, again=409, wrong="bruno"),
    "withdraw": Form(applied, A + "/withdraw", "amina", WHY, again=409, wrong="farid"),
    "decide": Form(ready, A + "/decide", "jonas", DECIDE, again=409, wrong="farid"),
    "sign-hr": Form(granted, A + "/sign/hr", "elif", SIGN, again=409, wrong="ines"),
    "sign-training": Form(granted, A + "/sign/training", "farid", SIGN, again=409, wrong="jonas"),
    "return": Form(granted, A + "/sign/hr/return", "elif", WHY, again=409, wrong="jonas"),
    "refuse": Form(granted, A + "/sign/training/refuse", "farid", WHY, again=409, wrong="jonas"),
    "suspend": Form(issued, C + "/suspend", "jonas", STATUS, again=409, wrong="farid"),
    "propose": Form(issued, C + "/propose", "farid", STATUS, again=409, wrong="bruno"),
    "give-back": Form(issued, C + "/give-back", "amina", WHY, again=409, wrong="ines"),
    "reissue": Form(
        issued,
        C + "/reissue",
        "jonas",
        {"name_Latn": "Amina Mezgouri", "may_teach": "BOR-101"} | WHY,
        again=409,
        wrong="farid",
    ),
}


def ask(form: Form, case) -> tuple[str, dict[str, str]]:
    """The address and what is sent, with what the case has by now."""
    if form.until is not None:
        form.until(case)
    known = {"code": case.code if form.until else "", "digest": "", "number": ""}
    if form.until is granted:
        known["digest"] = case.digest
    if form.until is issued:
        known["number"] = queries.certificates_of(case.person_id)[0].number
    return form.path.format(**known), {name: text.format(**known) for name, text in form.sent.items()}


def trail() -> int:
    db.session.rollback()
    return db.session.scalar(
        select(func.count()).select_from(AuditEvent).where(~AuditEvent.event.like("ses%"))
    )


@pytest.mark.parametrize("name", FORMS)
def test_second_click_is_told_what_happened(name, cast, visit):
    form = FORMS[name]
    path, sent = ask(form, make_candidacy(cast))

    visit(path, as_=form.by, method="POST", data=sent, status=303)
    done = trail()
    again = visit(path, as_=form.by, method="POST", data=sent, status=form.again)

    (told,) = again.problems()
    assert told.startswith(("This exists already", "This cannot be done now", "This was already signed"))
    assert trail() == done


@pytest.mark.parametrize("name", FORMS)
def test_wrong_person_is_refused_and_nothing_is_written(name, cast, visit):
    form = FORMS[name]
    path, sent = ask(form, make_candidacy(cast))
    before = trail()

    visit(path, as_=form.wrong, method="POST", data=sent, status=403)

    assert trail() == before


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if "reason" in form.sent])
def test_missing_reason_is_asked_for(name, cast, visit):
    form = FORMS[name]
    path, sent = ask(form, make_candidacy(cast))
    before = trail()

    answer = visit(path, as_=form.by, method="POST", data=sent | {"reason": " "}, status=422)

    assert len(answer.problems()) == 1
    assert trail() == before


TOO_EARLY = [
    pytest.param(applied, "/admit", "farid", {}, id="admit-before-take"),
    pytest.param(applied, "/check", "bruno", {}, id="check-before-admit"),
    pytest.param(applied, "/decide", "jonas", DECIDE, id="decide-before-check"),
    pytest.param(signed, "/withdraw", "amina", WHY, id="withdraw-after-decision"),
]


@pytest.mark.parametrize(("until", "end", "by", "sent"), TOO_EARLY)
def test_step_out_of_order_is_refused(until, end, by, sent, cast, visit):
    case = make_candidacy(cast)
    code = until(case)
    state, before = case.application.state, trail()

    answer = visit(f"/applications/{code}{end}", as_=by, method="POST", data=sent, status=409)

    assert "present state" in answer.text or "cannot be done now" in answer.text
    assert (case.application.state, trail()) == (state, before)
