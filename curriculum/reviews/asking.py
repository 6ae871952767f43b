"""Opinions that a review needs, each asked of somebody until a day; they stay in their rooms (R14)."""

from datetime import date

from curriculum import clock
from curriculum.access import is_permitted
from curriculum.accounts import holders
from curriculum.accounts import queries as accounts
from curriculum.audit import service as audit
from curriculum.catalogue import versioning
from curriculum.catalogue.content import GivenAs
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.reviews import notices, queries, reach
from curriculum.reviews.kinds import Kind, kind_of, version_id
from curriculum.reviews.models import ReviewRequest

ASKED = (VersionState.IN_REVIEW, VersionState.PILOT)
"""States in which an opinion may be given, and so be asked."""
MAY_ASK = (Permission.VERSION_DRAFT, Permission.VERSION_REVIEW)


def ask(
    actor: Actor,
    kind: Kind,
    version: int,
    *,
    login: str,
    given_as: GivenAs,
    due_on: date,
    note: str = "",
) -> ReviewRequest:
    """Ask an account for its opinion in a name that its roles speak for; it is told by mail."""
    one = kind.way.load(version)
    require_asker(actor, kind, one)
    if one.state not in ASKED:
        raise Refusal(RefusalCode.WRONG_STATE, object=kind.way.table(one).name, state=one.state, action="ask")
    if due_on < clock.today():
        raise Refusal(RefusalCode.DATES_CONTRADICT, first=clock.today(), second=due_on)
    account = accounts.by_login(login)
    if account.id not in who_may_speak(kind, one, given_as):
        raise Refusal(RefusalCode.CANNOT_SPEAK_FOR, name=account.display_name, given_as=given_as)
    _require_unasked(kind, version, account.id, given_as)
    row = ReviewRequest(
        id=new_id(),
        given_as=given_as,
        account_id=account.id,
        asked_by=actor.account_id,
        asked_at=clock.now(),
        due_on=due_on,
        note=note.strip(),
        **{kind.column: version},
    )
    db.session.add(row)
    facts = {"code": kind.code(one), "version": one.version, "given_as": given_as}
    audit.record(actor, "review:opinion_asked", "review_request", row.id, name=account.display_name, **facts)
    notices.opinion_asked(actor, row, kind, one)
    return row


def take_back(actor: Actor, row: ReviewRequest) -> None:
    """Take a question back; whoever was asked from outside no longer sees the version."""
    kind = kind_of(row)
    one = kind.way.load(version_id(row))
    require_asker(actor, kind, one)
    if row.ended_at is not None:
        raise Refusal(RefusalCode.WRONG_STATE, object="request", state="ended", action="end")
    row.ended_at = clock.now()
    name = accounts.get(row.account_id).display_name
    facts = {"code": kind.code(one), "version": one.version, "given_as": row.given_as}
    audit.record(actor, "review:question_ended", "review_request", row.id, name=name, **facts)


def require_asker(actor: Actor, kind: Kind, one: object) -> None:
    """Refuse whoever neither writes nor reviews the version."""
    whole, about = reach.seen_by(actor, kind, one)
    if not may_ask(whole, about):
        raise Refusal(RefusalCode.NOT_PERMITTED, permission=MAY_ASK[0].value, ground="out_of_scope")


def may_ask(whole: Actor, about: Subject) -> bool:
    """Whether the actor, with what is lent, may ask for opinions."""
    return any(is_permitted(whole, one, about) for one in MAY_ASK)


def who_may_speak(kind: Kind, one: object, given_as: GivenAs) -> dict[int, str]:
    """The accounts whose roles speak in that name on this version once they are asked, with their names."""
    found = holders.of_roles(versioning.GIVEN_BY[given_as], clock.today())
    return {
        account.id: f"{account.display_name} ({account.login})"
        for account, actor in found
        if is_permitted(
            actor, Permission.VERSION_OPINE, kind.about(one, queries.aliases([account.person_id]))
        )
    }


def _require_unasked(kind: Kind, version: int, account_id: int, given_as: GivenAs) -> None:
    rows = [
        row
        for row in queries.requests_on(kind, version)
        if row.account_id == account_id and row.given_as == given_as
    ]
    if queries.unanswered(rows, kind):
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="request", code=given_as.value)
