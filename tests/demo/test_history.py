"""The committed history makes sense day by day: order, roles, registration, prerequisites, attendance."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from curriculum.domain import progress
from curriculum.domain.actors import Role
from curriculum.domain.path import Component, ComponentType, Path, PathKind
from tests.demo import story
from tests.domain import builders

DEMO_DAY = date(2026, 11, 21)
HO, CD, TS, TA, OF = "hr_officer", "curriculum_designer", "training_signatory", "assessor", "official"
MAY = {
    "publish_modules": {CD},
    "publish_paths": {CD},
    "register_officials": {HO},
    "open_programme": {CD},
    "announce_offering": {CD, "donor_representative"},
    "accept_claims": {CD},
    "receive_list": {CD, "donor_representative"},
    "match_list": {CD},
    "decide_rows": {CD},
    "apply_list": {CD},
    "open_run": {CD},
    "enrol_on_run": {CD},
    "record_attendance": {CD},
    "resolve_attendance": {CD},
    "grade": {TA},
    "verify_grades": {TA},
    "observe": {TA},
    "hold_panel": {TA},
    "log_teaching": {TA},
    "confirm_teaching": {TS},
    "nominate": {HO},
    "admit": {TS},
    "decline_nomination": {TS},
    "submit_evidence": {OF},
    "review_evidence": {TA},
    "attest_experience": {HO},
    "record_cpd": {OF},
    "accept_cpd": {TS},
    "apply": {OF},
    "take_application": {TS},
    "admit_application": {TS},
    "check_application": {TA},
    "decide": {"certification_decider"},
    "sign": {"hr_signatory", TS},
    "propose_status": {TS},
    "hear_holder": {TS},
    "suspend": {"certification_decider"},
    "revoke": {"certification_decider"},
    "reissue": {"certification_decider"},
    "correct_name": {HO},
}


def test_events_stand_in_order_and_before_the_demo_day() -> None:
    days = [one["on"] for one in story.data("history.json")]

    assert days == sorted(days)
    assert days[-1] < DEMO_DAY.isoformat()


def test_every_actor_holds_a_role_for_it_on_that_day() -> None:
    without = [
        (one["on"], one["do"], one["by"])
        for one in story.data("history.json")
        if one["do"] != "issue" and not roles(one["by"], one["on"]) & MAY[one["do"]]
    ]

    assert without == []


def roles(login: str, on: str) -> set[str]:
    held = story.accounts()[login]["roles"]
    return {one["role"] for one in held if one["from"] <= on and (one["to"] is None or on <= one["to"])}


def test_roles_named_here_are_roles_of_the_policy() -> None:
    assert {one for group in MAY.values() for one in group} - {role.value for role in Role} == set()


def test_nobody_appears_before_being_registered_or_hired() -> None:
    since = {p: one["on"] for one in story.events("register_officials") for p in one["persons"]}
    early = [
        (one["on"], one["do"], person)
        for one in story.data("history.json")
        if one["do"] != "register_officials"
        for person in people_in(one)
        if one["on"] < since[person]
    ]

    assert sorted(since) == sorted(story.persons())
    assert [p for p, on in since.items() if on < story.persons()[p]["hired_on"]] == []
    assert early == []


def people_in(event: story.Event) -> Iterator[str]:
    yield from event.get("persons", ())
    yield from event.get("hours", {}) if event["do"] == "record_attendance" else ()
    yield from event.get("scores", {}) if event["do"] == "grade" else ()
    yield from (trainer["person"] for trainer in event.get("trainers", ()))
    yield from (event[key] for key in ("person", "mentor") if event.get(key))


def test_runs_teach_published_versions_and_are_graded_after_they_end() -> None:
    published = {m: one["on"] for one in story.events("publish_modules") for m in one["modules"]}

    late = [
        ref
        for ref, run in story.runs().items()
        if run["on"] < published[f"{run['module']}.v{run['version']}"]
    ]
    rash = [one["run"] for one in story.events("grade") if one["on"] < story.runs()[one["run"]]["end"]]

    assert (late, rash) == ([], [])


def test_nobody_is_enrolled_on_a_run_without_its_prerequisites() -> None:
    lacking = []
    for one in story.events("enrol_on_run"):
        run = story.runs()[one["run"]]
        asked = builders.modules()[f"{run['module']}.v{run['version']}"].prerequisites
        for person in one["persons"]:
            holds = {code for code in (*asked.all, *asked.any) if has(person, code, one["on"])}
            if set(asked.all) - holds or (asked.any and not holds & set(asked.any)):
                lacking.append((one["run"], person))

    assert lacking == []


def has(person: str, code: str, on: str) -> bool:
    day = date.fromisoformat(on)
    return any(met(person, module.ref, day) for module in builders.modules().values() if module.code == code)


def met(person: str, ref: str, day: date) -> bool:
    component = Component("C1", ComponentType.MODULE, (ref,))
    only = Path("ONE", 1, PathKind.COMPLETION, (component,), (builders.modules()[ref],))
    dossier = story.dossier(person, "LP-FND-MIG.v1", day)
    return progress.assess(replace(dossier, path=only), day).complete


def test_two_attendance_disputes_are_open() -> None:
    disputed = [
        (person, attendance.source)
        for person in story.persons()
        for attendance in story.dossier(person, "LP-FND-MIG.v1", DEMO_DAY).attendances
        if attendance.minutes is None
    ]

    assert sorted(disputed) == [("P0020", "FFMS-02"), ("P0044", "BOR-101-2026B")]


def test_the_one_who_settled_the_dispute_entered_none_of_its_figures() -> None:
    settled = next(story.events("resolve_attendance"))
    entered = {one["by"] for one in story.events("record_attendance") if one["run"] == settled["run"]}

    assert entered == {"chidi"}
    assert settled["by"] == "ludmila"


def test_amina_is_well_on_the_way_with_bruno_as_her_trainer() -> None:
    found = progress.assess(story.dossier("amina", "LP-TRN-BOR.v2", DEMO_DAY), DEMO_DAY)
    leads = [
        run["run"]
        for run in story.runs().values()
        if {"person": "bruno", "role": "lead"} in run["trainers"] and "amina" in story.enrolled(run["run"])
    ]

    assert (found.percent, found.met_count) == (75, 7)
    assert leads == ["BOR-101-2024A", "BOR-102-2025C", "BOR-202-2025T"]
