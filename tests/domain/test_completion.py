"""The module completion rule and what stands around it (domain.md 2.6, rules 1-5)."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from curriculum.domain.dossier import (
    AssessmentRecord,
    Dossier,
    Exemption,
    ExemptionScope,
    OutcomeRecord,
    RecordState,
    Via,
)
from curriculum.domain.missing import MissingCode
from curriculum.domain.module import CompletionRule, ModuleVersion
from curriculum.domain.path import Component, ComponentType, Path, PathKind
from curriculum.domain.progress import assess
from curriculum.domain.proof import ProofLevel
from curriculum.domain.standing import ExcludedWhy, Expiring, ModuleStanding, State
from tests.domain.builders import TODAY, complete, dossier, followed, modules, own

ASY = modules()["ASY-201.v1"]
ALL = [outcome.code for outcome in ASY.outcomes]
TEST, OBSERVED = "written_test", "observed_interview"
DAY = date(2026, 1, 12)


def on_one_module(module: ModuleVersion, facts: dict[str, Any], **component: Any) -> Dossier:
    one = Component("C", ComponentType.MODULE, (module.ref,), **component)
    return replace(dossier("LP-TRN-ASY.v1", facts), path=Path("LP", 1, PathKind.TRAINER, (one,), (module,)))


def judged(module: ModuleVersion, facts: dict[str, Any], **component: Any) -> ModuleStanding:
    return assess(on_one_module(module, facts, **component), TODAY).component("C").modules[0]


def practised(*parts: tuple[str | None, bool]) -> dict[str, Any]:
    """All outcomes practised and attested, with these parts of the module's assessment."""
    facts = own(*ALL, level=ProofLevel.PRACTISED, via=Via.TAUGHT, minutes=24 * 60, on=DAY)
    results = (AssessmentRecord(f"r{n}", ASY.ref, DAY, ok, spec) for n, (spec, ok) in enumerate(parts))
    return {**facts, "assessments": tuple(results)}


@pytest.mark.parametrize(
    ("parts", "met"),
    [
        pytest.param([(TEST, True), (OBSERVED, True)], True, id="every-part-passed"),
        pytest.param([(None, True)], True, id="passed-as-a-whole"),
        pytest.param([(TEST, True)], False, id="one-part-is-due"),
        pytest.param([(TEST, True), (OBSERVED, False)], False, id="one-part-failed"),
        pytest.param([], False, id="not-assessed"),
    ],
)
def test_required_assessment_is_passed_in_all_its_parts(parts: list[tuple[str, bool]], *, met: bool) -> None:
    module = judged(ASY, practised(*parts), min_level=ProofLevel.PRACTISED)

    assert (module.met, module.percent) == (met, 100 if met else 99)
    assert [gap.code for gap in module.missing] == ([] if met else [MissingCode.ASSESSMENT_DUE])


@pytest.mark.parametrize(
    ("day", "assessed"),
    [
        pytest.param(date(2020, 1, 1), False, id="assessment-out-of-date"),
        pytest.param(date(2027, 1, 1), False, id="assessment-to-come"),
        pytest.param(DAY, True, id="current"),
    ],
)
def test_assessment_has_a_currency_too(day: date, *, assessed: bool) -> None:
    facts = {**practised(), "assessments": (AssessmentRecord("r", ASY.ref, day, passed=True),)}

    assert judged(ASY, facts, min_level=ProofLevel.PRACTISED).assessed is assessed


def test_assessment_of_another_module_does_not_count() -> None:
    facts = {**practised(), "assessments": (AssessmentRecord("r", "BOR-101.v1", DAY, passed=True),)}

    assert judged(ASY, facts, min_level=ProofLevel.PRACTISED).assessed is False


@pytest.mark.parametrize(
    ("codes", "weight", "met", "missing"),
    [
        pytest.param(["O1", "O2", "O3"], 80, True, [], id="80-with-all-critical"),
        pytest.param(["O1", "O2", "O4"], 75, False, ["ASY-201.v1.O3"], id="critical-one-missing"),
        pytest.param(["O2", "O3"], 60, False, ["ASY-201.v1.O1", "ASY-201.v1.O4"], id="weight-short"),
    ],
)
def test_weight_and_critical_outcomes(
    codes: list[str], weight: int, missing: list[str], *, met: bool
) -> None:
    easy = ASY._replace(rule=CompletionRule(module_assessment_required=False))

    module = judged(easy, own(*(f"ASY-201.v1.{code}" for code in codes), minutes=24 * 60, on=DAY))

    assert (module.weight, module.met) == (weight, met)
    assert [gap.subject for gap in module.missing if gap.code is MissingCode.NO_EVIDENCE] == missing


