"""Walks the history of Velmaria day by day: every event by who did it then, through its service."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from curriculum import clock
from curriculum.awards import keys
from curriculum.awards.issuing import lists
from curriculum.db import acting, transaction
from curriculum.demo import curriculum_loader, people_loader
from curriculum.demo.history import VERBS
from curriculum.demo.world import Event, World
from curriculum.domain.actors import OPERATOR

FIRST_DAY = "2019-09-02"
"""The register opens; institutions and the issuing authority are there by then."""
SEALS_MADE = "2022-09-05"
"""The institutions' seals last five years: made before the first certificate, good beyond the last."""

Tick = Callable[[int, int, Event], None]
"""Told how many events of how many are done, and one of those just done."""


@dataclass(frozen=True)
class Ceremony:
    """Where the keys are made, and what opens them."""

    folder: Path
    passphrase: str = field(repr=False)
    domain: str = "certificates.velmaria.example"


def load(world: World, ceremony: Ceremony, tick: Tick = lambda done, of, event: None) -> None:
    """Live the whole history on an empty database; the caller has made the tables."""
    begin(world, ceremony)
    told = timeline(world)
    done = 0
    for sitting in sittings(told):
        with clock.moved_to(world.moment(sitting[0]["on"], done)):
            live(world, sitting, ceremony)
        done += len(sitting)
        tick(done, len(told), sitting[0])
    # What `cursus init` does on a later day: the lists of revoked keys are signed anew before they lapse.
    keys.make(ceremony.folder, ceremony.passphrase, clock.now(), domain=ceremony.domain)
    lists.publish_due(clock.now())


def begin(world: World, ceremony: Ceremony | None = None) -> None:
    """The first morning: institutions by the operator, then root, issuing authority and the log's key."""
    with clock.moved_to(world.moment(FIRST_DAY)):
        with transaction():
            curriculum_loader.load_institutions(world.curriculum, OPERATOR)
        if ceremony is not None:
            keys.make(ceremony.folder, ceremony.passphrase, clock.now(), domain=ceremony.domain, holders=())


def sittings(told: Iterable[Event]) -> Iterator[list[Event]]:
    """What one account enters of one kind on one day is saved together, as from one form."""
    for _, events in groupby(told, key=lambda event: (event["on"], event["do"], event["by"])):
        yield list(events)


def live(world: World, sitting: Sequence[Event], ceremony: Ceremony | None = None) -> None:
    """One sitting on its day, in one transaction, by the account whose it was."""
    first = sitting[0]
    _open_accounts(world, first["on"])
    try:
        if first["do"] == "make_seals":
            _make_seals(ceremony)
        elif first["do"] == "issue":
            VERBS["issue"](world, first)
        else:
            _act(world, sitting)
    except Exception as error:
        error.add_note(f"in the history of Velmaria: {sitting}")
        raise


def _act(world: World, sitting: Sequence[Event]) -> None:
    who = world.by(sitting[0]).account_id
    token = acting.set(who if isinstance(who, int) else None)
    try:
        with transaction():
            for event in sitting:
                VERBS[event["do"]](world, event)
    finally:
        acting.reset(token)


def _open_accounts(world: World, on: str) -> None:
    """An account is opened on its day, as soon as the person's file is there."""
    due = [
        one
        for one in world.unopened
        if one["opened_on"] <= on and (one["person"] is None or one["person"] in world.persons)
    ]
    for account in due:
        world.unopened.remove(account)
        with transaction():
            people_loader.open_account(world, account)


def _make_seals(ceremony: Ceremony | None) -> None:
    if ceremony is None:
        raise ValueError("the seals need a ceremony")
    keys.make(ceremony.folder, ceremony.passphrase, clock.now(), domain=ceremony.domain)
    keys.unlock(ceremony.folder, ceremony.passphrase)


def timeline(world: World) -> list[Event]:
    """All events in order, day by day: those of the staff file among those of the history."""
    told = [
        *people_loader.staff_events(world.staff),
        *world.history,
        *world.workshop,
        *world.donors_workshop,
        *_signatures(world),
        {"on": SEALS_MADE, "do": "make_seals", "by": None},
    ]
    return sorted(told, key=lambda event: (event["on"], _RANK.get(event["do"], 4)))


_RANK = {"grant_role": 0, "register_officials": 1, "give_mandate": 2, "leave": 3, "close_account": 9}
"""Within a day: who is new first, then who may sign, then work."""


def _signatures(world: World) -> Iterator[Event]:
    """The second signature under an observation comes on a day of its own, from whoever was observed."""
    logins = {one["person"]: one["login"] for one in world.staff["accounts"] if one["person"]}
    for one in world.history:
        if one["do"] == "observe":
            yield {
                "on": one["signed_by_person_on"],
                "do": "sign_observation",
                "by": logins[one["person"]],
                "person": one["person"],
                "run": one["run"],
                "observed_on": one["on"],
            }
