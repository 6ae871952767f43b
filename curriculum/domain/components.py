"""Components that are not modules: practice, observations, portfolio, panel, experience, points (5.3)."""

from collections.abc import Callable, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple, Protocol, TypeVar

from curriculum.domain.currency import FOREVER, ONE_DAY, add_months, valid_until, whole_months
from curriculum.domain.dossier import (
    CpdRecord,
    Dossier,
    ExperienceRecord,
    ObservationRecord,
    PanelRecord,
    PathDone,
    PortfolioItem,
    TeachingRecord,
    TeachingRole,
)
from curriculum.domain.ledger import Days
from curriculum.domain.missing import Missing, MissingCode, Repair
from curriculum.domain.path import Component, ComponentType, PracticeUnit
from curriculum.domain.standing import ComponentStanding, Mark

# No kind of activity may fill more than half of the points asked (domain.md 5.3).
CPD_TYPE_CAP_PCT = 50


Item = TypeVar("Item", bound="Dated")


class Tally(NamedTuple):
    """How much counts, how much is asked, and each test: its code, what there is, what it takes."""

    done: int
    needed: int
    tests: tuple[tuple[MissingCode, int, int], ...]

    @property
    def met(self) -> bool:
        """Tell whether every test is passed."""
        return all(have >= need for _, have, need in self.tests)


class Dated(Protocol):
    """A record with a trace id and a day."""

    @property
    def ref(self) -> str: ...

    @property
    def on(self) -> date: ...


class Count(NamedTuple):
    """A tally with the records behind it and those left out for their age, or because they came too early.

    `until` is the last day on which it is met, `first_end` the last on which all records behind it count."""

    tally: Tally
    met: bool
    percent: int
    by: tuple[str, ...]
    lapsed: tuple[str, ...] = ()
    until: date | None = None
    first_end: date | None = None
    early: tuple[str, ...] = ()


_FACTS = {
    ComponentType.PRACTICE: attrgetter("teaching"),
    ComponentType.OBSERVATION: attrgetter("observations"),
    ComponentType.PORTFOLIO: attrgetter("portfolio"),
    ComponentType.PANEL: attrgetter("panels"),
    ComponentType.CPD: attrgetter("cpd"),
    ComponentType.PATH: attrgetter("paths_done"),
    ComponentType.EXPERIENCE: attrgetter("experience"),
}


def on_file(component: Component, dossier: Dossier) -> bool:
    """Tell whether a dossier holds anything that could count for a counted component."""
    return bool(_FACTS[component.type](dossier))


def count(component: Component, dossier: Dossier, days: Days, since: date = date.min) -> Count:
    """Judge a component that is counted, not taught; what was done before `since` does not count."""
    match component.type:
        case ComponentType.PRACTICE:
            return _count(component, _taught(component, dossier), _practice, days, since)
        case ComponentType.OBSERVATION:
            return _count(component, _observed(component, dossier), _observation, days, since)
        case ComponentType.PORTFOLIO:
            return _count(component, dossier.portfolio, _portfolio, days, since)
        case ComponentType.PANEL:
            return _count(component, _sat(dossier), _panel, days, since)
        case ComponentType.CPD:
            return _count(component, dossier.cpd, _cpd, days, since)
        case ComponentType.PATH:
            return _path(component, dossier.paths_done, days, since)
        case _:
            return _experience(component, dossier.experience, days, since)


def standing_of(component: Component, mark: Mark, counted: Count) -> ComponentStanding:
    """Spell a count out as a standing, with what is missing."""
    gaps = tuple(
        Missing(code, component.code, component.code, have, need, (REPAIRS[code],), component.path)
        for code, have, need in counted.tally.tests
        if have < need
    )
    return ComponentStanding(
        code=component.code,
        type=component.type,
        state=mark.state,
        percent=mark.percent,
        weight=mark.weight,
        mandatory=mark.mandatory,
        by=counted.by,
        missing=gaps,
        done=counted.tally.done,
        needed=counted.tally.needed,
        current_until=counted.until,
    )


def _count(
    component: Component,
    items: Sequence[Item],
    tally: Callable[[Component, Sequence[Item]], Tally],
    days: Days,
    since: date,
) -> Count:
    months, (judged, horizon) = component.within_months, days
    known = [item for item in items if since <= item.on <= horizon]
    early = _refs([item for item in items if item.on < since and item.on <= horizon])
    if months is None:
        result = tally(component, known)
        return Count(result, result.met, _percent(result), _refs(known), early=early)
    counted = [item for item in known if valid_until(item.on, months) >= judged]
    lapsed = [item for item in known if valid_until(item.on, months) < judged]
    result = tally(component, counted)
    until = _lasting(component, months, counted, tally) if result.met else None
    first = min((valid_until(item.on, months) for item in counted), default=None)
    return Count(result, result.met, _percent(result), _refs(counted), _refs(lapsed), until, first, early)


def _refs(items: Sequence[Dated]) -> tuple[str, ...]:
    return tuple(sorted(item.ref for item in items))


