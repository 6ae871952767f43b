"""What the pages and commands of graduations show: the list, one as it stands, what a new one may take."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select

from curriculum import clock
from curriculum.access import is_permitted, require
from curriculum.awards.graduation import signing_many, standing
from curriculum.awards.graduation.standing import Course, Failure, Figures
from curriculum.awards.models import Function
from curriculum.awards.models.graduations import Graduation, GraduationArchive
from curriculum.awards.queries import graduations
from curriculum.awards.queries.lists import owned_within
from curriculum.db import Bilingual, db
from curriculum.domain.actors import Actor, ScopeKind
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import is_unbounded, reaches
from curriculum.domain.powers import Reach
from curriculum.institutions import queries as institutions
from curriculum.institutions.models import Institution
from curriculum.paths.models import Path, PathVersion

FAILURES_SHOWN = 50


class Row(NamedTuple):
    """One graduation in a list."""

    graduation: Graduation
    holder: Bilingual
    figures: Figures
    course: Course


class Part(NamedTuple):
    """What of a graduation is one employer's, and its archive."""

    code: str
    name: Bilingual
    figures: Figures
    archive: GraduationArchive | None
    may_download: bool


@dataclass(frozen=True)
class Page:
    """One graduation as it stands now, for one reader."""

    graduation: Graduation
    holder: Bilingual
    figures: Figures
    course: Course
    parts: tuple[Part, ...]
    failures: tuple[Failure, ...]
    """Only for whoever runs it."""
    may_run: bool
    to_sign: dict[Function, int]
    """How many statements wait for the reader's own signature."""

    @property
    def goes_on(self) -> bool:
        """Whether looking again later shows something else."""
        written = any(one.archive is not None and one.archive.due_at is not None for one in self.parts)
        return self.course is Course.RUNNING or written


class Offered(NamedTuple):
    """Where the actor may hold a graduation, of which paths, and how many applications wait there."""

    places: list[tuple[str, Bilingual]]
    paths: list[tuple[str, Bilingual]]
    waits: int


def rows(some: Sequence[Graduation]) -> list[Row]:
    """Graduations with their figures."""
    names = institutions.names_of(one.institution_id for one in some)
    found = []
    for one in some:
        figures = standing.together(standing.figures_by_employer(one).values())
        found.append(Row(one, names[one.institution_id], figures, standing.course(one, figures)))
    return found


def page(actor: Actor, code: str) -> Page:
    """A graduation for somebody who may look at it; names of holders stand nowhere on it."""
    graduation = graduations.get(code)
    require(actor, Permission.GRADUATION_VIEW, graduations.seen_by(graduation))
    may_run = is_permitted(actor, Permission.GRADUATION_RUN, graduations.held_by(graduation))
    by_employer = standing.figures_by_employer(graduation)
    figures = standing.together(by_employer.values())
    return Page(
        graduation=graduation,
        holder=institutions.by_id(graduation.institution_id).name,
        figures=figures,
        course=standing.course(graduation, figures),
        parts=tuple(_parts(actor, graduation, by_employer)),
        failures=tuple(standing.failures(graduation, FAILURES_SHOWN)) if may_run else (),
        may_run=may_run,
        to_sign=signing_many.waiting(actor, graduation),
    )


def _parts(actor: Actor, graduation: Graduation, by_employer: dict[int, Figures]) -> list[Part]:
    archives = graduations.archives_of(graduation)
    wanted = select(Institution).where(Institution.id.in_(by_employer)).order_by(Institution.code)
    return [
        Part(
            place.code,
            place.name,
            by_employer[place.id],
            archives.get(place.id),
            is_permitted(actor, Permission.GRADUATION_DOWNLOAD, institutions.subject(place.id)),
        )
        for place in db.session.scalars(wanted)
    ]


def offered(actor: Actor) -> Offered:
    """What a new graduation of this actor may take."""
    places = [one for one in institutions.all_() if _may_hold(actor, one.id)]
    owned = owned_within(actor, Permission.GRADUATION_RUN)
    titles: dict[str, Bilingual] = {}
    if owned is not None:
        wanted = select(Path.code, PathVersion.title).join(PathVersion, PathVersion.path_id == Path.id)
        wanted = wanted.where(owned).order_by(Path.code, PathVersion.version)
        titles = dict(db.session.execute(wanted).all())
    return Offered([(one.code, one.name) for one in places], list(titles.items()), _waits(actor))


def _may_hold(actor: Actor, institution_id: int) -> bool:
    return is_permitted(actor, Permission.GRADUATION_RUN, institutions.owned(institution_id))


def _waits(actor: Actor) -> int:
    """How many applications wait where the actor may take them: on their paths, or of their people."""
    below: dict[Reach, set[int]] = {Reach.OWNER: set(), Reach.INSTITUTION: set()}
    for reach, scope in reaches(actor, Permission.GRADUATION_RUN, clock.today()):
        if is_unbounded(reach, scope):
            below[reach] |= {one.id for one in institutions.all_()}
        elif scope.kind is ScopeKind.INSTITUTION and isinstance(scope.id, int):
            below[reach] |= institutions.descendants(scope.id)
    owners, employers = frozenset(below[Reach.OWNER]), frozenset(below[Reach.INSTITUTION])
    wanted = graduations.open_to(owners=owners, employers=employers, paths=()).order_by(None)
    return db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
