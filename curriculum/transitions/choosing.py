"""An official's own choice: finish on the version of the pin, or move to the newer one (J5, I-18)."""

from dataclasses import dataclass
from datetime import date

from curriculum import clock
from curriculum.db import db
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.enrolment import MOVABLE
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.migration import Move
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.paths import queries as paths
from curriculum.paths import service as path_service
from curriculum.paths.enrolling import is_taught_out
from curriculum.paths.models import PathEnrolment, PathVersion
from curriculum.transitions import judging, notices, terms
from curriculum.transitions.terms import Window


@dataclass(frozen=True)
class Choice:
    """What somebody may choose between, and what the move would mean today."""

    enrolment: PathEnrolment
    old: PathVersion
    new: PathVersion
    window: Window

    def is_open(self, on: date) -> bool:
        """Tell whether the person may move on a day."""
        return self.window.holds(on)

    def finishes(self, on: date) -> bool:
        """Tell whether the present version can still be finished."""
        return self.old.state is VersionState.SUPERSEDED and not is_taught_out(self.old, on)

    def move(self, on: date) -> Move:
        """What moving would mean."""
        return next(one.move for one in judging.judged(self._mover(), self.new.id, on))

    def keeps(self, on: date) -> tuple[str, ...]:
        """The outcomes of the newer version that would count as they are, by code."""
        (mover,) = self._mover()
        return judging.keeps(mover, self.new.id, on)

    def _mover(self) -> list[judging.Mover]:
        return judging.movers_by_id([self.enrolment.id])


def choice(enrolment: PathEnrolment) -> Choice | None:
    """What an enrolment may choose between; None where nothing newer is published, or it is over."""
    old = paths.version(enrolment.path_version_id)
    new = paths.latest_published(old.path_id)
    if enrolment.state not in MOVABLE or new is None or new.version <= old.version:
        return None
    return Choice(enrolment, old, new, terms.window(old, new))


def move(actor: Actor, enrolment: PathEnrolment, version: int) -> PathEnrolment:
    """Move by one's own choice, inside the window, to the version that was shown."""
    found = choice(enrolment)
    if found is None or found.new.version != version:
        raise Refusal(RefusalCode.CHANGED_MEANWHILE, object="enrolment")
    if not found.is_open(clock.today()):
        raise Refusal(
            RefusalCode.MOVE_WINDOW_CLOSED, start=found.window.opens or "–", end=found.window.closes or "–"
        )
    moved = path_service.move_to_version(actor, enrolment, found.new.id)
    db.session.flush()
    notices.tell_moved([moved])
    return moved
