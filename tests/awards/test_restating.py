"""What was signed and changes afterwards is made anew and signed again (S13, I-07)."""

from types import SimpleNamespace

import pytest

from certificates import wording
from certificates.credential.key import specimen_key
from curriculum.awards import queries, service
from curriculum.awards.graduation import running
from curriculum.awards.issuing import opened
from curriculum.awards.models import Function, IssueRequest
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.people import service as people
from tests.factories.awards import granted, make_candidacy, signed

pytestmark = pytest.mark.database
S = ApplicationState


def refused(act) -> RefusalCode:
    with pytest.raises(Refusal) as no, transaction():
        act()
    return no.value.code


def test_name_corrected_after_a_signature_voids_both_S13(cast):
    case = make_candidacy(cast)
    code = granted(case)
    before = case.digest
    with transaction():
        service.sign(cast.elif_, code, Function.HR, before)

    with transaction():
        people.correct_name(
            cast.ines, case.person_id, script="Latn", given="Amina", family="Mezghouri", reason="Register"
        )

    states = [one.state for one in queries.sign_off_history(case.application)]
    statement = queries.read_statement(queries.find_statement(case.application))
    assert sorted(states) == ["pending", "pending", "voided", "voided"]
    assert "Amina Mezghouri" in [one.text for one in statement.holder]
    assert refused(lambda: service.sign(cast.elif_, code, Function.HR, before)) is RefusalCode.PAYLOAD_CHANGED


def test_changed_wording_asks_both_again_I07(cast, monkeypatch):
    """The wording changed after both signatures: nothing is printed under words that nobody signed."""
    case = make_candidacy(cast)
    signed(case)
    before = queries.find_statement(case.application).id
    monkeypatch.setattr(wording, "reference", lambda of=None: "fr:99:0+en:99:0")
    monkeypatch.setattr(opened, "_seals", SimpleNamespace(credential_key=specimen_key))

    done = running.issue_due()

    after = queries.find_statement(case.application)
    assert (done, case.application.state) == (0, S.AWAITING_SIGNOFFS)
    assert (after.id != before, queries.read_statement(after).wording) == (True, "fr:99:0+en:99:0")
    assert db.session.get(IssueRequest, before) is None


def test_correction_takes_back_an_issue_that_was_due_S13(cast):
    case = make_candidacy(cast)
    signed(case)
    due = queries.find_statement(case.application).id

    with transaction():
        people.correct_name(
            cast.ines, case.person_id, script="Latn", given="Aminah", family="Mezgouri", reason="Register"
        )

    assert db.session.get(IssueRequest, due) is None
    assert case.application.state is S.AWAITING_SIGNOFFS


def test_correction_of_a_script_not_printed_changes_nothing(cast):
    case = make_candidacy(cast)
    case.apply({"Latn": "Amina Mezgouri"})
    code = case.code
    with transaction():
        service.take(cast.farid, code)
        service.admit_application(cast.farid, code)
        service.check(cast.bruno, code)
        service.decide(cast.jonas, code, outcome=service.Outcome.GRANT, reasons="All met", minutes="PV")
    before = case.digest

    with transaction():
        people.correct_name(
            cast.ines, case.person_id, script="Arab", given="أمينة", family="المزغوري", reason="Register"
        )

    assert case.digest == before
