"""Which competences posts ask for, as pages read them."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, or_, select

from curriculum import clock
from curriculum.db import Bilingual, db
from curriculum.domain.case import scales
from curriculum.domain.refusals import found
from curriculum.frameworks.models import Framework, FrameworkItem, PostCompetence
from curriculum.institutions.models import PostProfile as PostProfile


class Asked(NamedTuple):
    """One competence that a post asks for, as pages show it."""

    id: int
    post: str
    post_title: Bilingual
    framework: str
    code: str
    text: Bilingual
    level: str | None
    is_desirable: bool
    from_: date
    to: date | None


def _asked(*where: object) -> list[Asked]:
    wanted = (
        select(
            PostCompetence.id,
            PostProfile.code,
            PostProfile.title,
            Framework.code,
            FrameworkItem.code,
            FrameworkItem.text,
            PostCompetence.level,
            PostCompetence.is_desirable,
            PostCompetence.from_,
            PostCompetence.to,
        )
        .join(PostProfile, PostProfile.id == PostCompetence.post_profile_id)
        .join(FrameworkItem, FrameworkItem.id == PostCompetence.item_id)
        .join(Framework, Framework.id == FrameworkItem.framework_id)
        .where(*where)  # type: ignore[arg-type]
        .order_by(PostProfile.code, PostCompetence.to.is_not(None), PostCompetence.id)
    )
    return [Asked._make(row) for row in db.session.execute(wanted)]


def get_post(code: str) -> PostProfile:
    """The post with this code."""
    return found(db.session.scalar(select(PostProfile).where(PostProfile.code == code)), "post", code)


def of_post(post: str) -> list[Asked]:
    """What a post asks for and asked for once, the ended ones last."""
    return _asked(PostProfile.code == post)


def of_framework(framework_id: int) -> list[Asked]:
    """Which posts ask for competences of a framework today."""
    return _asked(FrameworkItem.framework_id == framework_id, *_in_force(clock.today()))


def _in_force(on: date) -> tuple[object, ...]:
    return PostCompetence.from_ <= on, or_(PostCompetence.to.is_(None), PostCompetence.to >= on)


def counts() -> dict[int, int]:
    """How many competences each post asks for today, by the key of the post."""
    wanted = (
        select(PostCompetence.post_profile_id, func.count())
        .where(*_in_force(clock.today()))  # type: ignore[arg-type]
        .group_by(PostCompetence.post_profile_id)
    )
    return {row[0]: row[1] for row in db.session.execute(wanted)}


def level_names(framework: Framework) -> Sequence[str]:
    """The steps of all scales of a framework, each once."""
    return list(dict.fromkeys(step.name for scale in scales(framework.shell) for step in scale.levels))


def post(key: int) -> PostProfile:
    """The post with this key."""
    return found(db.session.get(PostProfile, key), "post", "")
