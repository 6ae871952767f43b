"""The worker's part: what plans and pauses have to do, piece by piece; others have their turn in between."""

import logging
from collections.abc import Callable
from functools import partial

from curriculum.db import db, transaction
from curriculum.domain.lifecycles.migration import MigrationState
from curriculum.transitions import applying, drawing, pausing, queries, undoing
from curriculum.transitions.models import MigrationPlan

log = logging.getLogger("cursus.moves")
S = MigrationState
PIECES: dict[MigrationState, Callable[[MigrationPlan], bool]] = {
    S.COUNTING: drawing.count_piece,
    S.APPLYING: applying.move_piece,
    S.UNDOING: undoing.undo_piece,
}


def nothing() -> None:
    """What is done between two pieces where nothing is."""


def work_due(between: Callable[[], object] = nothing) -> int:
    """Do what is due; gives how many pieces were done. Stopped in between, a plan is left as it stands."""
    codes = [plan.code for plan in queries.at_work()]
    pauses = list(pausing.waiting())
    db.session.rollback()
    works = [partial(pausing.pause_piece, one) for one in pauses] + [partial(_piece, code) for code in codes]
    return sum(_work(one, between) for one in works)


def _work(piece: Callable[[], bool], between: Callable[[], object]) -> int:
    """Work at one thing as long as anything is left; if it cannot go on, the others have their turn."""
    done = 1
    try:
        while _go(piece):
            done += 1
            between()
    except Exception:
        log.exception("a piece of work could not be done: %s", piece)
    return done


def _go(piece: Callable[[], bool]) -> bool:
    with transaction():
        return piece()


def _piece(code: str) -> bool:
    plan = queries.get(code, lock=True)
    work = PIECES.get(plan.state)
    return work(plan) if work is not None else False
