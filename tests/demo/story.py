"""Reads the committed history of Velmaria back into dossiers, apart from any loader: a second opinion."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from curriculum.demo import lists
from curriculum.domain.currency import Period
from curriculum.domain.dossier import (
    AssessmentRecord,
    AttendanceRecord,
    Cover,
    CpdRecord,
    Dossier,
    ExperienceRecord,
    ObservationRecord,
    OutcomeRecord,
    PanelRecord,
    PortfolioItem,
    TeachingRecord,
    TeachingRole,
    Via,
)
from curriculum.domain.proof import ProofLevel, from_assessment, result_of
from tests.domain import builders

Event = dict[str, Any]


@cache
def data(name: str) -> Any:
    return json.loads((lists.DATA / name).read_text("utf-8"))


@cache
def persons() -> dict[str, dict[str, Any]]:
    """Officials by their P-number, staff by their key."""
    officials = {one["person_id"]: one for one in data("demo-people.json")["officials"]}
    return officials | {one["key"]: one for one in data("staff.json")["persons"]}


@cache
def accounts() -> dict[str, dict[str, Any]]:
    return {one["login"]: one for one in data("staff.json")["accounts"]}


def person_of(login: str) -> str | None:
    return accounts()[login]["person"]


def events(*kinds: str, until: date = date.max) -> Iterator[Event]:
    """The history in its own order, some kinds of it, up to a day."""
    for one in data("history.json"):
        if one["do"] in kinds and date.fromisoformat(one["on"]) <= until:
            yield one


@cache
def runs() -> dict[str, Event]:
    return {one["run"]: one for one in events("open_run")}


@cache
def applications() -> dict[str, Event]:
    return {one["application"]: one for one in events("apply")}


def path_ref(event: Event) -> str:
    return f"{event['path']}.v{event['version']}"


def enrolled(run: str) -> list[str]:
    return next(one["persons"] for one in events("enrol_on_run") if one["run"] == run)


@cache
def participations() -> dict[str, tuple[tuple[str, dict[str, Any]], ...]]:
    """By person, the rows of donor lists that link to somebody: automatically or by the desk."""
    number = {one["personnel_no"]: key for key, one in persons().items()}
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for entry in lists.donor_lists():
        for row in entry.rows:
            person = number.get(data("desk.json")[entry.list_id][str(row["row"])])
            if person is not None:
                found.setdefault(person, []).append((entry.list_id, dict(row)))
    return {person: tuple(rows) for person, rows in found.items()}


def figure(hours: list[float], resolved: float | None, planned: float) -> int | None:
    """One figure in minutes, or None while sources differ by more than 10 % or 2 hours (§2.9)."""
    if resolved is not None:
        return round(resolved * 60)
    spread = max(hours) - min(hours)
    return None if spread > 2 or spread > planned / 10 else round(max(hours) * 60)


def dossier(person: str, ref: str, until: date, applied_on: date | None = None) -> Dossier:
    """All that the history says of one person by a day, for one path version."""
    parts = [
        *donors(person, until),
        *graded(person, until),
        *attended(person, until),
        *reviewed(person, until),
    ]
    rest = {
        "teaching": taught(person, until),
        "observations": observed(person, until),
        "panels": seated(person, ref, until),
        "experience": attested(person, until),
        "cpd": points(person, until),
    }
    mentors = [one["mentor"] for one in events("nominate", until=until) if one["person"] == person]
    return builders.dossier(ref, *parts, rest, applied_on=applied_on, mentor=mentors[-1] if mentors else None)


def donors(person: str, until: date) -> Iterator[dict[str, Any]]:
    applied = {one["list"] for one in events("apply_list", until=until)}
    for list_id, row in participations().get(person, ()):
        if list_id in applied:
            code = list_id.removeprefix("IMP-")
            minutes = figure(
                sources(None, code, person, until, row["hours_attended"]), None, row["hours_attended"]
            )
            yield builders.followed(code, result_of(None, row["score"]), minutes=minutes)


def sources(run: str | None, offering: str | None, person: str, until: date, *more: float) -> list[float]:
    sheets = events("record_attendance", until=until)
    found = [one for one in sheets if (one["run"], one["offering"]) == (run, offering)]
    return [*more, *(one["hours"][person] for one in found if person in one["hours"])]


def attended(person: str, until: date) -> Iterator[dict[str, Any]]:
    settled = {
        one["run"]: one["hours"]
        for one in events("resolve_attendance", until=until)
        if one["person"] == person
    }
    for ref, run in runs().items():
        hours = sources(ref, None, person, until)
        if hours:
            covers = tuple(Cover(code, builders.weights()[code]) for code in outcomes(run))
            minutes = figure(hours, settled.get(ref), run["hours"])
            on = date.fromisoformat(run["end"])
            yield {"attendances": (AttendanceRecord(f"at:{ref}", ref, on, minutes, covers),)}


def outcomes(run: Event) -> list[str]:
    module = builders.modules()[f"{run['module']}.v{run['version']}"]
    return run["outcomes"] or [outcome.code for outcome in module.outcomes]


def graded(person: str, until: date) -> Iterator[dict[str, Any]]:
    """Verified results of our own assessors: the outcomes at level 4 when every part is passed."""
    verified = {(one["run"], one["spec"]) for one in events("verify_grades", until=until)}
    for ref, run in runs().items():
        module = builders.modules()[f"{run['module']}.v{run['version']}"]
        marks = {spec.code: spec.pass_mark for spec in module.assessments}
        found = [one for one in events("grade", until=until) if one["run"] == ref and person in one["scores"]]
        results = {one["spec"]: one for one in found if (ref, one["spec"]) in verified}
        if not results:
            continue
        passed = {spec: one["scores"][person] >= marks[spec] for spec, one in results.items()}
        level = from_assessment(passed=len(passed) == len(marks) and all(passed.values()), authorised=True)
        via = Via.CHALLENGE if run["kind"] == "challenge" else Via.ASSESSMENT
        on = date.fromisoformat(found[0]["on"])
        yield {
            "records": tuple(OutcomeRecord(f"as:{ref}:{c}", c, level, on, via, ref) for c in outcomes(run)),
            "assessments": tuple(
                AssessmentRecord(f"as:{ref}:{spec}", module.ref, on, ok, spec) for spec, ok in passed.items()
            )
            if run["outcomes"] is None
            else (),
        }


def reviewed(person: str, until: date) -> Iterator[dict[str, Any]]:
    accepted = {one["evidence"]: one for one in events("review_evidence", until=until)}
    for one in events("submit_evidence", until=until):
        if one["person"] == person and one["evidence"] in accepted:
            review, ref = accepted[one["evidence"]], one["evidence"]
            on = date.fromisoformat(one["on"])
            yield {
                "records": tuple(
                    OutcomeRecord(
                        f"{ref}:{line['outcome']}", line["outcome"], ProofLevel(line["level"]), on, Via.RPL
                    )
                    for line in review["outcomes_accepted"]
                ),
                "portfolio": (PortfolioItem(ref, on),) if one["portfolio_of"] else (),
            }


def taught(person: str, until: date) -> tuple[TeachingRecord, ...]:
    confirmed = {(one["person"], one["run"]) for one in events("confirm_teaching", until=until)}
    return tuple(
        TeachingRecord(
            f"tl:{one['run']}",
            one["run"],
            date.fromisoformat(runs()[one["run"]]["end"]),
            one["hours"] * 60,
            TeachingRole(one["role"]),
        )
        for one in events("log_teaching", until=until)
        if one["person"] == person and (person, one["run"]) in confirmed
    )


def observed(person: str, until: date) -> tuple[ObservationRecord, ...]:
    return tuple(
        ObservationRecord(
            f"ob:{one['run']}",
            date.fromisoformat(one["on"]),
            str(person_of(one["by"])),
            round(one["overall"] * 100),
        )
        for one in events("observe", until=until)
        if one["person"] == person
    )


def seated(person: str, ref: str, until: date) -> tuple[PanelRecord, ...]:
    return tuple(
        PanelRecord(one["minutes"], date.fromisoformat(one["on"]), tuple(one["members"]), one["passed"])
        for one in events("hold_panel", until=until)
        if (one["person"], f"{one['path']}.v{one['version']}") == (person, ref)
    )


def attested(person: str, until: date) -> tuple[ExperienceRecord, ...]:
    return tuple(
        ExperienceRecord(
            f"ex:{one['domain']}",
            one["domain"],
            Period(date.fromisoformat(one["from"]), date.fromisoformat(one["to"])),
        )
        for one in events("attest_experience", until=until)
        if one["person"] == person
    )


def points(person: str, until: date) -> tuple[CpdRecord, ...]:
    accepted = {one["cpd"] for one in events("accept_cpd", until=until)}
    return tuple(
        CpdRecord(one["cpd"], one["type"], date.fromisoformat(one["on"]), one["points"] * 100)
        for one in events("record_cpd", until=until)
        if one["person"] == person and one["cpd"] in accepted
    )
