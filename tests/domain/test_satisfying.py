from dataclasses import replace

import pytest

from curriculum.domain.groups import GroupRule
from curriculum.domain.module import ModuleVersion, Outcome, Prerequisites
from curriculum.domain.path import Component, ComponentType, Path, PathKind
from curriculum.domain.problems import Problem, ProblemCode
from curriculum.domain.satisfying import on_every_route, satisfiable
from tests.domain.builders import path

REFS = ("A.v1", "B.v1", "C.v1")


def module(ref: str, **more: object) -> ModuleVersion:
    code = ref.removesuffix(".v1")
    made = ModuleVersion(code, 1, (Outcome(f"{ref}.O1", 100, critical=True),), 600, 600, "T1", credits=100)
    return made._replace(**more)


def elective(code: str, *options: str, **more: object) -> Component:
    return Component(code, ComponentType.ELECTIVE_GROUP, options)._replace(**more)


def made(*components: Component, modules: tuple[ModuleVersion, ...] = tuple(map(module, REFS))) -> Path:
    return Path("LP", 1, PathKind.TRAINER, components, modules)


ALL = elective("C1", *REFS, group=GroupRule.ALL)
CIRCLE = (module("A.v1", prerequisites=Prerequisites(all=("A",))), module("B.v1"))
RICH = elective("C1", *REFS, group=GroupRule.CREDITS, credits=250)


@pytest.mark.parametrize(
    "draft",
    [
        pytest.param(made(), id="nothing-asked"),
        pytest.param(made(ALL), id="all"),
        pytest.param(made(RICH), id="credits"),
        pytest.param(made(elective("C1", "A.v1", "B.v1"), elective("C2", "A.v1")), id="one-gives-way"),
        pytest.param(made(ALL, elective("C2", "A.v1", shared=True)), id="shared"),
        pytest.param(made(ALL, elective("C2", "A.v1", mandatory=False)), id="optional-takes-what-is-left"),
        pytest.param(made(RICH, elective("C2", "A.v1", shared=True)), id="credits-and-shared"),
        pytest.param(made(RICH._replace(shared=True), elective("C2", "A.v1")), id="credits-that-are-shared"),
        pytest.param(made(Component("C1", ComponentType.OBSERVATION, minimum=2, distinct=2)), id="counted"),
    ],
)
def test_path_can_be_completed(draft: Path) -> None:
    assert satisfiable(draft).possible


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        pytest.param(
            made(elective("C1", *REFS, choose=4)),
            Problem(ProblemCode.IMPOSSIBLE_CHOICE, "C1", ("4", "3")),
            id="more-than-there-are",
        ),
        pytest.param(
            made(elective("C1", *REFS, choose=2, exclusive=(REFS,))),
            Problem(ProblemCode.EXCLUSIVE_TOO_NARROW, "C1", ("1", "2")),
            id="options-exclude-each-other",
        ),
        pytest.param(
            made(RICH._replace(credits=350)),
            Problem(ProblemCode.CREDITS_UNREACHABLE, "C1", ("3", "3.5")),
            id="too-many-credits",
        ),
        pytest.param(
            made(RICH._replace(category="T2")),
            Problem(ProblemCode.CREDITS_UNREACHABLE, "C1", ("0", "2.5")),
            id="credits-of-another-theme",
        ),
        pytest.param(
            made(Component("C1", ComponentType.OBSERVATION, minimum=1, distinct=2)),
            Problem(ProblemCode.IMPOSSIBLE_COUNT, "C1", ("2", "1")),
            id="more-observers-than-sessions",
        ),
        pytest.param(
            made(elective("C1", "A.v1", "Z.v1", choose=2)),
            Problem(ProblemCode.UNSATISFIABLE, "C1", ("Z.v1",)),
            id="unknown-module",
        ),
        pytest.param(
            made(elective("C1", "A.v1"), modules=CIRCLE),
            Problem(ProblemCode.UNSATISFIABLE, "C1", ("A.v1",)),
            id="module-that-waits-for-itself",
        ),
        pytest.param(
            made(ALL, elective("C2", "A.v1", "B.v1")),
            Problem(ProblemCode.CONTESTED, "C2", ("C1",)),
            id="each-counts-once-and-the-smaller-is-named",
        ),
        pytest.param(
            made(RICH, elective("C2", "A.v1")),
            Problem(ProblemCode.CREDITS_COUNTED_TWICE, "C1", ("C2",)),
            id="credits-asked-for-elsewhere",
        ),
    ],
)
def test_smallest_component_at_fault_is_named(draft: Path, expected: Problem) -> None:
    assert satisfiable(draft).reasons == (expected,)


def test_withdrawn_module_is_named_where_no_other_serves() -> None:
    draft = made(elective("C1", "A.v1", "B.v1"), elective("C2", "C.v1"))

    assert satisfiable(draft, ["A.v1"]).possible
    assert satisfiable(draft, ["C.v1"]).reasons == (Problem(ProblemCode.UNSATISFIABLE, "C2", ("C.v1",)),)


def test_what_is_wrong_alone_is_told_before_what_clashes() -> None:
    draft = made(ALL, elective("C2", "A.v1"), elective("C3", "Z.v1"))

    assert [reason.subject for reason in satisfiable(draft).reasons] == ["C3"]


@pytest.mark.parametrize(
    "ref",
    ["LP-FND-MIG.v1", "LP-TRN-ASY.v1", "LP-TRN-BOR.v1", "LP-TRN-BOR.v2", "LP-EXP-THB.v1", "LP-REF-TRN.v1"],
)
def test_paths_of_velmaria_can_be_completed(ref: str) -> None:
    assert satisfiable(path(ref)).possible


def test_sixty_electives_that_share_their_options_are_settled() -> None:
    modules = tuple(module(f"M{number}.v1") for number in range(121))
    refs = [one.ref for one in modules]
    components = tuple(
        elective(f"C{number}", *(refs[(number * 2 + step) % 120] for step in range(12)), choose=2)
        for number in range(60)
    )
    whole = Path("LP", 1, PathKind.TRAINER, components, modules)

    assert satisfiable(whole).possible
    last = components[-1]._replace(choose=3)
    short = replace(whole, components=(*components[:-1], last))
    assert [reason.code for reason in satisfiable(short).reasons] == [ProblemCode.CONTESTED]


ONE, SAME = elective("C1", "A.v1", routes=("standard",)), elective("C2", "A.v1", routes=("rpl",))


@pytest.mark.parametrize(
    ("components", "found"),
    [
        pytest.param((ONE, SAME), [], id="what-clashes-stands-on-two-routes"),
        pytest.param(
            (ONE, SAME, elective("C3", "A.v1", routes=("rpl",))),
            [Problem(ProblemCode.CONTESTED, "C2", ("C3",))],
            id="one-route-of-two",
        ),
        pytest.param(
            (elective("C1", "A.v1", choose=2),),
            [Problem(ProblemCode.IMPOSSIBLE_CHOICE, "C1", ("2", "1"))],
            id="told-once-for-all-routes",
        ),
    ],
)
def test_every_route_can_be_completed_or_says_why_not(
    components: tuple[Component, ...], found: list[Problem]
) -> None:
    path_ = replace(made(*components), routes=("standard", "rpl"))

    assert list(on_every_route(path_).reasons) == found
