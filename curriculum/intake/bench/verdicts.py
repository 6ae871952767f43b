"""Whom rows mean: first beside the few who can settle it, else beside everybody alike (J2)."""

from collections.abc import Sequence

from curriculum.domain import matching
from curriculum.domain.matching import IncomingPerson, Match
from curriculum.people.candidates import bearing_on_a_link, candidates


def verdicts(said: Sequence[IncomingPerson], refused: Sequence[frozenset[int]]) -> list[Match]:
    """Judge many rows; `refused` are, row by row, those the desk has already called different (J2)."""
    found = dict(enumerate(_settled(said, refused)))
    waiting = [at for at, verdict in found.items() if verdict is None]
    known = candidates([said[at] for at in waiting])
    for at, persons in zip(waiting, known, strict=True):
        found[at] = matching.judge(said[at], persons, refused[at])
    return [verdict for verdict in found.values() if verdict is not None]


def _settled(said: Sequence[IncomingPerson], refused: Sequence[frozenset[int]]) -> list[Match | None]:
    """The verdicts that a search by name could not change: links, seen beside all who bear on one."""
    known = bearing_on_a_link(said)
    found: list[Match | None] = []
    for one, persons, others in zip(said, known, refused, strict=True):
        verdict = matching.judge(one, persons, others)
        found.append(verdict if matching.is_settled(one, verdict) else None)
    return found
