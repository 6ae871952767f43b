from collections.abc import Mapping

import pytest

from curriculum.domain.groups import GroupRule
from curriculum.domain.path import Component
from curriculum.domain.workload import HourKind, Minutes, covered, workload
from tests.domain.test_satisfying import elective, made

CONTACT, ONLINE = HourKind.CONTACT, HourKind.ONLINE
HOURS: Mapping[str, Minutes] = {
    "A.v1": {CONTACT: 60},
    "B.v1": {CONTACT: 120, ONLINE: 60},
    "C.v1": {ONLINE: 600},
}
ANY = elective("C1", *HOURS)
RICH = ANY._replace(group=GroupRule.CREDITS, credits=200)


@pytest.mark.parametrize(
    ("component", "least", "most"),
    [
        pytest.param(ANY, ("A.v1",), ("C.v1",), id="one-of-three"),
        pytest.param(ANY._replace(choose=2), ("A.v1", "B.v1"), ("C.v1", "B.v1"), id="two-of-three"),
        pytest.param(
            ANY._replace(choose=2, exclusive=(("A.v1", "B.v1"),)),
            ("A.v1", "C.v1"),
            ("C.v1", "B.v1"),
            id="two-exclude-each-other",
        ),
        pytest.param(RICH, ("A.v1", "B.v1"), ("C.v1", "B.v1", "A.v1"), id="credits"),
        pytest.param(
            RICH._replace(exclusive=(("A.v1", "B.v1"),)),
            ("A.v1", "C.v1"),
            ("C.v1", "B.v1"),
            id="credits-and-exclusion",
        ),
        pytest.param(RICH._replace(credits=900), (), ("C.v1", "B.v1", "A.v1"), id="no-way-to-the-credits"),
        pytest.param(ANY._replace(mandatory=False), (), (), id="optional"),
        pytest.param(elective("C1", "A.v1", "Z.v1", choose=2), ("A.v1",), ("A.v1",), id="unknown"),
        pytest.param(RICH._replace(options=("A.v1", "Z.v1"), credits=100), ("A.v1",), ("A.v1",), id="rich"),
    ],
)
def test_shortest_and_longest_way(
    component: Component, least: tuple[str, ...], most: tuple[str, ...]
) -> None:
    found = workload(made(component), HOURS)

    assert (found.shortest, found.longest) == (least, most)


def test_hours_are_added_by_kind_and_each_module_once() -> None:
    found = workload(made(ANY, elective("C2", "A.v1", "B.v1", choose=2)), HOURS)

    assert found.least == {kind: {CONTACT: 180, ONLINE: 60}.get(kind, 0) for kind in HourKind}
    assert found.most == {kind: {CONTACT: 180, ONLINE: 660}.get(kind, 0) for kind in HourKind}


@pytest.mark.parametrize(
    ("modules", "percent"),
    [
        pytest.param(("A.v1", "B.v1"), 75, id="by-hours-not-by-modules"),
        pytest.param(("A.v1", "C.v1"), 0, id="nobody-covers-the-long-one"),
        pytest.param((), 0, id="nothing-to-cover"),
    ],
)
def test_donors_cover_a_share_of_the_hours(modules: tuple[str, ...], percent: int) -> None:
    assert covered(modules, HOURS, {"B.v1": 100}) == percent
