from dataclasses import replace

import pytest

from curriculum.domain.eligibility import Reason, ReasonCode, Verdict, forewarned
from curriculum.domain.equivalence import Degree, Equivalence
from curriculum.domain.module import Outcome, Prerequisites, PrerequisiteStanding
from curriculum.domain.path import Component, ComponentType, Path, PathKind
from curriculum.domain.problems import Problem, ProblemCode, problems, unmet_prerequisites
from tests.domain.builders import dossier, modules, path

ONE = Component("C1", ComponentType.MODULE, ("BOR-101.v1",))
BOR_101, BOR_202 = modules()["BOR-101.v1"], modules()["BOR-202.v1"]
CIRCLE = BOR_101._replace(prerequisites=Prerequisites(all=("BOR-202",)))
EITHER = BOR_101._replace(prerequisites=Prerequisites(any=("BOR-202",)))
LIGHT = BOR_101._replace(outcomes=(Outcome("x", 60, critical=True), Outcome("y", 30)))
UNCRITICAL = BOR_101._replace(outcomes=(Outcome("x", 100),))


def made(*components: Component, **more: object) -> Path:
    base = Path("LP", 1, PathKind.TRAINER, components, (BOR_101,))
    return replace(base, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        pytest.param(made(), Problem(ProblemCode.NO_COMPONENT, "LP.v1"), id="empty"),
        pytest.param(made(ONE, ONE), Problem(ProblemCode.DUPLICATE_COMPONENT, "C1"), id="twice"),
        pytest.param(
            made(ONE._replace(weight=0)), Problem(ProblemCode.COMPONENT_WEIGHT, "C1", ("0",)), id="weight"
        ),
        pytest.param(
            made(ONE._replace(type=ComponentType.ELECTIVE_GROUP, choose=2)),
            Problem(ProblemCode.IMPOSSIBLE_CHOICE, "C1", ("2", "1")),
            id="n-above-m",
        ),
        pytest.param(
            made(ONE._replace(type=ComponentType.ELECTIVE_GROUP, choose=0)),
            Problem(ProblemCode.IMPOSSIBLE_CHOICE, "C1", ("0", "1")),
            id="none-of-m",
        ),
        pytest.param(
            made(Component("C1", ComponentType.OBSERVATION, minimum=1, distinct=2)),
            Problem(ProblemCode.IMPOSSIBLE_COUNT, "C1", ("2", "1")),
            id="more-observers-than-sessions",
        ),
        pytest.param(
            made(ONE, modules=(LIGHT,)),
            Problem(ProblemCode.OUTCOME_WEIGHTS, "BOR-101.v1", ("90",)),
            id="I20-weights-are-not-100",
        ),
        pytest.param(
            made(ONE, modules=(UNCRITICAL,)),
            Problem(ProblemCode.NO_CRITICAL_OUTCOME, "BOR-101.v1"),
            id="I20-no-critical-outcome",
        ),
        pytest.param(
            made(ONE, modules=(CIRCLE, BOR_202)),
            Problem(ProblemCode.PREREQUISITE_CYCLE, "BOR-101", ("BOR-101", "BOR-202")),
            id="I20-cycle",
        ),
        pytest.param(
            made(ONE, modules=(EITHER, BOR_202)),
            Problem(ProblemCode.PREREQUISITE_CYCLE, "BOR-101", ("BOR-101", "BOR-202")),
            id="I20-cycle-by-any",
        ),
    ],
)
def test_problem_blocks_publishing(draft: Path, expected: Problem) -> None:
    assert [problem for problem in problems(draft) if problem.blocking] == [expected]


def test_unknown_module_blocks() -> None:
    draft = made(ONE._replace(options=("NONE.v1",)), modules=())

    assert problems(draft) == (Problem(ProblemCode.UNKNOWN_MODULE, "C1", ("NONE.v1",)),)


@pytest.mark.parametrize(
    "ref", ["LP-FND-MIG.v1", "LP-TRN-ASY.v1", "LP-TRN-BOR.v2", "LP-EXP-THB.v1", "LP-REF-TRN.v1"]
)
def test_paths_of_velmaria_have_nothing_that_blocks(ref: str) -> None:
    assert [problem for problem in problems(path(ref)) if problem.blocking] == []


def test_S20_elective_prerequisite_outside_the_path_is_a_warning() -> None:
    found = problems(path("LP-EXP-THB.v1"), entry_modules=("IRR-101", "ASY-101", "DEV-101", "DAT-202"))

    warning = Problem(ProblemCode.ELECTIVE_PREREQUISITE_OUTSIDE, "BOR-202.v1", ("BOR-101",))
    assert found == (warning,)
    assert warning.blocking is False


def test_mandatory_module_with_a_prerequisite_outside_is_a_warning() -> None:
    draft = made(ONE._replace(options=("BOR-202.v1",)), modules=(BOR_202,))

    assert problems(draft) == (Problem(ProblemCode.PREREQUISITE_OUTSIDE, "BOR-202.v1", ("BOR-101",)),)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        pytest.param(
            (), (PrerequisiteStanding("BOR-202.v1", ("BOR-101",), ()),), id="S20-warned-at-admission"
        ),
        pytest.param(("BOR-101",), (), id="S20-held"),
    ],
)
def test_S20_admission_tells_what_a_chosen_elective_needs(
    held: tuple[str, ...], expected: tuple[PrerequisiteStanding, ...]
) -> None:
    assert unmet_prerequisites(path("LP-EXP-THB.v1"), ["BOR-202.v1", "UNKNOWN.v1"], held) == expected


@pytest.mark.parametrize(
    ("held", "warned"),
    [
        pytest.param((), True, id="S20-warned-at-admission"),
        pytest.param(("BOR-101",), False, id="S20-held-from-elsewhere"),
    ],
)
def test_S20_admission_warns_of_an_elective_without_its_prerequisite(
    held: tuple[str, ...], warned: bool
) -> None:
    found = forewarned(replace(dossier("LP-EXP-THB.v1"), modules_held=held))

    about = Reason(ReasonCode.PREREQUISITE_NOT_HELD, Verdict.WARNING, "BOR-202.v1", facts=("BOR-101",))
    assert [one for one in found if one.subject == "BOR-202.v1"] == ([about] if warned else [])


@pytest.mark.parametrize(
    ("degree", "detail"),
    [
        pytest.param(Degree.FULL, ("a", "b", "c"), id="full"),
        pytest.param(Degree.PARTIAL, ("a", "b", "c"), id="partial"),
        pytest.param(Degree.NONE, (), id="nothing-carries-over"),
    ],
)
def test_outcomes_that_carry_over_in_a_circle_are_warned_of(degree: Degree, detail: tuple[str, ...]) -> None:
    circle = [Equivalence("a", "b", Degree.FULL), Equivalence("b", "c", Degree.FULL)]
    lines = (*circle, Equivalence("c", "a", degree), Equivalence("c", "d", Degree.FULL))
    new = Equivalence(None, "e", Degree.NONE, "T")

    found = problems(made(ONE, equivalences=(*lines, new)))

    assert [one.detail for one in found if one.code is ProblemCode.EQUIVALENCE_CYCLE] == [detail][
        : len(detail)
    ]
    assert not any(one.blocking for one in found)
