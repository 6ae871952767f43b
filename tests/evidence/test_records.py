"""Experience attested by HR of the employer; points that somebody else accepts (R18, I-01)."""

from datetime import date

import pytest

from curriculum.db import db, transaction
from curriculum.domain.actors import Actor, Grant, Role
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.evidence import queries, service
from curriculum.evidence.models import CpdType
from curriculum.paths.models import PathEnrolment
from curriculum.people.models import ServiceRecord
from tests.conftest import NOW
from tests.factories.catalogue import SINCE, make_actor, make_institution, make_theme, within
from tests.factories.delivery import make_school, on_file
from tests.factories.evidence import make_path

pytestmark = pytest.mark.database
R = RefusalCode


@pytest.fixture
def ministry(app):
    with transaction():
        return make_institution("MINT")


@pytest.fixture
def theme(app):
    with transaction():
        return make_theme("T1")


@pytest.fixture
def hr(ministry):
    with transaction():
        return make_actor("ines", Role.HR_OFFICER, scope=within(ministry))


def attest(actor, person, theme, from_=date(2020, 1, 1), to=date(2024, 12, 31)):
    with transaction():
        return service.attest_experience(actor, person_id=person, theme_id=theme.id, from_=from_, to=to)


def refused(act, *args, **values):
    with pytest.raises(Refusal) as caught:
        act(*args, **values)
    return caught.value.code


def test_hr_of_the_employer_attests(hr, ministry, theme):
    person = on_file("Amina M", ministry)

    attest(hr, person, theme)

    [row] = queries.experience_of(person)
    assert (row.theme_code, row.from_, row.attested_by) == ("T1", date(2020, 1, 1), hr.person_id)


def test_hr_of_another_employer_does_not_attest(hr, theme):
    with transaction():
        other = make_institution("MAEC")
    person = on_file("Amina M", other)

    assert refused(attest, hr, person, theme) is R.NOT_PERMITTED


def test_hr_does_not_attest_the_own_experience(hr, ministry, theme):
    """I-01"""
    with transaction():
        db.session.add(ServiceRecord(person_id=hr.person_id, id=1, institution_id=ministry.id, from_=SINCE))

    assert refused(attest, hr, hr.person_id, theme) is R.OWN_RECORD


@pytest.mark.parametrize(
    ("from_", "to", "code"),
    [
        pytest.param(date(2024, 1, 1), date(2023, 1, 1), R.DATES_CONTRADICT, id="ends before it begins"),
        pytest.param(date(2024, 1, 1), date(2027, 1, 1), R.DATE_IN_FUTURE, id="not served yet"),
        pytest.param(date(2020, 1, 1), date(2021, 1, 1), R.ALREADY_EXISTS, id="attested before"),
    ],
)
def test_experience_at_fault_is_refused(hr, ministry, theme, from_, to, code):
    person = on_file("Amina M", ministry)
    attest(hr, person, theme)

    assert refused(attest, hr, person, theme, from_, to) is code


@pytest.fixture
def claimed():
    """Points of an official on a path of the school, with who may accept them."""
    with transaction():
        school = make_school()
        path = make_path(school.centre)
    person = on_file()
    official = Actor(None, person, grants=(Grant(Role.OFFICIAL, within(school.centre), SINCE),))
    with transaction():
        db.session.add(
            PathEnrolment(
                person_id=person,
                id=1,
                path_version_id=path.id,
                state=EnrolmentState.ACTIVE,
                designated_on=SINCE,
            )
        )
        record = service.record_cpd(
            official, person_id=person, type=CpdType.LEARNED, points=600, done_on=NOW.date()
        )
    return school, official, record


def accept(actor, record):
    with transaction():
        return service.accept_cpd(actor, record.person_id, record.id)


def test_points_wait_until_somebody_else_accepts(app, claimed):
    school, _, record = claimed
    assert [row.accepted_by for row in queries.cpd_of(record.person_id)] == [None]
    assert [row.id for row in queries.cpd_awaiting(school.signatory)] == [record.id]

    accept(school.signatory, record)

    assert [row.accepted_by for row in queries.cpd_of(record.person_id)] == [school.signatory.person_id]
    assert queries.cpd_awaiting(school.signatory) == []
    assert refused(accept, school.signatory, record) is R.WRONG_STATE


def test_official_does_not_accept_the_own_points(app, claimed):
    """I-01: even as an authorised assessor of the path's owner."""
    school, official, record = claimed
    assessor = Grant(Role.ASSESSOR, within(school.centre), SINCE)
    with_role = Actor(None, official.person_id, grants=(*official.grants, assessor))

    assert refused(accept, official, record) is R.NOT_PERMITTED
    assert refused(accept, with_role, record) is R.OWN_RECORD


@pytest.mark.parametrize(
    ("points", "done_on", "code"),
    [
        pytest.param(0, NOW.date(), R.VALUE_INVALID, id="no points"),
        pytest.param(100, NOW.date().replace(day=22), R.DATE_IN_FUTURE, id="not done yet"),
    ],
)
def test_points_at_fault_are_refused(app, claimed, points, done_on, code):
    _, official, record = claimed
    with pytest.raises(Refusal) as caught, transaction():
        service.record_cpd(
            official,
            person_id=record.person_id,
            type=CpdType.DELIVERED,
            points=points,
            done_on=done_on,
        )
    assert caught.value.code is code
