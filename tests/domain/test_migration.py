"""What a move from LP-TRN-BOR v1 to v2 means, person by person (J5), and what holds for every dossier."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from curriculum.domain.dossier import Dossier, ObservationRecord, TeachingRecord, TeachingRole
from curriculum.domain.equivalence import TopUp
from curriculum.domain.migration import Bridge, Move, MoveKind, Share, kept, links, move, share_of
from curriculum.domain.missing import MissingCode
from curriculum.domain.progress import assess, judge
from curriculum.domain.proof import ProofLevel
from tests.domain.builders import TODAY, complete, equivalences, followed, own, path
from tests.domain.builders import dossier as build
from tests.domain.test_invariants import dossiers

OLD, NEW = "LP-TRN-BOR.v1", "LP-TRN-BOR.v2"
M, K = MissingCode, MoveKind
FEW = settings(max_examples=25, deadline=None)
REST = ("BOR-202.v1", "DAT-202.v1", "TOT-101.v1", "TOT-201.v1", "TOT-202.v1", "TOT-203.v1", "BOR-201.v1")


def moved(*parts: dict[str, Any], old: str = OLD, new: str = NEW) -> Move:
    return of(build(old, *parts), path(old), path(new))


def of(dossier: Dossier, old: Any, new: Any) -> Move:
    before, after = (judge(replace(dossier, path=one), TODAY) for one in (old, new))
    return move(before, after, links(old, new))


def practice(minutes: int, observers: str) -> dict[str, Any]:
    half = minutes // 2
    return {
        "teaching": tuple(
            TeachingRecord(f"t{run}", run, date(2026, 1, 5), half, TeachingRole.CO) for run in "AB"
        ),
        "observations": tuple(ObservationRecord(f"o{one}", date(2026, 2, 2), one, 350) for one in observers),
    }


def topped_up() -> dict[str, Any]:
    lines = [line for line in equivalences() if line.top_up]
    return {
        "top_ups": tuple(
            TopUp(f"tu:{line.top_up}", line.target, str(line.top_up), date(2026, 1, 10), ProofLevel(4))
            for line in lines
        )
    }


@pytest.mark.parametrize(
    ("parts", "kind", "lost", "gained", "bridged"),
    [
        pytest.param((), K.UNCHANGED, 0, 0, [], id="nothing-on-file"),
        pytest.param((complete("BOR-101.v1"),), K.UNCHANGED, 0, 0, [], id="same-version-of-the-module"),
        pytest.param((complete("DAT-202.v1"),), K.GAINS, 0, 4, [], id="v1-did-not-ask-for-it"),
        pytest.param(
            (complete("BOR-102.v1"),),
            K.MUST_BRIDGE,
            0,
            0,
            ["retest_80", "chip_reader_lab_2h", "facial_comparison_4h"],
            id="S06-top-ups-of-the-table",
        ),
        pytest.param((complete("BOR-102.v1"), topped_up()), K.GAINS, 0, 1, [], id="S06-topped-up-before"),
        pytest.param((followed("NORD-02"),), K.UNCHANGED, 0, 0, [], id="S04-level-3-where-4-is-asked"),
    ],
)
def test_move_to_the_newer_version(
    parts: tuple[dict[str, Any], ...], kind: MoveKind, lost: int, gained: int, bridged: list[str]
) -> None:
    found = moved(*parts)

    assert (found.kind, len(found.losses), len(found.gains)) == (kind, lost, gained)
    assert [one.detail for one in found.bridging] == bridged


@pytest.mark.parametrize(
    ("parts", "keeps"),
    [
        pytest.param((complete("BOR-102.v1"),), {"O1", "O5"}, id="S06-in-full-only"),
        pytest.param((complete("BOR-102.v1"), topped_up()), {"O1", "O2", "O3", "O5"}, id="topped-up-counts"),
        pytest.param((complete("BOR-101.v1"),), set(), id="another-module"),
        pytest.param((), set(), id="nothing-on-file"),
    ],
)
def test_what_is_kept_of_a_module_stems_from_what_counts_now(
    parts: tuple[dict[str, Any], ...], keeps: set[str]
) -> None:
    before, after = (judge(replace(build(OLD, *parts), path=path(one)), TODAY) for one in (OLD, NEW))

    found = kept(before, after, links(path(OLD), path(NEW)))

    assert {code for code in found if code.startswith("BOR-102")} == {f"BOR-102.v2.{one}" for one in keeps}


def test_S05_level_1_that_never_counted_is_not_lost() -> None:
    assert moved(followed("FFMS-01")).losses == ()


def test_level_3_where_the_newer_version_asks_4_is_to_be_raised() -> None:
    found = moved(own("BOR-102.v1.O1", level=ProofLevel.ASSESSED_EXTERNALLY))

    raised = Bridge(M.LEVEL_TOO_LOW, "BOR-102.v2.O1", "", 3, 4)
    assert (found.kind, found.bridging[0]) == (K.MUST_BRIDGE, raised)


def test_outcome_without_any_line_is_lost() -> None:
    new = replace(path(NEW), equivalences=())

    found = of(build(OLD, complete("BOR-102.v1")), path(OLD), new)

    assert (found.kind, found.losses[0], len(found.losses)) == (K.LOSES, "BOR-102.v1.O1", 4)


def test_practice_met_before_asks_for_the_rest() -> None:
    found = moved(practice(1200, "X"))

    assert found.kind is K.MUST_BRIDGE
    assert found.bridging == (
        Bridge(M.PRACTICE_SHORT, "C10", "", 1200, 1440),
        Bridge(M.OBSERVATIONS_SHORT, "C11", "", 1, 2),
    )


def test_component_that_the_newer_version_dropped_is_lost() -> None:
    new = replace(path(NEW), components=path(NEW).components[:-1])

    found = of(build(OLD, practice(1440, "XY")), path(OLD), new)

    assert (found.kind, found.losses) == (K.LOSES, ("C9",))


def test_who_has_all_of_the_newer_version_completes_at_once() -> None:
    parts = (complete("BOR-101.v1"), *map(complete, REST), complete("BOR-102.v2"), practice(1440, "XY"))

    found = moved(*parts)

    assert (found.kind, found.bridging, found.after) == (K.COMPLETES, (), 100)


def test_figures_of_both_versions_stand_beside_the_kind() -> None:
    found = moved(complete("BOR-101.v1"))

    assert (found.before, found.after) == (11, 9)


def meant(before: int, after: int, *, gains: int = 0, losses: int = 0, due: int = 0) -> Move:
    bridge = Bridge(M.PRACTICE_SHORT, "C10", "", 1, 2)
    return Move(K.UNCHANGED, ("G",) * gains, ("L",) * losses, (bridge,) * due, before, after)


@pytest.mark.parametrize(
    ("one", "share"),
    [
        pytest.param(meant(18, 22, gains=1), None, id="more-counts-and-the-figure-rises"),
        pytest.param(
            meant(22, 18, gains=1), Share.MORE_OF_MORE, id="more-counts-of-a-version-that-asks-more"
        ),
        pytest.param(meant(22, 22, gains=1), Share.MORE_OF_MORE, id="more-counts-and-the-figure-stays"),
        pytest.param(meant(22, 18), Share.SAME_OF_MORE, id="the-same-of-more"),
        pytest.param(meant(18, 22), Share.SAME_OF_LESS, id="the-same-of-less"),
        pytest.param(meant(22, 22), None, id="nothing-to-explain"),
        pytest.param(meant(22, 18, losses=1, gains=1), Share.LESS_COUNTS, id="something-is-lost"),
        pytest.param(meant(22, 18, due=1), Share.LESS_COUNTS, id="something-waits-for-a-top-up"),
        pytest.param(meant(0, 0), None, id="nothing-on-file"),
    ],
)
def test_figure_that_goes_another_way_than_what_counts_is_explained(one: Move, share: Share | None) -> None:
    assert share_of(one) is share


@FEW
@given(dossiers)
def test_move_to_an_equal_version_changes_nothing(dossier: Dossier) -> None:
    same = dossier.path
    figure = assess(dossier, TODAY).percent

    assert of(dossier, same, same) == Move(K.UNCHANGED, (), (), (), figure, figure)


@FEW
@given(dossiers)
def test_nobody_both_completes_and_must_bridge(dossier: Dossier) -> None:
    found = of(dossier, path(OLD), path(NEW))

    assert not (found.kind is K.COMPLETES and found.bridging)
    assert (found.kind is K.UNCHANGED) <= (not found.gains and not found.losses and not found.bridging)


@FEW
@given(dossiers)
def test_nothing_is_both_lost_and_gained_and_order_of_facts_is_nothing(dossier: Dossier) -> None:
    found = of(dossier, path(OLD), path(NEW))
    turned = replace(dossier, records=dossier.records[::-1], attendances=dossier.attendances[::-1])

    assert set(found.losses).isdisjoint(found.gains)
    assert of(turned, path(OLD), path(NEW)) == found
