"""Whom rows mean: first beside the few who can settle it, else beside everybody alike (J2)."""

from collections.abc import Sequence
from typing import TypeAlias

from curriculum.domain import matching
from curriculum.domain.matching import IncomingPerson, KnownPerson, Match
from curriculum.people.candidates import candidates, of_number_or_date, undated_namesakes

_Beside: TypeAlias = dict[int, list[KnownPerson]]


def verdicts(said: Sequence[IncomingPerson], refused: Sequence[frozenset[int]]) -> list[Match]:
    """Judge many rows; `refused` are, row by row, those the desk has already called different (J2)."""
    found = _settled(said, refused)
    waiting = [at for at in range(len(said)) if at not in found]
    known = dict(zip(waiting, candidates([said[at] for at in waiting]), strict=True))
    found |= {at: matching.judge(said[at], persons, refused[at]) for at, persons in known.items()}
    return [found[at] for at in range(len(said))]


def _settled(said: Sequence[IncomingPerson], refused: Sequence[frozenset[int]]) -> dict[int, Match]:
    """The verdicts that a search by name could not change: links, seen beside all who bear on one.

    A link by number stands beside its holder; one by birth date, beside the namesakes without a full one.
    """
    beside = dict(enumerate(of_number_or_date(said)))
    found = _links(said, beside, refused)
    dated = [at for at, match in found.items() if not matching.is_by_number(match)]
    for at, persons in zip(dated, undated_namesakes([said[at] for at in dated]), strict=True):
        del found[at]
        there = {person.person_id for person in beside[at]}
        beside[at] += [person for person in persons if person.person_id not in there]
    return found | _links(said, {at: beside[at] for at in dated}, refused)


def _links(
    said: Sequence[IncomingPerson], beside: _Beside, refused: Sequence[frozenset[int]]
) -> dict[int, Match]:
    judged = {at: matching.judge(said[at], persons, refused[at]) for at, persons in beside.items()}
    return {at: match for at, match in judged.items() if matching.is_settled(said[at], match)}
