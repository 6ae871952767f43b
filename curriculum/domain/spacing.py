"""From which day something counts for a component that comes some time after others (domain.md 2.3)."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from curriculum.domain.components import attested, months_served
from curriculum.domain.currency import FOREVER, add_months, merged
from curriculum.domain.dossier import Dossier
from curriculum.domain.ledger import Held, Ledger
from curriculum.domain.path import Component, ComponentType, Path, Spacing
from curriculum.domain.plan import Slot
from curriculum.domain.standing import Excluded, ExcludedWhy


class Start(NamedTuple):
    """The first day of what counts, and the component waited for; FOREVER while that one is not met."""

    on: date
    spacing: Spacing


Starts = Mapping[str, Start]
"""By component code; what waits for nothing is left out."""

AT_ONCE: Starts = {}


def starts(path: Path, met_on: Mapping[str, date], waived: Collection[str] = ()) -> Starts:
    """From which day each component counts, when the components it waits for were met on these days.

    Nobody waits for what was waived: it is not asked of that person.
    """
    codes = {one.code for one in path.components}.difference(waived)
    found = {}
    for component in path.components:
        # What the route of somebody does not ask for is not waited for either.
        days = [Start(_after(one, met_on), one) for one in component.after if one.component in codes]
        if days:
            found[component.code] = max(days, key=lambda start: start.on)
    return found


def _after(spacing: Spacing, met_on: Mapping[str, date]) -> date:
    met = met_on.get(spacing.component)
    return FOREVER if met is None else add_months(met, spacing.months)


def turning_days(dossier: Dossier, until: date) -> list[date]:
    """Every day up to one on which a fact could meet something; experience, which grows, is `served_on`."""
    dated = (
        *(dossier.records, dossier.assessments, dossier.top_ups, dossier.attendances, dossier.teaching),
        *(dossier.observations, dossier.portfolio, dossier.panels, dossier.cpd, dossier.paths_done),
    )
    days = {item.on for items in dated for item in items}
    return sorted({day for day in days if day < until} | {until})


def served_days(waited: Iterable[Component], dossier: Dossier, found: Starts, until: date) -> Iterator[date]:
    """The days on which experience that others wait for is long enough, counted from its own start."""
    for one in waited:
        since = found[one.code].on if one.code in found else date.min
        if one.type is ComponentType.EXPERIENCE and since <= until:
            day = served_on(one, dossier, since, until)
            if day is not None:
                yield day


def served_on(component: Component, dossier: Dossier, since: date, until: date) -> date | None:
    """The first day on which somebody has served as long as a component asks; None: not until that day."""
    counted = attested(component, dossier.experience)

    def is_enough(ordinal: int) -> bool:
        return months_served(component, counted, date.fromordinal(ordinal), since) >= component.minimum

    spells = [
        range(one.from_.toordinal(), (one.to or until).toordinal() + 1)
        for one in merged((record.period for record in counted), until, since)
    ]
    if component.within_months is None:  # never less on a later day: the spell, then the day in it
        spell = next((one for one in spells if is_enough(one[-1])), None)
        return None if spell is None else date.fromordinal(spell[bisect_left(spell, True, key=is_enough)])
    found = next((day for spell in spells for day in spell if is_enough(day)), None)
    return None if found is None else date.fromordinal(found)


def later(ledger: Ledger, component: Component, slots: Iterable[Slot], start: date) -> Ledger:
    """What is held since a day; what was held before is noted as left out."""
    held = {number: [one for one in many if one[2] >= start] for number, many in ledger.held.items()}
    for slot in slots:
        ledger.excluded.extend(
            _early(slot, one) for one in ledger.held.get(slot.number, ()) if one[2] < start
        )
    return ledger._replace(held={number: many for number, many in held.items() if many})


def _early(slot: Slot, one: Held) -> Excluded:
    return Excluded(one[3], slot.code, ExcludedWhy.TOO_EARLY, one[0])
