"""Nominations that wait for the owner of the path, and what each rests on (domain.md §2.9, I-18)."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from curriculum import clock, refs
from curriculum.access import require
from curriculum.awards.admission import admitting
from curriculum.awards.queries.lists import PATH, employers_on, on_path, owned_within
from curriculum.db import Bilingual, db
from curriculum.domain.actors import Actor
from curriculum.domain.eligibility import Reason, Verdict
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.permissions import Permission
from curriculum.paths import queries as paths
from curriculum.paths.models import PathEnrolment, PathVersion
from curriculum.people import queries as people


class NominationRow(NamedTuple):
    """Somebody designated for a path and not admitted yet."""

    ref: str
    name: str
    employer: Bilingual | None
    path_code: str
    version: int
    title: Bilingual
    on: date


@dataclass(frozen=True)
class Nomination:
    """What the page of one nomination shows."""

    enrolment: PathEnrolment
    version: PathVersion
    name: str
    employer: Bilingual | None
    mentor: str
    reasons: tuple[Reason, ...]
    takes_experience: bool
    """Whether the path accepts experience in place of a path that is not held."""

    @property
    def waits(self) -> bool:
        """Whether it still can be admitted or declined."""
        return self.enrolment.state is EnrolmentState.NOMINATED

    @property
    def missing(self) -> tuple[Reason, ...]:
        """What keeps the person from being admitted as things stand."""
        return tuple(one for one in self.reasons if one.verdict is Verdict.AGAINST)


def awaiting_admission(actor: Actor) -> list[NominationRow]:
    """Nominations to paths the actor's institution owns, oldest first; the same statements for any number."""
    where = owned_within(actor, Permission.ENROLMENT_ADMIT)
    if where is None:
        return []
    wanted = on_path(select(PathEnrolment, *PATH), PathEnrolment.path_version_id)
    waiting = wanted.where(PathEnrolment.state == EnrolmentState.NOMINATED, where)
    rows = db.session.execute(waiting.order_by(PathEnrolment.designated_on, PathEnrolment.id)).all()
    ids = {one.person_id for one, *_ in rows}
    names, employers = people.display_names(ids), employers_on(ids, clock.today())
    return [
        NominationRow(
            refs.seal(one.id),
            names.get(one.person_id, ""),
            employers.get(one.person_id),
            code,
            version,
            title,
            one.designated_on,
        )
        for one, code, version, title in rows
    ]


def nomination(actor: Actor, ref: str) -> Nomination:
    """One nomination with its entry requirements, for whoever may admit."""
    enrolment = paths.get_enrolment(ref)
    on, person_id = clock.today(), enrolment.person_id
    about = paths.enrolment_subject(person_id, enrolment.path_version_id, on)
    require(actor, Permission.ENROLMENT_ADMIT, about)
    version = paths.version(enrolment.path_version_id)
    return Nomination(
        enrolment,
        version,
        people.display_name(person_id),
        employers_on({person_id}, on).get(person_id),
        "" if enrolment.mentor_id is None else people.display_name(enrolment.mentor_id),
        admitting.entry_reasons(enrolment, on),
        bool(paths.plan(version.id).entry.equivalent_experience_accepted),
    )
