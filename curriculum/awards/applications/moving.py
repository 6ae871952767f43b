"""The one door for every move of an application: permission, table, step, event."""

from collections.abc import Collection
from typing import Any

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.awards import queries
from curriculum.awards.models import Application, ApplicationStep
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.application import APPLICATION, ApplicationState


def may_move(actor: Actor, application: Application, action: str) -> None:
    """Ask for the permission of a step, where the state allows it; a wrong state is the table's to refuse."""
    row = APPLICATION.find(application.state, action)
    if row is not None and row.permission is not None:
        require(actor, row.permission, queries.subject(application, actor))


def move(
    actor: Actor,
    application: Application,
    action: str,
    *,
    established: Collection[Need] = (),
    reason: str | None = None,
    **facts: Any,
) -> Application:
    """Take one step, keep it for the page, record it; refuses what the table does not list."""
    reason = (reason or "").strip() or None
    needs = {*established, *((Need.REASON,) if reason else ())}
    step = APPLICATION.advance(application.state, action, needs)
    note_step(actor, application, action, to=step.state, reason=reason)
    application.state = step.state
    audit.record(
        actor,
        step.event,
        "application",
        application.id,
        about=application.person_id,
        reason=reason,
        code=application.code,
        **facts,
    )
    return application


def note_step(
    actor: Actor, application: Application, action: str, *, to: ApplicationState, reason: str | None
) -> None:
    """Keep who did what when and why, for the page of the application (I-17)."""
    db.session.add(
        ApplicationStep(
            person_id=application.person_id,
            id=new_id(),
            application_id=application.id,
            action=action,
            from_state=application.state.value,
            to_state=to.value,
            actor_person_id=actor.person_id,
            actor_account_id=actor.account_id,
            at=clock.now(),
            reason=reason,
        )
    )
