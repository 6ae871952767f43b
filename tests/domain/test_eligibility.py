from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from curriculum.domain.currency import Period
from curriculum.domain.dossier import (
    CertificateHeld,
    CertificateStanding,
    Dossier,
    EntryFacts,
    Exemption,
    ExemptionScope,
    ObservationRecord,
    TeachingRecord,
    TeachingRole,
)
from curriculum.domain.eligibility import Decision, Reason, ReasonCode, Verdict, decide, entry
from curriculum.domain.missing import MissingCode
from curriculum.domain.progress import assess
from curriculum.domain.proof import Result
from tests.domain.builders import TODAY, complete, dossier, followed, path

BOR, THB, REF = "LP-TRN-BOR.v2", "LP-EXP-THB.v1", "LP-REF-TRN.v1"
DAY = date(2026, 3, 2)
MODULES = ("BOR-101.v1", "BOR-102.v2", "BOR-202.v1", "DAT-202.v1", "TOT-101.v1", "TOT-201.v1", "TOT-202.v1")
ENTERED = EntryFacts(date(2025, 1, 6), (Period(date(2015, 1, 1)),), "B")
TAUGHT = tuple(TeachingRecord(ref, ref, DAY, 720, TeachingRole.CO) for ref in ("r1", "r2"))
SEEN = tuple(ObservationRecord(f"o{who}", DAY, who, 350) for who in "XY")


def ready(**more: Any) -> Dossier:
    parts = [complete(ref, on=DAY) for ref in (*MODULES, "TOT-203.v1", "IRR-201.v1")]
    return dossier(BOR, *parts, **{"teaching": TAUGHT, "observations": SEEN, "entry": ENTERED, **more})


def decided(facts: Dossier) -> Decision:
    return decide(facts, assess(facts, TODAY), TODAY)


def against(decision: Decision) -> list[tuple[ReasonCode, str]]:
    return [(one.code, one.subject) for one in decision.reasons if one.verdict is Verdict.AGAINST]


def codes(decision: Decision, verdict: Verdict) -> list[ReasonCode]:
    return [one.code for one in decision.reasons if one.verdict is verdict]


def test_I17_reasons_are_given_also_when_yes() -> None:
    decision = decided(ready())

    assert (decision.eligible, decision.shortest_repair) == (True, ())
    assert codes(decision, Verdict.FOR) == [ReasonCode.COMPONENT_MET] * 11 + [
        ReasonCode.DESIGNATED,
        ReasonCode.SERVICE_ENOUGH,
        ReasonCode.CATEGORY_HIGH_ENOUGH,
    ]


def test_R11_one_component_short_is_no() -> None:
    decision = decided(ready(observations=SEEN[:1]))

    assert against(decision) == [(ReasonCode.COMPONENT_NOT_MET, "C11")]
    assert [gap.code for gap in decision.shortest_repair] == [
        MissingCode.OBSERVATIONS_SHORT,
        MissingCode.OBSERVERS_SHORT,
    ]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        pytest.param(
            ENTERED._replace(designated_on=None), (ReasonCode.NOT_DESIGNATED, "designation"), id="R15"
        ),
        pytest.param(
            ENTERED._replace(designated_on=date(2027, 1, 1)),
            (ReasonCode.NOT_DESIGNATED, "designation"),
            id="R15-not-yet",
        ),
        pytest.param(
            ENTERED._replace(service=(Period(date(2024, 1, 1)),)),
            (ReasonCode.SERVICE_SHORT, "service"),
            id="34-months-of-36",
        ),
        pytest.param(ENTERED._replace(category="D"), (ReasonCode.CATEGORY_TOO_LOW, "category"), id="below-C"),
        pytest.param(
            ENTERED._replace(category=None), (ReasonCode.CATEGORY_TOO_LOW, "category"), id="no-grade"
        ),
    ],
)
def test_entry_requirement_not_met_is_no(facts: EntryFacts, reason: tuple[ReasonCode, str]) -> None:
    assert against(decided(ready(entry=facts))) == [reason]