def test_hours_alone_can_be_missing() -> None:
    module = judged(ASY, own(*ALL, minutes=12 * 60, on=DAY))

    assert (module.weight, module.met, module.percent) == (100, False, 99)
    assert [(gap.code, gap.have, gap.need) for gap in module.missing] == [
        (MissingCode.HOURS_SHORT, 720, 1152)
    ]


def test_hours_are_compared_exactly_at_the_limit() -> None:
    assert judged(ASY, own(*ALL, minutes=1152, on=DAY)).met is True
    assert judged(ASY, own(*ALL, minutes=1151, on=DAY)).met is False


def test_hours_of_several_offerings_take_the_greatest_per_outcome() -> None:
    long, short = (
        own(*ALL[:2], minutes=600, tag="long", on=DAY),
        own(*ALL[1:], minutes=480, tag="short", on=DAY),
    )

    module = judged(ASY, {name: (*long[name], *short[name]) for name in long})

    # O1 600x20/55, capped 288 -> 218.18; O2 max(381.82, 210); O3 480x25/80 = 150; O4 480x20/80 = 120.
    assert float(module.hours.credited) == pytest.approx(218.1818 + 381.8182 + 150 + 120)


@pytest.mark.parametrize(
    ("exemption", "met"),
    [
        pytest.param(Exemption("x", ExemptionScope.HOURS, ASY.ref), True, id="of-the-hours"),
        pytest.param(Exemption("x", ExemptionScope.HOURS, "BOR-101.v1"), False, id="of-another-module"),
    ],
)
def test_exemption_waives_the_hours(exemption: Exemption, *, met: bool) -> None:
    module = judged(ASY, {**own(*ALL, on=DAY), "exemptions": (exemption,)})

    assert (module.met, module.hours.waived) == (met, met)


@pytest.mark.parametrize(
    ("waivable", "state"),
    [pytest.param(True, State.MET, id="waivable"), pytest.param(False, State.UNMET, id="not-waivable")],
)
def test_exemption_from_a_component_holds_only_where_the_path_allows(state: State, *, waivable: bool) -> None:
    facts = {"exemptions": (Exemption("x", ExemptionScope.COMPONENT, "C"),)}

    one = assess(on_one_module(ASY, facts, waivable=waivable), TODAY).component("C")

    assert (one.state, one.waived, one.by) == (state, waivable, ("x",) if waivable else ())


def test_S02b_challenge_on_top_of_a_course_never_costs_hours() -> None:
    taught = own(*ALL[:2], minutes=24 * 60, on=DAY)
    challenged = own(*ALL, via=Via.CHALLENGE, tag="challenge", on=DAY)

    module = judged(ASY, {name: (*taught[name], *challenged[name]) for name in taught})

    assert (module.hours.credited, module.hours.needed) == (792, Fraction(4, 5) * 792)


@pytest.mark.parametrize(
    ("day", "weight"),
    [
        pytest.param(date(2025, 11, 22), 100, id="the-last-day-of-12-months"),
        pytest.param(date(2025, 11, 21), 0, id="a-day-too-old"),
    ],
)
def test_component_may_ask_for_younger_evidence_than_the_module(day: date, weight: int) -> None:
    progress = assess(on_one_module(ASY, own(*ALL, minutes=24 * 60, on=day), within_months=12), TODAY)

    module = progress.component("C").modules[0]
    lapsed = [one.outcome for one in progress.excluded if one.why is ExcludedWhy.LAPSED]
    assert (module.weight, lapsed) == (weight, [] if weight else ALL)
    assert module.outcomes[0].current_until == (TODAY if weight else None)


def test_an_evidence_may_end_before_the_module_currency() -> None:
    record = OutcomeRecord("e", ALL[0], ProofLevel(4), DAY, valid_until=date(2026, 12, 31))

    facts = on_one_module(ASY, {"records": (record,)})

    assert assess(facts, TODAY).expiring() == (Expiring("C", ALL[0], date(2026, 12, 31)),)
    assert assess(facts, date(2027, 1, 1)).component("C").modules[0].weight == 0


