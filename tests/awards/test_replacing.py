"""One document in place of another, through the whole cycle: reissue, renewal, suspension between (§2.9)."""

from datetime import date

import pytest
from sqlalchemy import select

from certificates.status import Status
from curriculum.assessment import service as assessment
from curriculum.awards import queries, service
from curriculum.awards.applications.history import snapshot_of
from curriculum.awards.graduation import running
from curriculum.awards.models import Certificate, Function, IssueRequest
from curriculum.awards.register.status import StatusAction
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.lifecycles.certificate import CertificateState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.labels import sentence
from curriculum.paths.models import PathEnrolment, PathKind
from tests.awards import signed_off
from tests.factories.awards import granted, issued, make_candidacy, ready, signed

pytestmark = pytest.mark.database
S = ApplicationState
WHY = {"reason_code": "issued_in_error", "note": "Another person's test"}
LATIN = {"Latn": "Amina Mezgouri"}


@pytest.fixture
def open_keys(cast):
    cast.enter()
    return signed_off.open_keys()


def reissue(cast, number) -> str:
    with transaction():
        return service.reissue(cast.jonas, number, reason="Arabic name left out", printed_names=LATIN).code


def sign(cast, case, *functions) -> None:
    with transaction():
        for function in functions or (Function.HR, Function.TRAINING):
            who = cast.elif_ if function is Function.HR else cast.farid
            service.sign(who, case.code, function, case.digest)


def suspend(cast, number) -> None:
    with transaction():
        service.suspend(cast.jonas, number, **WHY)


def refused(act) -> Refusal:
    with pytest.raises(Refusal) as no, transaction():
        act()
    return no.value


def only_certificate() -> Certificate:
    return db.session.scalars(select(Certificate)).one()


def test_reissue_supersedes_through_two_signatures_and_the_worker(open_keys, cast):
    case = make_candidacy(cast)
    signed(case)
    running.issue_due()
    older = only_certificate()

    reissue(cast, older.number)
    sign(cast, case)
    done = running.issue_due()

    newer = queries.find_replacement(older)
    facts = queries.facts_of(older, queries.events_of([older.id])[older.id])
    assert (done, case.application.state) == (1, S.ISSUED)
    assert (older.state, newer.state) == (CertificateState.SUPERSEDED, CertificateState.ISSUED)
    assert facts[-1].replaced_by == newer.number
    assert [one.text for one in queries.statement_of(newer).holder] == ["Amina Mezgouri"]


def test_renewal_begins_the_day_after_and_leaves_the_first_to_run_out_J9(open_keys, cast):
    case = make_candidacy(cast)
    signed(case)
    running.issue_due()
    older = only_certificate()
    renewal = make_candidacy(cast, module="REF-101", path="LP-REF-TRN", kind=PathKind.RENEWAL)
    with transaction():
        enrolment = db.session.get(PathEnrolment, (renewal.person_id, renewal.enrolment_id))
        enrolment.renews_path_version_id = case.path_version_id

    signed(renewal)
    running.issue_due()

    newer = queries.find_replacement(older)
    happened = [one.event for one in queries.events_of([older.id])[older.id]]
    assert (older.valid_until, newer.effective_from) == (date(2029, 11, 20), date(2029, 11, 21))
    assert (older.state, happened) == (CertificateState.ISSUED, ["issued", "renewed"])
    assert queries.status_of(older, date(2029, 11, 20)) is Status.VALID


def test_reissue_of_a_suspended_certificate_is_refused(cast):
    older = issued(make_candidacy(cast))
    suspend(cast, older.number)

    no = refused(
        lambda: service.reissue(cast.jonas, older.number, reason="Name", printed_names={"Latn": "Amina"})
    )

    assert no.code is RefusalCode.WRONG_STATE
    assert sentence(no).startswith(f"The certificate {older.number}, which would be replaced, stands at")


def test_replacement_is_not_signed_while_the_first_is_suspended(cast):
    case = make_candidacy(cast)
    older = issued(case)
    code = reissue(cast, older.number)
    suspend(cast, older.number)

    no = refused(lambda: service.sign(cast.elif_, code, Function.HR, case.digest))
    with transaction():
        service.decide_status(cast.jonas, older.number, action=StatusAction.REINSTATE, **WHY)
        service.approve_status(cast.viktor, older.number)
    sign(cast, case)

    assert (no.code, no.facts["replaced"]) == (RefusalCode.WRONG_STATE, older.number)
    assert case.application.state is S.SIGNED_OFF


def test_replacement_signed_before_the_suspension_goes_back_to_the_decision(open_keys, cast):
    """The worker neither issues it nor tries for ever: the case is back with whoever decides."""
    case = make_candidacy(cast)
    older = issued(case)
    code = reissue(cast, older.number)
    sign(cast, case)
    suspend(cast, older.number)

    done = running.issue_due()

    again = refused(
        lambda: service.decide(
            cast.jonas, code, outcome=service.Outcome.GRANT, reasons="As before", minutes="PV 9"
        )
    )
    assert (done, case.application.state) == (0, S.DECISION_READY)
    wanted = select(IssueRequest).where(IssueRequest.application_id == case.application.id)
    assert db.session.scalars(wanted).all() == []
    assert (again.code, older.state) == (RefusalCode.WRONG_STATE, CertificateState.SUSPENDED)


@pytest.mark.parametrize(
    ("until", "state"),
    [
        pytest.param(ready, S.DECISION_READY, id="not-decided-yet"),
        pytest.param(granted, S.DECISION_READY, id="J13-waits-for-signatures"),
        pytest.param(signed, S.DECISION_READY, id="J13-both-signed"),
    ],
)
def test_annulled_result_takes_the_case_back_and_bars_the_grant(until, state, cast):
    case = make_candidacy(cast)
    code = until(case)
    [used] = [ref for ref in snapshot_of(case.application)["used"] if ref.startswith("result:")]

    with transaction():
        assessment.annul(cast.farid, case.person_id, int(used.split(":")[1]), "Copied from a neighbour")
    no = refused(
        lambda: service.decide(
            cast.jonas, code, outcome=service.Outcome.GRANT, reasons="As before", minutes="PV 9"
        )
    )

    assert case.application.state is state
    assert no.code is RefusalCode.SNAPSHOT_CHANGED
