"""Panels: three natural persons at least, none of whom taught or mentors the candidate (S15)."""

from datetime import date

import pytest

from curriculum.assessment import queries, service
from curriculum.db import db, transaction
from curriculum.delivery import service as delivery
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.people.models import Person
from tests.factories.delivery import make_run, make_school, make_source, on_file
from tests.factories.evidence import make_path

pytestmark = pytest.mark.database


@pytest.fixture
def school(app):
    with transaction():
        return make_school()


@pytest.fixture
def path(school):
    with transaction():
        return make_path(school.centre)


def hear(school, path, candidate, members, **values):
    with transaction():
        dull = {"held_on": date(2026, 11, 2), "favourable": True, "minutes": "PV 7"}
        return service.hold_panel(
            school.assessor,
            person_id=candidate,
            path_version_id=path.id,
            member_ids=members,
            **{**dull, **values},
        )


def three(school):
    return [school.assessor.person_id, school.verifier.person_id, school.designer.person_id]


def refused(*args, **values):
    with pytest.raises(Refusal) as caught:
        hear(*args, **values)
    return caught.value


def test_panel_of_three_is_recorded_with_its_members(school, path):
    candidate = on_file()

    hear(school, path, candidate, three(school))

    [panel] = queries.panels_of(candidate)
    assert (panel.members, panel.favourable) == (tuple(sorted(three(school))), True)


def test_two_persons_are_no_panel(school, path):
    candidate, two = on_file(), three(school)[:2]

    assert refused(school, path, candidate, two).code is RefusalCode.PANEL_TOO_SMALL
    assert refused(school, path, candidate, [*two, two[0]]).code is RefusalCode.PANEL_TOO_SMALL


def test_merged_record_does_not_fill_a_seat(school, path):
    candidate, members = on_file(), three(school)
    with transaction():
        twin = Person(id=members[0] + 1, merged_into=members[0])
        db.session.add(twin)

    assert refused(school, path, candidate, [*members[:2], twin.id]).code is RefusalCode.PANEL_TOO_SMALL


def test_trainer_of_the_candidate_does_not_sit(school, path):
    """S15"""
    candidate = on_file()
    with transaction():
        run = make_run(school, "PMCO-02")
        source = make_source(run)
        delivery.record_attendance(school.designer, source.id, {candidate: 2400})

    refusal = refused(school, path, candidate, [*three(school), school.trainer.person_id])

    assert refusal.code is RefusalCode.CONFLICT_OF_INTEREST
    assert [one.about for one in refusal.facts["conflicts"]] == ["PMCO-02"]


def test_candidate_does_not_sit(school, path):
    """I-01"""
    candidate = on_file()

    refusal = refused(school, path, candidate, [*three(school), candidate])
    assert refusal.code is RefusalCode.CONFLICT_OF_INTEREST