@pytest.mark.parametrize(
    ("grounds", "code"),
    [
        pytest.param(("category_high_enough:category",), ReasonCode.ADMITTED_ON_GROUNDS, id="I18-found-then"),
        pytest.param(("category_high_enough:service",), ReasonCode.CATEGORY_TOO_LOW, id="of-something-else"),
        pytest.param(("service_enough:category",), ReasonCode.CATEGORY_TOO_LOW, id="another-finding"),
        pytest.param(
            ("category_too_low:category",), ReasonCode.CATEGORY_TOO_LOW, id="no-ground-speaks-against"
        ),
        pytest.param((), ReasonCode.CATEGORY_TOO_LOW, id="nothing-frozen"),
    ],
)
def test_only_what_was_found_at_admission_outweighs_it_later(
    grounds: tuple[str, ...], code: ReasonCode
) -> None:
    decision = decided(ready(entry=ENTERED._replace(category="D", grounds=grounds)))

    assert decision.reasons[13].code is code
    assert decision.eligible is (code is ReasonCode.ADMITTED_ON_GROUNDS)


def test_I18_ground_granted_at_admission_is_named() -> None:
    facts = ENTERED._replace(category="D", grounds=("category_high_enough:category",))

    assert decided(ready(entry=facts)).reasons[13] == Reason(
        ReasonCode.ADMITTED_ON_GROUNDS,
        Verdict.FOR,
        "category",
        facts=(ReasonCode.CATEGORY_HIGH_ENOUGH,),
    )


FND = CertificateHeld("c1", "completion", "LP-FND-MIG", 1, date(2024, 1, 1))


@pytest.mark.parametrize(
    ("certificates", "experience", "code"),
    [
        pytest.param((FND,), None, ReasonCode.PATH_HELD, id="held"),
        pytest.param((), "dec-7", ReasonCode.EQUIVALENT_EXPERIENCE, id="equivalent-experience"),
        pytest.param((), None, ReasonCode.PATH_NOT_HELD, id="neither"),
        pytest.param(
            (FND._replace(status=CertificateStanding.REVOKED),), None, ReasonCode.PATH_NOT_HELD, id="revoked"
        ),
        pytest.param(
            (FND._replace(effective_from=date(2027, 1, 1)),), None, ReasonCode.PATH_NOT_HELD, id="not-yet"
        ),
    ],
)
def test_required_path(
    certificates: tuple[CertificateHeld, ...], experience: str | None, code: ReasonCode
) -> None:
    facts = ENTERED._replace(category="A", equivalent_experience=experience)

    assert entry(dossier(THB, certificates=certificates, entry=facts), TODAY)[-1].code is code


def test_equivalent_experience_counts_only_where_the_path_accepts_it() -> None:
    whole = path(THB)
    strict = replace(whole, entry=whole.entry._replace(equivalent_experience_accepted=False))
    facts = replace(dossier(THB, entry=ENTERED._replace(equivalent_experience="dec-7")), path=strict)

    assert entry(facts, TODAY)[-1].code is ReasonCode.PATH_NOT_HELD


HELD = CertificateHeld("c2", "trainer", "LP-TRN-BOR", 1, date(2023, 11, 22), date(2026, 11, 21))


@pytest.mark.parametrize(
    ("certificates", "on", "code"),
    [
        pytest.param((), TODAY, ReasonCode.CERTIFICATE_NOT_HELD, id="none"),
        pytest.param((HELD,), TODAY, ReasonCode.CERTIFICATE_HELD, id="in-force"),
        pytest.param((HELD,), date(2027, 11, 21), ReasonCode.CERTIFICATE_HELD, id="J9-12-months-of-grace"),
        pytest.param(
            (HELD,), date(2027, 11, 22), ReasonCode.CERTIFICATE_EXPIRED_TOO_LONG, id="J9-a-day-later"
        ),
        pytest.param((HELD._replace(expires_on=None),), TODAY, ReasonCode.CERTIFICATE_HELD, id="without-end"),
        pytest.param(
            (HELD._replace(status=CertificateStanding.REVOKED),),
            TODAY,
            ReasonCode.CERTIFICATE_REVOKED,
            id="revoked",
        ),
        pytest.param(
            (HELD._replace(status=CertificateStanding.SUSPENDED),),
            TODAY,
            ReasonCode.CERTIFICATE_NOT_HELD,
            id="suspended",
        ),
        pytest.param(
            (HELD._replace(kind="expert"),), TODAY, ReasonCode.CERTIFICATE_NOT_HELD, id="another-kind"
        ),
        pytest.param(
            (HELD, HELD._replace(ref="c3", status=CertificateStanding.SUPERSEDED)),
            TODAY,
            ReasonCode.CERTIFICATE_HELD,
            id="one-good-one-is-enough",
        ),
    ],
)
def test_renewal_starts_from_a_certificate(
    certificates: tuple[CertificateHeld, ...], on: date, code: ReasonCode
) -> None:
    assert [one.code for one in entry(dossier(REF, certificates=certificates), on)] == [code]


