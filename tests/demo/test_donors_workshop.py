"""Velmaria's donors plan against each other, and an adopted framework is pointed to."""

from datetime import date

import pytest

from curriculum.catalogue import competences
from curriculum.catalogue import queries as catalogue
from curriculum.domain.lifecycles.framework import FrameworkState
from curriculum.domain.planning import ClashKind
from curriculum.donors import queries as donors
from curriculum.donors.mapping.plans import plans_from
from curriculum.donors.mapping.queries import coverage_map
from curriculum.frameworks import asked, crosswalks, queries
from tests.demo import story


@pytest.fixture(autouse=True)
def on_demo_day(velmaria):
    with velmaria.opened():
        yield


def test_two_plans_of_the_next_year_clash():
    plans = plans_from(date(2026, 11, 21))

    assert [row.code for row in plans.rows] == ["NORD-06", "PMCO-05"]
    assert {(one.kind, one.one, one.other, one.about) for one in plans.clashes} == {
        (ClashKind.SAME_DAYS, "NORD-06", "PMCO-05", ("BOR-102.v2",)),
        (ClashKind.TAUGHT_TWICE, "NORD-06", "PMCO-05", ("BOR-102.v2.O4",)),
    }


def test_plans_move_no_figure_of_the_coverage():
    grid = coverage_map().grid

    assert (grid.outcomes, len(grid.uncovered), len(grid.overlaps)) == (137, 79, 6)


def test_framework_is_adopted_and_two_modules_a_post_and_a_crosswalk_point_to_it():
    framework = queries.get("CNFGF-GF")
    linked = [competences.in_force(catalogue.get_module(code).id) for code in ("BOR-101", "BOR-102")]

    assert framework.state is FrameworkState.ADOPTED
    assert [sum(len(rows) for rows in one.values()) for one in linked] == [2, 2]
    assert [one.post for one in asked.of_framework(framework.id)] == ["P-BG-1", "P-BG-SH"]
    assert [(one.origin.code, one.target.code) for one in crosswalks.of_framework(framework.id)] == [
        ("GF.2.1", "RES.1")
    ]


def test_programme_has_its_phases():
    phases = donors.phases_of(donors.get_programme("HORIZON-F").id)

    assert [one.title.en for one in phases] == ["Inception and pilot courses", "Roll-out"]


def test_the_days_stand_in_order():
    days = [one["on"] for one in story.data("donors_workshop.json")]

    assert days == sorted(days)
    assert days[-1] < "2026-11-21"
