"""The power to sign: proposed, approved by another person, dated, ended (I-03, I-16, J10)."""

from datetime import date

import pytest

from curriculum.awards import queries, service
from curriculum.awards.models import Function
from curriculum.awards.signing.designation import in_force
from curriculum.db import Bilingual, transaction
from curriculum.delivery.documents import LARGEST
from curriculum.domain.lifecycles.mandate import MandateState
from curriculum.domain.refusals import Refusal, RefusalCode
from tests.factories.awards import make_candidacy, signed

pytestmark = pytest.mark.database


def a_mandate(cast, **values) -> service.NewMandate:
    given = {
        "person_id": cast.person("elif"),
        "institution": "MINT",
        "function": Function.HR,
        "capacity": Bilingual("Directrice des RH", "Director of HR"),
        "legal_ref": "Order 2026-1",
        "deed": b"%PDF-1.7 deed",
        "from_": date(2026, 11, 21),
        "code": "M-1",
    } | values
    return service.NewMandate(**given)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        pytest.param({"deed": b""}, RefusalCode.DEED_MISSING, id="no-deed"),
        pytest.param({"deed": b"just words"}, RefusalCode.FORMAT_UNKNOWN, id="text"),
        pytest.param({"deed": b"PK\x03\x04 deed.docx"}, RefusalCode.FORMAT_UNKNOWN, id="office-file"),
        pytest.param({"deed": b"\xff\xd8\xff\xe0 scan"}, None, id="scan-as-JPEG"),
        pytest.param({"deed": b"\x89PNG\r\n scan"}, None, id="scan-as-PNG"),
        pytest.param({"deed": b"%PDF-" + bytes(LARGEST)}, RefusalCode.FILE_TOO_LARGE, id="too-large"),
        pytest.param({"legal_ref": " "}, RefusalCode.VALUE_MISSING, id="no-legal-act"),
        pytest.param({"capacity": Bilingual("Chef", "")}, RefusalCode.TRANSLATION_MISSING, id="one-language"),
        pytest.param({"to": date(2026, 11, 20)}, RefusalCode.DATES_CONTRADICT, id="ends-before"),
        pytest.param({"acting": True}, RefusalCode.MANDATE_TOO_LONG, id="acting-without-end"),
        pytest.param(
            {"acting": True, "to": date(2027, 5, 21)},
            RefusalCode.MANDATE_TOO_LONG,
            id="acting-too-long",
        ),
        pytest.param({"acting": True, "to": date(2027, 5, 20)}, None, id="acting-six-months"),
        pytest.param({}, None, id="without-end"),
    ],
)
def test_proposal_is_judged(values, code, cast):
    cast.enter()
    found = None
    try:
        with transaction():
            service.propose_mandate(cast.sana, a_mandate(cast, **values))
    except Refusal as refusal:
        found = refusal.code

    assert found is code


def test_proposal_allows_nothing_until_approved(cast):
    with transaction():
        service.propose_mandate(cast.sana, a_mandate(cast))
    before = in_force(cast.institution("MINT"), Function.HR, date(2026, 11, 21))

    with transaction():
        service.approve_mandate(cast.viktor, "M-1")

    after = in_force(cast.institution("MINT"), Function.HR, date(2026, 11, 21))
    assert ([one.code for one in before], [one.code for one in after]) == ([], ["M-1"])


def test_nobody_proposes_their_own_mandate_I01(cast):
    with pytest.raises(Refusal) as no, transaction():
        service.propose_mandate(cast.sana, a_mandate(cast, person_id=cast.person("sana")))

    assert no.value.code is RefusalCode.OWN_RECORD


def test_signatory_does_not_approve_the_own_mandate_I01(cast):
    with transaction():
        service.propose_mandate(cast.sana, a_mandate(cast, person_id=cast.person("viktor")))

    with pytest.raises(Refusal) as no, transaction():
        service.approve_mandate(cast.viktor, "M-1")

    assert no.value.code is RefusalCode.OWN_RECORD


def test_proposer_does_not_approve(cast):
    with transaction():
        mandate = service.propose_mandate(cast.sana, a_mandate(cast))
        mandate.proposed_by = cast.account("viktor")

    with pytest.raises(Refusal) as no, transaction():
        service.approve_mandate(cast.viktor, "M-1")

    assert no.value.code is RefusalCode.SECOND_APPROVER_IS_PROPOSER


@pytest.mark.parametrize("who", ["amina", "ines", "elif_", "farid", "jonas", "viktor", "omar", "grace"])
def test_only_the_administrator_of_the_institution_proposes(who, cast):
    cast.enter()

    with pytest.raises(Refusal) as no, transaction():
        service.propose_mandate(getattr(cast, who), a_mandate(cast))

    assert no.value.code is RefusalCode.NOT_PERMITTED


@pytest.mark.parametrize(
    ("day", "codes"), [(date(2026, 12, 31), ["M-1"]), (date(2027, 1, 1), [])], ids=["last-day", "day-after"]
)
def test_last_day_of_a_mandate_is_included(day, codes, cast):
    with transaction():
        service.propose_mandate(cast.sana, a_mandate(cast))
        service.approve_mandate(cast.viktor, "M-1")

    with transaction():
        service.end_mandate(cast.sana, "M-1", on=date(2026, 12, 31), reason="Leaves office")

    assert [one.code for one in in_force(cast.institution("MINT"), Function.HR, day)] == codes


@pytest.mark.parametrize(
    ("day", "code"),
    [
        pytest.param(date(2026, 11, 20), RefusalCode.DATES_CONTRADICT, id="I-16-before-it-was-signed"),
        pytest.param(date(2026, 11, 21), None, id="I-16-the-day-it-was-signed"),
    ],
)
def test_mandate_does_not_end_before_what_was_signed_by_it(day, code, cast):
    signed(make_candidacy(cast))
    found = None
    try:
        with transaction():
            service.end_mandate(cast.sana, "M-HR", on=day, reason="Left")
    except Refusal as refusal:
        found = refusal.code

    assert found is code


def test_suspended_mandate_allows_nothing(cast):
    with transaction():
        service.propose_mandate(cast.sana, a_mandate(cast))
        service.approve_mandate(cast.viktor, "M-1")
        service.suspend_mandate(cast.sana, "M-1", reason="Inquiry")

    assert queries.get_mandate("M-1").state is MandateState.SUSPENDED
    assert in_force(cast.institution("MINT"), Function.HR, date(2026, 11, 21)) == []
