"""Who holds a post on a day and what they have of its outcomes: counted, never named."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from curriculum.catalogue.models import ModuleVersion, Outcome
from curriculum.db import db
from curriculum.domain.lifecycles.version import VersionState
from curriculum.institutions.models import PostProfile
from curriculum.people.models import Person, ServiceRecord
from curriculum.people.queries import GONE
from curriculum.progress.models import Achievement

EMPLOYER = func.coalesce(ServiceRecord.home_institution_id, ServiceRecord.institution_id)
"""Of somebody lent to another institution the one at home (J8)."""


def _serving(on: date, places: Collection[int] | None = None) -> tuple[ColumnElement[bool], ...]:
    """Who holds a post on a day, of everybody or of some employers."""
    within = () if places is None else (EMPLOYER.in_(places),)
    return (
        Person.merged_into.is_(None),
        ServiceRecord.position.not_in(GONE),
        ServiceRecord.from_ <= on,
        or_(ServiceRecord.to.is_(None), ServiceRecord.to >= on),
        *within,
    )


def holders_on(on: date, places: Collection[int] | None = None) -> dict[str, int]:
    """How many people hold each post on a day, posts that nobody holds left out; one statement."""
    wanted = (
        select(PostProfile.code, func.count(ServiceRecord.person_id.distinct()))
        .join(ServiceRecord, ServiceRecord.post_profile_id == PostProfile.id)
        .join(Person, Person.id == ServiceRecord.person_id)
        .where(*_serving(on, places))
        .group_by(PostProfile.code)
    )
    return dict(db.session.execute(wanted).all())


def held_on(on: date, places: Collection[int] | None = None) -> dict[tuple[str, int], dict[int, int]]:
    """How many of each post have an outcome in force, by the level at which it counts; one statement.

    What an earlier version of the module or another outcome carries over is in it (`progress`)."""
    current = (
        select(Outcome.id)
        .join(ModuleVersion, ModuleVersion.id == Outcome.version_id)
        .where(ModuleVersion.state == VersionState.PUBLISHED)
    )
    one = Achievement
    wanted = (
        select(
            PostProfile.code, one.outcome_id, one.proof_level, func.count(ServiceRecord.person_id.distinct())
        )
        .join(ServiceRecord, ServiceRecord.post_profile_id == PostProfile.id)
        .join(Person, Person.id == ServiceRecord.person_id)
        .join(one, one.person_id == ServiceRecord.person_id)
        .where(
            *_serving(on, places),
            one.outcome_id.in_(current),
            or_(one.current_until.is_(None), one.current_until >= on),
        )
        .group_by(PostProfile.code, one.outcome_id, one.proof_level)
    )
    found: dict[tuple[str, int], dict[int, int]] = {}
    for post, outcome, level, people in db.session.execute(wanted):
        found.setdefault((post, outcome), {})[level] = people
    return found


def speakers_on(on: date) -> dict[str, dict[str, int]]:
    """How many people hold each post by the language they asked to be written to in; one statement."""
    wanted = (
        select(PostProfile.code, Person.preferred_language, func.count(Person.id.distinct()))
        .join(ServiceRecord, ServiceRecord.post_profile_id == PostProfile.id)
        .join(Person, Person.id == ServiceRecord.person_id)
        .where(*_serving(on))
        .group_by(PostProfile.code, Person.preferred_language)
    )
    found: dict[str, dict[str, int]] = {}
    for post, language, people in db.session.execute(wanted):
        found.setdefault(post, {})[language] = people
    return found


def employers_on(on: date) -> frozenset[int]:
    """The institutions that employ somebody in a post that day; one statement."""
    wanted = select(EMPLOYER).distinct().join(Person, Person.id == ServiceRecord.person_id)
    return frozenset(
        db.session.scalars(wanted.where(*_serving(on), ServiceRecord.post_profile_id.is_not(None)))
    )
