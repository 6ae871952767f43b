"""Components that are counted, with the parameters of domain.md 5.3."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from curriculum.domain.currency import Period
from curriculum.domain.dossier import (
    CertificateHeld,
    CpdRecord,
    ExperienceRecord,
    ObservationRecord,
    PanelRecord,
    PortfolioItem,
    TeachingRecord,
    TeachingRole,
)
from curriculum.domain.eligibility import decide
from curriculum.domain.missing import MissingCode, Repair
from curriculum.domain.path import renewing, thematic_updates
from curriculum.domain.progress import assess
from curriculum.domain.standing import ComponentStanding, Expiring, State
from tests.domain.builders import TODAY, complete, dossier, modules, path

BOR, THB, POL, REF = "LP-TRN-BOR.v2", "LP-EXP-THB.v1", "LP-EXP-POL.v1", "LP-REF-TRN.v1"
CO, LEAD = TeachingRole.CO, TeachingRole.LEAD


def taught(ref: str, hours: int, role: TeachingRole = CO, on: date = date(2026, 5, 4)) -> TeachingRecord:
    return TeachingRecord(ref, f"run-{ref}", on, hours * 60, role)


def seen(ref: str, observer: str, score: int = 300, on: date = date(2026, 5, 4)) -> ObservationRecord:
    return ObservationRecord(ref, on, observer, score)


def points(ref: str, kind: str, number: float, on: date = date(2026, 5, 4)) -> CpdRecord:
    return CpdRecord(ref, kind, on, int(number * 100))


def panel(*members: str, passed: bool = True) -> PanelRecord:
    return PanelRecord("panel", date(2026, 5, 4), members, passed)


def standing(ref: str, code: str, **facts: Any) -> ComponentStanding:
    return assess(dossier(ref, **facts), TODAY).component(code)


def shown(one: ComponentStanding) -> tuple[State, int, list[MissingCode]]:
    return one.state, one.percent, [gap.code for gap in one.missing]


@pytest.mark.parametrize(
    ("teaching", "expected"),
    [
        pytest.param(
            (), (State.UNMET, 0, [MissingCode.PRACTICE_SHORT, MissingCode.SESSIONS_SHORT]), id="nothing"
        ),
        pytest.param((taught("a", 12), taught("b", 12)), (State.MET, 100, []), id="24-hours-in-two-sessions"),
        pytest.param(
            (taught("a", 24),), (State.PARTLY, 99, [MissingCode.SESSIONS_SHORT]), id="24-hours-in-one-session"
        ),
        pytest.param(
            (taught("a", 12), taught("b", 11)),
            (State.PARTLY, 95, [MissingCode.PRACTICE_SHORT]),
            id="one-hour-short",
        ),
        pytest.param(
            (taught("a", 12), taught("b", 12, LEAD)),
            (State.PARTLY, 50, [MissingCode.PRACTICE_SHORT, MissingCode.SESSIONS_SHORT]),
            id="leading-alone-is-not-co-delivery",
        ),
        pytest.param(
            (taught("a", 12), taught("b", 12, on=date(2027, 1, 1))),
            (State.PARTLY, 50, [MissingCode.PRACTICE_SHORT, MissingCode.SESSIONS_SHORT]),
            id="not-yet-taught",
        ),
    ],
)
def test_co_delivery(teaching: tuple[TeachingRecord, ...], expected: object) -> None:
    assert shown(standing(BOR, "C10", teaching=teaching)) == expected


@pytest.mark.parametrize(
    ("observations", "expected"),
    [
        pytest.param((seen("1", "X"), seen("2", "Y")), (State.MET, 100, []), id="two-observers-at-3-of-4"),
        pytest.param(
            (seen("1", "X"), seen("2", "X")),
            (State.PARTLY, 50, [MissingCode.OBSERVERS_SHORT]),
            id="I22-observers-distinct",
        ),
        pytest.param(
            (seen("1", "X"), seen("2", "Y", 299)),
            (State.PARTLY, 50, [MissingCode.OBSERVATIONS_SHORT, MissingCode.OBSERVERS_SHORT]),
            id="score-below-3",
        ),
        pytest.param(
            (seen("1", "X"), seen("2", "mentor")),
            (State.PARTLY, 50, [MissingCode.OBSERVATIONS_SHORT, MissingCode.OBSERVERS_SHORT]),
            id="I22-not-the-mentor",
        ),
        pytest.param(
            (seen("1", "X"), seen("2", "junior")),
            (State.PARTLY, 50, [MissingCode.OBSERVATIONS_SHORT, MissingCode.OBSERVERS_SHORT]),
            id="I22-not-a-subordinate",
        ),
        pytest.param(
            (seen("1", "P1"),),
            (State.UNMET, 0, [MissingCode.OBSERVATIONS_SHORT, MissingCode.OBSERVERS_SHORT]),
            id="I01-not-oneself",
        ),
    ],
)
def test_observed_sessions(observations: tuple[ObservationRecord, ...], expected: object) -> None:
    one = standing(BOR, "C11", observations=observations, mentor="mentor", subordinates=("junior",))

    assert shown(one) == expected


@pytest.mark.parametrize(
    ("panels", "met"),
    [
        pytest.param((panel("A", "B", "C"),), True, id="three-members"),
        pytest.param((panel("A", "B"),), False, id="two-members"),
        pytest.param((panel("A", "B", "B"),), False, id="one-member-twice"),
        pytest.param((panel("A", "B", "C", passed=False),), False, id="not-passed"),
        pytest.param((panel("A", "B", "mentor"),), False, id="I02-the-mentor-sat"),
    ],
)
def test_panel_of_at_least_three(panels: tuple[PanelRecord, ...], *, met: bool) -> None:
    one = standing(THB, "C9", panels=panels, mentor="mentor")

    assert (one.state is State.MET, one.percent) == (met, 100 if met else 0)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        pytest.param(
            [ExperienceRecord("x", "T1", Period(date(2024, 1, 1), date(2025, 12, 31)))],
            (State.MET, 100, []),
            id="24-months-in-the-theme",
        ),
        pytest.param(
            [ExperienceRecord("x", "T2", Period(date(2024, 1, 1), date(2025, 12, 31)))],
            (State.UNMET, 0, [MissingCode.EXPERIENCE_SHORT]),
            id="another-theme",
        ),
        pytest.param(
            [ExperienceRecord(ref, "T1", Period(date(2024, 1, 1), date(2024, 12, 31))) for ref in "xy"],
            (State.PARTLY, 50, [MissingCode.EXPERIENCE_SHORT]),
            id="attested-twice-counts-once",
        ),
    ],
)
def test_experience_in_the_theme(records: list[ExperienceRecord], expected: object) -> None:
    assert shown(standing(THB, "C8", experience=tuple(records))) == expected


def test_experience_may_be_asked_to_be_recent() -> None:
    whole = path(THB)
    components = tuple(c._replace(within_months=12) if c.code == "C8" else c for c in whole.components)
    old = (ExperienceRecord("x", "T1", Period(date(2020, 1, 1), date(2026, 5, 21))),)

    facts = replace(dossier(THB, experience=old), path=replace(whole, components=components))

    assert assess(facts, TODAY).component("C8").done == 6


@pytest.mark.parametrize(("items", "percent"), [(0, 0), (1, 33), (2, 66), (3, 100), (4, 100)])
def test_portfolio_counts_pieces(items: int, percent: int) -> None:
    work = tuple(PortfolioItem(str(number), date(2026, 1, 2)) for number in range(items))

    assert standing(POL, "C7", portfolio=work).percent == percent


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        pytest.param(
            (points("a", "learned", 7.5), points("b", "delivered", 7.5)),
            (1500, State.MET),
            id="half-and-half",
        ),
        pytest.param((points("a", "learned", 30),), (750, State.PARTLY), id="cap-of-half-per-type"),
        pytest.param(
            (points("a", "learned", 7.5), points("b", "delivered", 7.5, date(2023, 11, 21))),
            (750, State.PARTLY),
            id="older-than-36-months",
        ),
        pytest.param(
            (points("a", "learned", 7.5), points("b", "delivered", 7.5, date(2023, 11, 22))),
            (1500, State.MET),
            id="the-last-day-still-counts",
        ),
    ],
)
def test_cpd_points(records: tuple[CpdRecord, ...], expected: tuple[int, State]) -> None:
    one = standing(REF, "C5", cpd=records)

    assert (one.done, one.state) == expected


def test_component_lasts_as_long_as_its_newest_records_suffice() -> None:
    old, new = seen("old", "X", on=date(2025, 8, 1)), seen("new", "Y", on=date(2026, 5, 4))

    one = standing(REF, "C4", observations=(old, new))

    assert (one.state, one.current_until) == (State.MET, date(2027, 11, 3))


def test_component_that_ages_is_announced_before_it_ends() -> None:
    facts = dossier(REF, observations=(seen("old", "X", on=date(2025, 8, 1)),))

    assert assess(facts, TODAY).expiring() == (Expiring("C4", "C4", date(2027, 1, 31)),)


def test_S25_renewal_with_38_of_40_hours_shows_the_missing_two() -> None:
    facts = dossier(REF, teaching=(taught("a", 20, LEAD), taught("b", 18, CO)))

    decision = decide(facts, assess(facts, TODAY), TODAY)

    gap = next(gap for gap in decision.shortest_repair if gap.component == "C3")
    assert decision.eligible is False
    assert (gap.code, gap.have, gap.need, gap.repairs) == (
        MissingCode.PRACTICE_SHORT,
        38 * 60,
        40 * 60,
        (Repair.TEACH,),
    )


def test_update_asks_the_latest_version_of_each_thematic_module_of_the_original_path() -> None:
    updates = thematic_updates(path("LP-TRN-BOR.v1"), modules().values())

    assert [module.ref for module in updates] == ["BOR-101.v1", "BOR-102.v2"]


def test_update_is_met_by_outcomes_without_sitting_the_hours_again() -> None:
    updates = thematic_updates(path("LP-TRN-BOR.v1"), modules().values())
    renewal = renewing(path(REF), updates)
    fresh = {"records": (*complete("BOR-101.v1")["records"], *complete("BOR-102.v2")["records"])}

    one = assess(replace(dossier(REF, fresh), path=renewal), TODAY).component("C2")

    assert (one.state, one.percent, one.done, one.needed) == (State.MET, 100, 2, 2)


def test_update_shows_what_each_module_lacks() -> None:
    renewal = renewing(path(REF), thematic_updates(path("LP-TRN-BOR.v1"), modules().values()))

    one = assess(replace(dossier(REF, complete("BOR-101.v1")), path=renewal), TODAY).component("C2")

    assert (one.state, one.percent) == (State.PARTLY, 50)
    assert {gap.subject.split(".")[0] for gap in one.missing} == {"BOR-102"}


def test_update_without_an_original_path_cannot_be_met() -> None:
    one = standing(REF, "C2")

    assert shown(one) == (State.UNMET, 0, [MissingCode.ORIGINAL_PATH_UNKNOWN])


def test_certified_is_told_apart_from_taught() -> None:
    held = CertificateHeld("c1", "trainer", "LP-TRN-BOR", 1, date(2025, 1, 1), date(2027, 12, 31))

    progress = assess(dossier(BOR, certificates=(held,)), TODAY)

    assert (progress.percent, progress.certified_percent) == (0, 100)
    assert assess(dossier(BOR, certificates=(held,)), date(2028, 1, 1)).certified_percent == 0
