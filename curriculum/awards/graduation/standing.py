"""How far a graduation is, as its rows say at this moment; nothing of it is stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from curriculum.awards.models import Application, IssueRequest, SigningStatement
from curriculum.awards.models.graduations import Graduation, GraduationMember
from curriculum.db import db
from curriculum.domain.lifecycles.application import ApplicationState


class Standing(StrEnum):
    """Where one application of a graduation stands."""

    ISSUED = "issued"
    FAILED = "failed"
    WAITING = "waiting"
    TO_SIGN = "to_sign"
    FELL_OUT = "fell_out"
    """Given back or withdrawn since: it takes another way than this graduation."""


class Course(StrEnum):
    """What becomes of a graduation as a whole."""

    RUNNING = "running"
    CANCELLED = "cancelled"
    FINISHED = "finished"


S = Standing
OPEN = (S.WAITING, S.FAILED, S.TO_SIGN)


@dataclass(frozen=True)
class Figures:
    """How many stand where."""

    by: dict[Standing, int]

    def __getitem__(self, one: Standing) -> int:
        return self.by.get(one, 0)

    @property
    def total(self) -> int:
        """All that may still be issued or are; what fell out does not count."""
        return sum(self[one] for one in (S.ISSUED, *OPEN))

    @property
    def left(self) -> int:
        """What is not issued yet."""
        return sum(self[one] for one in OPEN)

    def __add__(self, other: "Figures") -> "Figures":
        return Figures({one: self[one] + other[one] for one in Standing})


class Failure(NamedTuple):
    """One certificate that was tried and not issued; it is tried again."""

    application: str
    attempts: int
    error: str


def figures_by_employer(graduation: Graduation) -> dict[int, Figures]:
    """How many of each employer's stand where; one statement for any number."""
    wanted = (
        _members(graduation, GraduationMember.employer_id, _STANDING.label("standing"), func.count())
        .group_by(GraduationMember.employer_id, "standing")
        .order_by(GraduationMember.employer_id)
    )
    found: dict[int, dict[Standing, int]] = {}
    for employer, standing, count in db.session.execute(wanted):
        found.setdefault(employer, {})[Standing(standing)] = count
    return {employer: Figures(by) for employer, by in found.items()}


def together(figures: Iterable[Figures]) -> Figures:
    """The sum of several."""
    return sum(figures, Figures({}))


def course(graduation: Graduation, figures: Figures) -> Course:
    """Whether it goes on, was cancelled, or has nothing left to do."""
    if graduation.cancelled_at is not None:
        return Course.CANCELLED
    return Course.RUNNING if figures.left else Course.FINISHED


def failures(graduation: Graduation, at_most: int) -> list[Failure]:
    """What was tried in vain, the most often tried first."""
    wanted = _members(graduation, Application.code, IssueRequest.attempts, IssueRequest.last_error)
    wanted = wanted.where(_STANDING == Standing.FAILED).order_by(
        IssueRequest.attempts.desc(), Application.code
    )
    rows = db.session.execute(wanted.limit(at_most))
    return [Failure(code, attempts, error or "") for code, attempts, error in rows]


_STANDING: ColumnElement[str] = case(
    (Application.state == ApplicationState.ISSUED, Standing.ISSUED.value),
    (Application.state == ApplicationState.AWAITING_SIGNOFFS, Standing.TO_SIGN.value),
    (Application.state != ApplicationState.SIGNED_OFF, Standing.FELL_OUT.value),
    (IssueRequest.attempts > 0, Standing.FAILED.value),
    else_=Standing.WAITING.value,
)


def _members(graduation: Graduation, *columns: Any) -> Select[*tuple[Any, ...]]:
    """The members of a graduation with their application and, where it bears both sign-offs, its request."""
    about = and_(
        Application.person_id == GraduationMember.person_id,
        Application.id == GraduationMember.application_id,
    )
    stated = and_(SigningStatement.application_id == Application.id, SigningStatement.voided_at.is_(None))
    return (
        select(*columns)
        .select_from(GraduationMember)
        .join(Application, about)
        .outerjoin(SigningStatement, stated)
        .outerjoin(IssueRequest, IssueRequest.statement_id == SigningStatement.id)
        .where(GraduationMember.graduation_id == graduation.id)
    )
