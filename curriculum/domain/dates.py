"""What follows from the day somebody finishes: until when a certificate holds, when it is renewed (S17)."""

from datetime import date
from typing import NamedTuple

from curriculum.domain.currency import ONE_DAY, add_months, valid_until


class Dates(NamedTuple):
    """The last day of a certificate, the first on which it may be renewed, the last day of grace.

    All None: the certificate holds for ever; `opens` and `grace_until` None: nothing is said of it."""

    valid_until: date | None
    opens: date | None
    grace_until: date | None


def simulate(finish: date, validity: int | None, before: int | None, after: int | None) -> Dates:
    """Tell the days that follow from a finish; in months: how long it holds, the window around its end."""
    if validity is None:
        return Dates(None, None, None)
    until = valid_until(finish, validity)
    opens = None if before is None else max(finish, add_months(until + ONE_DAY, -before))
    return Dates(until, opens, None if after is None else add_months(until, after))
