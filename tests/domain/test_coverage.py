import pytest

from curriculum.domain.coverage import (
    Bridge,
    Claim,
    Counts,
    OutcomeCoverage,
    Participation,
    Repetition,
    bridge,
    count,
    of,
    repeated,
)
from curriculum.domain.proof import Depth
from tests.domain.builders import claims, modules

BOTH = [Participation("P1", "NORD-03"), Participation("P1", "FFMS-02")]


def current() -> list[str]:
    latest = {module.code: module.ref for module in sorted(modules().values(), key=lambda one: one.version)}
    return list(latest.values())


def test_gap_figures_are_those_of_the_demo_data() -> None:
    seen = [of(modules()[ref], claims()) for ref in current()]

    assert sum(len(one.outcomes) for one in seen) == 137
    assert sum(len(one.gaps) for one in seen) == 79
    assert sum(one.covered_weight == 0 for one in seen) == 14


def test_overlaps_are_those_of_the_demo_data() -> None:
    found = {one.outcome for module in modules().values() for one in of(module, claims()).overlaps}

    assert found == {
        "BOR-101.v1.O3",
        "THB-101.v1.O1",
        "TOT-101.v1.O2",
        "TOT-101.v1.O3",
        "TOT-201.v1.O1",
        "TOT-201.v1.O2",
        "BOR-102.v1.O1",
    }


def test_best_depth_names_who_reaches_it_and_who_else_covers() -> None:
    outcome = of(modules()["TOT-201.v1"], claims()).outcomes[0]

    assert (outcome.depth, outcome.by) == (Depth.ASSESSED, ("PMCO-03",))
    assert outcome.offerings == ("CEPM-02", "PMCO-03")
    assert outcome.donors == ("D-CEPM", "D-PMCO")


def test_I11_two_donors_on_one_outcome_never_cover_more_than_it() -> None:
    twice = [Claim(code, donor, "ASY-201.v1.O1", Depth.ASSESSED) for code, donor in (("a", "A"), ("b", "B"))]

    assert of(modules()["ASY-201.v1"], twice).covered_weight == 20


def test_critical_gaps_come_first() -> None:
    assert [gap.critical for gap in of(modules()["ASY-201.v1"], claims()).gaps] == [True, False]


def test_S09_two_participations_of_one_person_show_one_overlap() -> None:
    assert count([*BOTH, BOTH[0]]) == Counts(persons=1, participations=2)
    assert repeated(BOTH, claims()) == (Repetition("P1", "BOR-101.v1.O3", ("FFMS-02", "NORD-03")),)


def test_an_offering_without_claims_repeats_nothing() -> None:
    assert repeated([Participation("P1", "NORD-03"), Participation("P1", "unknown")], claims()) == ()


def test_J4_bridge_teaches_what_donors_leave_by_its_share_of_the_contact_hours() -> None:
    """ASY-201: O1 and O2 make 55 %, O3 is critical; 25 % of 24 hours are short, 45 % of them remain."""
    module = modules()["ASY-201.v1"]

    proposed = bridge(module, of(module, claims()))

    assert proposed is not None
    assert (proposed.covered_weight, proposed.weight) == (55, 45)
    assert (proposed.least, proposed.minutes, proposed.most) == (360, 480, 648)
    assert [one.outcome for one in proposed.remains] == ["ASY-201.v1.O3", "ASY-201.v1.O4"]


@pytest.mark.parametrize(
    ("hours", "brought", "percent"),
    [
        pytest.param(0, 13.2, 55, id="S01-nothing-beside-the-donors-course"),
        pytest.param(6, 19.2, 80, id="the-least-reaches-the-rule"),
        pytest.param(8, 21.2, 88, id="S02-J4-as-proposed"),
        pytest.param(10.8, 24, 100, id="the-most"),
        pytest.param(14, 24, 100, id="more-is-credited-to-nobody"),
    ],
)
def test_S02_what_a_bridging_session_brings(hours: float, brought: float, percent: int) -> None:
    module = modules()["ASY-201.v1"]
    proposed = bridge(module, of(module, claims()))
    minutes = round(hours * 60)

    assert proposed is not None
    assert (proposed.brings(minutes) / 60, proposed.percent(minutes)) == (brought, percent)


@pytest.mark.parametrize(
    ("contact", "covered", "rule", "told"),
    [
        pytest.param(1440, 85, 80, (0, 90, 216), id="attendance-is-there-already"),
        pytest.param(1440, 99, 80, (0, 30, 14), id="never-less-than-half-an-hour"),
        pytest.param(1440, 55, 100, (660, 660, 648), id="all-must-be-attended"),
        pytest.param(1440, 55, 0, (0, 300, 648), id="no-rule-of-attendance"),
        pytest.param(0, 55, 80, (0, 30, 0), id="no-contact-hours"),
    ],
)
def test_length_of_a_bridging_session(contact: int, covered: int, rule: int, told: tuple[int, ...]) -> None:
    rest = OutcomeCoverage("O9", 100 - covered, True, None, (), (), ())
    proposed = Bridge("X.v1", (rest,), covered, contact, rule)

    assert (proposed.least, proposed.minutes, proposed.most) == told


@pytest.mark.parametrize(
    "covered",
    [
        pytest.param(range(1, 1), id="nobody-teaches-any-of-it"),
        pytest.param(range(1, 5), id="all-of-it-is-taught"),
    ],
)
def test_no_bridge_where_there_is_nothing_to_lean_on_or_nothing_left(covered: range) -> None:
    module = modules()["ASY-201.v1"]
    taught = [Claim("X-01", "A", f"ASY-201.v1.O{number}", Depth.ASSESSED) for number in covered]

    assert bridge(module, of(module, taught)) is None
