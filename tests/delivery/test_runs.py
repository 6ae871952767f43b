"""Runs, enrolment, hours taught; who sees which run, in as many statements for one as for three."""

from datetime import date

import pytest

from curriculum.db import db, transaction
from curriculum.delivery import queries, service, sources
from curriculum.delivery.models import SourceKind, TrainerRole
from curriculum.domain.actors import Role
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import Involvement, Part
from tests.counting import statements_of
from tests.factories.catalogue import both, make_actor, make_institution, within
from tests.factories.delivery import (
    add_trainer,
    make_enrolment,
    make_official,
    make_run,
    make_school,
    make_source,
    on_file,
)

pytestmark = pytest.mark.database


def refused(act, *args, **values):
    with pytest.raises(Refusal) as caught, transaction():
        act(*args, **values)
    return caught.value.code


def opening(school, **values):
    dull = {
        "code": "R-1",
        "title": both("Run"),
        "module_version_id": school.version.id,
        "institution_id": school.centre.id,
        "hours": 2400,
        "start": date(2026, 10, 5),
        "end": date(2026, 10, 8),
    }
    return {**dull, **values}


def test_designer_opens_a_run_with_its_trainers(school):
    with transaction():
        trainers = [(school.trainer.person_id, TrainerRole.LEAD)]
        run = service.open_run(school.designer, **opening(school), trainers=trainers)

    assert queries.get("R-1").id == run.id
    assert queries.trainers_of(run.id) == trainers


@pytest.mark.parametrize(
    ("values", "code"),
    [
        pytest.param({"code": " "}, RefusalCode.VALUE_MISSING, id="without a code"),
        pytest.param({"end": date(2026, 10, 4)}, RefusalCode.DATES_CONTRADICT, id="ends before it starts"),
        pytest.param({"hours": -1}, RefusalCode.HOURS_NEGATIVE, id="negative hours"),
        pytest.param({"outcome_ids": [7]}, RefusalCode.VALUE_INVALID, id="outcomes of another module"),
    ],
)
def test_run_at_fault_is_refused(school, values, code):
    assert refused(service.open_run, school.designer, **opening(school, **values)) is code


def test_run_code_is_given_once(school):
    with transaction():
        make_run(school, "R-1")

    assert refused(service.open_run, school.designer, **opening(school)) is RefusalCode.ALREADY_EXISTS


def test_trainer_does_not_open_runs(school):
    assert refused(service.open_run, school.trainer, **opening(school)) is RefusalCode.NOT_PERMITTED


def test_hr_enrols_its_own_staff_only(school):
    with transaction():
        ministry = make_institution("MINT")
        run = make_run(school)
        hr = make_actor("ines", Role.HR_OFFICER, scope=within(ministry))
    own, other = on_file("Amina M", ministry), on_file("Else Where", school.centre)

    with transaction():
        assert service.enrol(hr, run.id, [own]) == 1

    assert refused(service.enrol, hr, run.id, [other]) is RefusalCode.NOT_PERMITTED
    with transaction():
        assert service.enrol(school.designer, run.id, [own, other]) == 1


def test_taught_hours_count_once_somebody_else_confirmed(school):
    with transaction():
        run = make_run(school)
    me = school.trainer.person_id
    with transaction():
        log = service.log_teaching(
            school.trainer, person_id=me, run_id=run.id, role=TrainerRole.LEAD, hours=1200
        )
    assert queries.taught(me) == []

    with transaction():
        service.confirm_teaching(school.signatory, me, log.id)

    assert [(row.hours, row.confirmed_by) for row in queries.taught(me)] == [
        (1200, school.signatory.person_id)
    ]
    assert refused(service.confirm_teaching, school.signatory, me, log.id) is RefusalCode.WRONG_STATE


@pytest.mark.parametrize(
    ("role", "hours", "code"),
    [
        pytest.param(TrainerRole.CO, 600, RefusalCode.VALUE_INVALID, id="a part one was not named for"),
        pytest.param(TrainerRole.LEAD, 2401, RefusalCode.HOURS_ABOVE_RUN, id="more than the run had"),
        pytest.param(TrainerRole.LEAD, 0, RefusalCode.HOURS_NEGATIVE, id="nothing"),
    ],
)
def test_teaching_log_at_fault_is_refused(school, role, hours, code):
    with transaction():
        run = make_run(school)
    said = {"person_id": school.trainer.person_id, "run_id": run.id, "role": role, "hours": hours}

    assert refused(service.log_teaching, school.trainer, **said) is code


def test_designer_who_taught_does_not_confirm_the_own_hours(school):
    """I-01: the grant allows it, the person does not."""
    with transaction():
        run = make_run(school)
        both_hats = make_actor("both", Role.CURRICULUM_DESIGNER, Role.ASSESSOR, scope=within(school.centre))
        add_trainer(run, both_hats.person_id, TrainerRole.CO)
        log = service.log_teaching(
            both_hats, person_id=both_hats.person_id, run_id=run.id, role=TrainerRole.CO, hours=600
        )

    code = refused(service.confirm_teaching, both_hats, both_hats.person_id, log.id)
    assert code is RefusalCode.OWN_RECORD


def test_trainers_of_person_are_those_of_runs_attended(school):
    person = on_file()
    with transaction():
        attended, _ = make_run(school, "A"), make_run(school, "B")
        add_trainer(attended, school.verifier.person_id, TrainerRole.OBSERVER)
        source = make_source(attended)
        service.record_attendance(school.designer, source.id, {person: 2400})

    assert queries.trainers_of_person(person) == (Involvement(school.trainer.person_id, Part.TRAINED, "A"),)


def test_runs_are_seen_by_who_has_to_do_with_them(school):
    person = on_file()
    with transaction():
        run = make_run(school, "A")
        make_enrolment(run, person)
        other = make_school("ADV", "POL-201")
        official = make_actor("amina", Role.OFFICIAL, scope=within(school.centre))
        grace = make_actor("grace")
    seen = lambda actor: [one.code for one in db.session.scalars(queries.visible_to(actor))]  # noqa: E731

    assert (seen(school.trainer), seen(school.designer), seen(school.signatory)) == (["A"], ["A"], ["A"])
    assert (seen(other.trainer), seen(other.signatory), seen(official), seen(grace)) == ([], [], [], [])


def attended(school, run, *names):
    with transaction():
        source = make_source(run, SourceKind.SIGN_IN_SHEET, names[0])
        service.record_attendance(school.designer, source.id, {make_official(name): 2400 for name in names})


@pytest.mark.parametrize("what", ["list", "participants"])
def test_pages_take_as_many_statements_for_one_as_for_three(school, what):
    with transaction():
        run = make_run(school, "A")
    attended(school, run, "One")
    acts = {
        "list": lambda: queries.listed(queries.visible_to(school.designer), limit=20, offset=0),
        "participants": lambda: sources.participants_visible_to(school.designer, run),
    }
    one = statements_of(acts[what])
    with transaction():
        make_run(school, "B")
        make_run(school, "C")
    attended(school, run, "Two", "Three")

    assert statements_of(acts[what]) == one
