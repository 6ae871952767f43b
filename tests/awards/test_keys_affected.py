"""After a compromise: what a key signed, found at once; suspended, reviewed, made anew by people (J10.3)."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from curriculum import clock
from curriculum.awards import keys, queries
from curriculum.awards.graduation import running
from curriculum.awards.issuing import seals
from curriculum.awards.keys.affected import query
from curriculum.awards.models import Certificate, SigningKey
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.certificate import CertificateState
from curriculum.domain.refusals import Refusal, RefusalCode
from tests.awards import signed_off
from tests.conftest import NOW
from tests.factories.awards import issued, make_candidacy

pytestmark = pytest.mark.database
S = CertificateState
SECRET = signed_off.PASSPHRASE
DAY = timedelta(days=1)


@pytest.fixture
def folder(cast, tmp_path):
    cast.enter()
    signed_off.open_keys(tmp_path / "keys")
    return tmp_path / "keys"


def key(function: str) -> SigningKey:
    found = [row for row in seals.all_() if row.function == function]
    return found[-1]


def sign(certificate: Certificate) -> None:
    """Note the keys in use with a certificate of the factory, as the worker does."""
    with transaction():
        row = db.session.get_one(Certificate, certificate.id)
        row.training_key_id, row.hr_key_id = key("training").id, key("hr").id
        row.credential_key_id = key("credential").id


@pytest.fixture
def two(folder, cast):
    """Two certificates by the same keys: one of three days ago, one of today."""
    rows = []
    other = {"module": "REF-101", "path": "LP-REF-TRN"}
    for days, path in ((3, {}), (0, other)):
        case = make_candidacy(cast, **path)
        row = issued(case, issued_at=NOW - days * DAY)
        sign(row)
        rows.append(row.number)
    return rows


def mark(cast, folder, function="hr", since=NOW - DAY):
    return keys.compromise(cast.omar, folder, SECRET, key(function).kid, since)


def told(function: str) -> list[tuple[str, bool]]:
    return [(one.number, one.after) for one in keys.affected(key(function))]


@pytest.mark.parametrize("function", ["hr", "training", "credential"])
def test_every_certificate_a_key_signed_is_named_and_those_after_are_marked_I16(two, cast, folder, function):
    assert told(function) == [(two[0], False), (two[1], False)]

    mark(cast, folder, function)

    assert told(function) == [(two[0], False), (two[1], True)]


def test_keys_that_sign_no_certificate_leave_none_in_doubt(two, cast, folder):
    mark(cast, folder, "log")

    assert told("log") == []


def test_what_the_next_seal_signed_is_not_affected(two, cast, folder):
    former = key("hr").kid
    with clock.moved_to(NOW + timedelta(hours=1)):
        keys.rotate(cast.omar, folder, SECRET, former)

    assert told("hr") == []
    assert len(list(keys.affected(seals.find(former)))) == 2


@pytest.mark.parametrize("function", ["hr", "training", "credential"])
def test_one_indexed_question_finds_them(folder, function):
    wanted = query(key(function)).compile(db.engine, compile_kwargs={"literal_binds": True})
    if db.engine.dialect.name == "sqlite":
        plan = db.session.execute(text(f"EXPLAIN QUERY PLAN {wanted}")).all()
        assert f"ix_certificate_{function}_key_id" in str(plan)
    else:
        db.session.execute(text("SET enable_seqscan = off"))
        plan = db.session.execute(text(f"EXPLAIN {wanted}")).all()
        assert f"ix_certificate_{function}_key_id" in str(plan)


def step(actor, name: str, function: str = "hr", **more) -> list[tuple[str, RefusalCode | None]]:
    done = keys.redo(actor, key(function).kid, name, **more)
    return [(one.number, one.refused and one.refused.code) for one in done]


def state(number: str) -> S:
    return queries.certificate_by_number(number).state


def test_those_after_are_suspended_pending_review_and_no_other(two, cast, folder):
    mark(cast, folder)

    assert step(cast.jonas, "suspend") == [(two[1], None)]
    assert [state(number) for number in two] == [S.ISSUED, S.SUSPENDED]
    assert step(cast.jonas, "suspend") == []
    (event,) = [e for e in _events(two[1]) if e.event == "suspended"]
    assert (event.reason_code, event.public_reason) == ("under_review", None)


def _events(number: str):
    certificate = queries.certificate_by_number(number)
    return queries.events_of([certificate.id])[certificate.id]


def test_every_one_can_be_asked_for(two, cast, folder):
    mark(cast, folder)

    assert step(cast.jonas, "suspend", every=True) == [(two[0], None), (two[1], None)]


def test_whoever_may_not_suspend_is_refused_for_each(two, cast, folder):
    mark(cast, folder)

    assert step(cast.omar, "suspend") == [(two[1], RefusalCode.NOT_PERMITTED)]
    assert state(two[1]) is S.ISSUED


def test_review_ends_with_two_people_and_a_replacement_that_both_sign(two, cast, folder):
    mark(cast, folder)
    with clock.moved_to(NOW + timedelta(hours=1)):
        keys.rotate(cast.omar, folder, SECRET, key("hr").kid)
    former = next(row for row in seals.all_() if row.function == "hr").kid

    def take(actor, name):
        return [(one.number, one.refused and one.refused.code) for one in keys.redo(actor, former, name)]

    assert take(cast.jonas, "suspend") == [(two[1], None)]
    assert take(cast.jonas, "open") == []
    assert take(cast.jonas, "reinstate") == [(two[1], None)]
    assert take(cast.jonas, "approve") == [(two[1], RefusalCode.NOT_PERMITTED)]
    assert take(cast.viktor, "approve") == [(two[1], None)]
    assert take(cast.jonas, "open") == [(two[1], None)]
    assert take(cast.jonas, "open") == [(two[1], RefusalCode.ALREADY_EXISTS)]

    older = queries.certificate_by_number(two[1])
    first = queries.application(older.person_id, older.application_id)
    case = queries.find_open(older.person_id, first.enrolment_id)
    said = [queries.statement_of(older), queries.read_statement(queries.find_statement(case))]
    assert (said[0].holder, said[0].scope) == (said[1].holder, said[1].scope)
    assert said[1].replaces == two[1]
    assert running.issue_due() == 0


def test_nothing_is_made_anew_for_a_key_in_good_hands(two, cast, folder):
    with pytest.raises(Refusal) as no:
        step(cast.jonas, "suspend")
    assert no.value.code is RefusalCode.WRONG_STATE
    with pytest.raises(Refusal) as no:
        list(keys.redo(cast.jonas, "hr-0", "suspend"))
    assert no.value.code is RefusalCode.NOT_FOUND
