"""Velmaria's curriculum by the shortest way: through the services, without the history of people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from curriculum import clock
from curriculum.catalogue import queries as modules
from curriculum.catalogue import service as catalogue
from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.catalogue.models import EquivalenceDegree
from curriculum.db import Bilingual
from curriculum.demo import curriculum_content as content
from curriculum.domain.actors import Actor
from curriculum.domain.proof import Depth
from curriculum.donors import queries as offerings
from curriculum.donors import service as donors
from curriculum.institutions import service as institutions
from curriculum.institutions.models import UnitFunction
from curriculum.paths import queries as path_queries
from curriculum.paths import service as paths

Data = Mapping[str, Any]

FIRST_PUBLISHED = date(2019, 11, 4)
"""The register opened on 2019-09-02; what has no date of its own was published that autumn."""

PATHS_PUBLISHED = date(2019, 12, 2)
OWNER_BY_THEME = {"T2": "CFDMA", "T5": "CNFGF", "T6": "ADV"}
OWNER = "ENAPV"


@dataclass(frozen=True)
class CurriculumActors:
    """Who acts in the history of the curriculum; `at` is the day, because grants have dates."""

    administrator: Callable[[date], Actor]
    author: Callable[[date], Actor]
    approver: Callable[[str, date], Actor]
    """Of an institution, by its code: its training signatory."""
    hr: Callable[[date], Actor]
    endorser: Callable[[date], Actor]
    proposer: Callable[[date], Actor]
    accepter: Callable[[date], Actor]


@dataclass(frozen=True)
class _Days:
    """Days of the data, all moved by as many days as the demonstration is late."""

    shift: int

    def day(self, text: str | date) -> date:
        """A day of the data as it is lived in this instance."""
        day = date.fromisoformat(text) if isinstance(text, str) else text
        return day + timedelta(days=self.shift)

    def morning(self, text: str | date) -> datetime:
        """Nine o'clock on that day, UTC."""
        return datetime.combine(self.day(text), time(9), UTC)


def load_institutions(data: Data, operator: Actor, shift_days: int = 0) -> None:
    """Code lists, institutions with units, grades and post profiles; the caller opens the transaction.

    Comes before the accounts, whose roles have institutions as their scope.
    """
    for name, items in data["code_lists"].items():
        labels = {str(item["code"]): content.both(item["label"]) for item in items}
        institutions.set_code_list(operator, name, labels)
    objectives = {str(one["number"]): content.both(one["label"]) for one in data["gcm_objectives"]}
    institutions.set_code_list(operator, "gcm_objective", objectives)
    for raw in data["institutions"]:
        _institution(operator, raw)
    for raw in data["grades"]:
        title = content.both(raw["title"])
        institutions.create_grade(
            operator, code=raw["code"], category=raw["category"], rank=raw["rank"], title=title
        )
    for raw in data["post_profiles"]:
        _post(operator, raw)


def _institution(operator: Actor, raw: Data) -> None:
    institutions.create_institution(
        operator,
        code=raw["code"],
        type=raw["type"],
        name=content.both(raw["name"]),
        roles=[content.role(raw["role"])],
    )
    for unit in raw["units"]:
        institutions.create_unit(
            operator,
            institution=raw["code"],
            code=unit["code"],
            name=content.both(unit["name"]),
            function=UnitFunction(unit["function"]),
        )


def _post(operator: Actor, raw: Data) -> None:
    institutions.create_post_profile(
        operator,
        code=raw["code"],
        title=content.both(raw["title"]),
        grades=raw["grades"],
        theme_code=raw["theme"],
        required_modules=raw["required_modules"],
        qualifying_paths=raw["qualifying_paths"],
    )


def load(data: Data, actors: CurriculumActors, shift_days: int = 0) -> None:
    """Themes, modules, paths, donors, offerings, claims, each on its day; the caller opens the transaction.

    What the data marks as superseded is published first and replaced on the day its successor comes.
    """
    days = _Days(shift_days)
    with clock.moved_to(days.morning(FIRST_PUBLISHED)):
        for raw in data["themes"]:
            catalogue.create_theme(
                actors.administrator(clock.today()),
                code=raw["code"],
                title=content.both(raw["title"]),
                cross_cutting=raw["cross_cutting"],
            )
    first, later = _in_order(data["modules"])
    for raw in first:
        _publish_module(actors, raw, days.morning(FIRST_PUBLISHED), None)
    first_paths, later_paths = _in_order(data["paths"])
    for raw in first_paths:
        _publish_path(actors, raw, days.morning(PATHS_PUBLISHED), None)
    # A new path version is published on the day after the old one closes its enrolment.
    for raw in later_paths:
        old = next(one for one in first_paths if one["code"] == raw["code"])
        on = date.fromisoformat(old["enrolment_closed_on"]) + timedelta(days=1)
        for module in later:
            until = days.day(module["supersedes"]["teach_out_until"])
            _publish_module(actors, module, days.morning(on), until)
        _publish_path(actors, raw, days.morning(on), days.day(old["teach_out_until"]))
    _load_donors(data, actors, days)


