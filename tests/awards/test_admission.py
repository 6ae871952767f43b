"""Admission to a path by its entry requirements, grounds frozen (I-18, S20)."""

from datetime import date

import pytest

from curriculum.awards import queries, service
from curriculum.awards.admission import admitting
from curriculum.db import db, transaction
from curriculum.domain.eligibility import Reason, ReasonCode, Verdict
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.paths.models import PathEnrolment
from tests.factories.awards import make_candidacy

pytestmark = pytest.mark.database


def nominated(cast, entry, **values) -> PathEnrolment:
    case = make_candidacy(cast, path="LP-EXP", module="POL-301", entry_requirements=entry, **values)
    with transaction():
        enrolment = db.session.get(PathEnrolment, (case.person_id, case.enrolment_id))
        enrolment.state, enrolment.designated_on = EnrolmentState.NOMINATED, date(2026, 11, 2)
    return enrolment


def admit(cast, enrolment, **values) -> None:
    with transaction():
        service.admit(cast.farid, enrolment.person_id, enrolment.id, **values)


def test_entry_requirements_met_are_frozen_I18(cast):
    enrolment = nominated(cast, {"designation_required": True, "min_service_months": 36})

    admit(cast, enrolment)

    assert enrolment.admitted_on == date(2026, 11, 21)
    assert enrolment.entry_grounds["grounds"] == ["designated:designation", "service_enough:service"]


@pytest.mark.parametrize(
    ("entry", "missing"),
    [
        ({"min_service_months": 900}, "service_short:service"),
        ({"required_paths": ["LP-FND-MIG"]}, "path_not_held:LP-FND-MIG"),
        ({"holds_certificate_kind": "trainer"}, "certificate_not_held:trainer"),
    ],
)
def test_unmet_requirement_is_named(entry, missing, cast):
    enrolment = nominated(cast, entry)

    with pytest.raises(Refusal) as no:
        admit(cast, enrolment)

    assert no.value.code is RefusalCode.ENTRY_REQUIREMENTS_UNMET
    assert no.value.facts["missing"] == (missing,)


def test_equivalent_experience_stands_for_a_path_with_its_reason(cast):
    entry = {"required_paths": ["LP-FND-MIG"], "equivalent_experience_accepted": True}
    enrolment = nominated(cast, entry)

    admit(cast, enrolment, equivalent_experience="144 months of investigations, attested by Ines")

    reasons = admitting.entry_reasons(enrolment, date(2026, 11, 21))
    assert enrolment.admitted_on == date(2026, 11, 21)
    assert [one.verdict for one in reasons] == [Verdict.FOR]


def test_what_was_granted_at_admission_stands_I18(cast):
    enrolment = nominated(cast, {"min_service_months": 36})
    admit(cast, enrolment)
    with transaction():
        db.session.execute(db.text("UPDATE service_record SET from_ = '2026-11-01'"))

    reasons = admitting.entry_reasons(enrolment, date(2026, 11, 21))

    assert [(one.code.value, one.verdict) for one in reasons] == [("admitted_on_grounds", Verdict.FOR)]


def test_nomination_is_declined_with_a_reason(cast):
    enrolment = nominated(cast, {})

    with transaction():
        service.decline(cast.farid, enrolment.person_id, enrolment.id, reason="Service too short")

    assert enrolment.state is EnrolmentState.DECLINED
    assert queries.applications_of(enrolment.person_id) == []


def an_elective_needs(cast, code: str) -> PathEnrolment:
    """A nomination to a path whose module asks for another one, which is met on no path of Amina's."""
    return nominated(cast, {"designation_required": True}, needs=(code,))


def test_module_not_held_is_a_warning_and_no_obstacle_S20(cast):
    enrolment = an_elective_needs(cast, "BOR-101")

    reasons = admitting.entry_reasons(enrolment, date(2026, 11, 21))
    admit(cast, enrolment)

    about = Reason(ReasonCode.PREREQUISITE_NOT_HELD, Verdict.WARNING, "POL-301.v1", facts=("BOR-101",))
    assert reasons[1:] == (about,)
    assert enrolment.entry_grounds["grounds"] == ["designated:designation"]