@pytest.mark.parametrize(
    ("records", "code"),
    [
        pytest.param([], MissingCode.NO_EVIDENCE, id="nothing"),
        pytest.param([("a", 2, RecordState.VALID, DAY)], MissingCode.LEVEL_TOO_LOW, id="level"),
        pytest.param(
            [("a", 4, RecordState.VALID, date(2020, 1, 1))], MissingCode.EVIDENCE_LAPSED, id="lapsed"
        ),
        pytest.param([("a", 1, RecordState.WAITING, DAY)], MissingCode.WAITING_FOR_RESULTS, id="S03-waiting"),
        pytest.param([("a", 4, RecordState.INVALIDATED, DAY)], MissingCode.NO_EVIDENCE, id="invalidated"),
        pytest.param(
            [("a", 1, RecordState.VALID, date(2020, 1, 1))],
            MissingCode.NO_EVIDENCE,
            id="lapsed-and-never-enough",
        ),
        pytest.param([("a", 4, RecordState.VALID, date(2027, 1, 1))], MissingCode.NO_EVIDENCE, id="to-come"),
    ],
)
def test_missing_outcome_says_why(
    records: list[tuple[str, int, RecordState, date]], code: MissingCode
) -> None:
    held = tuple(
        OutcomeRecord(ref, ALL[1], ProofLevel(level), on, state=state) for ref, level, state, on in records
    )

    module = judged(ASY, {"records": held})

    assert [gap.code for gap in module.missing if gap.subject == ALL[1]] == [code]


def test_next_step_is_what_the_person_can_do() -> None:
    waiting = assess(
        dossier("LP-TRN-ASY.v1", complete("ASY-101.v1"), followed("CEPM-01", minutes=None)), TODAY
    )
    step = waiting.next_step

    assert step is not None
    assert (step.component, step.code, step.subject) == ("C2", MissingCode.NO_EVIDENCE, "ASY-201.v1.O3")


def test_nothing_missing_means_no_next_step() -> None:
    progress = assess(on_one_module(ASY, complete(ASY.ref)), TODAY)

    assert (progress.next_step, progress.complete, progress.percent, progress.met_count) == (
        None,
        True,
        100,
        1,
    )


def test_when_only_others_can_act_their_step_is_shown() -> None:
    one = ASY._replace(outcomes=(ASY.outcomes[1]._replace(weight=100),), contact_minutes=0)
    late = OutcomeRecord("a", ALL[1], ProofLevel(1), DAY, state=RecordState.WAITING)
    facts = on_one_module(one._replace(rule=CompletionRule()), {"records": (late,)})

    step = assess(facts, TODAY).next_step

    assert step is not None
    assert step.code is MissingCode.WAITING_FOR_RESULTS


def test_optional_component_never_counts_in_the_percent() -> None:
    first = Component("C", ComponentType.MODULE, (ASY.ref,), weight=3)
    second = Component("D", ComponentType.PORTFOLIO, minimum=1)
    extra = Component("E", ComponentType.PORTFOLIO, minimum=1, mandatory=False)
    whole = Path("LP", 1, PathKind.TRAINER, (first, second, extra), (ASY,))

    progress = assess(Dossier("P1", whole, **complete(ASY.ref)), TODAY)

    assert (progress.percent, progress.complete, len(progress.mandatory)) == (75, False, 2)


def test_S02b_challenge_passed_after_too_few_hours_spares_them() -> None:
    taught = own(*ALL, level=ProofLevel.ATTENDED, via=Via.TAUGHT, minutes=120, on=DAY)
    challenged = own(*ALL, via=Via.CHALLENGE, tag="challenge", on=DAY)

    module = judged(ASY, {name: (*taught[name], *challenged[name]) for name in taught})

    assert (module.met, module.hours.credited, module.hours.needed) == (True, 0, 0)


def test_attendance_to_come_credits_nothing_yet() -> None:
    module = judged(ASY, own(*ALL, minutes=24 * 60, on=date(2027, 1, 11)))

    assert (module.weight, module.hours.credited) == (0, 0)


def test_forgetting_what_was_worked_out_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def taught() -> dict[str, Any]:
        return own(*ALL, minutes=24 * 60, on=DAY)

    remembered = assess(on_one_module(ASY, taught()), TODAY)
    monkeypatch.setattr("curriculum.domain.plan.KEPT", 1)

    two = {name: (*rows, *own(ALL[0], minutes=60, tag="b")[name]) for name, rows in taught().items()}

    assert assess(on_one_module(ASY, taught()), TODAY) == remembered
    assert assess(on_one_module(ASY, two), TODAY).percent == remembered.percent