def _in_order(rows: list[Data]) -> tuple[list[Data], list[Data]]:
    """First versions, then those that replace one."""
    return [one for one in rows if one["version"] == 1], [one for one in rows if one["version"] > 1]


def owner_of(raw: Data) -> str:
    """Who owns a module: by theme (domain.md §5.1)."""
    return OWNER_BY_THEME.get(raw["theme"], OWNER)


def _publish_module(actors: CurriculumActors, raw: Data, at: datetime, teach_out_until: date | None) -> None:
    with clock.moved_to(at):
        author, approver = actors.author(at.date()), actors.approver(owner_of(raw), at.date())
        module = modules.find_module(raw["code"])
        if module is None:
            module = catalogue.create_module(
                author, code=raw["code"], theme=raw["theme"], owner=owner_of(raw)
            )
        version = catalogue.draft_version(author, module_id=module.id, content=content.module_version(raw))
        _decide_equivalences(author, raw)
        catalogue.submit(author, version.id)
        catalogue.opine(approver, version.id, given_as=GivenAs.THEMATIC, opinion=Opinion.FAVOURABLE)
        catalogue.approve(approver, version.id)
        catalogue.publish(approver, version.id, teach_out_until=teach_out_until)


def _decide_equivalences(author: Actor, raw: Data) -> None:
    lines = (raw["supersedes"] or {}).get("outcome_equivalence", ())
    codes = [code for line in lines for code in (line["from"], line["to"]) if code is not None]
    ids = {code: row.id for code, row in modules.outcomes_by_code(codes).items()}
    for line in lines:
        catalogue.decide_equivalence(
            author,
            target_id=ids[line["to"]],
            degree=EquivalenceDegree(line["degree"]),
            source_id=ids[line["from"]] if line["from"] is not None else None,
            top_up=line.get("top_up"),
            top_up_text=Bilingual(*2 * (line["top_up"],)) if "top_up" in line else None,
        )


def _publish_path(actors: CurriculumActors, raw: Data, at: datetime, teach_out_until: date | None) -> None:
    with clock.moved_to(at):
        author, approver = actors.author(at.date()), actors.approver(raw["owner_institution"], at.date())
        path = path_queries.find_path(raw["code"])
        if path is None:
            path = paths.create_path(author, code=raw["code"], owner=raw["owner_institution"])
        version = paths.draft_version(author, path_id=path.id, content=content.path_version(raw))
        paths.submit(author, version.id)
        heard = ((actors.hr, GivenAs.HR), (actors.endorser, GivenAs.COORDINATION))
        for actor, given_as in heard:
            paths.opine(actor(at.date()), version.id, given_as=given_as, opinion=Opinion.FAVOURABLE)
        paths.approve(approver, version.id)
        paths.publish(approver, version.id, teach_out_until=teach_out_until)


def _load_donors(data: Data, actors: CurriculumActors, days: _Days) -> None:
    """Donors and programmes when a programme starts; each offering, with its claims, some weeks before."""
    for raw in data["donors"]:
        start = min(programme["start"] for programme in raw["programmes"])
        with clock.moved_to(days.morning(start)):
            author = actors.author(clock.today())
            donors.create_donor(author, code=raw["code"], name=content.both(raw["name"]), type=raw["type"])
            for programme in raw["programmes"]:
                donors.create_programme(author, content.programme(raw["code"], programme, days.day))
    known = {code: row.id for code, row in modules.outcomes_by_code().items()}
    for raw in sorted(data["donor_offerings"], key=lambda one: (one["start"], one["code"])):
        _load_offering(actors, raw, known, days)


def _load_offering(actors: CurriculumActors, raw: Data, known: Mapping[str, int], days: _Days) -> None:
    # Announced three weeks before it starts, but no earlier than its programme.
    programme = offerings.get_programme(raw["programme"])
    announced = max(days.day(raw["start"]) - timedelta(days=21), programme.start)
    with clock.moved_to(datetime.combine(announced, time(9), UTC)):
        offering = donors.create_offering(actors.author(announced), content.offering(raw, days.day))
        proposed = [
            donors.propose_claim(actors.proposer(announced), offering.id, known[code], Depth(part["depth"]))
            for part in raw["coverage"]
            for code in part["outcomes"]
        ]
        for claim in proposed:
            donors.accept_claim(actors.accepter(announced), claim.id)
