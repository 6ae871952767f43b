"""The worker's part: whatever is due is issued in order, single certificates before those of a graduation.

What is due is asked anew for each piece, and of each certificate right before it: what a cancelled graduation
holds back is not begun. Killed, nothing but the certificates in hand is repeated, with the same bytes.
"""

import logging
from collections.abc import Callable, Iterator

from curriculum.awards.graduation.spreading import PoolError, Processes, issue_spread
from curriculum.awards.issuing import issuance, opened, requests
from curriculum.awards.issuing.opened import Seals

logger = logging.getLogger("cursus.graduation")
PIECE = 25
"""So many certificates are issued before anything else has its turn."""
LOOK = 200
"""So many are looked at: more than all processes together have in hand."""
MANY = 40
"""From so many on it is worth starting processes, which takes each of them seconds."""
_processes: Processes | None = None


def spread_over(processes: Processes | None) -> None:
    """Seal in processes where many certificates are due; `working` says which, nobody else may."""
    global _processes
    _processes = processes


def nothing() -> None:
    """What is done between two pieces where nothing is."""


def issue_due(between: Callable[[], object] = nothing) -> int:
    """Issue what is due; what fails is noted and tried again. Gives how many were issued here."""
    seals, tried = opened.seals(), set[int]()
    done = _spread(seals, tried, between) if _processes is not None and len(requests.due(MANY)) == MANY else 0
    return done + _counted(_one_by_one(seals, tried), between)


def _spread(seals: Seals, tried: set[int], between: Callable[[], object]) -> int:
    """Over processes; where none starts, this one does it all."""
    assert _processes is not None
    try:
        with _processes() as pool:
            return _counted(issue_spread(pool, seals, _due(tried)), between)
    except PoolError:
        logger.exception("no process could be started to seal in")
        tried.clear()
        return 0


def _one_by_one(seals: Seals, tried: set[int]) -> Iterator[bool]:
    return (issuance.issue_or_note(one, seals) for one in _due(tried))


def _counted(issued: Iterator[bool], between: Callable[[], object]) -> int:
    """How many were issued; after every piece others have their turn, and after the last."""
    done = place = 0
    for place, one in enumerate(issued, start=1):
        done += one
        if place % PIECE == 0:
            between()
    if place % PIECE:
        between()
    return done


def _due(tried: set[int]) -> Iterator[int]:
    """What is due, each once, looked at again right before it is begun."""
    while fresh := [one for one in requests.due(LOOK) if one not in tried]:
        for statement_id in fresh:
            tried.add(statement_id)
            if requests.is_due(statement_id):
                yield statement_id
