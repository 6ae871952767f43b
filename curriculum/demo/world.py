"""What the loader of Velmaria knows while it walks: the data, the shift of days, the keys behind names."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from curriculum import clock
from curriculum.accounts import queries as accounts
from curriculum.catalogue import queries as catalogue
from curriculum.demo.lists import WrittenList, write_lists
from curriculum.domain.actors import OPERATOR, Actor
from curriculum.institutions import queries as institutions
from curriculum.paths import queries as paths

DATA = Path(__file__).parent / "data"
DEMO_DAY = date(2026, 11, 21)
"""The day as of which the data was written; all its dates move by the days since then (issue 2, The demo)."""

Event = Mapping[str, Any]
"""One line of history.json."""


def read(name: str) -> Any:
    """One file of the data."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@dataclass
class World:
    """One load from its first day to its last."""

    lists_folder: Path
    """Where the donors' files are written before they are received."""
    shift_days: int = 0
    persons: dict[str, int] = field(default_factory=dict)
    """Keys of persons by P-number or by the key of staff.json."""
    kept: dict[tuple[str, ...], int] = field(default_factory=dict)
    """Keys of what has no code of its own: evidence, points, hours taught, lists."""
    actors: dict[tuple[str, date], Actor] = field(default_factory=dict)
    """Who acted by which account on which day; forgotten when roles change."""

    @cached_property
    def unopened(self) -> list[Event]:
        """Accounts that are still to be opened, in the order of their days."""
        return sorted(self.staff["accounts"], key=lambda one: str(one["opened_on"]))

    @cached_property
    def curriculum(self) -> Any:
        """`demo-curriculum.json`."""
        return read("demo-curriculum.json")

    @cached_property
    def sheets(self) -> Mapping[str, Any]:
        """`sheets.json`: what versions say beyond `demo-curriculum.json`, by `BOR-102.v2`."""
        found: Mapping[str, Any] = read("sheets.json")
        return found

    @cached_property
    def staff(self) -> Any:
        """`staff.json`."""
        return read("staff.json")

    @cached_property
    def desk(self) -> Mapping[str, Mapping[str, str]]:
        """`desk.json`: list, row, what to do with it."""
        found: Mapping[str, Mapping[str, str]] = read("desk.json")
        return found

    @cached_property
    def history(self) -> Sequence[Event]:
        """`history.json`."""
        found: Sequence[Event] = read("history.json")
        return found

    @cached_property
    def workshop(self) -> Sequence[Event]:
        """`workshop.json`."""
        found: Sequence[Event] = read("workshop.json")
        return found

    @cached_property
    def donors_workshop(self) -> Sequence[Event]:
        """`donors_workshop.json`."""
        found: Sequence[Event] = read("donors_workshop.json")
        return found

    @cached_property
    def lists(self) -> Mapping[str, WrittenList]:
        """The donors' files, written when the first of them is asked for."""
        return {one.list_id: one for one in write_lists(self.lists_folder, shift_days=self.shift_days)}

    @cached_property
    def people(self) -> Mapping[str, Any]:
        """Officials and staff by the name the history gives them; the rows of lists are not among them."""
        officials = {one["person_id"]: one for one in read("demo-people.json")["officials"]}
        return officials | {one["key"]: one for one in self.staff["persons"]}

    @cached_property
    def _locales(self) -> Mapping[str, str]:
        return {one["login"]: one["locale"] for one in self.staff["accounts"]}

    def day(self, text: str | date) -> date:
        """A day of the data as it is lived in this instance."""
        day = date.fromisoformat(text) if isinstance(text, str) else text
        return day + timedelta(days=self.shift_days)

    def day_or_none(self, text: str | None) -> date | None:
        """A day, where the data has one."""
        return None if text is None else self.day(text)

    def moment(self, text: str, seconds: int = 0) -> datetime:
        """Nine o'clock on that day, UTC, and some seconds, so that a day's events keep their order."""
        return datetime.combine(self.day(text), time(9), UTC) + timedelta(seconds=seconds)

    def actor(self, login: str | None) -> Actor:
        """Who acts by that account today; without one, the operator at the machine."""
        if login is None:
            return OPERATOR
        key = (login, clock.today())
        if key not in self.actors:
            self.actors[key] = accounts.signed_in_as(login)
        return self.actors[key]

    def by(self, event: Event) -> Actor:
        """Who acts in an event."""
        return self.actor(event["by"])

    def person(self, name: str) -> int:
        """The key of a person who is registered by now."""
        return self.persons[name]

    def persons_of(self, names: Iterable[str]) -> list[int]:
        """The keys of several persons."""
        return [self.persons[name] for name in names]

    def said(self, event: Event, name: str) -> str:
        """What somebody wrote in a field, in the language of their account."""
        text = event.get(name) or {"fr": "", "en": ""}
        language = self._locales.get(event["by"] or "", "fr")
        return str(text) if isinstance(text, str) else str(text[language])

    def outcome_ids(self, codes: Sequence[str]) -> list[int]:
        """Keys of outcomes by their codes, in their order."""
        found = catalogue.outcomes_by_code(codes) if codes else {}
        return [found[code].id for code in codes]


def path_version_id(event: Event) -> int:
    """The path version an event names."""
    return paths.get_version(event["path"], event["version"]).id


def path_ref_id(ref: str) -> int:
    """The path version behind `LP-TRN-BOR.v1`."""
    code, number = ref.rsplit(".v", 1)
    return paths.get_version(code, int(number)).id


def institution_id(code: str) -> int:
    """The key of an institution."""
    return institutions.get(code).id
