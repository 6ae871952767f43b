"""Two signatures by two people on one text (S12–S16, S21, I-03, I-04, I-07, I-15, I-16)."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from curriculum import clock
from curriculum.audit import queries as trail
from curriculum.awards import queries, service
from curriculum.awards.models import Function, IssueRequest
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.lifecycles.signoff import SignOffState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.people import service as people
from curriculum.people.models import RelationKind, ServiceRecord
from tests.factories.awards import granted, make_candidacy, make_mandate, ready, signed

pytestmark = pytest.mark.database
S = ApplicationState


def refused(act) -> RefusalCode:
    with pytest.raises(Refusal) as no, transaction():
        act()
    return no.value.code


def test_second_signature_makes_the_issue_due(cast):
    case = make_candidacy(cast)
    code = granted(case)

    with transaction():
        service.sign(cast.farid, code, Function.TRAINING, case.digest)
    first = case.application.state
    with transaction():
        service.sign(cast.elif_, code, Function.HR, case.digest)

    assert (first, case.application.state) == (S.AWAITING_SIGNOFFS, S.SIGNED_OFF)
    assert db.session.get(IssueRequest, queries.find_statement(case.application).id) is not None


def test_another_text_than_the_one_shown_is_not_signed_I07(cast):
    case = make_candidacy(cast)
    code = granted(case)

    answer = refused(lambda: service.sign(cast.elif_, code, Function.HR, "0" * 64))

    assert answer is RefusalCode.PAYLOAD_CHANGED
    assert case.sign_off(Function.HR).state is SignOffState.PENDING


def test_one_person_with_both_mandates_never_gets_both_S14(cast):
    case = make_candidacy(cast)
    code = ready(case)
    with transaction():
        one = queries.get_mandate("M-TRAINING")
        one.person_id = cast.person("elif")

    with transaction():
        service.decide(cast.jonas, code, outcome=service.Outcome.GRANT, reasons="All met", minutes="PV")

    assert case.application.state is S.DECIDED_GRANT
    assert queries.find_statement(case.application) is None


def test_second_signature_by_the_same_person_is_refused_S14(cast):
    case = make_candidacy(cast)
    code = granted(case)
    with transaction():
        make_mandate(cast, "M-HR-2", "farid", "MINT", Function.HR)
    with transaction():
        service.sign(cast.elif_, code, Function.HR, case.digest)

    answer = refused(lambda: service.sign(cast.elif_, code, Function.TRAINING, case.digest))

    assert answer is RefusalCode.SAME_PERSON_SIGNS_TWICE


def test_signature_after_the_mandate_ended_is_refused_S16(cast):
    case = make_candidacy(cast)
    code = granted(case)
    with transaction():
        service.end_mandate(cast.sana, "M-HR", on=date(2026, 11, 21), reason="Leaves office")

    with clock.moved_to(datetime(2026, 11, 22, 9, tzinfo=UTC)):
        answer = refused(lambda: service.sign(cast.elif_, code, Function.HR, case.digest))
    with transaction():
        service.sign(cast.elif_, code, Function.HR, case.digest)

    assert answer is RefusalCode.MANDATE_ENDED
    assert case.sign_off(Function.HR).state is SignOffState.APPROVED


def test_ending_a_mandate_leaves_what_was_signed_I16(cast):
    case = make_candidacy(cast)
    signed(case)

    with transaction():
        service.end_mandate(cast.sana, "M-HR", on=date(2026, 11, 21), reason="Leaves office")

    assert case.application.state is S.SIGNED_OFF
    assert case.sign_off(Function.HR).state is SignOffState.APPROVED


def test_what_waits_goes_to_the_successor(cast):
    case = make_candidacy(cast)
    granted(case)
    before = case.digest
    with transaction():
        service.end_mandate(cast.sana, "M-HR", on=date(2026, 11, 21), reason="Leaves office")
        make_mandate(cast, "M-HR-2", "ines", "MINT", Function.HR, from_=date(2026, 11, 22))

    with clock.moved_to(datetime(2026, 11, 22, 9, tzinfo=UTC)), transaction():
        stuck = service.reassign_due()

    assert stuck == []
    assert case.sign_off(Function.HR).signatory_id == cast.person("ines")
    assert case.digest != before


def test_without_a_successor_it_is_named_as_stuck(cast):
    case = make_candidacy(cast)
    code = granted(case)
    with transaction():
        service.end_mandate(cast.sana, "M-HR", on=date(2026, 11, 21), reason="Leaves office")

    with clock.moved_to(datetime(2026, 11, 22, 9, tzinfo=UTC)), transaction():
        stuck = service.reassign_due()

    assert stuck == [code]
    assert case.sign_off(Function.HR).state is SignOffState.PENDING


@pytest.mark.parametrize(
    ("kind", "function", "declaration", "answer"),
    [
        pytest.param(RelationKind.REPORTING_LINE, Function.HR, None, "declaration_missing", id="I-04-silent"),
        pytest.param(RelationKind.REPORTING_LINE, Function.HR, "I lead her unit", None, id="I-04-declared"),
        pytest.param(RelationKind.RELATIVE, Function.HR, "my niece", "conflict_of_interest", id="I-04-kin"),
        pytest.param(RelationKind.MENTOR, Function.HR, "my mentee", "conflict_of_interest", id="I-04-mentee"),
    ],
)
def test_relation_found_while_signing(kind, function, declaration, answer, cast):
    case = make_candidacy(cast)
    code = granted(case)
    with transaction():
        people.declare_relation(
            cast.elif_,
            person_id=cast.person("elif"),
            about_person_id=case.person_id,
            kind=kind,
            from_=date(2026, 1, 1),
        )

    def act():
        service.sign(cast.elif_, code, function, case.digest, declaration)

    if answer is None:
        with transaction():
            act()
        assert case.sign_off(function).declaration == declaration
    else:
        assert refused(act) == answer


def test_transfer_before_the_decision_moves_the_hr_signature_S12(cast):
    case = make_candidacy(cast)
    code = ready(case)
    with transaction():
        make_mandate(cast, "M-MAEC", "clara", "MAEC", Function.HR)
        move_to_maec(cast, case)

    with transaction():
        service.decide(cast.jonas, code, outcome=service.Outcome.GRANT, reasons="All met", minutes="PV")

    mandate = queries.mandate(case.sign_off(Function.HR).mandate_id)
    assert mandate.code == "M-MAEC"
    assert queries.find_decision(case.application).employer_id == cast.institution("MAEC")


def move_to_maec(cast, case):
    record = db.session.scalars(
        db.select(ServiceRecord).where(ServiceRecord.person_id == case.person_id)
    ).one()
    record.institution_id = cast.institution("MAEC")


def test_missing_signatory_is_borrowed_by_deed_S21(cast):
    case = make_candidacy(cast)
    code = ready(case)
    with transaction():
        move_to_maec(cast, case)
    with transaction():
        service.decide(cast.jonas, code, outcome=service.Outcome.GRANT, reasons="All met", minutes="PV")
    waiting = case.application.state
    with transaction():
        borrowed = make_mandate(cast, "M-LENT", "elif", "MAEC", Function.HR, state="draft", approved_by=None)
        borrowed.legal_ref = "Agreement MINT-MAEC 2026-1"

    with transaction():
        service.approve_mandate(cast.viktor, "M-LENT")
    with transaction():
        service.sign(cast.elif_, code, Function.HR, case.digest)

    signing = next(e for e in trail.about(case.person_id) if e.event == "signoff:approved")
    assert waiting is S.DECIDED_GRANT
    assert signing.facts["legal_ref"] == "Agreement MINT-MAEC 2026-1"


def test_returned_signature_goes_back_to_the_decision(cast):
    case = make_candidacy(cast)
    code = granted(case)
    with transaction():
        service.sign(cast.farid, code, Function.TRAINING, case.digest)

    with transaction():
        service.return_signature(cast.elif_, code, Function.HR, reason="The grade is outdated")

    states = {one.function: one.state for one in queries.sign_off_history(case.application)}
    assert case.application.state is S.DECISION_READY
    assert states == {Function.HR: SignOffState.RETURNED, Function.TRAINING: SignOffState.VOIDED}
    assert queries.find_statement(case.application) is None


def test_number_and_token_stay_when_it_is_granted_again(cast):
    case = make_candidacy(cast)
    code = granted(case)
    number = queries.find_statement(case.application).number
    with transaction():
        service.return_signature(cast.elif_, code, Function.HR, reason="The grade is outdated")

    with transaction():
        service.decide(cast.jonas, code, outcome=service.Outcome.GRANT, reasons="Corrected", minutes="PV 3")

    assert queries.find_statement(case.application).number == number


def test_refused_signature_is_never_issued_by_itself(cast):
    case = make_candidacy(cast)
    code = granted(case)

    with transaction():
        service.refuse_signature(cast.farid, code, Function.TRAINING, reason="Not observed")

    assert case.application.state is S.ESCALATED
    assert db.session.scalars(db.select(IssueRequest)).all() == []


def test_database_refuses_two_signatures_of_one_person_I03(cast):
    case = make_candidacy(cast)
    granted(case)

    with pytest.raises(IntegrityError), transaction():
        case.sign_off(Function.TRAINING).signatory_id = case.sign_off(Function.HR).signatory_id
