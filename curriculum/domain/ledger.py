"""What counts on a day, outcome by outcome: records that hold, hours credited, and what is left out.

This is the hot part of the engine (performance.md C): each fact is looked at once, whatever depends on no
person comes ready from the plan, and rows are plain tuples."""

from datetime import date
from typing import NamedTuple, TypeAlias

from curriculum.domain.currency import valid_until
from curriculum.domain.dossier import AttendanceRecord, Dossier, OutcomeRecord, RecordState, Via
from curriculum.domain.equivalence import Gate, TopUp
from curriculum.domain.plan import Plan, Route
from curriculum.domain.proof import ProofLevel
from curriculum.domain.standing import Excluded, ExcludedWhy

# level, until, on, ref, via, untaught: in this order the greatest is the strongest, then the longest.
Held: TypeAlias = tuple[ProofLevel, date, date, str, Via, bool]
# Hundredths of minutes as an exact fraction (top, bottom), and the attendance that gives them.
Credit: TypeAlias = tuple[int, int, str]
TopUps: TypeAlias = dict[Gate, TopUp]

UNTAUGHT = frozenset({Via.CHALLENGE, Via.RPL})
# Enum look-ups by attribute would cost more than the comparisons they are for.
_VALID = RecordState.VALID


class Days(NamedTuple):
    """The day currency is judged on, and the day after which nothing is known yet."""

    judged: date
    known: date


class Ledger(NamedTuple):
    """Everything gathered for one person and one plan, by slot number; `touched` are module refs."""

    held: dict[int, list[Held]]
    credits: dict[int, Credit]
    touched: set[str]
    carried_into: set[str]
    passed: dict[str, list[tuple[str | None, str]]]
    excluded: list[Excluded]


def gather(dossier: Dossier, days: Days) -> Ledger:
    """Sort the facts of a dossier into slots; order of facts never matters."""
    ledger = Ledger({}, {}, set(), set(), {}, [])
    plan = dossier.path.plan
    top_ups = {Gate(done.target, done.code): done for done in dossier.top_ups if done.on <= days.known}
    disputed = _gather_hours(dossier, plan, days, top_ups, ledger)
    _gather_records(dossier, plan, days, top_ups, disputed, ledger)
    if top_ups:
        _gather_new_matter(plan, top_ups, days, ledger)
    if dossier.assessments:
        _gather_assessments(dossier, plan, days, ledger)
    return ledger


def first_lapse(dossier: Dossier, on: date) -> date | None:
    """Give the first day on which a record that holds now is current for the last time; None: never.

    Also for records that stronger ones cover: what is left out is part of a standing (I-18, rule 7).
    """
    routes = dossier.path.plan.routes
    ends = (
        min(record.valid_until or date.max, valid_until(record.on, route.slot.currency_months))
        for record in dossier.records
        for route in routes.get(record.outcome, ())
    )
    return min((end for end in ends if on <= end < date.max), default=None)


def _gather_records(
    dossier: Dossier, plan: Plan, days: Days, top_ups: TopUps, disputed: set[str], ledger: Ledger
) -> None:
    judged, known = days
    landings, held, touched = plan.landings, ledger.held, ledger.touched
    for record in dossier.records:
        ref, outcome, level, on, via, _, attendance, ends, state = record
        if on > known:
            continue
        plain = state is _VALID and attendance not in disputed
        places = landings.get((outcome, on))
        if places is None:
            places = plan.land(outcome, on)
        for number, module, until, route in places:
            touched.add(module)
            if not plain or route.carried:
                _place_with_care(record, route, days, top_ups, disputed, ledger)
                continue
            if ends is not None and ends < until:
                until = ends
            if until < judged:
                ledger.excluded.append(Excluded(ref, plan.slots[number].code, ExcludedWhy.LAPSED, level))
            elif number in held:
                held[number].append((level, until, on, ref, via, via in UNTAUGHT))
            else:
                held[number] = [(level, until, on, ref, via, via in UNTAUGHT)]


