"""The worker's part: whatever plans have to do is done piece by piece, others have their turn in between."""

import logging
from collections.abc import Callable

from curriculum.db import db, transaction
from curriculum.domain.lifecycles.migration import MigrationState
from curriculum.transitions import applying, drawing, queries, undoing
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
    db.session.rollback()
    done = 0
    for code in codes:
        try:
            done += _work(code, between)
        except Exception:  # a plan that cannot go on keeps no other from its turn
            log.exception("the plan %s could not go on", code)
    return done


def _work(code: str, between: Callable[[], object]) -> int:
    done = 1
    while _piece(code):
        done += 1
        between()
    return done


def _piece(code: str) -> bool:
    with transaction():
        plan = queries.get(code, lock=True)
        work = PIECES.get(plan.state)
        return work(plan) if work is not None else False
