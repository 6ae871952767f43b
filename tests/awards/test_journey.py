"""The whole way of one application, step by step (J7)."""

import pytest

from curriculum.awards import queries, service
from curriculum.awards.models import Function, IssueRequest
from curriculum.db import committed, db, transaction
from curriculum.domain.lifecycles.application import ApplicationState
from tests.factories.awards import granted, make_candidacy

pytestmark = pytest.mark.database


def test_an_application_goes_from_file_to_issue_due(cast):
    case = make_candidacy(cast)
    code = case.apply().code
    with transaction():
        service.take(cast.farid, code)
        service.admit_application(cast.farid, code, note="complete")
        service.check(cast.bruno, code)
        service.decide(cast.jonas, code, outcome=service.Outcome.GRANT, reasons="All met", minutes="PV 1")
    with transaction():
        service.sign(cast.elif_, code, Function.HR, case.digest)
        service.sign(cast.farid, code, Function.TRAINING, case.digest)

    statement = queries.find_statement(case.application)
    assert case.application.state is ApplicationState.SIGNED_OFF
    assert statement is not None
    assert db.session.get(IssueRequest, statement.id) is not None
    assert queries.read_statement(statement).scope.may_teach == ("BOR-101",)


def test_only_the_second_signature_wakes_the_worker(cast):
    """The web process calls the worker after the commit; the minute's sweep is the net below."""
    case = make_candidacy(cast)
    code = granted(case)
    woken: list[bool] = []

    def note(session, *, wanted=False):
        woken.append(wanted)

    with committed.connected_to(note):
        for signatory, function in ((cast.elif_, Function.HR), (cast.farid, Function.TRAINING)):
            with transaction():
                service.sign(signatory, code, function, case.digest)

    assert woken == [False, True]
