"""The scenarios of domain.md 5.2 that the progress core decides, with the figures of the oracles."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from curriculum.domain.dossier import Via
from curriculum.domain.equivalence import TopUp
from curriculum.domain.missing import MissingCode
from curriculum.domain.progress import achievements, assess
from curriculum.domain.proof import ProofLevel, Result
from curriculum.domain.standing import ModuleStanding
from tests.domain.builders import (
    TODAY,
    complete,
    dossier,
    equivalences,
    followed,
    oracles,
    own,
    path,
)

ASY, BOR = "LP-TRN-ASY.v1", "LP-TRN-BOR.v2"
O3_O4 = ("ASY-201.v1.O3", "ASY-201.v1.O4")
PASSED = followed("CEPM-01")
BRIDGED = own(*O3_O4, minutes=8 * 60, tag="bridging")
CHALLENGED = own(*O3_O4, via=Via.CHALLENGE, tag="challenge")
NO_SCORES = followed("CEPM-01", Result.MISSING)
EXAMINED = followed("NORD-02")
AWARE = followed("FFMS-01")


def module_of(ref: str, code: str, parts: tuple[dict[str, Any], ...]) -> ModuleStanding:
    return assess(dossier(ref, *parts), TODAY).component(code).modules[0]


def at_level_3(parts: tuple[dict[str, Any], ...]) -> ModuleStanding:
    """BOR-102 v2 as a path would see it that asks level 3 only."""
    whole = path(BOR)
    components = tuple(c._replace(min_level=ProofLevel.ASSESSED_EXTERNALLY) for c in whole.components)
    eased = replace(dossier(BOR, *parts), path=replace(whole, components=components))
    return assess(eased, TODAY).component("C2").modules[0]


def figures(module: ModuleStanding, contact_hours: int) -> dict[str, object]:
    return {
        "weight": module.weight,
        "critical": f"{module.critical_met}/{module.critical_total}",
        "hours": float(round(module.hours.credited / 60, 2)),
        "contact": contact_hours,
        "hours_needed": float(round(module.hours.needed / 60, 2)),
        "met": module.met,
    }


@pytest.mark.parametrize(
    ("oracle", "ref", "component", "parts", "contact"),
    [
        pytest.param("S01", ASY, "C2", (PASSED,), 24, id="S01-half-a-module"),
        pytest.param("S02", ASY, "C2", (PASSED, BRIDGED), 24, id="S02-bridged-in-house"),
        pytest.param("S02b", ASY, "C2", (PASSED, CHALLENGED), 24, id="S02b-challenge-leaves-both-sides"),
        pytest.param("S03", ASY, "C2", (NO_SCORES,), 24, id="S03-no-individual-result"),
        pytest.param("S04_level4", BOR, "C2", (EXAMINED,), 18, id="S04-path-wants-level-4"),
    ],
)
def test_scenario_gives_the_oracles_figures(
    oracle: str, ref: str, component: str, parts: tuple[dict[str, Any], ...], contact: int
) -> None:
    assert figures(module_of(ref, component, parts), contact) == oracles()[oracle]


@pytest.mark.parametrize(
    ("oracle", "parts"),
    [
        pytest.param("S04_level3", (EXAMINED,), id="S04-level-3-is-still-below-80"),
        pytest.param("S05", (EXAMINED, AWARE), id="S05-equivalence-keeps-level-1-and-brings-hours"),
    ],
)
def test_scenario_at_level_3_gives_the_oracles_figures(
    oracle: str, parts: tuple[dict[str, Any], ...]
) -> None:
    assert figures(at_level_3(parts), 18) == oracles()[oracle]


def test_S02_met_module_shows_100_and_both_sources() -> None:
    module = module_of(ASY, "C2", (PASSED, BRIDGED))

    assert (module.met, module.percent) == (True, 100)
    assert [outcome.by for outcome in module.outcomes] == [
        ("ev:CEPM-01:ASY-201.v1.O1",),
        ("ev:CEPM-01:ASY-201.v1.O2",),
        ("as:bridging:ASY-201.v1.O3",),
        ("as:bridging:ASY-201.v1.O4",),
    ]
    assert module.hours.credited == Fraction(212 * 6)


def test_S03_missing_scores_read_as_waiting_for_results() -> None:
    module = module_of(ASY, "C2", (NO_SCORES,))

    assert [outcome.level for outcome in module.outcomes] == [1, 1, 0, 0]
    assert [gap.code for gap in module.missing[:4]] == [
        MissingCode.WAITING_FOR_RESULTS,
        MissingCode.WAITING_FOR_RESULTS,
        MissingCode.NO_EVIDENCE,
        MissingCode.NO_EVIDENCE,
    ]


def test_S06_mover_keeps_30_percent_and_sees_the_top_ups() -> None:
    module = module_of(BOR, "C2", (complete("BOR-102.v1"),))

    assert module.weight == oracles()["S06_full_weight"]
    due = [gap.detail for gap in module.missing if gap.code is MissingCode.TOP_UP_DUE]
    assert due == oracles()["S06_topups"]


def test_S06_recorded_top_ups_carry_the_rest_over() -> None:
    done = tuple(
        TopUp(f"tu:{line.top_up}", line.target, str(line.top_up), date(2026, 1, 10), ProofLevel(4))
        for line in equivalences()
        if line.top_up
    )

    module = module_of(BOR, "C2", (complete("BOR-102.v1"), {"top_ups": done}))

    assert (module.weight, module.met) == (100, True)
    assert [outcome.via for outcome in module.outcomes] == [Via.EQUIVALENCE] * 3 + [
        Via.TOP_UP,
        Via.EQUIVALENCE,
    ]


def test_S07_same_outcome_from_two_donors_is_one_outcome_at_the_better_level() -> None:
    oracle = oracles()["S07_TOT-201.O1"]
    both = dossier(BOR, followed("CEPM-02"), followed("PMCO-03"))

    held = {one.outcome: one for one in achievements(both, TODAY)}["TOT-201.v1.O1"]

    assert held.level == max(oracle.values()) == ProofLevel.ASSESSED_EXTERNALLY
    assert held.trace_ids == ("ev:PMCO-03:TOT-201.v1.O1", "ev:CEPM-02:TOT-201.v1.O1")


@pytest.mark.parametrize(("ref", "hours"), oracles()["path_hours"].items())
def test_path_hours_are_the_oracles(ref: str, hours: int) -> None:
    assert path(ref).taught_minutes() == hours * 60
