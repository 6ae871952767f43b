"""Who may settle a dispute, how often one may contest, and what the person reads (I-01, I-10, J6)."""

import pytest

from curriculum.announcements import PersonTouched
from curriculum.audit import queries as trail
from curriculum.db import db, transaction
from curriculum.delivery import queries, service
from curriculum.delivery.models import FigureState, SourceKind
from curriculum.domain.actors import Actor, Grant, Role
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.people.models import Person, Relation, RelationKind
from tests.conftest import NOW
from tests.factories.catalogue import SINCE, make_actor, within
from tests.factories.delivery import make_school, make_source, on_file

pytestmark = pytest.mark.database


def record(actor, run, kind, hours):
    with transaction():
        source = service.add_source(actor, run.id, kind, kind.value)
        service.record_attendance(actor, source.id, hours)


@pytest.fixture
def disputed(school, run):
    """An official of whom the designer's sheet says 18 h and the trainer's register 24 h (S10)."""
    person = on_file()
    record(school.designer, run, SourceKind.SIGN_IN_SHEET, {person: 1800})
    record(school.trainer, run, SourceKind.TRAINER_REGISTER, {person: 2400})
    return person


def official(person_id) -> Actor:
    return Actor(account_id=None, person_id=person_id, grants=(Grant(Role.OFFICIAL, _NOWHERE, SINCE),))


_NOWHERE = within(type("Nowhere", (), {"id": 1}))


def resolve(actor, person, run, hours=1800, reason="Daily sheets read."):
    with transaction():
        return service.resolve(actor, person, run.id, hours, reason)


def contest(person, run, **values):
    with transaction():
        return service.contest(official(person), person, run.id, **{"reason": "I was there.", **values})


def refused(act, *args, **values):
    with pytest.raises(Refusal) as caught:
        act(*args, **values)
    return caught.value.code


def test_resolution_sets_the_figure_and_tells_why(school, run, disputed):
    figure = resolve(school.colleague, disputed, run, 2000)

    assert (figure.hours, figure.state, figure.reason) == (2000, FigureState.RESOLVED, "Daily sheets read.")
    [event] = [one for one in trail.about(disputed) if one.event == "attendance:resolved"]
    assert (event.reason, event.facts) == ("Daily sheets read.", {"code": run.code, "hours": 2000})


@pytest.mark.parametrize(
    ("who", "code"),
    [
        pytest.param("designer", RefusalCode.CONFLICT_OF_INTEREST, id="entered one of the records"),
        pytest.param("trainer", RefusalCode.NOT_PERMITTED, id="entered the other, and may never resolve"),
        pytest.param("assessor", RefusalCode.NOT_PERMITTED, id="has no such power"),
    ],
)
def test_dispute_is_not_resolved_by_who_is_in_it(school, run, disputed, who, code):
    assert refused(resolve, getattr(school, who), disputed, run) is code
    assert queries.find_figure(disputed, run.id).state is FigureState.DISPUTED


def test_nobody_resolves_the_own_attendance_even_as_a_merged_record(school, run):
    """I-01: the duplicate of the designer stands in the dispute."""
    with transaction():
        own = Person(id=school.colleague.person_id + 1, merged_into=school.colleague.person_id)
        db.session.add(own)
    record(school.designer, run, SourceKind.SIGN_IN_SHEET, {own.id: 1800})
    record(school.trainer, run, SourceKind.TRAINER_REGISTER, {own.id: 2400})

    assert refused(resolve, school.colleague, own.id, run) is RefusalCode.OWN_RECORD


def test_relative_does_not_resolve(school, run, disputed):
    """I-04: a declared relation is enough."""
    with transaction():
        db.session.add(
            Relation(
                person_id=school.colleague.person_id,
                about_person_id=disputed,
                kind=RelationKind.RELATIVE,
                declared_at=NOW,
                from_=SINCE,
            )
        )

    assert refused(resolve, school.colleague, disputed, run) is RefusalCode.CONFLICT_OF_INTEREST


@pytest.mark.parametrize(
    ("hours", "reason", "code"),
    [
        pytest.param(1800, "  ", RefusalCode.REASON_MISSING, id="I-17: no reason"),
        pytest.param(2401, "Because.", RefusalCode.HOURS_ABOVE_RUN, id="above the programme"),
        pytest.param(-1, "Because.", RefusalCode.HOURS_NEGATIVE, id="less than nothing"),
    ],
)
def test_resolution_at_fault_is_refused(school, run, disputed, hours, reason, code):
    assert refused(resolve, school.colleague, disputed, run, hours, reason) is code


def test_settled_figure_is_not_resolved(school, run):
    person = on_file()
    record(school.designer, run, SourceKind.SIGN_IN_SHEET, {person: 2400})

    assert refused(resolve, school.colleague, person, run) is RefusalCode.WRONG_STATE


def test_official_contests_a_settled_figure_and_it_counts_nothing(school, run):
    person = on_file()
    record(school.designer, run, SourceKind.SIGN_IN_SHEET, {person: 1200})
    assert queries.find_figure(person, run.id).hours == 1200

    figure = contest(person, run)

    assert (figure.hours, figure.state, figure.contested) == (None, FigureState.DISPUTED, False)


def test_resolved_figure_is_contested_once_with_a_new_document(school, run, disputed):
    resolve(school.colleague, disputed, run)

    assert refused(contest, disputed, run) is RefusalCode.CONDITION_NOT_MET
    contest(disputed, run, file_sha256="a" * 64, hours=2400, label="Badge list")
    resolve(school.colleague, disputed, run, 2400, "Badge list read.")

    assert refused(contest, disputed, run, file_sha256="b" * 64) is RefusalCode.CONDITION_NOT_MET
    assert queries.find_figure(disputed, run.id).hours == 2400


def test_document_already_on_file_is_not_new(school, run, disputed):
    with transaction():
        make_source(run, SourceKind.LMS_EXPORT, "Old").file_sha256 = "c" * 64
    resolve(school.colleague, disputed, run)

    assert refused(contest, disputed, run, file_sha256="c" * 64) is RefusalCode.CONDITION_NOT_MET


def test_another_official_does_not_contest(school, run, disputed):
    stranger = on_file("Grace Nobody")

    with pytest.raises(Refusal) as caught, transaction():
        service.contest(official(stranger), disputed, run.id, reason="Why not.")

    assert caught.value.code is RefusalCode.NOT_PERMITTED


def test_new_source_does_not_end_what_a_person_decided(school, run, disputed):
    resolve(school.colleague, disputed, run, 2000)

    record(school.designer, run, SourceKind.LMS_EXPORT, {disputed: 600})

    assert queries.find_figure(disputed, run.id).hours == 2000


def test_resolution_announces_the_person(school, run, disputed):
    with transaction() as session:
        service.resolve(school.colleague, disputed, run.id, 1800, "Read.")
        assert PersonTouched(disputed) in session.info["announced"]


def test_disputes_are_listed_for_who_may_settle_them(school, run, disputed):
    with transaction():
        elsewhere = make_school("ADV", "POL-201")
        nobody = make_actor("grace")

    assert [(row.person_id, row.run_code) for row in queries.disputes_visible_to(school.colleague)] == [
        (disputed, run.code)
    ]
    assert queries.disputes_visible_to(elsewhere.designer) == []
    assert queries.disputes_visible_to(nobody) == []
