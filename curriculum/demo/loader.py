"""Walks the history of Velmaria day by day: every event by who did it then, through its service."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path

from curriculum import clock
from curriculum.awards import keys
from curriculum.db import acting, db, transaction
from curriculum.demo import curriculum_loader, people_loader
from curriculum.demo.history import VERBS
from curriculum.demo.world import DEMO_DAY, Event, World
from curriculum.domain.actors import OPERATOR

FIRST_DAY = "2019-09-02"
"""The register opens; institutions and the issuing authority are there by then."""
SEALS_MADE = "2022-09-05"
"""The institutions' seals last five years: made before the first certificate, good beyond the last."""

ALONE = frozenset({"issue", "make_seals"})
"""Verbs that open their own transactions, as the worker does."""

Tick = Callable[[int, int, str], None]
"""Told how many events of how many are done, and the day reached."""


@dataclass(frozen=True)
class Ceremony:
    """Where the keys are made, and what opens them."""

    folder: Path
    passphrase: str = field(repr=False)
    domain: str = "certificates.velmaria.example"


def load(world: World, ceremony: Ceremony, tick: Tick = lambda done, of, day: None) -> None:
    """Live the whole history on an empty database; the caller has made the tables."""
    begin(world, ceremony)
    told = timeline(world)
    for done, event in enumerate(told, start=1):
        with clock.moved_to(world.moment(event["on"], done)):
            live(world, event, ceremony)
        tick(done, len(told), event["on"])
    with clock.moved_to(datetime.combine(world.day(DEMO_DAY), time(6), UTC)):
        _renew_lists(ceremony)


def begin(world: World, ceremony: Ceremony | None = None) -> None:
    """The first morning: institutions by the operator, then root, issuing authority and the log's key."""
    with clock.moved_to(world.moment(FIRST_DAY)):
        with transaction():
            curriculum_loader.load_institutions(world.curriculum, OPERATOR)
        if ceremony is not None:
            keys.make(ceremony.folder, ceremony.passphrase, clock.now(), domain=ceremony.domain, holders=())


def replay(world: World, verbs: Collection[str]) -> None:
    """Live some verbs of the history only; for tests that need no more."""
    begin(world)
    for number, event in enumerate(timeline(world)):
        if event["do"] in verbs:
            with clock.moved_to(world.moment(event["on"], number)):
                live(world, event)


def live(world: World, event: Event, ceremony: Ceremony | None = None) -> None:
    """One event on its day, in one transaction, by the account that did it."""
    _open_accounts(world, event["on"])
    try:
        if event["do"] == "make_seals":
            _make_seals(ceremony)
        elif event["do"] in ALONE:
            VERBS[event["do"]](world, event)
        else:
            _act(world, event)
    except Exception as error:
        error.add_note(f"in the history of Velmaria: {event}")
        raise


def _act(world: World, event: Event) -> None:
    who = world.by(event).account_id
    token = acting.set(who if isinstance(who, int) else None)
    try:
        with transaction():
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


def _renew_lists(ceremony: Ceremony) -> None:
    """What `cursus init` does on a later day: lists of revoked keys are signed anew before they lapse."""
    keys.make(ceremony.folder, ceremony.passphrase, clock.now(), domain=ceremony.domain)
    db.session.rollback()


def timeline(world: World) -> list[Event]:
    """All events in order, day by day: those of the staff file among those of the history."""
    told = [
        *people_loader.staff_events(world.staff),
        *world.history,
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