def _place_with_care(
    record: OutcomeRecord,
    route: Route,
    days: Days,
    top_ups: TopUps,
    disputed: set[str],
    ledger: Ledger,
) -> None:
    """Place a record that is barred, waiting, or comes over an equivalence (I-10, S05, S06)."""
    slot = route.slot
    if route.carried:
        ledger.carried_into.add(slot.module)
    since = max([record.on, *(top_ups[gate].on for gate in route.gates if gate in top_ups)])
    # A top-up completes an older achievement, it does not renew it: currency runs from the record's own date.
    until = valid_until(record.on, slot.currency_months)
    if record.valid_until is not None:
        until = min(until, record.valid_until)
    barred, detail = _barred(record, route, top_ups, disputed)
    if barred is None and until < days.judged:
        barred = ExcludedWhy.LAPSED
    if barred is not None:
        ledger.excluded.append(Excluded(record.ref, slot.code, barred, record.level, detail))
        return
    if record.state is RecordState.WAITING:
        ledger.excluded.append(Excluded(record.ref, slot.code, ExcludedWhy.WAITING, record.level))
    via = Via.EQUIVALENCE if route.carried else record.via
    held = (record.level, until, since, record.ref, via, record.via in UNTAUGHT)
    ledger.held.setdefault(slot.number, []).append(held)


def _barred(
    record: OutcomeRecord, route: Route, top_ups: TopUps, disputed: set[str]
) -> tuple[ExcludedWhy | None, str]:
    if record.state is RecordState.INVALIDATED:
        return ExcludedWhy.INVALIDATED, ""
    if record.attendance in disputed:
        return ExcludedWhy.DISPUTED, ""
    due = next((gate.top_up for gate in route.gates if gate not in top_ups), "")
    return (ExcludedWhy.TOP_UP_DUE, due) if due else (None, "")


def _gather_new_matter(plan: Plan, top_ups: TopUps, days: Days, ledger: Ledger) -> None:
    for gate, done in top_ups.items():
        slot = plan.slot_of.get(gate.target)
        if slot is None or (slot.number, gate.top_up) not in plan.modules[slot.module].new_matter:
            continue
        ledger.touched.add(slot.module)
        until = valid_until(done.on, slot.currency_months)
        if until < days.judged:
            ledger.excluded.append(Excluded(done.ref, slot.code, ExcludedWhy.LAPSED, done.level))
        else:
            held = (done.level, until, done.on, done.ref, Via.TOP_UP, False)
            ledger.held.setdefault(slot.number, []).append(held)


def _gather_hours(dossier: Dossier, plan: Plan, days: Days, top_ups: TopUps, ledger: Ledger) -> set[str]:
    """Credit every settled figure, per outcome the greatest, never the sum (I-11); give back the disputed."""
    disputed = set()
    known, credited, touched = days.known, ledger.credits, ledger.touched
    for attended in dossier.attendances:
        if attended.on > known:
            continue
        if attended.minutes is None:
            disputed.add(attended.ref)
            _dispute(attended, plan, ledger)
            continue
        ref = attended.ref
        shares = plan.shares.get((attended.covers, attended.minutes))
        if shares is None:
            shares = plan.share(attended.covers, attended.minutes)
        for number, module, gates, top, bottom in shares:
            if gates and not all(gate in top_ups for gate in gates):
                continue
            touched.add(module)
            best = credited.get(number)
            if best is None or top * best[1] > best[0] * bottom or _ties_before(top, bottom, ref, best):
                credited[number] = (top, bottom, ref)
    return disputed


def _ties_before(top: int, bottom: int, ref: str, best: Credit) -> bool:
    """Among equal credits the first name stands, so that order never matters."""
    return ref < best[2] and top * best[1] == best[0] * bottom


def _dispute(attended: AttendanceRecord, plan: Plan, ledger: Ledger) -> None:
    """Leave out a run whose figure is disputed, and say so for everything it touches (I-10, S10)."""
    for outcome, _ in attended.covers:
        for route in plan.routes.get(outcome, ()):
            ledger.touched.add(route.slot.module)
            ledger.excluded.append(Excluded(attended.ref, route.slot.code, ExcludedWhy.DISPUTED))


def _gather_assessments(dossier: Dossier, plan: Plan, days: Days, ledger: Ledger) -> None:
    for result in dossier.assessments:
        known = plan.modules.get(result.module)
        if known is None or not result.passed or result.on > days.known:
            continue
        if valid_until(result.on, known.module.currency_months) >= days.judged:
            ledger.touched.add(result.module)
            ledger.passed.setdefault(result.module, []).append((result.spec, result.ref))
