"""Persons of Velmaria, the accounts they sign in with, the mandates they hold and how they leave."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from curriculum.accounts import queries as account_queries
from curriculum.accounts import service as accounts
from curriculum.awards import service as awards
from curriculum.awards.models import Function
from curriculum.demo.curriculum_content import both
from curriculum.demo.scans import text_page
from curriculum.demo.world import Event, World, institution_id
from curriculum.domain.actors import EVERYWHERE, OPERATOR, Role, Scope, ScopeKind
from curriculum.donors import queries as donors
from curriculum.people import queries as person_queries
from curriculum.people import service as people
from curriculum.people.models import Position
from curriculum.people.registration import NewName, NewPerson

WRITTEN_IN = ("fr", "en")
"""Languages of the pages; whoever prefers another reads French."""

LEAVING = {"retired": Position.RETIRED, "resigned": Position.LEFT, "secondment": Position.SECONDMENT}


def new_person(world: World, raw: Mapping[str, Any]) -> NewPerson:
    """One person of the data as HR hands them over; a birth date never moves (domain.md §5.1)."""
    written = [one for one in raw["languages"] if one in WRITTEN_IN]
    return NewPerson(
        names=tuple(NewName(one["script"], one["given"], one["family"]) for one in raw["names"]),
        personnel_no=raw["personnel_no"],
        institution=raw["institution"],
        unit=raw["unit"],
        post=raw["post_profile"],
        grade=raw["grade"],
        hired_on=world.day(raw["hired_on"]),
        birth_date=date.fromisoformat(raw["birth_date"]),
        sex=raw["sex"],
        preferred_language=written[0] if written else "fr",
    )


def register_officials(world: World, event: Event) -> None:
    """HR opens the files of its people."""
    names = event["persons"]
    ids = people.register_many(world.by(event), [new_person(world, world.people[one]) for one in names])
    world.persons.update(zip(names, ids, strict=True))


def correct_name(world: World, event: Event) -> None:
    """HR corrects a spelling."""
    people.correct_name(
        world.by(event),
        world.person(event["person"]),
        script=event["script"],
        given=event["given"],
        family=event["family"],
        reason=world.said(event, "reason"),
    )


def leave(world: World, event: Event) -> None:
    """HR notes that somebody retires, resigns or is seconded; of a secondment the employer stays."""
    person_id = world.person(event["person"])
    serving = person_queries.service_on(person_id, world.day(event["on"]))
    if serving is None:
        raise LookupError(f"{event['person']} serves nowhere on {event['on']}")
    people.transfer(
        world.by(event),
        person_id,
        institution_id=serving.institution_id,
        unit_id=serving.unit_id,
        post_profile_id=serving.post_profile_id,
        on=world.day(event["on"]),
        position=LEAVING[event["position"]],
        reason=event["position"],
    )


def open_account(world: World, account: Event) -> None:
    """The operator opens an account with the roles of that day; the demonstration signs in in one click."""
    who = account["person"]
    opened, _ = accounts.create(
        OPERATOR,
        login=account["login"],
        display_name=_display_name(world, who) if who else account["name"],
        person_id=world.person(who) if who else None,
        locale=account["locale"],
    )
    for role in account["roles"]:
        if role["from"] <= account["opened_on"]:
            _grant(world, opened.id, role)


def _display_name(world: World, who: str) -> str:
    [name] = (one for one in world.people[who]["names"] if one["primary"])
    return f"{name['given']} {name['family']}"


def close_account(world: World, event: Event) -> None:
    """The system administrator closes an account that has done its work."""
    account = account_queries.by_login(event["login"])
    accounts.disable(world.by(event), account.id, reason=event["reason"])


def grant_role(world: World, event: Event) -> None:
    """The operator gives a further role."""
    _grant(world, account_queries.by_login(event["login"]).id, event)


def _grant(world: World, account_id: int, role: Event) -> None:
    from_, to = world.day(role["from"]), world.day_or_none(role["to"])
    accounts.grant(OPERATOR, account_id, Role(role["role"]), _scope(role), from_, to, reason="Velmaria")
    world.actors.clear()


def _scope(event: Event) -> Scope:
    match ScopeKind(event["scope_type"]):
        case ScopeKind.INSTITUTION:
            return Scope(ScopeKind.INSTITUTION, institution_id(event["scope"]))
        case ScopeKind.PROGRAMME:
            return Scope(ScopeKind.PROGRAMME, donors.get_programme(event["scope"]).id)
        case ScopeKind.GLOBAL:
            return EVERYWHERE
        case other:
            raise ValueError(f"no role of Velmaria has the scope {other}")


def give_mandate(world: World, event: Event) -> None:
    """An administrator proposes a mandate with its deed, another person approves it (J10)."""
    mandate = awards.NewMandate(
        person_id=world.person(event["person"]),
        institution=event["institution"],
        function=Function(event["function"]),
        capacity=both(event["capacity"]),
        legal_ref=event["legal_ref"],
        deed=_deed(event),
        from_=world.day(event["from"]),
        to=world.day_or_none(event["to"]),
        acting=event["acting"],
        replaces=event["replaces"],
        code=event["ref"],
    )
    awards.propose_mandate(world.actor(event["proposed_by"]), mandate)
    awards.approve_mandate(world.actor(event["approved_by"]), event["ref"])


def _deed(event: Event) -> bytes:
    """The deed as a page: what a scan of the order would say."""
    return text_page(
        (event["legal_ref"], event["institution"], event["capacity"]["fr"], event["capacity"]["en"])
    )


def staff_events(staff: Mapping[str, Any]) -> Iterator[Event]:
    """What `staff.json` tells of later days, as events among those of the history."""
    for account in staff["accounts"]:
        for role in account["roles"]:
            if role["from"] > account["opened_on"]:
                yield {**role, "on": role["from"], "do": "grant_role", "by": None, "login": account["login"]}
        if "closed" in account:
            yield {**account["closed"], "do": "close_account", "login": account["login"]}
    for mandate in staff["mandates"]:
        yield {**mandate, "on": mandate["from"], "do": "give_mandate", "by": mandate["proposed_by"]}
    for departure in staff["departures"]:
        yield {**departure, "do": "leave"}


VERBS = {
    "register_officials": register_officials,
    "correct_name": correct_name,
    "leave": leave,
    "close_account": close_account,
    "grant_role": grant_role,
    "give_mandate": give_mandate,
}
