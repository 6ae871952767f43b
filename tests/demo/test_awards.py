"""The certificates of the history hold by the rules themselves: progress, separation, mandates."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from curriculum.domain import progress
from curriculum.domain.currency import Period, valid_until, whole_months
from curriculum.domain.separation import CaseHistory, CaseRole, Involvement, Part, conflicts
from tests.demo import story
from tests.domain import builders

DEMO_DAY = date(2026, 11, 21)
ISSUED = [one["application"] for one in story.events("issue") if not one["application"].endswith("R")]


def standing(application: str) -> progress.Progress:
    event = story.applications()[application]
    on = date.fromisoformat(event["on"])
    return progress.assess(story.dossier(event["person"], story.path_ref(event), on, applied_on=on), on)


@pytest.mark.parametrize("application", story.applications())
def test_whoever_applied_had_met_everything_that_day(application: str) -> None:
    found = standing(application)

    assert (found.complete, found.missing) == (True, ())


@pytest.mark.parametrize("application", story.applications())
def test_whoever_applied_was_admitted_by_the_entry_requirements(application: str) -> None:
    event = story.applications()[application]
    person, path = story.persons()[event["person"]], builders.path(story.path_ref(event))
    admitted = next(
        one
        for one in story.events("admit")
        if (one["person"], story.path_ref(one)) == (event["person"], path.ref)
    )
    served = whole_months(
        [Period(date.fromisoformat(person["hired_on"]))], date.fromisoformat(admitted["on"])
    )

    assert served >= path.entry.min_service_months
    assert person["grade"][0] <= (path.entry.min_category or "C")
    assert bool(admitted["equivalent_experience"]) == bool(path.entry.required_paths)


def test_fifteen_officials_hold_certificates_of_three_kinds_in_three_scripts() -> None:
    holders = [story.applications()[ref] for ref in ISSUED]
    kinds = Counter(builders.path(story.path_ref(one)).kind.value for one in holders)
    scripts = Counter(story.persons()[one["person"]]["names"][-1]["script"] for one in holders)

    assert len({one["person"] for one in holders}) == 15
    assert kinds == {"completion": 4, "trainer": 7, "expert": 4}
    assert scripts == {"Latn": 5, "Arab": 4, "Cyrl": 6}


def donors_behind(application: str) -> set[str]:
    """The donors whose own assessments met outcomes of the modules that count, none of ours beside them."""
    return {
        builders.offering(trace.split(":")[1])["donor"]
        for component in standing(application).components
        for module in component.modules[: max(component.needed, 1)]
        for outcome in module.outcomes
        if outcome.satisfied and outcome.level == 3
        for trace in outcome.by
        if trace.startswith("ev:")
    }


def test_ten_certificates_rest_on_the_lists_of_two_or_more_donors() -> None:
    shared = {story.applications()[ref]["person"] for ref in ISSUED if len(donors_behind(ref)) >= 2}

    assert shared == {
        *("P0004", "P0012", "P0014", "P0036", "P0040", "P0042", "P0060", "P0071", "P0078", "P0147"),
    }


def test_the_expired_certificate_rests_on_own_runs_before_2023() -> None:
    issued = next(one for one in story.events("issue") if one["application"] == "A-2022-001")
    effective = date.fromisoformat(issued["on"])
    ends = valid_until(effective, builders.path("LP-TRN-BOR.v1").validity_months)

    assert donors_behind("A-2022-001") == set()
    assert max(story.runs()[o.split(":")[1]]["end"] for o in traces("A-2022-001")) < "2023-01-01"
    assert ends < DEMO_DAY - timedelta(days=180)


def traces(application: str) -> set[str]:
    return {trace for component in standing(application).components for trace in component.by}


def test_all_other_certificates_still_run_on_the_demo_day() -> None:
    ends = [
        valid_until(
            date.fromisoformat(one["on"]),
            builders.path(story.path_ref(story.applications()[one["application"][:10]])).validity_months,
        )
        for one in story.events("issue")
        if one["application"] != "A-2022-001"
    ]

    assert len(ends) == 15
    assert min(ends) > DEMO_DAY + timedelta(days=365)


def test_one_is_suspended_one_revoked_one_superseded() -> None:
    found = [(one["do"], one["application"]) for one in story.events("suspend", "revoke", "reissue")]

    assert found == [("revoke", "A-2025-002"), ("reissue", "A-2025-009"), ("suspend", "A-2025-007")]


def test_three_applications_wait_at_three_steps() -> None:
    last: dict[str, str] = {}
    for one in story.data("history.json"):
        if one.get("application"):
            last[one["application"]] = one["do"]
    waiting = {ref: last[ref] for ref in story.applications() if ref not in ISSUED}

    assert waiting == {
        "A-2026-007": "sign",
        "A-2026-008": "check_application",
        "A-2026-009": "take_application",
    }


def involved(person: str) -> Iterator[Involvement]:
    """Who trained, mentored, graded, observed or reviewed this person, in the whole history."""
    for ref, run in story.runs().items():
        if person in story.enrolled(ref):
            yield from (Involvement(one["person"], Part.TRAINED, ref) for one in run["trainers"])
    for one in story.events("nominate"):
        if one["person"] == person and one["mentor"]:
            yield Involvement(one["mentor"], Part.MENTORED)
    pieces = {one["evidence"]: one["person"] for one in story.events("submit_evidence")}
    for one in story.events("grade", "observe", "review_evidence"):
        if person in (one.get("person"), pieces.get(one.get("evidence", "")), *one.get("scores", ())):
            yield Involvement(str(story.person_of(one["by"])), Part.ASSESSED, one["do"])


CASE_ROLES = {
    "take_application": CaseRole.ADMISSIBILITY_REVIEWER,
    "check_application": CaseRole.CHECK_ASSESSOR,
    "decide": CaseRole.DECIDER,
}


@pytest.mark.parametrize("application", story.applications())
def test_nobody_acts_on_an_application_they_may_not_touch(application: str) -> None:
    person = story.applications()[application]["person"]
    history = CaseHistory(person, tuple(involved(person)))
    barred = [
        (one["do"], one["by"])
        for one in story.events(*CASE_ROLES)
        if one["application"] == application
        and conflicts(story.person_of(one["by"]), CASE_ROLES[one["do"]], history)
    ]

    assert len(history.involvements) > 3
    assert barred == []


def test_graders_verifiers_and_panels_are_free_of_the_case() -> None:
    grader = {(one["run"], one["spec"]): one["by"] for one in story.events("grade")}
    trainers = {ref: {one["person"] for one in run["trainers"]} for ref, run in story.runs().items()}

    assert [
        one for one in story.events("verify_grades") if grader[one["run"], one["spec"]] == one["by"]
    ] == []
    assert [one for one in story.events("grade") if one["by"] in trainers[one["run"]]] == []
    for panel in story.events("hold_panel"):
        history = CaseHistory(panel["person"], tuple(involved(panel["person"])))
        assert [m for m in panel["members"] if conflicts(m, CaseRole.PANEL_MEMBER, history)] == []


def test_each_sign_off_is_given_by_the_holder_of_the_mandate_in_force() -> None:
    wrong = []
    for one in story.events("sign"):
        application = story.applications()[one["application"][:10]]
        owner = next(p for p in builders.demo()["paths"] if p["code"] == application["path"])[
            "owner_institution"
        ]
        employer = story.persons()[application["person"]]["institution"]
        body = employer if one["function"] == "HR" else owner
        if holder(body, one["function"], one["on"]) != story.person_of(one["by"]):
            wrong.append((one["application"], one["function"]))

    assert wrong == []


def holder(institution: str, function: str, on: str) -> str:
    return next(
        one["person"]
        for one in story.data("staff.json")["mandates"]
        if (one["institution"], one["function"]) == (institution, function)
        and one["from"] <= on
        and (one["to"] is None or on <= one["to"])
    )


def test_two_persons_sign_and_the_decider_is_neither() -> None:
    for application in ISSUED:
        signers = [one["by"] for one in story.events("sign") if one["application"] == application]
        decider = [one["by"] for one in story.events("decide") if one["application"] == application]

        assert (len(signers), len({*signers, *decider})) == (2, 3), application
