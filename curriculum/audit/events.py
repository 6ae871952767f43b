"""The closed vocabulary of the private trail: every event, the exact facts it carries, and its sentence.

Grammar: `object:event`, past tense; names are never re-used. Each room keeps its own words in
`audit/vocabulary/<room>.py`; a wrong key raises, so that the trail always reads as sentences.
"""

from importlib import import_module
from typing import NamedTuple

from flask_babel import LazyString

ROOMS = (
    "institutions",
    "accounts",
    "people",
    "frameworks",
    "catalogue",
    "donors",
    "paths",
    "reviews",
    "exchange",
    "delivery",
    "feedback",
    "assessment",
    "evidence",
    "intake",
    "transitions",
    "awards",
)


class Event(NamedTuple):
    """One word of the vocabulary: the facts it must carry and how it reads."""

    facts: frozenset[str]
    phrase: LazyString


def says(phrase: LazyString, *facts: str) -> Event:
    """An event whose phrase may quote `%(fact)s`, and `%(actor)s`, `%(reason)s` as every phrase may."""
    return Event(frozenset(facts), phrase)


def _collect() -> dict[str, Event]:
    events: dict[str, Event] = {}
    for room in ROOMS:
        words: dict[str, Event] = import_module(f"curriculum.audit.vocabulary.{room}").EVENTS
        if twice := events.keys() & words.keys():
            raise ValueError(f"events named twice: {sorted(twice)}")
        events.update(words)
    return events


EVENTS = _collect()
