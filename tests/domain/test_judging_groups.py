"""Of a group's modules those count that its rule lets count, and no surplus helps or harms (I-12)."""

from datetime import date

import pytest

from curriculum.domain.dossier import Dossier, OutcomeRecord
from curriculum.domain.groups import GroupRule
from curriculum.domain.module import CompletionRule
from curriculum.domain.path import Component
from curriculum.domain.progress import assess
from curriculum.domain.proof import ProofLevel
from tests.domain.builders import TODAY
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
    ],
)
def test_group_counts_what_its_rule_lets_count(component: Component, codes: str, met: bool, by: int) -> None:
    standing = assess(holding(component, codes), TODAY).components[0]

    assert (standing.percent == 100, len(standing.by)) == (met, by)