def _percent(tally: Tally) -> int:
    """Round down, and never show all of it before it is met."""
    share = min(100 * tally.done // tally.needed, 100) if tally.needed else 100
    return share if tally.met else min(share, 99)


def _lasting(
    component: Component,
    months: int,
    counted: Sequence[Item],
    tally: Callable[[Component, Sequence[Item]], Tally],
) -> date:
    """Find the last day on which what counts today still suffices: the newest that are enough."""
    newest = sorted(counted, key=lambda item: (item.on, item.ref), reverse=True)
    enough = next(n for n in range(len(newest) + 1) if tally(component, newest[:n]).met)
    return min((valid_until(item.on, months) for item in newest[:enough]), default=FOREVER)


REPAIRS = {
    MissingCode.PRACTICE_SHORT: Repair.TEACH,
    MissingCode.SESSIONS_SHORT: Repair.TEACH,
    MissingCode.OBSERVATIONS_SHORT: Repair.BE_OBSERVED,
    MissingCode.OBSERVERS_SHORT: Repair.BE_OBSERVED,
    MissingCode.PORTFOLIO_SHORT: Repair.SUBMIT_WORK,
    MissingCode.PANEL_DUE: Repair.SIT_PANEL,
    MissingCode.EXPERIENCE_SHORT: Repair.ATTEST_EXPERIENCE,
    MissingCode.CPD_SHORT: Repair.EARN_POINTS,
    MissingCode.PATH_DUE: Repair.COMPLETE_PATH,
}


def _taught(component: Component, dossier: Dossier) -> Sequence[TeachingRecord]:
    # Co-delivery is taught beside somebody; hours one led alone are delivery, not co-delivery.
    if component.unit is PracticeUnit.CO_DELIVERY_HOURS:
        return [taught for taught in dossier.teaching if taught.role is TeachingRole.CO]
    return dossier.teaching


def _practice(component: Component, taught: Sequence[TeachingRecord]) -> Tally:
    minutes, runs = sum(one.minutes for one in taught), len({one.run for one in taught})
    hours_test = (MissingCode.PRACTICE_SHORT, minutes, component.minimum)
    return Tally(
        minutes, component.minimum, (hours_test, (MissingCode.SESSIONS_SHORT, runs, component.distinct))
    )


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
    useful = max(min(len(seen), component.minimum - component.distinct + observers), 0)
    sessions_test = (MissingCode.OBSERVATIONS_SHORT, len(seen), component.minimum)
    observers_test = (MissingCode.OBSERVERS_SHORT, observers, component.distinct)
    return Tally(useful, component.minimum, (sessions_test, observers_test))


def _portfolio(component: Component, items: Sequence[PortfolioItem]) -> Tally:
    test = (MissingCode.PORTFOLIO_SHORT, len(items), component.minimum)
    return Tally(len(items), component.minimum, (test,))


def _sat(dossier: Dossier) -> Sequence[PanelRecord]:
    barred = _may_not_judge(dossier)
    return [panel for panel in dossier.panels if panel.passed and barred.isdisjoint(panel.members)]


def _panel(component: Component, panels: Sequence[PanelRecord]) -> Tally:
    size, need = max((len(set(panel.members)) for panel in panels), default=0), max(component.minimum, 1)
    return Tally(int(size >= need), 1, ((MissingCode.PANEL_DUE, size, need),))


def _cpd(component: Component, records: Sequence[CpdRecord]) -> Tally:
    by_type: dict[str, int] = {}
    for record in records:
        by_type[record.type] = by_type.get(record.type, 0) + record.points
    cap = component.minimum * CPD_TYPE_CAP_PCT // 100
    points = sum(min(earned, cap) for earned in by_type.values())
    return Tally(points, component.minimum, ((MissingCode.CPD_SHORT, points, component.minimum),))


def _path(component: Component, paths: Sequence[PathDone], days: Days, since: date) -> Count:
    """Another path is met while it was completed and its certificate, if it gives one, holds."""
    known = [one for one in paths if one.path == component.path and one.on <= days.known]
    done = [one for one in known if one.on >= since]
    counted = [one for one in done if _until(one, component) >= days.judged]
    last = max((_until(one, component) for one in counted), default=FOREVER)
    tally = Tally(int(bool(counted)), 1, ((MissingCode.PATH_DUE, int(bool(counted)), 1),))
    until = None if last == FOREVER else last
    lapsed = [one for one in done if one not in counted]
    first = min((_until(one, component) for one in counted), default=None)
    early = _refs([one for one in known if one.on < since])
    return Count(tally, tally.met, _percent(tally), _refs(counted), _refs(lapsed), until, first, early)


def _until(one: PathDone, component: Component) -> date:
    return min(one.until or FOREVER, valid_until(one.on, component.within_months))


def attested(component: Component, records: Sequence[ExperienceRecord]) -> Sequence[ExperienceRecord]:
    """The experience in the field a component asks for, or in any."""
    return [one for one in records if component.domain in ("", one.theme)]


def months_served(
    component: Component, counted: Sequence[ExperienceRecord], on: date, begun: date = date.min
) -> int:
    """How many months of such experience count on a day, since another and not longer ago than asked."""
    since = begun
    if component.within_months is not None:
        since = max(begun, add_months(on, -component.within_months) + ONE_DAY)
    return whole_months((one.period for one in counted), on, since)


def _experience(component: Component, records: Sequence[ExperienceRecord], days: Days, begun: date) -> Count:
    counted = attested(component, records)
    months = months_served(component, counted, days.judged, begun)
    test = (MissingCode.EXPERIENCE_SHORT, months, component.minimum)
    tally = Tally(months, component.minimum, (test,))
    return Count(tally, tally.met, _percent(tally), tuple(sorted(one.ref for one in counted)))