def test_I10_dispute_on_what_is_needed_blocks() -> None:
    decision = decided(dossier("LP-TRN-ASY.v1", followed("CEPM-01", minutes=None), entry=ENTERED))

    disputes = [one for one in decision.reasons if one.code is ReasonCode.DISPUTE_OPEN]
    assert [(one.subject, one.verdict) for one in disputes] == [("C2", Verdict.AGAINST)]
    assert "at:CEPM-01" in disputes[0].facts


def test_dispute_on_what_is_met_anyway_is_a_warning() -> None:
    facts = ready()
    disputed = followed("NORD-02", minutes=None)
    both = replace(
        facts,
        records=facts.records + disputed["records"],
        attendances=facts.attendances + disputed["attendances"],
    )

    decision = decided(both)

    assert decision.eligible is True
    assert ReasonCode.DISPUTE_OPEN in codes(decision, Verdict.WARNING)


def test_results_awaited_are_a_warning() -> None:
    decision = decided(dossier("LP-TRN-ASY.v1", followed("CEPM-01", Result.MISSING), entry=ENTERED))

    assert [one.subject for one in decision.reasons if one.code is ReasonCode.RESULTS_AWAITED] == [
        "ASY-201.v1.O1",
        "ASY-201.v1.O2",
    ]


def test_S20_elective_without_its_prerequisite_is_a_warning() -> None:
    decision = decided(dossier(THB, complete("BOR-202.v1"), entry=ENTERED))

    warnings = [one for one in decision.reasons if one.code is ReasonCode.PREREQUISITE_NOT_HELD]
    assert ("BOR-202.v1", ("BOR-101",)) in [(one.subject, one.facts) for one in warnings]


def test_what_ends_soon_and_a_certificate_in_force_are_warnings() -> None:
    held = CertificateHeld("c9", "trainer", "LP-TRN-BOR", 1, date(2025, 1, 1))
    late = replace(ready(certificates=(held,)))

    decision = decide(late, assess(late, date(2027, 12, 1)), date(2027, 12, 1))

    assert codes(decision, Verdict.WARNING)[-1] is ReasonCode.ALREADY_CERTIFIED
    assert ReasonCode.EVIDENCE_ENDS_SOON in codes(decision, Verdict.WARNING)


def test_waived_and_optional_components_say_so() -> None:
    whole = path(BOR)
    eased = {
        "C10": whole.components[9]._replace(waivable=True),
        "C11": whole.components[10]._replace(mandatory=False),
    }
    open_ = replace(whole, components=tuple(eased.get(c.code, c) for c in whole.components))
    exempted = (Exemption("x", ExemptionScope.COMPONENT, "C10"),)

    decision = decided(replace(ready(teaching=(), observations=(), exemptions=exempted), path=open_))

    told = {one.subject: one.code for one in decision.reasons}
    assert decision.eligible is True
    assert (told["C10"], told["C11"]) == (ReasonCode.COMPONENT_WAIVED, ReasonCode.OPTIONAL_NOT_MET)


def test_shortest_repair_leaves_out_what_one_can_do_without() -> None:
    decision = decided(dossier("LP-TRN-ASY.v1", followed("CEPM-01"), entry=ENTERED))

    subjects = [gap.subject for gap in decision.shortest_repair if gap.component == "C2"]
    assert subjects == ["ASY-201.v1.O3", "ASY-201.v1", "ASY-201.v1"]


def test_shortest_repair_takes_the_option_with_least_to_do() -> None:
    facts = dossier("LP-TRN-ASY.v1", entry=ENTERED)

    group = [gap.subject for gap in decided(facts).shortest_repair if gap.component == "C8"]

    assert {subject.split(".")[0] for subject in group} == {"ASY-202"}


def test_shortest_repair_of_two_of_six_keeps_the_met_one() -> None:
    facts = dossier("LP-EXP-POL.v1", complete("DEV-201.v1", on=DAY), entry=ENTERED)

    group = [gap.subject for gap in decided(facts).shortest_repair if gap.component == "C6"]

    assert len({subject.split(".")[0] for subject in group}) == 1
