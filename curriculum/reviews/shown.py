"""What the pages of a review show: the parts of the sheet, each with the talk about it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from curriculum import refs
from curriculum.accounts import queries as accounts
from curriculum.audit import queries as trail
from curriculum.audit.events import EVENTS
from curriculum.catalogue import difference_words, naming
from curriculum.catalogue.content import GivenAs
from curriculum.catalogue.naming import Names
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.version import MODULE_VERSION, VersionState
from curriculum.domain.sheets import Change, Difference, Place, Plain
from curriculum.reviews import queries, suggesting
from curriculum.reviews.kinds import Kind
from curriculum.reviews.models import ReviewComment, ReviewRequest, ReviewThread, Said
from curriculum.reviews.suggesting import Suggestion, place_of


@dataclass(frozen=True)
class Suggested:
    """A suggestion in words, and what may be done with it now."""

    ref: str
    lines: list[difference_words.Line]
    answer: Said | None
    is_outdated: bool
    can_take: bool
    can_decline: bool


@dataclass(frozen=True)
class Entry:
    """One thing that was said."""

    by: str
    at: datetime
    said: Said
    text: str
    suggestion: Suggested | None


@dataclass(frozen=True)
class Thread:
    """One talk, oldest entry first."""

    ref: str
    name: str
    place: Place
    is_settled: bool
    is_gone: bool
    """Its part is no longer there; what was said stays."""
    entries: list[Entry]


@dataclass(frozen=True)
class Part:
    """One row of the sheet, or the version itself, with what it says and the talk about it."""

    part: str
    key: str
    name: str
    lines: list[tuple[str, str]]
    threads: list[Thread]


@dataclass(frozen=True)
class Question:
    """An opinion that was asked, and what became of it."""

    ref: str
    name: str
    given_as: GivenAs
    asked_at: datetime
    due: date
    note: str
    answered_at: datetime | None


@dataclass(frozen=True)
class Turn:
    """One step that a version took, as the trail says it, with its reason."""

    at: datetime
    text: str


def turns(kind: Kind, version: Any) -> list[Turn]:
    """The steps of a version that were given a reason, newest first: who wrote reads why it came back."""
    told = [one for one in trail.of_object(kind.table, version.id) if one.reason and one.event in REASONED]
    names = accounts.names_of([one.account_id for one in told if one.account_id])
    return [
        Turn(
            one.at,
            str(EVENTS[one.event].phrase)
            % {**one.facts, "actor": names.get(one.account_id or 0, "–"), "reason": one.reason},
        )
        for one in told
    ]


REASONED = frozenset(row.event for row in MODULE_VERSION.transitions if Need.REASON in row.needs)
"""Steps that say why."""


def parts(sheet: Plain, threads: Iterable[Thread]) -> list[Part]:
    """The version itself, then every row of its lists, each with the talk about it."""
    talk: dict[tuple[str, str], list[Thread]] = {}
    for one in threads:
        talk.setdefault((one.place.part, one.place.key), []).append(one)
    whole = {name: value for name, value in sheet.items() if not _has_rows(value)}
    names = naming.names(sheet)
    found = [Part("", "", "", _lines(whole, "", names), talk.get(("", ""), []))]
    for part, key, row in _rows(sheet):
        name = where(sheet, Place(part, key, ""), names)
        found.append(Part(part, key, name, _lines(row, part, names), talk.get((part, key), [])))
    return found


def _rows(sheet: Plain) -> Iterator[tuple[str, str, Plain]]:
    for part, value in sheet.items():
        if _has_rows(value):
            yield from ((part, row["key"], row) for row in value)


def _has_rows(value: object) -> bool:
    return isinstance(value, list | tuple) and any(isinstance(one, Mapping) and "key" in one for one in value)


def where(sheet: Plain, place: Place, names: Names | None = None) -> str:
    """What a place is called in words: "Outcome O2 · Weight"; empty for the version as a whole."""
    nothing = [Difference(Change.OTHER, *place, None, None)]
    return difference_words.lines(nothing, sheet, names=names)[0].where


def where_it_was(place: Place, name: str) -> str:
    """The same for a row that is gone, by what it was called."""
    row = {"key": place.key, "code": name, "name": name, "title": {"fr": name, "en": name}}
    return where({place.part: [row]}, place)


def _lines(row: Plain, part: str, names: Names) -> list[tuple[str, str]]:
    """What a row says, field by field; what says nothing is passed over."""
    told = [Difference(Change.OTHER, part, "", path, None, value) for path, value in _leaves(row)]
    return [
        (line.where.rpartition(" · ")[2], line.after)
        for line in difference_words.lines(told, names=names)
        if line.after
    ]


def _leaves(row: Plain, inside: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        path = f"{inside}.{name}" if inside else name
        if isinstance(value, Mapping):
            yield from _leaves(value, path)
        elif value not in (None, "", [], (), 0, False) and name not in ("key", "code"):
            yield path, value


class Talk:
    """The threads of a version as its reader sees them; three statements whatever their number."""

    def __init__(self, kind: Kind, version: Any, *, may_draft: bool) -> None:
        self.sheet = kind.sheet(version)
        self.is_draft = version.state is VersionState.DRAFT
        self.may_draft = may_draft
        self.rows = queries.threads_on(kind, version.id)
        self.said = queries.comments_in([one.id for one in self.rows])
        people = [one.by for said in self.said.values() for one in said if one.by]
        self.names = accounts.names_of(people)

    def threads(self) -> list[Thread]:
        """All of them, in the order of their beginning."""
        return [self.thread(row) for row in self.rows]

    def thread(self, row: ReviewThread) -> Thread:
        """One of them."""
        said, place = self.said.get(row.id, []), place_of(row)
        answers = queries.answers(said)
        gone = suggesting.row_at(self.sheet, place) is None
        entries = [self._entry(one, place, answers.get(one.id)) for one in said]
        name = where_it_was(place, row.name) if gone else where(self.sheet, place)
        return Thread(refs.seal(row.id), name, place, queries.is_settled(said), gone, entries)

    def _entry(self, one: ReviewComment, place: Place, answer: ReviewComment | None) -> Entry:
        suggestion = None if one.suggestion is None else self._suggested(one, place, answer)
        return Entry(self.names.get(one.by or 0, ""), one.at, one.said, one.text, suggestion)

    def _suggested(self, one: ReviewComment, place: Place, answer: ReviewComment | None) -> Suggested:
        suggestion = Suggestion(**(one.suggestion or {}))
        before, after = suggestion.before, suggestion.after
        present = suggesting.row_at(self.sheet, place)
        outdated = present is None or suggesting.value_at(self.sheet, place) != before
        waits = answer is None and self.may_draft
        return Suggested(
            refs.seal(one.id),
            suggestion_lines(place, before, after),
            None if answer is None else answer.said,
            outdated and answer is None,
            waits and self.is_draft and not outdated,
            waits,
        )


def suggestion_lines(place: Place, before: Any, after: Any) -> list[difference_words.Line]:
    """A suggestion in words, one line per language where it is a text."""
    if not isinstance(after, Mapping):
        return difference_words.lines([Difference(Change.OTHER, "", "", place.field, before, after)])
    was = before if isinstance(before, Mapping) else {}
    told = [
        Difference(Change.REWORDED, "", "", f"{place.field}.{one}", was.get(one), text)
        for one, text in after.items()
        if was.get(one) != text
    ]
    return difference_words.lines(told)


def questions(rows: Iterable[ReviewRequest], opinions: Iterable[Any]) -> list[Question]:
    """The opinions asked, with the answer where there is one."""
    asked, given = list(rows), list(opinions)
    names = accounts.names_of([one.account_id for one in asked])
    return [
        Question(
            refs.seal(one.id),
            names[one.account_id],
            one.given_as,
            one.asked_at,
            one.due_on,
            one.note,
            None if (answer := queries.answer_to(one, given)) is None else answer.given_at,
        )
        for one in asked
    ]
