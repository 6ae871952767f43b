"""Every change of a standing says because of what (domain.md 2.6, rule 7)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from curriculum.domain.currency import Period
from curriculum.domain.dossier import (
    CertificateHeld,
    Exemption,
    ExemptionScope,
    ExperienceRecord,
    RecordState,
)
from curriculum.domain.equivalence import TopUp
from curriculum.domain.progress import Because, Cause, Change, ChangeOf, assess, diff
from curriculum.domain.proof import ProofLevel, Result
from tests.domain.builders import TODAY, complete, dossier, equivalences, followed, own, path

ASY, BOR = "LP-TRN-ASY.v1", "LP-TRN-BOR.v2"
COURSE = followed("CEPM-01")
NOTHING: dict[str, Any] = {}
O2 = "ASY-201.v1.O2"


def invalid(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        **facts,
        "records": tuple(one._replace(state=RecordState.INVALIDATED) for one in facts["records"]),
    }


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        pytest.param(NOTHING, COURSE, Because.NEW_EVIDENCE, id="new-evidence"),
        pytest.param(COURSE, NOTHING, Because.EVIDENCE_REMOVED, id="taken-back"),
        pytest.param(COURSE, invalid(COURSE), Because.EVIDENCE_INVALIDATED, id="invalidated"),
        pytest.param(invalid(COURSE), COURSE, Because.EVIDENCE_REINSTATED, id="reinstated"),
        pytest.param(
            COURSE, followed("CEPM-01", minutes=None), Because.DISPUTE_OPENED, id="S10-dispute-opened"
        ),
        pytest.param(followed("CEPM-01", minutes=None), COURSE, Because.DISPUTE_RESOLVED, id="S10-resolved"),
        pytest.param(
            followed("CEPM-01", Result.MISSING), COURSE, Because.RESULTS_RECEIVED, id="S03-results-came"
        ),
    ],
)
def test_outcome_changes_because(before: dict[str, Any], after: dict[str, Any], code: Because) -> None:
    changes = diff(assess(dossier(ASY, before), TODAY), assess(dossier(ASY, after), TODAY))

    outcome = next(one for one in changes if one.of is ChangeOf.OUTCOME and one.subject == O2)
    assert outcome.because == (Cause(code, (f"ev:CEPM-01:{O2}",)),)


def test_lapse_explains_the_drop_of_outcome_component_and_path() -> None:
    facts = dossier("LP-FND-MIG.v1", complete("DAT-202.v1", on=date(2024, 6, 3)))
    cause = (Cause(Because.EVIDENCE_LAPSED, tuple(f"as:DAT-202.v1:DAT-202.v1.O{n}" for n in range(1, 5))),)

    changes = diff(assess(facts, date(2026, 6, 2)), assess(facts, date(2026, 6, 3)))

    assert changes[:2] == (
        Change(ChangeOf.PATH, "LP-FND-MIG.v1", 20, 0, cause),
        Change(ChangeOf.COMPONENT, "C4", 100, 0, cause),
    )
    assert [(one.from_, one.to) for one in changes[2:]] == [(4, 0)] * 4


def test_top_up_explains_what_it_opened() -> None:
    mover = dossier(BOR, complete("BOR-102.v1"))
    topped = replace(mover, top_ups=(TopUp("t", "BOR-102.v2.O2", "retest_80", date(2026, 1, 2)),))

    changes = diff(assess(mover, TODAY), assess(topped, TODAY))

    ref = "as:BOR-102.v1:BOR-102.v1.O2"
    assert changes[-1] == Change(
        ChangeOf.OUTCOME, "BOR-102.v2.O2", 0, 4, (Cause(Because.TOP_UP_RECORDED, (ref,)),)
    )


def test_moving_to_a_new_version_is_one_change_with_both_names() -> None:
    facts = complete("BOR-101.v1", on=date(2026, 1, 2))
    before = assess(dossier("LP-TRN-BOR.v1", facts), TODAY)
    after = assess(dossier(BOR, facts), TODAY)

    cause = Cause(Because.VERSION_CHANGED, ("LP-TRN-BOR.v1", BOR))
    assert diff(before, after) == (Change(ChangeOf.PATH, BOR, before.percent, after.percent, (cause,)),)


def test_months_of_experience_grow_by_themselves() -> None:
    facts = dossier("LP-EXP-THB.v1", experience=(ExperienceRecord("x", "T1", Period(date(2026, 1, 1))),))

    changes = diff(assess(facts, date(2026, 6, 30)), assess(facts, date(2026, 7, 31)))

    because = (Cause(Because.TIME_PASSED, ("x",)),)
    assert changes == (
        Change(ChangeOf.PATH, "LP-EXP-THB.v1", 2, 3, because),
        Change(ChangeOf.COMPONENT, "C8", 25, 29, because),
    )


def test_corrected_figure_of_the_same_record_is_named() -> None:
    spare = own(*(f"ASY-201.v1.O{n}" for n in range(1, 5)), minutes=1200, on=date(2026, 1, 2))
    short = own(*(f"ASY-201.v1.O{n}" for n in range(1, 5)), minutes=600, on=date(2026, 1, 2))

    changes = diff(assess(dossier(ASY, spare), TODAY), assess(dossier(ASY, short), TODAY))

    component = next(one for one in changes if one.of is ChangeOf.COMPONENT)
    assert (component.from_, component.to) == (100, 99)
    assert [cause.code for cause in component.because] == [Because.EVIDENCE_CHANGED]


@pytest.mark.parametrize(
    ("granted", "code"),
    [
        pytest.param(True, Because.EXEMPTION_GRANTED, id="granted"),
        pytest.param(False, Because.EXEMPTION_ENDED, id="ended"),
    ],
)
def test_exemption_explains_the_change(code: Because, *, granted: bool) -> None:
    whole = path(ASY)
    open_ = replace(whole, components=tuple(c._replace(waivable=True) for c in whole.components))
    without = replace(dossier(ASY), path=open_)
    exempted = replace(without, exemptions=(Exemption("x", ExemptionScope.COMPONENT, "C4"),))
    sides = (without, exempted) if granted else (exempted, without)

    changes = diff(*(assess(side, TODAY) for side in sides))

    assert [one.because for one in changes if one.subject == "C4"] == [(Cause(code, ("x",)),)]


def test_certificate_is_a_change_of_its_own() -> None:
    held = CertificateHeld("c", "trainer", "LP-TRN-ASY", 1, date(2026, 1, 1))

    changes = diff(assess(dossier(ASY), TODAY), assess(dossier(ASY, certificates=(held,)), TODAY))

    assert changes == (Change(ChangeOf.CERTIFIED, ASY, 0, 100, (Cause(Because.CERTIFICATE_CHANGED),)),)


def test_equal_standings_have_no_difference() -> None:
    facts = dossier(BOR, complete("BOR-102.v1"))

    assert diff(assess(facts, TODAY), assess(facts, TODAY)) == ()


def test_another_day_without_a_visible_change_has_no_difference() -> None:
    facts = dossier(ASY, COURSE)

    assert diff(assess(facts, TODAY), assess(facts, date(2026, 11, 22))) == ()


def test_record_that_ends_up_waiting_for_a_top_up_was_removed_from_what_counts() -> None:
    open_ = tuple(
        TopUp(f"t:{one.top_up}", one.target, str(one.top_up), date(2026, 1, 2), ProofLevel(4))
        for one in equivalences()
        if one.top_up
    )
    topped = dossier(BOR, complete("BOR-102.v1"), top_ups=open_)

    changes = diff(assess(topped, TODAY), assess(replace(topped, top_ups=()), TODAY))

    assert changes[-1].because == (Cause(Because.EVIDENCE_REMOVED, ("t:facial_comparison_4h",)),)
    assert [cause.code for cause in changes[2].because] == [Because.EVIDENCE_REMOVED]


def test_weaker_evidence_behind_stronger_one_was_not_removed() -> None:
    course = followed("CEPM-01", Result.FAILED)
    before = assess(dossier(ASY, course), TODAY)
    after = assess(dossier(ASY, course, complete("ASY-201.v1")), TODAY)

    codes = {cause.code for change in diff(before, after) for cause in change.because}

    assert codes == {Because.NEW_EVIDENCE}
