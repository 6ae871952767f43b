from datetime import date

import pytest

from curriculum.domain.dossier import Via
from curriculum.domain.equivalence import Carry, Degree, Equivalence, Gate, TopUp, carries, without_source
from curriculum.domain.progress import assess
from curriculum.domain.proof import ProofLevel
from curriculum.domain.standing import ExcludedWhy, ModuleStanding
from tests.domain.builders import TODAY, complete, dossier, equivalences

BOR = "LP-TRN-BOR.v2"


def line(source: str | None, target: str, degree: str = "full", top_up: str | None = None) -> Equivalence:
    return Equivalence(source, target, Degree(degree), top_up)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([line("a", "c")], (Carry("a", ()),), id="in-full"),
        pytest.param([line("a", "c", "partial", "t")], (Carry("a", (Gate("c", "t"),)),), id="once-topped-up"),
        pytest.param(
            [line("a", "b", "partial", "t"), line("b", "c")],
            (Carry("b", ()), Carry("a", (Gate("b", "t"),))),
            id="over-two-versions",
        ),
        pytest.param([line("a", "c", "partial")], (), id="partial-without-top-up-never-opens"),
        pytest.param([line("a", "c", "none", "t")], (), id="none"),
        pytest.param([line("a", "c"), line("c", "a")], (Carry("a", ()),), id="a-circle-ends"),
        pytest.param([line("a", "b")], (), id="another-target"),
    ],
)
def test_what_carries_into_an_outcome(lines: list[Equivalence], expected: tuple[Carry, ...]) -> None:
    assert carries("c", lines) == expected


def test_new_matter_is_what_nothing_carries_into() -> None:
    assert without_source("BOR-102.v2.O4", equivalences()) == ("facial_comparison_4h",)
    assert without_source("BOR-102.v2.O2", equivalences()) == ()


def moved(*top_ups: TopUp) -> ModuleStanding:
    facts = dossier(BOR, complete("BOR-102.v1", on=date(2025, 6, 2)), top_ups=top_ups)
    return assess(facts, TODAY).component("C2").modules[0]


def test_S05_equivalence_carries_hours_capped_at_the_target() -> None:
    # 16 h of v1 shared by weight: O1 gives 4 h, capped at 3.6; O4 gives 2.4, capped at 1.8.
    assert moved().hours.credited == 5.4 * 60


def test_recorded_top_up_opens_its_own_outcome_only() -> None:
    retested = TopUp("tu:1", "BOR-102.v2.O2", "retest_80", date(2026, 2, 1))

    outcomes = moved(retested).outcomes

    assert [one.satisfied for one in outcomes] == [True, True, False, False, True]
    assert (outcomes[1].via, outcomes[1].achieved_on) == (Via.EQUIVALENCE, date(2026, 2, 1))
    assert outcomes[1].current_until == date(2028, 6, 1)


def test_new_matter_counts_at_the_level_of_its_top_up() -> None:
    seen = TopUp("tu:2", "BOR-102.v2.O4", "facial_comparison_4h", date(2026, 2, 1), ProofLevel.PRACTISED)

    outcome = moved(seen).outcomes[3]

    assert (outcome.level, outcome.satisfied, outcome.by) == (2, False, ("tu:2",))


def test_new_matter_lapses_like_everything_else() -> None:
    old = TopUp("tu:3", "BOR-102.v2.O4", "facial_comparison_4h", date(2020, 2, 1), ProofLevel(4))

    progress = assess(dossier(BOR, complete("BOR-102.v1"), top_ups=(old,)), TODAY)

    assert [one.why for one in progress.excluded if one.ref == "tu:3"] == [ExcludedWhy.LAPSED]


@pytest.mark.parametrize(
    "top_up",
    [
        pytest.param(TopUp("x", "BOR-102.v2.O2", "another_name", date(2026, 2, 1)), id="not-the-one-asked"),
        pytest.param(TopUp("x", "NOWHERE.v1.O1", "retest_80", date(2026, 2, 1)), id="not-on-this-path"),
        pytest.param(TopUp("x", "BOR-102.v2.O2", "retest_80", date(2027, 2, 1)), id="not-yet-done"),
    ],
)
def test_other_top_ups_open_nothing(top_up: TopUp) -> None:
    assert moved(top_up).weight == 30
