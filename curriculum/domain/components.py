"""Components that are not modules: practice, observations, portfolio, panel, experience, points (5.3)."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

from curriculum.domain.currency import ONE_DAY, add_months, valid_until, whole_months
from curriculum.domain.dossier import (
    CpdRecord,
    Dossier,
    ExperienceRecord,
    ObservationRecord,
    PanelRecord,
    PortfolioItem,
    TeachingRecord,
    TeachingRole,
)
from curriculum.domain.ledger import Days
from curriculum.domain.path import Component, ComponentType, PracticeUnit
from curriculum.domain.standing import (
    ComponentStanding,
    Excluded,
    ExcludedWhy,
    Missing,
    MissingCode,
    Repair,
    State,
)

# No kind of activity may fill more than half of the points asked (domain.md 5.3).
CPD_TYPE_CAP_PCT = 50


Item = TypeVar("Item", bound="Dated")


class Tally(NamedTuple):
    """How much counts, how much is asked, and what is missing; no gaps means met."""

    done: int
    needed: int
    gaps: tuple[Missing, ...]


class Dated(Protocol):
    """A record with a trace id and a day."""

    @property
    def ref(self) -> str: ...

    @property
    def on(self) -> date: ...


def component_standing(
    component: Component, dossier: Dossier, days: Days, excluded: list[Excluded]
) -> ComponentStanding:
    """Judge a component that is counted, not taught."""
    match component.type:
        case ComponentType.PRACTICE:
            return _count(component, _taught(component, dossier), _practice, days, excluded)
        case ComponentType.OBSERVATION:
            return _count(component, _observed(component, dossier), _observation, days, excluded)
        case ComponentType.PORTFOLIO:
            return _count(component, dossier.portfolio, _portfolio, days, excluded)
        case ComponentType.PANEL:
            return _count(component, _sat(dossier), _panel, days, excluded)
        case ComponentType.CPD:
            return _count(component, dossier.cpd, _cpd, days, excluded)
        case _:
            return _experience(component, dossier.experience, days)


def _count(
    component: Component,
    items: Sequence[Item],
    tally: Callable[[Component, Sequence[Item]], Tally],
    days: Days,
    excluded: list[Excluded],
) -> ComponentStanding:
    counted = []
    for item in items:
        if item.on > days.known:
            continue
        if valid_until(item.on, component.within_months) >= days.judged:
            counted.append(item)
        else:
            excluded.append(Excluded(item.ref, component.code, ExcludedWhy.LAPSED))
    result = tally(component, counted)
    until = None if result.gaps else _lasting(component, counted, tally)
    return standing_of(component, result, tuple(sorted(item.ref for item in counted)), until)


def _lasting(
    component: Component, counted: Sequence[Item], tally: Callable[[Component, Sequence[Item]], Tally]
) -> date | None:
    """Find the last day on which what counts today still suffices; None when it never ages."""
    if component.within_months is None:
        return None
    newest = sorted(counted, key=lambda item: (item.on, item.ref), reverse=True)
    for size in range(1, len(newest) + 1):
        if not tally(component, newest[:size]).gaps:
            return valid_until(newest[size - 1].on, component.within_months)
    return None


def standing_of(
    component: Component, tally: Tally, by: tuple[str, ...], until: date | None = None
) -> ComponentStanding:
    """Turn a tally into a standing: rounded down, at most 99 % until it is met."""
    share = min(100 * tally.done // tally.needed, 100) if tally.needed else 100
    percent = min(share, 99) if tally.gaps else share
    return ComponentStanding(
        component.code,
        component.type,
        state_of(met=not tally.gaps, percent=percent),
        percent,
        component.weight,
        component.mandatory,
        by,
        tally.gaps,
        done=tally.done,
        needed=tally.needed,
        current_until=until,
    )


def state_of(*, met: bool, percent: int) -> State:
    """Name the state: what has begun is partly met."""
    if met:
        return State.MET
    return State.PARTLY if percent else State.UNMET


def _gap(code: MissingCode, component: Component, have: int, need: int, repair: Repair) -> Missing:
    return Missing(code, component.code, component.code, have, need, (repair,))


def _gaps(*gaps: Missing) -> tuple[Missing, ...]:
    return tuple(gap for gap in gaps if gap.have < gap.need)


def _taught(component: Component, dossier: Dossier) -> Sequence[TeachingRecord]:
    # Co-delivery is taught beside somebody; hours one led alone are delivery, not co-delivery.
    if component.unit is PracticeUnit.CO_DELIVERY_HOURS:
        return [taught for taught in dossier.teaching if taught.role is TeachingRole.CO]
    return dossier.teaching


def _practice(component: Component, taught: Sequence[TeachingRecord]) -> Tally:
    minutes, runs = sum(one.minutes for one in taught), len({one.run for one in taught})
    gaps = _gaps(
        _gap(MissingCode.PRACTICE_SHORT, component, minutes, component.minimum, Repair.TEACH),
        _gap(MissingCode.SESSIONS_SHORT, component, runs, component.distinct, Repair.TEACH),
    )
    return Tally(minutes, component.minimum, gaps)


def _may_not_judge(dossier: Dossier) -> frozenset[str | None]:
    """Name who may not observe or sit: the candidate, the mentor of record, subordinates (I-22)."""
    return frozenset((dossier.person, dossier.mentor, *dossier.subordinates))


def _observed(component: Component, dossier: Dossier) -> Sequence[ObservationRecord]:
    barred = _may_not_judge(dossier)
    return [
        seen
        for seen in dossier.observations
        if seen.observer not in barred
        and seen.score * component.scale_max >= component.min_score * 100 * seen.scale_max
    ]


def _observation(component: Component, seen: Sequence[ObservationRecord]) -> Tally:
    observers = len({one.observer for one in seen})
    # Two sessions before one observer are one session where two observers are asked.
    useful = min(len(seen), component.minimum - component.distinct + observers)
    gaps = _gaps(
        _gap(MissingCode.OBSERVATIONS_SHORT, component, len(seen), component.minimum, Repair.BE_OBSERVED),
        _gap(MissingCode.OBSERVERS_SHORT, component, observers, component.distinct, Repair.BE_OBSERVED),
    )
    return Tally(max(useful, 0) if seen else 0, component.minimum, gaps)


def _portfolio(component: Component, items: Sequence[PortfolioItem]) -> Tally:
    gap = _gap(MissingCode.PORTFOLIO_SHORT, component, len(items), component.minimum, Repair.SUBMIT_WORK)
    return Tally(len(items), component.minimum, _gaps(gap))


def _sat(dossier: Dossier) -> Sequence[PanelRecord]:
    barred = _may_not_judge(dossier)
    return [panel for panel in dossier.panels if panel.passed and barred.isdisjoint(panel.members)]


def _panel(component: Component, panels: Sequence[PanelRecord]) -> Tally:
    size = max((len(set(panel.members)) for panel in panels), default=0)
    gaps = _gaps(_gap(MissingCode.PANEL_DUE, component, size, max(component.minimum, 1), Repair.SIT_PANEL))
    return Tally(0 if gaps else 1, 1, gaps)


def _cpd(component: Component, records: Sequence[CpdRecord]) -> Tally:
    by_type: dict[str, int] = {}
    for record in records:
        by_type[record.type] = by_type.get(record.type, 0) + record.points
    cap = component.minimum * CPD_TYPE_CAP_PCT // 100
    points = sum(min(sum_, cap) for sum_ in by_type.values())
    gap = _gap(MissingCode.CPD_SHORT, component, points, component.minimum, Repair.EARN_POINTS)
    return Tally(points, component.minimum, _gaps(gap))


def _experience(component: Component, records: Sequence[ExperienceRecord], days: Days) -> ComponentStanding:
    counted = [one for one in records if component.domain in ("", one.theme)]
    since = date.min
    if component.within_months is not None:
        since = add_months(days.judged, -component.within_months) + ONE_DAY
    months = whole_months((one.period for one in counted), days.judged, since)
    gap = _gap(MissingCode.EXPERIENCE_SHORT, component, months, component.minimum, Repair.ATTEST_EXPERIENCE)
    tally = Tally(months, component.minimum, _gaps(gap))
    return standing_of(component, tally, tuple(sorted(one.ref for one in counted)))
