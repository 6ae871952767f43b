"""Same person? Linked, to decide, or not found, always with grounds (domain.md J2, S08).

A link is made without a human only on a personnel number whose holder bears the name, or on a full birth
date with a name that agrees strongly and nobody else who could be meant; never on a name alone.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from curriculum.domain.actors import Key
from curriculum.domain.names import CLOSE
from curriculum.domain.resemblance import (
    Ground,
    IncomingPerson,
    KnownName,
    KnownPerson,
    Resemblance,
    Service,
    day_month_swapped,
    is_placeholder,
    number_key,
    resemblance,
)

__all__ = [
    "Candidate",
    "Ground",
    "IncomingPerson",
    "KnownName",
    "KnownPerson",
    "Lane",
    "Match",
    "Service",
    "is_by_number",
    "is_settled",
    "judge",
    "number_key",
    "search_dates",
    "stands_out",
]


class Lane(StrEnum):
    """Where a row goes."""

    LINKED = "linked"
    TO_DECIDE = "to_decide"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody the row may mean. `points` only put the cards in order; they never decide."""

    person_id: Key
    grounds: tuple[Ground, ...]
    name: KnownName
    points: int


@dataclass(frozen=True, slots=True)
class Match:
    """The lane, the person when linked, why, and whom the desk sees first."""

    lane: Lane
    person_id: Key | None
    grounds: tuple[Ground, ...]
    candidates: tuple[Candidate, ...]


MOST_CANDIDATES = 10

_POINTS = {
    Ground.NUMBER_EQUAL: 50,
    Ground.NUMBER_DIFFERENT: -25,
    Ground.BIRTH_DATE_EQUAL: 40,
    Ground.BIRTH_DATE_SWAPPED: 25,
    Ground.BIRTH_DATE_PLACEHOLDER: 5,
    Ground.BIRTH_DATE_DIFFERENT: -30,
    Ground.INSTITUTION_THEN: 6,
    Ground.UNIT_THEN: 8,
    Ground.INSTITUTION_OTHER: -4,
    Ground.GIVEN_AND_FAMILY_SWAPPED: -2,
}
_NAME_POINTS = 60

# Two birth dates or two numbers that contradict each other, or initials: a human looks.
_BARRING = frozenset(
    {
        Ground.BIRTH_DATE_DIFFERENT,
        Ground.BIRTH_DATE_SWAPPED,
        Ground.NUMBER_DIFFERENT,
        Ground.INITIALS_ONLY,
    }
)

_NAMED = frozenset({Ground.NAME_EQUAL, Ground.NAME_AGREES})
_FACTS = frozenset({Ground.NUMBER_EQUAL, Ground.BIRTH_DATE_EQUAL, Ground.INSTITUTION_THEN, Ground.UNIT_THEN})


def judge(
    incoming: IncomingPerson, known: Sequence[KnownPerson], refused: frozenset[Key] = frozenset()
) -> Match:
    """Say whom a row means. `refused` are those the desk has already called different (J2)."""
    views = (resemblance(incoming, person) for person in known if person.person_id not in refused)
    ranked = sorted(filter(_is_plausible, views), key=lambda v: (-_points(v), str(v.person.person_id)))
    if not ranked:
        return Match(Lane.NOT_FOUND, None, (), ())
    cards = tuple(map(_card, ranked[:MOST_CANDIDATES]))
    sure = [view for view in ranked if _is_sure(view)]
    if len(sure) == 1 and not _has_rival(sure[0], ranked):
        return Match(Lane.LINKED, sure[0].person.person_id, sure[0].grounds, cards)
    rival = (Ground.RIVAL,) if sure else ()
    return Match(Lane.TO_DECIDE, None, ranked[0].grounds + rival, cards)


def is_settled(incoming: IncomingPerson, match: Match) -> bool:
    """Say whether a link found beside those who bear on one stands without a search by name.

    A number outweighs every namesake. A row whose number led elsewhere is looked at beside everybody.
    """
    if match.lane is not Lane.LINKED:
        return False
    return not number_key(incoming.number) or is_by_number(match)


def is_by_number(match: Match) -> bool:
    """Say whether a link stands on a personnel number, which outweighs every namesake."""
    return Ground.NUMBER_EQUAL in match.grounds


def stands_out(first: Collection[Ground], others: Iterable[Collection[Ground]]) -> bool:
    """Say whether the desk may accept a first card together with those of other rows (J2: the high lane).

    Its name agrees and one fact with it, nothing speaks against it, and nobody else could be meant.
    """
    agrees = not _NAMED.isdisjoint(first) and not _FACTS.isdisjoint(first)
    return agrees and _BARRING.isdisjoint(first) and not any(map(_could_be_meant, others))


def _could_be_meant(grounds: Collection[Ground]) -> bool:
    if Ground.NUMBER_EQUAL in grounds:
        return True
    named = not _NAMED.isdisjoint(grounds) or Ground.INITIALS_ONLY in grounds
    return named and Ground.BIRTH_DATE_DIFFERENT not in grounds


def search_dates(birth_date: date | None) -> tuple[date, ...]:
    """Give the birth dates worth looking up: as written, and with day and month swapped."""
    if birth_date is None or is_placeholder(birth_date):
        return ()
    other = day_month_swapped(birth_date)
    return (birth_date,) if other in (None, birth_date) else (birth_date, other)


def _is_plausible(view: Resemblance) -> bool:
    """Say whether a human should see this card."""
    one_part = view.name.given.is_strong or view.name.family.is_strong
    near_date = Ground.BIRTH_DATE_EQUAL in view.grounds or Ground.BIRTH_DATE_SWAPPED in view.grounds
    return (
        Ground.NUMBER_EQUAL in view.grounds
        or Ground.NAME_DIFFERS not in view.grounds
        or (near_date and one_part)
    )


def _is_sure(view: Resemblance) -> bool:
    """Say whether this alone would carry a link (J2); doubt about the name never does."""
    if not _BARRING.isdisjoint(view.grounds):
        return False
    if Ground.NUMBER_EQUAL in view.grounds:
        return view.name.weaker >= CLOSE or Ground.FAMILY_NAME_CHANGED in view.grounds
    return Ground.BIRTH_DATE_EQUAL in view.grounds and view.name.is_strong


def _points(view: Resemblance) -> int:
    """Put the cards in order; nothing is decided by them."""
    return round(_NAME_POINTS * view.name.degree) + sum(_POINTS.get(ground, 0) for ground in view.grounds)


def _card(view: Resemblance) -> Candidate:
    return Candidate(view.person.person_id, view.grounds, view.name.name, _points(view))


def _has_rival(sure: Resemblance, views: Sequence[Resemblance]) -> bool:
    """Say whether somebody else could be meant: the name is close and no birth date speaks against it."""
    if Ground.NUMBER_EQUAL in sure.grounds:
        return any(v is not sure and Ground.NUMBER_EQUAL in v.grounds for v in views)
    return any(
        v is not sure
        and Ground.BIRTH_DATE_DIFFERENT not in v.grounds
        and (v.name.weaker >= CLOSE or Ground.INITIALS_ONLY in v.grounds)
        for v in views
    )
