import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.domain.attendance import (
    Dispute,
    DisputeCode,
    Figure,
    Settled,
    SettledBy,
    SourceKind,
    settle,
)
from curriculum.domain.missing import MissingCode, Repair
from curriculum.domain.progress import assess
from curriculum.domain.standing import ExcludedWhy
from tests.domain.builders import TODAY, dossier, followed

SHEET, DONOR = SourceKind.SIGN_IN_SHEET, SourceKind.DONOR_LIST


def sheet(hours: float) -> Figure:
    return Figure("sheet", SHEET, int(hours * 60))


def donor(hours: float) -> Figure:
    return Figure("donor", DONOR, int(hours * 60))


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        pytest.param([sheet(24)], Settled(1440, SettledBy.ONE_SOURCE, ("sheet",)), id="one-source"),
        pytest.param(
            [sheet(24), donor(24)], Settled(1440, SettledBy.SOURCES_AGREE, ("donor", "sheet")), id="agree"
        ),
        pytest.param(
            [sheet(22), donor(24)],
            Settled(1320, SettledBy.LOWEST_WITHIN_TOLERANCE, ("donor", "sheet")),
            id="two-hours-and-under-10-pct-are-tolerated",
        ),
        pytest.param(
            [sheet(18), donor(20)],
            Settled(1080, SettledBy.LOWEST_WITHIN_TOLERANCE, ("donor", "sheet")),
            id="exactly-10-pct",
        ),
        pytest.param(
            [sheet(5.3), donor(6)],
            Dispute(DisputeCode.SOURCES_DISAGREE, (sheet(5.3), donor(6)), 1440),
            id="more-than-10-pct-of-a-short-run",
        ),
        pytest.param(
            [sheet(37.9), donor(40)],
            Dispute(DisputeCode.SOURCES_DISAGREE, (sheet(37.9), donor(40)), 1440),
            id="more-than-two-hours-of-a-long-run",
        ),
        pytest.param(
            [sheet(18), donor(24)],
            Dispute(DisputeCode.SOURCES_DISAGREE, (sheet(18), donor(24)), 1440),
            id="S10-sheet-18-donor-24",
        ),
        pytest.param(
            [sheet(25)], Dispute(DisputeCode.ABOVE_RUN, (sheet(25),), 1440), id="more-than-the-run-had"
        ),
        pytest.param([], None, id="no-source-no-figure"),
    ],
)
def test_sources_are_settled_or_disputed(figures: list[Figure], expected: Settled | Dispute | None) -> None:
    assert settle(figures, run_minutes=1440) == expected


def test_a_resolution_goes_before_every_rule() -> None:
    settled = settle([sheet(18), donor(24)], 1440, resolved=18 * 60)

    assert settled == Settled(18 * 60, SettledBy.RESOLUTION, ("donor", "sheet"))


@given(st.permutations([sheet(18), donor(19), Figure("lms", SourceKind.LMS_EXPORT, 18 * 60)]))
def test_order_of_sources_does_not_matter(figures: list[Figure]) -> None:
    assert settle(figures) == settle([sheet(18), donor(19), Figure("lms", SourceKind.LMS_EXPORT, 18 * 60)])


def test_S10_disputed_attendance_counts_nothing_until_resolved() -> None:
    open_, resolved = followed("CEPM-01", minutes=None), followed("CEPM-01", minutes=18 * 60)

    before = assess(dossier("LP-TRN-ASY.v1", open_), TODAY).component("C2").modules[0]
    after = assess(dossier("LP-TRN-ASY.v1", resolved), TODAY).component("C2").modules[0]

    assert (before.weight, before.hours.credited) == (0, 0)
    assert (after.weight, after.hours.credited) == (55, 792)
    assert before.missing[0].code is MissingCode.DISPUTE_OPEN
    assert before.missing[-2].repairs[0] is Repair.RESOLVE_DISPUTE


def test_I10_every_record_of_a_disputed_run_is_named_as_left_out() -> None:
    progress = assess(dossier("LP-TRN-ASY.v1", followed("CEPM-01", minutes=None)), TODAY)

    left = {(one.ref, one.outcome) for one in progress.excluded if one.why is ExcludedWhy.DISPUTED}
    outcomes = ("ASY-201.v1.O1", "ASY-201.v1.O2")
    assert left == {(f"ev:CEPM-01:{one}", one) for one in outcomes} | {
        ("at:CEPM-01", one) for one in outcomes
    }
