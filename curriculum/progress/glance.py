"""What an overview says of a standing, read from the stored text without the outcomes behind it.

A page with eleven components shows eleven figures and eleven gaps; to decode the evidence of every outcome
for that would cost more than the rest of the page. Whatever names evidence is read by `codec.decode`.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from curriculum.domain.currency import FOREVER, add_months
from curriculum.domain.missing import WAITING_REPAIRS, Missing, MissingCode, Repair
from curriculum.domain.path import ComponentType
from curriculum.domain.standing import (
    EXPIRY_NOTICE_MONTHS,
    Excluded,
    ExcludedWhy,
    Expiring,
    ModuleStanding,
    State,
)

Raw = list[Any]


class Part(NamedTuple):
    """One component: its figure, its gaps as they are stored, the modules looked at, what of it ends."""

    code: str
    type: ComponentType
    state: State
    percent: int
    mandatory: bool
    gaps: list[Raw]
    refs: tuple[str, ...]
    ends: tuple[tuple[str, str], ...]
    """Subject and last day, as ISO text, of everything that counts."""

    @property
    def first_gap(self) -> Missing | None:
        """The first thing that is missing."""
        return _missing(self.gaps[0]) if self.gaps else None


@dataclass(frozen=True)
class Glance:
    """The figures of a standing with their gaps; says what `domain.standing.Progress` says by these names."""

    on: date
    percent: int
    certified: bool
    parts: tuple[Part, ...]
    left_out: list[Raw]
    complete: bool
    met_count: int
    mandatory_count: int

    @property
    def certified_percent(self) -> int:
        """100 when a certificate of this path is in force, else 0."""
        return 100 if self.certified else 0

    @cached_property
    def next_step(self) -> Missing | None:
        """The first missing thing the person can act on; None means nothing is missing: apply."""
        gaps = [gap for part in self.parts if part.mandatory for gap in part.gaps]
        chosen = next((gap for gap in gaps if gap[_REPAIRS][0] not in WAITING_REPAIRS), None)
        return _missing(chosen or gaps[0]) if gaps else None

    def expiring(self, months: int = EXPIRY_NOTICE_MONTHS) -> tuple[Expiring, ...]:
        """List what counts now and runs out within some months, soonest first."""
        limit = min(add_months(self.on, months), FOREVER).isoformat()
        ends = {
            (until, part.code, what) for part in self.parts for what, until in part.ends if until <= limit
        }
        return tuple(Expiring(code, what, date.fromisoformat(until)) for until, code, what in sorted(ends))

    @property
    def excluded(self) -> tuple[Excluded, ...]:
        """What is on file and does not count, or not fully, in canonical order."""
        return tuple(
            Excluded(ref, outcome, ExcludedWhy(why), level, detail)
            for ref, outcome, why, level, detail in self.left_out
        )


_REPAIRS = Missing._fields.index("repairs")
_OUTCOMES = ModuleStanding._fields.index("outcomes")
_TYPES = {one.value: one for one in ComponentType}
_STATES = {one.value: one for one in State}


def glance(text: str) -> Glance:
    """Read what `codec.encode` wrote; a shape that is not the one of `RULES_VERSION` fails here."""
    (_person, _path, on, _judged_on, percent, certified, marks), components, excluded = json.loads(text)
    needed = [met for _code, met, _percent, _weight, mandatory in marks if mandatory]
    return Glance(
        on=date.fromisoformat(on),
        percent=percent,
        certified=certified,
        parts=tuple([_part(*one) for one in components]),
        left_out=excluded,
        complete=all(needed),
        met_count=sum(needed),
        mandatory_count=len(needed),
    )


def _part(
    code: str,
    type_: str,
    state: str,
    percent: int,
    _weight: int,
    mandatory: bool,
    _by: Raw,
    missing: list[Raw],
    modules: list[Raw],
    _done: int,
    _needed: int,
    current_until: str | None,
    _waived: bool,
) -> Part:
    ends = [
        (subject, until)
        for module in modules
        for subject, _, _, satisfied, _, _, _, until, _ in module[_OUTCOMES]
        if satisfied and until is not None
    ]
    if current_until is not None:
        ends.append((code, current_until))
    refs = tuple([module[0] for module in modules])
    return Part(code, _TYPES[type_], _STATES[state], percent, mandatory, missing, refs, tuple(ends))


def _missing(raw: Raw) -> Missing:
    code, component, subject, have, need, repairs, detail = raw
    return Missing(
        MissingCode(code), component, subject, have, need, tuple([Repair(one) for one in repairs]), detail
    )
