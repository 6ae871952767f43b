"""Who needs what nobody teaches: the posts that ask for a module, and how many people hold them (K04)."""

from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from curriculum.db import Bilingual, db
from curriculum.domain.mapping import Post
from curriculum.institutions.models import PostProfile
from curriculum.people.models import Person, ServiceRecord
from curriculum.people.queries import GONE


def _serving(on: date) -> tuple[ColumnElement[bool], ...]:
    """Who holds a post on a day."""
    return (
        Person.merged_into.is_(None),
        ServiceRecord.position.not_in(GONE),
        ServiceRecord.from_ <= on,
        or_(ServiceRecord.to.is_(None), ServiceRecord.to >= on),
    )


def posts_on(on: date) -> list[Post]:
    """Every post that asks for modules, with how many people hold it on a day; one statement."""
    holders = (
        select(ServiceRecord.post_profile_id, func.count(ServiceRecord.person_id.distinct()).label("people"))
        .join(Person, Person.id == ServiceRecord.person_id)
        .where(*_serving(on))
        .group_by(ServiceRecord.post_profile_id)
        .subquery()
    )
    wanted = (
        select(PostProfile.code, PostProfile.required_modules, func.coalesce(holders.c.people, 0))
        .outerjoin(holders, holders.c.post_profile_id == PostProfile.id)
        .order_by(PostProfile.code)
    )
    return [
        Post(code, frozenset(modules), people)
        for code, modules, people in db.session.execute(wanted)
        if modules
    ]


def speakers_on(on: date) -> dict[str, dict[str, int]]:
    """How many people need each module by the language they asked to be written to in; one statement."""
    wanted = (
        select(PostProfile.required_modules, Person.preferred_language, func.count(Person.id.distinct()))
        .join(ServiceRecord, ServiceRecord.post_profile_id == PostProfile.id)
        .join(Person, Person.id == ServiceRecord.person_id)
        .where(*_serving(on))
        .group_by(PostProfile.id, Person.preferred_language)
    )
    found: dict[str, dict[str, int]] = {}
    for modules, language, people in db.session.execute(wanted):
        for code in modules:
            by_language = found.setdefault(code, {})
            by_language[language] = by_language.get(language, 0) + people
    return found


def post_titles() -> dict[str, Bilingual]:
    """The title of each post by its code."""
    rows = db.session.execute(select(PostProfile.code, PostProfile.title))
    return {row.code: row.title for row in rows}
