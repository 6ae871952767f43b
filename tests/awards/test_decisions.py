"""Who applies, who decides, on what (S11, S15, I-01, I-02, I-15, I-19, I-21)."""

from datetime import UTC, date, datetime

import pytest

from curriculum import clock
from curriculum.announcements import EvidenceInvalidated
from curriculum.assessment.models import AssessmentResult, Panel, PanelMember
from curriculum.awards import queries, service
from curriculum.awards.applications.history import snapshot_of
from curriculum.db import announce, db, new_id, transaction
from curriculum.delivery.models import AttendanceRecord, Run, SourceKind
from curriculum.domain.actors import SYSTEM
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import Part
from curriculum.evidence import service as evidence
from curriculum.evidence.models import EvidenceHold
from curriculum.paths.models import PathEnrolment
from curriculum.people.models import Person
from tests.factories.awards import NAMES, granted, make_candidacy, ready
from tests.factories.catalogue import both
from tests.factories.delivery import add_trainer, make_source
from tests.factories.evidence import a_row

pytestmark = pytest.mark.database
S = ApplicationState


def decide(case, actor=None, outcome=service.Outcome.GRANT):
    with transaction():
        service.decide(actor or case.cast.jonas, case.code, outcome=outcome, reasons="All met", minutes="PV")


def test_application_freezes_file_and_names(cast):
    case = make_candidacy(cast)

    application = case.apply()

    enrolment = db.session.get(PathEnrolment, (case.person_id, case.enrolment_id))
    frozen = snapshot_of(application)
    assert application.state is S.SUBMITTED
    assert enrolment.state is EnrolmentState.APPLIED
    assert frozen["progress"]["percent"] == 100
    assert frozen["scope"]["modules"] == [{"code": "BOR-101", "version": 1}]
    assert application.printed_names["Latn"] == "Amina Mezgouri"


def test_unmet_path_is_refused_with_reasons(cast):
    case = make_candidacy(cast)
    with transaction():
        db.session.execute(db.delete(AssessmentResult))

    with pytest.raises(Refusal) as no:
        case.apply()

    against = [one.code.value for one in no.value.facts["reasons"] if one.verdict.value == "against"]
    assert (no.value.code, against) == (RefusalCode.NOT_ELIGIBLE, ["component_not_met"])


@pytest.mark.parametrize(
    ("names", "code"),
    [
        pytest.param({}, RefusalCode.VALUE_MISSING, id="nothing-chosen"),
        pytest.param({"Arab": NAMES["Arab"]}, RefusalCode.VALUE_MISSING, id="without-the-latin-one"),
        pytest.param({"Latn": "Amina Other"}, RefusalCode.VALUE_INVALID, id="not-on-record"),
        pytest.param(NAMES | {"Cyrl": "Amina"}, RefusalCode.VALUE_INVALID, id="other-script"),
    ],
)
def test_only_spellings_on_record_are_printed(names, code, cast):
    case = make_candidacy(cast)

    with pytest.raises(Refusal) as no, transaction():
        service.apply_for(cast.amina, case.person_id, case.enrolment_id, names)

    assert no.value.code is code


def test_second_application_on_one_enrolment_is_refused(cast):
    case = make_candidacy(cast)
    case.apply()

    with pytest.raises(Refusal) as no:
        case.apply()

    assert no.value.code is RefusalCode.ALREADY_EXISTS


def test_second_click_that_saw_no_application_is_refused(cast, monkeypatch):
    """Two clicks at once: the second looked before the first was written, and the database says no."""
    case = make_candidacy(cast)
    case.apply()
    monkeypatch.setattr(queries, "find_open", lambda *_: None)

    with pytest.raises(Refusal) as no:
        case.apply()

    assert no.value.code is RefusalCode.ALREADY_EXISTS


def test_returned_application_is_handed_in_again(cast):
    case = make_candidacy(cast)
    code = case.apply().code
    with transaction():
        service.take(cast.farid, code)
        service.return_(cast.farid, code, reason="Choose the other spelling")

    again = case.apply({"Latn": "Amina Mezgouri"})

    assert (again.code, again.state, list(again.printed_names)) == (code, S.SUBMITTED, ["Latn"])


def test_evidence_that_runs_out_meanwhile_does_not_defeat_I19(cast):
    case = make_candidacy(cast)
    code = ready(case)
    with transaction():
        db.session.execute(db.delete(AssessmentResult))

    decide(case)

    assert case.application.code == code
    assert case.application.state is S.AWAITING_SIGNOFFS


def test_frozen_file_that_was_touched_is_noticed(cast):
    case = make_candidacy(cast)
    ready(case)
    with transaction():
        case.application.snapshot = case.application.snapshot.replace("100", "101", 1)

    with pytest.raises(Refusal) as no:
        decide(case)

    assert no.value.code is RefusalCode.SNAPSHOT_CHANGED


