"""Of a group's modules those count that its rule lets count, and no surplus helps or harms (I-12)."""

from dataclasses import replace
from datetime import date

import pytest

from curriculum.domain.dossier import Dossier, Exemption, ExemptionScope, OutcomeRecord
from curriculum.domain.groups import GroupRule
from curriculum.domain.module import CompletionRule
from curriculum.domain.path import Component
from curriculum.domain.progress import assess
from curriculum.domain.proof import ProofLevel
from curriculum.domain.repairs import shortest
from tests.domain.builders import TODAY
from tests.domain.builders import path as velmaria_path
from tests.domain.test_satisfying import elective, made, module

EASY = CompletionRule(min_contact_attendance_pct=0)
MODULES = tuple(
    module(f"{code}.v1", rule=EASY, credits=worth) for code, worth in zip("ABC", (100, 200, 300), strict=True)
)
ANY = elective("C1", *(one.ref for one in MODULES))
PAIR = (("A.v1", "B.v1"),)
RICH = ANY._replace(group=GroupRule.CREDITS, credits=300)


def holding(component: Component, codes: str) -> Dossier:
    records = tuple(
        OutcomeRecord(f"result:{code}", f"{code}.v1.O1", ProofLevel.ASSESSED_EXTERNALLY, date(2026, 1, 1))
        for code in codes
    )
    return Dossier("P1", made(component, modules=MODULES), records=records)


@pytest.mark.parametrize(
    ("component", "codes", "met", "by"),
    [
        pytest.param(ANY, "BC", True, 1, id="one-of-three"),
        pytest.param(ANY._replace(group=GroupRule.ALL), "AB", False, 2, id="all-lacks-one"),
        pytest.param(ANY._replace(group=GroupRule.ALL), "ABC", True, 3, id="all"),
        pytest.param(ANY._replace(group=GroupRule.AT_MOST, choose=2), "ABC", True, 1, id="at-most"),
        pytest.param(ANY._replace(group=GroupRule.EXACTLY_ONE), "AB", True, 1, id="exactly-one-of-two-held"),
        pytest.param(ANY._replace(choose=2, exclusive=PAIR), "AB", False, 1, id="two-exclude-each-other"),
        pytest.param(ANY._replace(choose=2, exclusive=PAIR), "AC", True, 2, id="two-that-do-not"),
        pytest.param(RICH, "AB", True, 2, id="credits-of-two"),
        pytest.param(RICH, "C", True, 1, id="credits-of-one"),
        pytest.param(RICH._replace(exclusive=PAIR), "AB", False, 1, id="credits-exclude-each-other"),
        pytest.param(RICH._replace(category="T9"), "ABC", False, 0, id="credits-of-another-theme"),
        pytest.param(ANY._replace(choose=2, same=PAIR), "AB", False, 1, id="two-versions-are-one-module"),
        pytest.param(ANY._replace(choose=2, same=PAIR), "BC", True, 2, id="the-older-version-counts-too"),
        pytest.param(
            ANY._replace(group=GroupRule.ALL, same=PAIR), "BC", True, 2, id="all-by-one-version-each"
        ),
    ],
)
def test_group_counts_what_its_rule_lets_count(component: Component, codes: str, met: bool, by: int) -> None:
    standing = assess(holding(component, codes), TODAY).components[0]

    assert (standing.percent == 100, len(standing.by)) == (met, by)


def both(first: Component, second: Component, codes: str) -> list[tuple[bool, list[str]]]:
    """Of two components what is met, and by which components the modules missing are taken."""
    one = holding(first, codes)
    path = made(first, second, modules=MODULES)
    standings = assess(replace(one, path=path), TODAY).components
    return [(each.percent == 100, [gap.detail for gap in each.missing]) for each in standings]


SECOND = elective("C2", "A.v1")


@pytest.mark.parametrize(
    ("first", "second", "codes", "expected"),
    [
        pytest.param(ANY, SECOND, "AB", [(True, []), (True, [])], id="one-gives-way"),
        pytest.param(ANY, SECOND, "A", [(False, ["C2"]), (True, [])], id="the-pickier-first"),
        pytest.param(ANY, SECOND._replace(shared=True), "A", [(True, []), (True, [])], id="shared"),
        pytest.param(
            ANY._replace(options=("A.v1",)), SECOND, "A", [(True, []), (False, ["C1"])], id="each-counts-once"
        ),
        pytest.param(
            ANY._replace(options=("A.v1",), mandatory=False),
            SECOND,
            "A",
            [(False, ["C2"]), (True, [])],
            id="mandatory-first",
        ),
    ],
)
def test_module_counts_for_one_requirement(
    first: Component, second: Component, codes: str, expected: list[tuple[bool, list[str]]]
) -> None:
    assert both(first, second, codes) == expected


def test_component_that_is_waived_takes_nothing() -> None:
    facts = holding(ANY._replace(options=("A.v1",), waivable=True), "A")
    path = made(facts.path.components[0], SECOND, modules=MODULES)
    waived = Exemption("rpl:1", ExemptionScope.COMPONENT, "C1")

    standings = assess(replace(facts, path=path, exemptions=(waived,)), TODAY).components

    assert [each.percent for each in standings] == [100, 100]


@pytest.mark.parametrize(
    "ref", ["LP-FND-MIG.v1", "LP-TRN-ASY.v1", "LP-TRN-BOR.v2", "LP-EXP-THB.v1", "LP-EXP-POL.v1"]
)
def test_no_path_of_velmaria_asks_for_a_module_twice(ref: str) -> None:
    assert velmaria_path(ref).contested == frozenset()


@pytest.mark.parametrize("rivals", [{"exclusive": PAIR}, {"same": PAIR}], ids=["exclusive", "versions"])
def test_what_counts_stands_first_and_no_rival_is_asked_for_beside_it(rivals) -> None:
    component = ANY._replace(choose=2, **rivals)

    held = assess(holding(component, "AB"), TODAY)
    facts = holding(component, "")
    nothing = shortest(assess(facts, TODAY), facts.path.groups)

    assert [one.ref for one in held.components[0].modules] == ["A.v1", "C.v1", "B.v1"]
    assert {gap.subject.partition(".")[0] for gap in nothing} == {"A", "C"}
