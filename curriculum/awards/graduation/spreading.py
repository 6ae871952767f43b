"""Many certificates at once, over several processes: recorded and registered here, laid out and sealed there.

Whoever seals in a process of its own opens the keys itself; what travels is a statement and a document.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from certificates.errors import WordingChanged
from certificates.signing.pool import Outcome, Pool, PoolError
from curriculum.awards.issuing import issuance, requests
from curriculum.awards.issuing.issuance import Work
from curriculum.awards.issuing.opened import Seals
from curriculum.db import db

logger = logging.getLogger("cursus.graduation")

Sealed = tuple[Any, ...]
"""What `issuance` gives after signing and wants for registering."""
Processes = Callable[[], AbstractContextManager[Pool[Seals, Work, Sealed]]]


class NotSealedError(Exception):
    """A process could not lay out or seal a certificate."""


def seal(seals: Seals, work: Work) -> Sealed:
    """What a process does with each certificate; the same work gives the same bytes in any of them."""
    return issuance.signed(work, seals)


def over(opener: Callable[[], Seals], processes: int) -> Processes:
    """So many processes, each with keys that it opens itself; started when there is much to do."""
    return partial(Pool, opener, seal, processes)


def issue_spread(pool: Pool[Seals, Work, Sealed], seals: Seals, due: Iterable[int]) -> Iterator[bool]:
    """Issue what is due, in order; says of each whether it was issued here."""
    given: dict[int, int] = {}
    for outcome in pool.run(_recorded(due, given)):
        statement_id = given.pop(outcome.place)
        try:
            yield _register(statement_id, outcome, seals)
        except Exception as error:  # one certificate that fails must not keep the others waiting
            logger.exception("statement %s was not issued", statement_id)
            db.session.rollback()
            requests.note_failure(statement_id, error)
            yield False


def _recorded(due: Iterable[int], given: dict[int, int]) -> Iterator[Work]:
    """Fix moment, salt and place of each before it is given away; `given` says which place it has."""
    place = 0
    for statement_id in due:
        try:
            work = issuance.record(statement_id)
        except Exception as error:
            logger.exception("statement %s was not recorded", statement_id)
            requests.note_failure(statement_id, error)
            continue
        if work is not None:
            given[place] = statement_id
            place += 1
            yield work


def _register(statement_id: int, outcome: Outcome[Sealed], seals: Seals) -> bool:
    if outcome.problem == WordingChanged.code:
        issuance.ask_again(statement_id)
        return False
    if outcome.value is None:
        facts = ", ".join(f"{name}={value}" for name, value in sorted(outcome.facts.items()))
        raise NotSealedError(f"{outcome.problem}: {facts}")
    return issuance.register_once(statement_id, *(*outcome.value, seals.log_key()))


__all__ = ["NotSealedError", "PoolError", "Processes", "issue_spread", "over", "seal"]