def taught_by_jonas(case):
    run = make_run_row(case)
    add_trainer(run, case.cast.person("jonas"))
    source = make_source(run, SourceKind.SIGN_IN_SHEET)
    row = AttendanceRecord(person_id=case.person_id, run_id=run.id, source_id=source.id, hours=600)
    db.session.add(row)
    db.session.flush()


def make_run_row(case):
    run = Run(
        id=new_id(),
        code="PMCO-02",
        title=both("Course"),
        module_version_id=case.module_version_id,
        institution_id=case.cast.institution("CNFGF"),
        outcome_ids=[],
        hours=600,
        start=date(2026, 9, 7),
        end=date(2026, 9, 8),
    )
    db.session.add(run)
    db.session.flush()
    return run


def sat_on_panel(case):
    panel = Panel(
        id=new_id(),
        person_id=case.person_id,
        path_version_id=case.path_version_id,
        held_on=date(2026, 10, 1),
        favourable=True,
        minutes="PV",
    )
    db.session.add(panel)
    db.session.flush()
    db.session.add(PanelMember(panel_id=panel.id, person_id=case.cast.person("jonas")))


def graded(case):
    db.session.scalars(db.select(AssessmentResult)).one().assessor_id = case.cast.person("jonas")


def merged_into_candidate(case):
    db.session.get(Person, case.cast.person("jonas")).merged_into = case.person_id


@pytest.mark.parametrize(
    ("involve", "code", "part"),
    [
        pytest.param(taught_by_jonas, RefusalCode.CONFLICT_OF_INTEREST, Part.TRAINED, id="S15-trained"),
        pytest.param(sat_on_panel, RefusalCode.CONFLICT_OF_INTEREST, Part.ASSESSED, id="S15-panel"),
        pytest.param(graded, RefusalCode.CONFLICT_OF_INTEREST, Part.ASSESSED, id="I-02-graded"),
        pytest.param(merged_into_candidate, RefusalCode.OWN_RECORD, Part.SELF, id="I-01-merged"),
    ],
)
def test_decider_with_a_part_in_the_case_is_refused(involve, code, part, cast):
    case = make_candidacy(cast)
    ready(case)
    with transaction():
        involve(case)

    with pytest.raises(Refusal) as no:
        decide(case)

    assert (no.value.code, no.value.facts["conflicts"][0].part) == (code, part)
    assert queries.decisions_of(case.application) == []


def test_employer_at_decision_date_is_recorded_I15(cast):
    case = make_candidacy(cast)
    granted(case)

    decision = queries.find_decision(case.application)

    assert decision.employer_id == cast.institution("MINT")
    assert decision.decided_on == clock.today()


def test_right_to_teach_names_only_modules_held_I21(cast):
    case = make_candidacy(cast)
    granted(case)

    statement = queries.read_statement(queries.find_statement(case.application))

    assert set(statement.scope.may_teach) <= {one.code for one in statement.scope.modules}
    assert (statement.hours, statement.scope.may_teach) == (30, ("BOR-101",))


def test_certificate_of_36_months_ends_the_day_before_S17(cast):
    with clock.moved_to(datetime(2024, 5, 2, 9, tzinfo=UTC)):
        case = make_candidacy(cast)
        with transaction():
            result = db.session.scalars(db.select(AssessmentResult)).one()
            result.assessed_on = date(2024, 4, 2)
            db.session.get(PathEnrolment, (case.person_id, case.enrolment_id)).designated_on = date(
                2024, 1, 9
            )
        granted(case)

    statement = queries.read_statement(queries.find_statement(case.application))
    assert (statement.effective_from, statement.valid_until) == (date(2024, 5, 2), date(2027, 5, 1))


def hold_one_piece(case):
    """Evidence that the frozen file uses, as far as the hold says."""
    [piece] = evidence.record_many(SYSTEM, [a_row(case.person_id)])
    key = {"person_id": case.person_id, "evidence_id": piece.id}
    db.session.add(EvidenceHold(application_id=case.application.id, **key))
    db.session.flush()
    return piece


@pytest.mark.parametrize(
    ("reach", "state"), [(ready, S.DECISION_READY), (granted, S.DECISION_READY)], ids=["noted", "taken-back"]
)
def test_invalidated_evidence_reaches_the_application_J13(reach, state, cast):
    case = make_candidacy(cast)
    reach(case)
    with transaction():
        piece = hold_one_piece(case)

    with transaction():
        announce(EvidenceInvalidated(case.person_id, piece.id))

    steps = [one.action for one in queries.steps_of(case.application)]
    assert "evidence_invalidated" in steps
    assert case.application.state is state
    assert queries.find_statement(case.application) is None
