"""What holds for every dossier, not for chosen ones (domain.md 2.10)."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.domain.dossier import (
    AttendanceRecord,
    CpdRecord,
    Dossier,
    ObservationRecord,
    OutcomeRecord,
    RecordState,
    TeachingRecord,
    TeachingRole,
    Via,
)
from curriculum.domain.plan import Cover
from curriculum.domain.progress import achievements, assess, diff
from curriculum.domain.proof import ProofLevel
from tests.domain.builders import TODAY, dossier, path, weights

FEW = settings(max_examples=25, deadline=None)
PATHS = ("LP-FND-MIG.v1", "LP-TRN-ASY.v1", "LP-TRN-BOR.v2", "LP-EXP-THB.v1", "LP-REF-TRN.v1")
FIELDS = ("records", "attendances", "teaching", "observations", "cpd")
CODES = sorted(code for code in weights() if code.startswith(("ASY", "BOR", "DAT", "TOT-2", "IRR")))
days = st.integers(0, 1500).map(lambda back: TODAY - timedelta(days=back))
refs = st.integers(0, 10**6).map(str)
records = st.builds(
    OutcomeRecord,
    ref=refs.map("ev:{}".format),
    outcome=st.sampled_from(CODES),
    level=st.sampled_from(ProofLevel),
    on=days,
    via=st.sampled_from([Via.TAUGHT, Via.ASSESSMENT, Via.CHALLENGE, Via.RPL]),
    attendance=st.none() | st.integers(0, 4).map("at:{}".format),
    state=st.sampled_from([*RecordState, RecordState.VALID, RecordState.VALID]),
)
covers = st.lists(st.sampled_from(CODES), min_size=1, max_size=5, unique=True).map(
    lambda codes: tuple(Cover(code, weights()[code]) for code in codes)
)
attendances = st.builds(
    AttendanceRecord,
    ref=st.integers(0, 9).map("at:{}".format),
    source=st.just("S"),
    on=days,
    minutes=st.none() | st.integers(0, 3000),
    covers=covers,
)
teaching = st.builds(
    TeachingRecord,
    ref=refs,
    run=refs,
    on=days,
    minutes=st.integers(0, 900),
    role=st.sampled_from(TeachingRole),
)
observations = st.builds(
    ObservationRecord, ref=refs, on=days, observer=st.sampled_from("XYZ"), score=st.integers(0, 400)
)
cpd = st.builds(CpdRecord, ref=refs, type=st.sampled_from("ab"), on=days, points=st.integers(0, 2000))


def several(rows: st.SearchStrategy[Any], most: int = 12) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(rows, max_size=most, unique_by=lambda row: row.ref).map(tuple)


dossiers = st.builds(
    Dossier,
    person=st.just("P1"),
    path=st.sampled_from(PATHS).map(path),
    records=several(records, 24),
    attendances=several(attendances),
    teaching=several(teaching, 5),
    observations=several(observations, 5),
    cpd=several(cpd, 5),
)


@FEW
@given(dossiers, st.randoms())
def test_order_of_evidence_does_not_matter(facts: Dossier, random: Any) -> None:
    rows = {name: list(getattr(facts, name)) for name in FIELDS}
    for shuffled in rows.values():
        random.shuffle(shuffled)
    other = replace(facts, **{name: tuple(shuffled) for name, shuffled in rows.items()})

    assert assess(other, TODAY) == assess(facts, TODAY)
    assert other.snapshot() == facts.snapshot()


@FEW
@given(dossiers, records)
def test_more_verified_evidence_never_lowers_a_level(facts: Dossier, record: OutcomeRecord) -> None:
    more = replace(facts, records=(*facts.records, record._replace(ref="ev:new", state=RecordState.VALID)))
    before = {one.outcome: one for one in achievements(facts, TODAY)}
    after = {one.outcome: one for one in achievements(more, TODAY)}

    assert all(after[code].level >= one.level for code, one in before.items())


@FEW
@given(dossiers, records)
def test_more_verified_evidence_never_lowers_a_percent(facts: Dossier, record: OutcomeRecord) -> None:
    more = replace(facts, records=(*facts.records, record._replace(ref="ev:new", state=RecordState.VALID)))

    before, after = assess(facts, TODAY), assess(more, TODAY)

    assert after.percent >= before.percent
    assert all(new.percent >= old.percent for old, new in zip(before.marks, after.marks, strict=True))


@FEW
@given(dossiers, attendances)
def test_I11_hours_never_exceed_the_contact_hours(facts: Dossier, attended: AttendanceRecord) -> None:
    twice = (*facts.attendances, attended._replace(ref="at:a"), attended._replace(ref="at:b"))
    progress = assess(replace(facts, attendances=twice), TODAY)

    for component in progress.components:
        for module in component.modules:
            known = facts.path.module(module.ref)
            assert known is not None
            assert 0 <= module.hours.credited <= known.contact_minutes
            assert 0 <= module.weight <= 100


@FEW
@given(st.sampled_from(CODES), st.lists(st.sampled_from(ProofLevel), min_size=1, max_size=4), st.data())
def test_I11_many_donors_on_one_outcome_give_it_once(code: str, levels: list[ProofLevel], data: Any) -> None:
    rows = tuple(OutcomeRecord(f"ev:{n}", code, level, TODAY) for n, level in enumerate(levels))
    facts = replace(dossier(data.draw(st.sampled_from(PATHS))), records=rows)

    assert {one.level for one in achievements(facts, TODAY) if one.outcome == code} <= {max(levels)}
    modules = [module for one in assess(facts, TODAY).components for module in one.modules]
    assert all(module.weight <= weights()[code] for module in modules if code.startswith(module.ref))


@FEW
@given(dossiers)
def test_I12_elective_surplus_never_pays_for_a_missing_mandatory_part(facts: Dossier) -> None:
    progress = assess(facts, TODAY)
    unmet = [mark for mark in progress.marks if mark.mandatory and not mark.met]

    assert progress.complete is (not unmet)
    assert not unmet or progress.percent <= 99


@FEW
@given(dossiers)
def test_percents_are_percents(facts: Dossier) -> None:
    progress = assess(facts, TODAY)

    assert 0 <= progress.percent <= 100
    assert all(0 <= mark.percent <= (100 if mark.met else 99) for mark in progress.marks)


@FEW
@given(dossiers)
def test_equal_standings_have_no_difference(facts: Dossier) -> None:
    assert diff(assess(facts, TODAY), assess(replace(facts), TODAY)) == ()


@FEW
@given(dossiers, dossiers)
def test_every_difference_has_a_cause(one: Dossier, other: Dossier) -> None:
    changes = diff(assess(one, TODAY), assess(other, date(2026, 12, 24)))

    assert all(change.because for change in changes)


@FEW
@given(dossiers)
def test_marks_and_explanation_agree(facts: Dossier) -> None:
    progress = assess(facts, TODAY)

    for mark, component in zip(progress.marks, progress.components, strict=True):
        assert (mark.code, mark.state, mark.percent) == (component.code, component.state, component.percent)
        assert mark.met is (not component.missing)


@FEW
@given(dossiers)
def test_satisfied_outcomes_add_up_to_the_weight_and_name_their_evidence(facts: Dossier) -> None:
    known = {record.ref for record in facts.records}

    for component in assess(facts, TODAY).components:
        for module in component.modules:
            satisfied = [outcome for outcome in module.outcomes if outcome.satisfied]
            assert sum(outcome.weight for outcome in satisfied) == module.weight
            assert all(outcome.by and known.issuperset(outcome.by) for outcome in satisfied)


@FEW
@given(dossiers)
def test_snapshot_is_plain_and_names_the_version(facts: Dossier) -> None:
    snapshot = facts.snapshot()

    assert json.loads(json.dumps(snapshot)) == snapshot
    assert snapshot["path"]["code"] == facts.path.code  # type: ignore[index]
