"""What counts on a day, outcome by outcome: records that hold, hours credited, and what is left out."""

from datetime import date
from typing import NamedTuple

from curriculum.domain.currency import valid_until
from curriculum.domain.dossier import AttendanceRecord, Dossier, OutcomeRecord, RecordState, Via
from curriculum.domain.equivalence import Gate, TopUp
from curriculum.domain.plan import Plan, Route, Slot
from curriculum.domain.proof import ProofLevel
from curriculum.domain.standing import Excluded, ExcludedWhy

UNTAUGHT = frozenset({Via.CHALLENGE, Via.RPL})


class Held(NamedTuple):
    """A record that counts for a slot; ordered so that the greatest is the strongest, then the longest."""

    level: ProofLevel
    until: date
    on: date
    ref: str
    via: Via
    untaught: bool


class Credit(NamedTuple):
    """Hours one offering gives to one slot, in hundredths of minutes, as an exact fraction."""

    top: int
    bottom: int
    ref: str

    def exceeds(self, other: "Credit") -> bool:
        """Compare exactly; between equal ones the first name wins, so that order never matters."""
        mine, theirs = self.top * other.bottom, other.top * self.bottom
        return mine > theirs or (mine == theirs and self.ref < other.ref)


class Days(NamedTuple):
    """The day currency is judged on, and the day after which nothing is known yet."""

    judged: date
    known: date


class Ledger(NamedTuple):
    """Everything gathered for one person and one plan, by slot number."""

    held: dict[int, list[Held]]
    credits: dict[int, Credit]
    excluded: list[Excluded]
    carried_into: set[str]
    passed: dict[str, list[tuple[str | None, str]]]


def gather(dossier: Dossier, days: Days) -> Ledger:
    """Sort the facts of a dossier into slots; each fact is looked at once."""
    ledger = Ledger({}, {}, [], set(), {})
    plan = dossier.path.plan
    top_ups = {Gate(done.target, done.code): done for done in dossier.top_ups if done.on <= days.known}
    _gather_records(dossier, plan, days, top_ups, ledger)
    _gather_new_matter(plan, top_ups, days, ledger)
    for attended in dossier.attendances:
        if attended.on > days.known:
            continue
        if attended.minutes is None:
            _dispute(attended, plan, ledger)
        else:
            _credit(attended, attended.minutes, plan, top_ups, ledger)
    _gather_assessments(dossier, plan, days, ledger)
    return ledger


def _gather_records(
    dossier: Dossier, plan: Plan, days: Days, top_ups: dict[Gate, TopUp], ledger: Ledger
) -> None:
    disputed = {attended.ref for attended in dossier.attendances if attended.minutes is None}
    routes, known = plan.routes, days.known
    for record in dossier.records:
        ways = routes.get(record.outcome)
        if ways is None or record.on > known:
            continue
        barred = _barred(record, disputed)
        for route in ways:
            if barred is not None:
                ledger.excluded.append(Excluded(record.ref, route.slot.code, barred, record.level))
            else:
                _place(record, route, days.judged, top_ups, ledger)


def _barred(record: OutcomeRecord, disputed: set[str]) -> ExcludedWhy | None:
    if record.state is RecordState.INVALIDATED:
        return ExcludedWhy.INVALIDATED
    return ExcludedWhy.DISPUTED if record.attendance in disputed else None


def _place(
    record: OutcomeRecord, route: Route, judged: date, top_ups: dict[Gate, TopUp], ledger: Ledger
) -> None:
    slot, gates, carried = route
    since, via = record.on, record.via
    if carried:
        ledger.carried_into.add(slot.module)
        via = Via.EQUIVALENCE
        for gate in gates:
            if gate not in top_ups:
                due = Excluded(record.ref, slot.code, ExcludedWhy.TOP_UP_DUE, record.level, gate.top_up)
                ledger.excluded.append(due)
                return
            since = max(since, top_ups[gate].on)
    # A top-up completes an older achievement, it does not renew it: currency runs from the record's own date.
    until = valid_until(record.on, slot.currency_months)
    if record.valid_until is not None and record.valid_until < until:
        until = record.valid_until
    if until < judged:
        ledger.excluded.append(Excluded(record.ref, slot.code, ExcludedWhy.LAPSED, record.level))
        return
    if record.state is RecordState.WAITING:
        ledger.excluded.append(Excluded(record.ref, slot.code, ExcludedWhy.WAITING, record.level))
    held = Held(record.level, until, since, record.ref, via, record.via in UNTAUGHT)
    ledger.held.setdefault(slot.number, []).append(held)


def _gather_new_matter(plan: Plan, top_ups: dict[Gate, TopUp], days: Days, ledger: Ledger) -> None:
    for gate, done in top_ups.items():
        slot = plan.slot_of.get(gate.target)
        if slot is None or (slot.number, gate.top_up) not in plan.modules[slot.module].new_matter:
            continue
        until = valid_until(done.on, slot.currency_months)
        if until < days.judged:
            ledger.excluded.append(Excluded(done.ref, slot.code, ExcludedWhy.LAPSED, done.level))
            continue
        held = Held(done.level, until, done.on, done.ref, Via.TOP_UP, untaught=False)
        ledger.held.setdefault(slot.number, []).append(held)


def _credit(
    attended: AttendanceRecord, minutes: int, plan: Plan, top_ups: dict[Gate, TopUp], ledger: Ledger
) -> None:
    """Share a run's hours over all it covers; per outcome the greatest counts, never the sum (I-11)."""
    shared = 0
    for cover in attended.covers:
        shared += cover.weight
    for outcome, weight in attended.covers:
        for slot, gates, _ in plan.routes.get(outcome, ()):
            if all(gate in top_ups for gate in gates):
                _keep_greatest(slot, _capped(minutes * weight * 100, shared, slot, attended.ref), ledger)


def _dispute(attended: AttendanceRecord, plan: Plan, ledger: Ledger) -> None:
    """Leave out a run whose figure is disputed, and say so for everything it touches (I-10, S10)."""
    for outcome, _ in attended.covers:
        for route in plan.routes.get(outcome, ()):
            ledger.excluded.append(Excluded(attended.ref, route.slot.code, ExcludedWhy.DISPUTED))


def _capped(top: int, bottom: int, slot: Slot, ref: str) -> Credit:
    return Credit(slot.cap, 1, ref) if top >= slot.cap * bottom else Credit(top, bottom, ref)


def _keep_greatest(slot: Slot, credit: Credit, ledger: Ledger) -> None:
    known = ledger.credits.get(slot.number)
    if known is None or credit.exceeds(known):
        ledger.credits[slot.number] = credit


def _gather_assessments(dossier: Dossier, plan: Plan, days: Days, ledger: Ledger) -> None:
    for result in dossier.assessments:
        known = plan.modules.get(result.module)
        if known is None or not result.passed or result.on > days.known:
            continue
        if valid_until(result.on, known.module.currency_months) >= days.judged:
            ledger.passed.setdefault(result.module, []).append((result.spec, result.ref))
