"""From which day something counts for a component that comes some time after others (domain.md 2.3)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from curriculum.domain.currency import FOREVER, add_months
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


def starts(path: Path, met_on: Mapping[str, date]) -> Starts:
    """From which day each component counts, when the components it waits for were met on these days."""
    codes = {one.code for one in path.components}
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
    """Every day up to one on which something could be met that was not the day before."""
    dated = (
        *(dossier.records, dossier.assessments, dossier.top_ups, dossier.attendances, dossier.teaching),
        *(dossier.observations, dossier.portfolio, dossier.panels, dossier.cpd, dossier.paths_done),
    )
    days = {item.on for items in dated for item in items}
    days.update(_served(dossier))
    return sorted({day for day in days if day < until} | {until})


def _served(dossier: Dossier) -> Iterable[date]:
    asked = {one.minimum for one in dossier.path.components if one.type is ComponentType.EXPERIENCE}
    for one in dossier.experience:
        yield from (add_months(one.period.from_, months) for months in asked)
        if one.period.to is not None:
            yield one.period.to


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
