"""A migration ready to try: people left on LP-TRN-BOR v1, its table decided, v2 published (J5)."""

from collections import Counter

import pytest

from curriculum import clock
from curriculum.catalogue import carrying
from curriculum.catalogue import queries as catalogue
from curriculum.paths import queries as paths
from curriculum.transitions import consequences, judging, terms

CODE = "LP-TRN-BOR"


@pytest.fixture(autouse=True)
def on_demo_day(velmaria):
    with velmaria.opened():
        yield


def test_six_officials_are_left_on_version_1_each_with_something_on_file() -> None:
    old, new = (paths.get_version(CODE, number) for number in (1, 2))
    found = list(judging.judged(judging.movers(old.id), new.id, clock.today()))

    assert Counter(one.move.kind.value for one in found) == {"must_bridge": 1, "gains": 4, "unchanged": 1}
    assert all(one.move.before > 0 for one in found)


def test_who_took_the_older_module_is_asked_for_the_top_ups_of_S06() -> None:
    old, new = (paths.get_version(CODE, number) for number in (1, 2))
    found = judging.judged(judging.movers(old.id), new.id, clock.today())

    due = [[gap.detail for gap in one.move.bridging] for one in found if one.move.bridging]
    assert due == [["retest_80", "chip_reader_lab_2h", "facial_comparison_4h"]]


def test_table_is_decided_and_the_window_is_open() -> None:
    version = catalogue.get_version("BOR-102", 2)
    old, new = (paths.get_version(CODE, number) for number in (1, 2))

    assert [one.line.degree.value for one in carrying.proposals(version) if one.line] == [
        "full",
        "partial",
        "partial",
        "none",
        "full",
    ]
    assert terms.window(old, new).holds(clock.today())
    assert consequences.of_path(new, clock.today()).people > 6
