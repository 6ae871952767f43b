"""Elective groups and prerequisites of a path (domain.md 2.6, rule 5)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from curriculum.domain.progress import assess, prerequisites
from curriculum.domain.standing import State
from tests.domain.builders import TODAY, complete, dossier, followed


@pytest.mark.parametrize(
    ("parts", "percent", "state"),
    [
        pytest.param((), 0, State.UNMET, id="nothing"),
        pytest.param((followed("FFMS-02"),), 80, State.PARTLY, id="the-nearest-option"),
        pytest.param(
            (complete("INT-101.v1"), followed("FFMS-02")), 100, State.MET, id="a-met-option-goes-first"
        ),
    ],
)
def test_elective_group_takes_the_best_option(parts: tuple[Any, ...], percent: int, state: State) -> None:
    one = assess(dossier("LP-FND-MIG.v1", *parts), date(2026, 1, 1)).component("C5")

    assert (one.percent, one.state) == (percent, state)


def test_elective_group_of_two_is_the_mean_of_its_best_two() -> None:
    one = assess(dossier("LP-EXP-POL.v1", complete("DEV-201.v1"), followed("AFCT-01")), TODAY).component("C6")

    assert (one.percent, one.done, one.needed) == ((100 + 50) // 2, 1, 2)
    assert [module.ref for module in one.modules[:2]] == ["DEV-201.v1", "LEG-201.v1"]


def test_S20_prerequisite_of_what_counts_is_told() -> None:
    facts = dossier("LP-EXP-THB.v1", complete("BOR-202.v1"))

    standings = {one.module: one for one in prerequisites(facts, assess(facts, TODAY))}

    assert standings["BOR-202.v1"].missing_all == ("BOR-101",)
    assert prerequisites(replace(facts, modules_held=("BOR-101",)), assess(facts, TODAY))[-1].met is True
