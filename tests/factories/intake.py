"""Lists, the register they are matched with, and a small world around one offering."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from curriculum.db import transaction
from curriculum.domain.actors import Actor, Grant, Role, Scope, ScopeKind
from curriculum.donors.models import Offering
from curriculum.intake import service
from curriculum.intake.models import ImportBatch
from curriculum.people import service as people
from curriculum.people.registration import NewName, NewPerson
from tests.factories.accounts import make_account
from tests.factories.catalogue import make_actor, make_institution
from tests.factories.donors import make_offering, make_programme
from tests.factories.institutions import make_unit

DATA = Path(__file__).parents[1] / "data"
FROM = date(2019, 9, 2)
HEADINGS = ("Nom", "Prénom", "Date de naissance", "Matricule", "Heures suivies", "Note")
AMINA = ("Mezgouri", "Amina", "02/03/1985", "VM-1", "24", "73")
PAVEL = ("Драгомиров", "Павел", "11/06/1979", "", "21,6", "")


def new_person(number: str, given: str, family: str, birth_date: date | None, **values: object) -> NewPerson:
    dull = {"institution": "MINT", "hired_on": date(2010, 1, 1)}
    script = "Cyrl" if "\u0400" <= family[:1] <= "\u04ff" else "Latn"
    names = (NewName(script, given, family),)
    return NewPerson(names=names, personnel_no=number, birth_date=birth_date, **{**dull, **values})


@dataclass
class World:
    """One donor's offering of 24 hours, who receives its list, and the officials it may name."""

    designer: Actor
    hr: Actor
    dalia: Actor
    hugo: Actor
    offering: Offering
    foreign: Offering
    persons: dict[str, int]


def make_world(extra: Iterable[NewPerson] = ()) -> World:
    """Committed: Amina and Pavel on file at MINT, NORD-02 of D-NORD and PMCO-01 of D-PMCO."""
    with transaction():
        make_institution("MINT")
        designer = make_actor("chidi", Role.CURRICULUM_DESIGNER)
        hr = make_actor("ines", Role.HR_OFFICER)
        nord, pmco = make_programme(), make_programme("PMC", "D-PMCO")
        offering, foreign = make_offering(programme=nord), make_offering("PMCO-01", programme=pmco)
        dalia, hugo = _represents("dalia", nord.donor_id), _represents("hugo", pmco.donor_id)
        known = [
            new_person("VM-1", "Amina", "Mezgouri", date(1985, 3, 2)),
            new_person("VM-2", "Pavel", "Dragomirov", date(1979, 6, 11)),
            *extra,
        ]
        ids = people.register_many(hr, known)
    by_number = {one.personnel_no: person_id for one, person_id in zip(known, ids, strict=True)}
    return World(designer, hr, dalia, hugo, offering, foreign, by_number)


def _represents(login: str, donor_id: int) -> Actor:
    account = make_account(login)
    scope = Scope(ScopeKind.DONOR, donor_id)
    return Actor(account.id, grants=(Grant(Role.DONOR_REPRESENTATIVE, scope, FROM),))


def as_csv(*rows: Sequence[str], headings: Sequence[str] = HEADINGS, separator: str = ";") -> bytes:
    return "\r\n".join(separator.join(row) for row in (headings, *rows)).encode("utf-8")


def receive(
    world: World,
    *rows: Sequence[str],
    actor: Actor | None = None,
    content: bytes | None = None,
    **values: object,
) -> ImportBatch:
    """A list of NORD-02, received in a transaction of its own."""
    given = {"file_name": "nord.csv", "offering_code": world.offering.code, **values}
    with transaction():
        return service.receive(
            actor or world.designer, content=as_csv(*rows) if content is None else content, **given
        )


def matched(world: World, *rows: Sequence[str], **values: object) -> ImportBatch:
    batch = receive(world, *rows, **values)
    with transaction():
        return service.match(world.designer, batch.id)


def officials() -> list[NewPerson]:
    """The 200 officials of Velmaria as HR hands them over."""
    told = json.loads((DATA / "demo-people.json").read_text("utf-8"))["officials"]
    return [
        NewPerson(
            names=tuple(NewName(n["script"], n["given"], n["family"], n["primary"]) for n in one["names"]),
            personnel_no=one["personnel_no"],
            institution=one["institution"],
            unit=one["unit"],
            hired_on=date.fromisoformat(one["hired_on"]),
            birth_date=date.fromisoformat(one["birth_date"]),
        )
        for one in told
    ]


def velmaria() -> tuple[Actor, Actor]:
    """The institutions, offerings and officials of Velmaria, with a designer and an HR officer."""
    told = json.loads((DATA / "demo-curriculum.json").read_text("utf-8"))
    for one in told["institutions"]:
        place = make_institution(one["code"])
        for unit in one.get("units", ()):
            make_unit(place, unit["code"])
    programmes = {
        programme["code"]: make_programme(programme["code"], one["code"])
        for one in told["donors"]
        for programme in one["programmes"][:1]
    }
    payers = {one["code"]: one["programmes"][0]["code"] for one in told["donors"]}
    for one in told["donor_offerings"]:
        offering = make_offering(
            one["code"], programme=programmes[payers[one["donor"]]], hours=round(one["hours"] * 100)
        )
        offering.start, offering.end = date.fromisoformat(one["start"]), date.fromisoformat(one["end"])
    designer, hr = make_actor("chidi", Role.CURRICULUM_DESIGNER), make_actor("ines", Role.HR_OFFICER)
    people.register_many(hr, officials())
    return designer, hr


def truth() -> dict[str, list[str | None]]:
    """List → the personnel number meant by each of its rows, None for outsiders."""
    told = json.loads((DATA / "demo-people.json").read_text("utf-8"))
    numbers = {one["person_id"]: one["personnel_no"] for one in told["officials"]}
    return {
        one["list_id"]: [numbers.get(row["truth_person_id"]) for row in one["rows"]]
        for one in told["donor_lists"]
    }
