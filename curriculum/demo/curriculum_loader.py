"""Velmaria's institutions, themes, modules, paths and donors, through the services forms call (§5.1)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from curriculum.catalogue import queries as modules
from curriculum.catalogue import service as catalogue
from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.catalogue.models import EquivalenceDegree
from curriculum.db import Bilingual
from curriculum.demo import curriculum_content as content
from curriculum.demo import sheets
from curriculum.demo.world import Event, World
from curriculum.domain.actors import Actor
from curriculum.domain.proof import Depth
from curriculum.donors import queries as offerings
from curriculum.donors import service as donors
from curriculum.institutions import service as institutions
from curriculum.institutions.models import UnitFunction
from curriculum.paths import queries as path_queries
from curriculum.paths import service as paths

Data = Mapping[str, Any]

OWNER_BY_THEME = {"T2": "CFDMA", "T5": "CNFGF", "T6": "ADV"}
OWNER = "ENAPV"


def load_institutions(data: Data, operator: Actor) -> None:
    """Code lists, institutions with units, grades, posts and themes; the caller opens the transaction.

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
    for raw in data["themes"]:
        title = content.both(raw["title"])
        catalogue.create_theme(operator, code=raw["code"], title=title, cross_cutting=raw["cross_cutting"])


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


def owner_of(raw: Data) -> str:
    """Who owns a module: by theme (domain.md §5.1)."""
    return OWNER_BY_THEME.get(raw["theme"], OWNER)


def publish_modules(world: World, event: Event) -> None:
    """Modules drafted by one, heard by the thematic unit, approved by their owner, published."""
    raw = {f"{one['code']}.v{one['version']}": one for one in world.curriculum["modules"]}
    for ref in event["modules"]:
        _publish_module(world, event, raw[ref])


def _publish_module(world: World, event: Event, raw: Data) -> None:
    author, approver = world.by(event), world.actor(event["approved_by"][owner_of(raw)])
    module = modules.find_module(raw["code"])
    if module is None:
        module = catalogue.create_module(author, code=raw["code"], theme=raw["theme"], owner=owner_of(raw))
    version = catalogue.draft_version(author, module_id=module.id, content=sheets.module_content(world, raw))
    _decide_equivalences(author, raw, sheets.top_ups(world, raw))
    catalogue.submit(author, version.id)
    thematic = world.actor(event["thematic_opinion_by"])
    catalogue.opine(thematic, version.id, given_as=GivenAs.THEMATIC, opinion=Opinion.FAVOURABLE)
    catalogue.approve(approver, version.id)
    until = (raw["supersedes"] or {}).get("teach_out_until")
    catalogue.publish(approver, version.id, teach_out_until=world.day_or_none(until))


def _decide_equivalences(author: Actor, raw: Data, said: Mapping[str, Bilingual]) -> None:
    lines = (raw["supersedes"] or {}).get("outcome_equivalence", ())
    codes = [code for line in lines for code in (line["from"], line["to"]) if code is not None]
    ids = {code: row.id for code, row in modules.outcomes_by_code(codes).items()} if codes else {}
    for line in lines:
        catalogue.decide_equivalence(
            author,
            target_id=ids[line["to"]],
            degree=EquivalenceDegree(line["degree"]),
            source_id=ids[line["from"]] if line["from"] is not None else None,
            top_up=line.get("top_up"),
            top_up_text=said.get(line.get("top_up")),
        )


def publish_paths(world: World, event: Event) -> None:
    """Paths drafted by one, heard by HR and the coordination body, approved by their owner, published."""
    raw = {f"{one['code']}.v{one['version']}": one for one in world.curriculum["paths"]}
    for ref in event["paths"]:
        _publish_path(world, event, raw[ref], raw.get(f"{raw[ref]['code']}.v{raw[ref]['version'] - 1}"))


def _publish_path(world: World, event: Event, raw: Data, before: Data | None) -> None:
    owner = raw["owner_institution"]
    author, approver = world.by(event), world.actor(event["approved_by"][owner])
    path = path_queries.find_path(raw["code"])
    if path is None:
        path = paths.create_path(author, code=raw["code"], owner=owner)
    version = paths.draft_version(author, path_id=path.id, content=sheets.path_content(world, raw))
    paths.submit(author, version.id)
    heard = ((event["hr_opinion_by"][owner], GivenAs.HR), (event["endorsed_by"], GivenAs.COORDINATION))
    for login, given_as in heard:
        speaker = world.actor(login)
        paths.opine(speaker, version.id, given_as=given_as, opinion=Opinion.FAVOURABLE)
    paths.approve(approver, version.id)
    until: date | None = world.day_or_none(before["teach_out_until"]) if before else None
    paths.publish(approver, version.id, teach_out_until=until)


def open_programme(world: World, event: Event) -> None:
    """A donor's programme begins; the first one brings the donor."""
    donor = next(one for one in world.curriculum["donors"] if one["code"] == event["donor"])
    author = world.by(event)
    if event["programme"] == donor["programmes"][0]["code"]:
        name = content.both(donor["name"])
        donors.create_donor(author, code=donor["code"], name=name, type=donor["type"])
    raw = next(one for one in donor["programmes"] if one["code"] == event["programme"])
    donors.create_programme(author, content.programme(donor["code"], raw, world.day))


def announce_offering(world: World, event: Event) -> None:
    """A donor's course is entered with what it claims to cover."""
    raw = next(one for one in world.curriculum["donor_offerings"] if one["code"] == event["offering"])
    author = world.by(event)
    offering = donors.create_offering(author, content.offering(raw, world.day))
    for part in raw["coverage"]:
        for outcome_id in world.outcome_ids(part["outcomes"]):
            donors.propose_claim(author, offering.id, outcome_id, Depth(part["depth"]))


def accept_claims(world: World, event: Event) -> None:
    """The owner of the modules accepts what an offering claims (I-09)."""
    offering = offerings.get_offering(event["offering"])
    for claim in offerings.claims_of(offering.id):
        donors.accept_claim(world.by(event), claim.id)


VERBS = {
    "publish_modules": publish_modules,
    "publish_paths": publish_paths,
    "open_programme": open_programme,
    "announce_offering": announce_offering,
    "accept_claims": accept_claims,
}
