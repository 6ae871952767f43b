"""Saying which competences a post asks for: dated notes, ended and never removed."""

from datetime import date

from curriculum import clock
from curriculum.access import may_somewhere
from curriculum.audit import service as audit
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.frameworks import asked, queries
from curriculum.frameworks.models import FrameworkItem, PostCompetence

SAYING = (Permission.CODE_LIST_EDIT, Permission.FRAMEWORK_EDIT)
"""Who says what posts ask for: whoever keeps the lists of an institution, or its frameworks."""


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
    profile = asked.get_post(post)
    known = asked.level_names(queries.by_id(item.framework_id))
    if level and level not in known:
        raise Refusal(RefusalCode.VALUE_INVALID, field="level", value=level, expected=", ".join(known) or "–")
    held = {(one.framework, one.code) for one in asked.of_post(post) if one.to is None}
    if (_framework(item), item.code) in held:
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
    profile = asked.post(row.post_profile_id)
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


def _record(actor: Actor, event: str, profile: asked.PostProfile, item: FrameworkItem) -> None:
    named = f"{_framework(item)} {item.code}"
    audit.record(actor, event, "post_profile", profile.id, post=profile.code, competence=named)
