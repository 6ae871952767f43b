"""One status per day, from events (domain.md §2.7: precedence; §2.9: expired is never stored)."""

from __future__ import annotations

from datetime import date

import pytest

from certificates.status import Happening, Status, StatusEvent, status_on

D = date
UNTIL = D(2029, 6, 30)


def events(*told: tuple[Happening, date]) -> list[StatusEvent]:
    """Write events short."""
    return [StatusEvent(happening, day) for happening, day in told]


ISSUED = (Happening.ISSUED, D(2026, 7, 1))
SUSPENDED = (Happening.SUSPENDED, D(2027, 1, 1))
REINSTATED = (Happening.REINSTATED, D(2027, 3, 1))
REVOKED = (Happening.REVOKED, D(2028, 1, 1))
WITHDRAWN = (Happening.WITHDRAWN, D(2028, 2, 1))
SUPERSEDED = (Happening.SUPERSEDED, D(2028, 3, 1))
RENEWED = (Happening.RENEWED, D(2028, 3, 1))
REPRINTED = (Happening.REPRINTED, D(2028, 3, 1))


@pytest.mark.parametrize(
    ("told", "day", "status"),
    [
        pytest.param([], D(2028, 1, 1), Status.NOT_ISSUED, id="nothing recorded"),
        pytest.param([ISSUED], D(2026, 6, 30), Status.NOT_ISSUED, id="the day before it existed"),
        pytest.param([ISSUED], D(2026, 7, 1), Status.VALID, id="first day"),
        pytest.param([ISSUED], UNTIL, Status.VALID, id="last day is inclusive"),
        pytest.param([ISSUED], D(2029, 7, 1), Status.EXPIRED, id="day after the last"),
        pytest.param(
            [ISSUED, SUSPENDED],
            D(2027, 1, 1),
            Status.SUSPENDED,
            id="first day of suspension",
        ),
        pytest.param(
            [ISSUED, SUSPENDED],
            D(2026, 12, 31),
            Status.VALID,
            id="asked before suspension",
        ),
        pytest.param(
            [ISSUED, SUSPENDED, REINSTATED],
            D(2027, 2, 28),
            Status.SUSPENDED,
            id="before reinstating",
        ),
        pytest.param(
            [ISSUED, SUSPENDED, REINSTATED],
            D(2027, 3, 1),
            Status.VALID,
            id="reinstated",
        ),
        pytest.param(
            [REINSTATED, SUSPENDED, ISSUED],
            D(2027, 3, 1),
            Status.VALID,
            id="order of the list is free",
        ),
        pytest.param(
            [ISSUED, SUSPENDED],
            D(2029, 7, 1),
            Status.SUSPENDED,
            id="suspended before expired",
        ),
        pytest.param(
            [ISSUED, SUSPENDED, SUPERSEDED],
            D(2028, 4, 1),
            Status.SUPERSEDED,
            id="superseded first",
        ),
        pytest.param(
            [ISSUED, SUPERSEDED, WITHDRAWN],
            D(2028, 4, 1),
            Status.WITHDRAWN,
            id="withdrawn first",
        ),
        pytest.param(
            [ISSUED, WITHDRAWN, REVOKED],
            D(2028, 4, 1),
            Status.REVOKED,
            id="revoked first",
        ),
        pytest.param(
            [ISSUED, REVOKED],
            D(2030, 1, 1),
            Status.REVOKED,
            id="revoked before expired",
        ),
        pytest.param(
            [ISSUED, RENEWED, REPRINTED],
            D(2028, 4, 1),
            Status.VALID,
            id="renewal and reprint change nothing",
        ),
    ],
)
def test_status_on_a_day(told: list[tuple[Happening, date]], day: date, status: Status) -> None:
    assert status_on(events(*told), UNTIL, day) is status


def test_same_day_events_count_in_order_of_recording() -> None:
    day = D(2027, 1, 1)
    told = events(ISSUED, (Happening.SUSPENDED, day), (Happening.REINSTATED, day))

    assert status_on(told, None, day) is Status.VALID


def test_without_end_date_never_expires() -> None:
    assert status_on(events(ISSUED), None, D(2999, 1, 1)) is Status.VALID
