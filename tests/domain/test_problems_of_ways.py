"""What is wrong with stages, routes, spacing, other paths and the entry, each with the part at fault."""

from dataclasses import replace

import pytest

from curriculum.domain.path import Component, ComponentType, EntryRequirements, Path, Spacing
from curriculum.domain.problems import Problem, ProblemCode
from curriculum.domain.problems_of_ways import asked_paths, entry_problems, path_problems, way_problems
from tests.domain.test_satisfying import elective, made, module

P = ProblemCode
A, B, C = (elective(code, "A.v1") for code in ("C1", "C2", "C3"))


def spaced(component: Component, *after: tuple[str, int]) -> Component:
    return component._replace(after=tuple(Spacing(*one) for one in after))


def of(*components: Component, **values: object) -> Path:
    return replace(made(*components, modules=(module("A.v1"),)), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        pytest.param(of(A), [], id="nothing"),
        pytest.param(of(A._replace(stage="s"), stages=("s",)), [], id="a-stage-of-the-path"),
        pytest.param(of(A._replace(stage="s")), [Problem(P.STAGE_UNKNOWN, "C1", ("s",))], id="no-such-stage"),
        pytest.param(
            of(A._replace(routes=("x", "rpl")), B, routes=("rpl",)),
            [Problem(P.ROUTE_UNKNOWN, "C1", ("x",))],
            id="no-such-route",
        ),
        pytest.param(
            of(A._replace(routes=("rpl",)), routes=("rpl", "standard")),
            [Problem(P.ROUTE_EMPTY, "standard")],
            id="a-route-without-requirement",
        ),
        pytest.param(
            of(spaced(A, ("C9", 3))), [Problem(P.SPACING_UNKNOWN, "C1", ("C9",))], id="waits-for-nobody"
        ),
        pytest.param(of(spaced(A, ("C1", 3))), [Problem(P.SPACING_CYCLE, "C1")], id="waits-for-itself"),
        pytest.param(
            of(spaced(A, ("C3", 1)), spaced(B, ("C1", 1)), spaced(C, ("C2", 1))),
            [Problem(P.SPACING_CYCLE, code) for code in ("C1", "C2", "C3")],
            id="waits-in-a-circle",
        ),
        pytest.param(
            of(A, spaced(B, ("C1", 6)), spaced(C, ("C2", 6)), longest_months=12),
            [Problem(P.SPACING_TOO_LONG, "C3", ("12", "12"))],
            id="begins-when-the-path-is-over",
        ),
        pytest.param(of(A, spaced(B, ("C1", 11)), longest_months=12), [], id="a-month-is-left"),
    ],
)
def test_ways_that_cannot_be_gone_are_told(path: Path, found: list[Problem]) -> None:
    assert list(way_problems(path)) == found


OTHER = Component("C2", ComponentType.PATH, path="LP-B")


@pytest.mark.parametrize(
    ("path", "graph", "found"),
    [
        pytest.param(of(A, OTHER), {"LP-B": ()}, [], id="published"),
        pytest.param(of(A, OTHER), {}, [Problem(P.PATH_UNKNOWN, "C2", ("LP-B",))], id="not-published"),
        pytest.param(
            of(A, OTHER._replace(path="LP-X")),
            {},
            [Problem(P.PATH_CYCLE, "LP-X", ("LP-X", "LP-X"))],
            id="asks-for-itself",
        ),
        pytest.param(
            of(A, OTHER),
            {"LP-B": ("LP-C",), "LP-C": ("LP-X", "LP-D"), "LP-D": ()},
            [Problem(P.PATH_CYCLE, "LP-X", ("LP-X", "LP-B", "LP-C", "LP-X"))],
            id="by-way-of-others",
        ),
        pytest.param(
            of(A, entry=EntryRequirements(required_paths=("LP-C",))),
            {"LP-C": ("LP-X",)},
            [Problem(P.PATH_CYCLE, "LP-X", ("LP-X", "LP-C", "LP-X"))],
            id="by-way-of-the-entry",
        ),
        pytest.param(
            of(A, OTHER), {"LP-B": ("LP-C",), "LP-C": ("LP-B",)}, [], id="a-circle-of-others-is-theirs"
        ),
    ],
)
def test_paths_that_ask_for_each_other_are_told(
    path: Path, graph: dict[str, tuple[str, ...]], found: list[Problem]
) -> None:
    assert list(path_problems(replace(path, code="LP-X"), graph)) == found


def test_paths_asked_for_are_components_and_entry() -> None:
    path = of(A, OTHER, entry=EntryRequirements(required_paths=("LP-C",)))

    assert asked_paths(path) == {"LP-B", "LP-C"}


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        pytest.param(EntryRequirements(), [], id="no-grade"),
        pytest.param(EntryRequirements(min_grade="A2", grades=("A1", "B1")), [], id="one-is-high-enough"),
        pytest.param(
            EntryRequirements(min_grade="A9", grades=("B1", "X")),
            [Problem(P.GRADE_UNKNOWN, "A9", ("A9", "X"))],
            id="no-such-grades",
        ),
        pytest.param(
            EntryRequirements(min_grade="A1", grades=("A2", "B1")),
            [Problem(P.ENTRY_CONTRADICTS, "A1", ("A2", "B1"))],
            id="none-is-high-enough",
        ),
    ],
)
def test_grades_that_nobody_can_have_are_told(entry: EntryRequirements, found: list[Problem]) -> None:
    assert list(entry_problems(entry, {"A1": 1, "A2": 2, "B1": 4})) == found
