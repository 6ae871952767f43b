"""Persons as pages name them: every script, number, employer; and whom a new file may repeat."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from curriculum import clock
from curriculum.db import Bilingual
from curriculum.domain.matching import Candidate, Ground, IncomingPerson, judge
from curriculum.people import officials, queries
from curriculum.people.candidates import birth_dates_of, candidates, spellings_of
from curriculum.people.registration import NewPerson

_OTHER_FACTS = frozenset({Ground.NUMBER_DIFFERENT, Ground.BIRTH_DATE_DIFFERENT})
_SAID_BESIDE = frozenset({Ground.NUMBER_UNKNOWN, Ground.BIRTH_DATE_UNKNOWN})


@dataclass(frozen=True)
class Known:
    """A person as a page names one."""

    person_id: int
    ref: str
    names: tuple[str, ...]
    number: str | None
    institution: Bilingual | None


@dataclass(frozen=True)
class Lookalike:
    """Somebody on file whom a new file may repeat, and why."""

    known: Known
    birth_date: date | None
    grounds: tuple[Ground, ...]


def known(person_ids: Iterable[int]) -> dict[int, Known]:
    """Persons as a page names them; a fixed number of statements whatever their number."""
    ids = sorted(set(person_ids))
    names = spellings_of(ids)
    lines = {one.person_id: one for one in officials.rows_of(ids, clock.today())} if ids else {}
    return {
        one: Known(
            one,
            queries.person_ref(one),
            tuple(f"{n.given} {n.family}".strip() for n in names.get(one, ()) if n.is_primary),
            lines[one].number,
            lines[one].institution,
        )
        for one in ids
    }


def lookalikes(new: NewPerson) -> list[Lookalike]:
    """Whom the register may already hold under another spelling, the likeliest first (J2)."""
    found = _ranked(new)
    persons, births = known(found), birth_dates_of(found)
    return [
        Lookalike(persons[one], births.get(one), tuple(g for g in card.grounds if g not in _SAID_BESIDE))
        for one, card in found.items()
    ]


def _ranked(new: NewPerson) -> dict[int, Candidate]:
    """The nearest card of each person, over all spellings given."""
    said = [
        IncomingPerson(
            name.given, name.family, new.birth_date, new.personnel_no, new.institution, new.unit, new.hired_on
        )
        for name in new.names
    ]
    cards = [
        card
        for one, persons in zip(said, candidates(said), strict=True)
        for card in judge(one, persons).candidates
        if not _is_another(card.grounds)
    ]
    nearest: dict[int, Candidate] = {}
    for card in sorted(cards, key=lambda card: -card.points):
        nearest.setdefault(int(str(card.person_id)), card)
    return nearest


def _is_another(grounds: Sequence[Ground]) -> bool:
    """Birth date and number both speak against it, and the name is not even the same."""
    return set(grounds) >= _OTHER_FACTS and Ground.NAME_EQUAL not in grounds
