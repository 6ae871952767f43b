"""Which competences a post asks for: dated notes, ended and never removed."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, or_, select

from curriculum import clock
from curriculum.access import may_somewhere
from curriculum.audit import service as audit
from curriculum.db import Bilingual, db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.case import scales
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.frameworks import queries
from curriculum.frameworks.models import Framework, FrameworkItem, PostCompetence
from curriculum.institutions.models import PostProfile

SAYING = (Permission.CODE_LIST_EDIT, Permission.FRAMEWORK_EDIT)
"""Who says what posts ask for: whoever keeps the lists of an institution, or its frameworks."""


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


def may_require(actor: Actor) -> bool:
    """Whether the actor says what posts ask for: who keeps the lists, or adopts frameworks."""
    return any(may_somewhere(actor, one) for one in SAYING)


def ask(
    actor: Actor,
    *,
    post: str,
    item: FrameworkItem,
    level: str = "",
    is_desirable: bool = False,
    from_: date | None = None,
) -> PostCompetence:
    """Note that a post asks for a competence of an adopted framework, at a level of its scales if named."""
    _require(actor)
    profile = get_post(post)
    known = level_names(queries.by_id(item.framework_id))
    if level and level not in known:
        raise Refusal(RefusalCode.VALUE_INVALID, field="level", value=level, expected=", ".join(known) or "–")
    if any(
        (one.code, one.to) == (item.code, None) and one.framework == _framework(item) for one in of_post(post)
    ):
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="framework_item", code=item.code)
    row = PostCompetence(
        id=new_id(),
        post_profile_id=profile.id,
        item_id=item.id,
        level=level or None,
        is_desirable=is_desirable,
        from_=from_ or clock.today(),
    )
    db.session.add(row)
    _record(actor, "post_competence:required", profile, item)
    return row


def end(actor: Actor, key: int) -> PostCompetence:
    """Note that a post asks for a competence no more from tomorrow on."""
    _require(actor)
    row = found(db.session.get(PostCompetence, key), "framework_item", "")
    profile = db.session.get_one(PostProfile, row.post_profile_id)
    if row.to is not None:
        raise Refusal(RefusalCode.WRONG_STATE, object="framework_item")
    row.to = max(clock.today(), row.from_)
    _record(actor, "post_competence:ended", profile, db.session.get_one(FrameworkItem, row.item_id))
    return row


def _require(actor: Actor) -> None:
    if not may_require(actor):
        raise Refusal(RefusalCode.NOT_PERMITTED, permission=SAYING[0].value, ground="no_role")


def _framework(item: FrameworkItem) -> str:
    return queries.by_id(item.framework_id).code


def _record(actor: Actor, event: str, profile: PostProfile, item: FrameworkItem) -> None:
    named = f"{_framework(item)} {item.code}"
    audit.record(actor, event, "post_profile", profile.id, post=profile.code, competence=named)
