"""Observed teaching: one watches with the grid, both sign, only then it counts (domain.md §5.3, I-22)."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from curriculum import clock
from curriculum.access import require
from curriculum.announcements import PersonTouched
from curriculum.assessment import grid, queries
from curriculum.assessment.models import ObservedTeaching
from curriculum.audit import service as audit
from curriculum.db import announce, db, new_id
from curriculum.delivery import queries as delivery
from curriculum.delivery.models import Run
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import CaseRole, require_free
from curriculum.people import queries as people


def record_observation(
    actor: Actor,
    *,
    person_id: int,
    run_id: int,
    observed_on: date,
    scores: Mapping[str, int],
    strengths: str | None = None,
    actions: str | None = None,
) -> ObservedTeaching:
    """Record what one saw of somebody's teaching; neither their mentor nor their subordinate may (I-22)."""
    run = delivery.run(run_id)
    require(actor, Permission.OBSERVATION_RECORD, queries.run_subject(actor, run))
    close = delivery.close_to(person_id, clock.today())
    require_free(actor.person_id, CaseRole.OBSERVER, delivery.history(person_id, actor, close))
    whole = grid.complete(scores)
    observer_id = int(str(actor.person_id))
    _check(run, person_id, observer_id, observed_on)
    seen = ObservedTeaching(
        person_id=person_id,
        id=new_id(),
        run_id=run_id,
        observer_id=observer_id,
        observed_on=observed_on,
        scores=whole,
        overall=grid.overall(whole),
        strengths=strengths,
        actions=actions,
    )
    db.session.add(seen)
    db.session.flush()
    audit.record(
        actor,
        "observation:recorded",
        "observation",
        seen.id,
        about=person_id,
        code=run.code,
        overall=seen.overall,
    )
    announce(PersonTouched(person_id))
    return seen


def _check(run: Run, person_id: int, observer_id: int, observed_on: date) -> None:
    if person_id not in delivery.trainer_ids(run.id):
        raise Refusal(RefusalCode.VALUE_INVALID, field="person", value=run.code)
    if observed_on > clock.today():
        raise Refusal(RefusalCode.DATE_IN_FUTURE, field="observed_on", value=observed_on)
    same = select(ObservedTeaching.id).where(
        ObservedTeaching.person_id == person_id,
        ObservedTeaching.run_id == run.id,
        ObservedTeaching.observer_id == observer_id,
        ObservedTeaching.observed_on == observed_on,
    )
    if db.session.scalar(same) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="observation", code=run.code)


def sign_observation(actor: Actor, person_id: int, observation_id: int) -> ObservedTeaching:
    """Sign as the observer or as the one observed; the second signature makes it count."""
    seen = queries.get_observation(person_id, observation_id)
    if actor.person_id is None:
        raise Refusal(RefusalCode.PERSON_UNKNOWN, role="observer")
    if actor.person_id in people.aliases(seen.observer_id):
        side = "observer"
    elif actor.person_id in people.aliases(person_id):
        side = "observed"
    else:
        raise Refusal(RefusalCode.NOT_DESIGNATED, object="observation")
    if getattr(seen, f"signed_by_{side}_at") is not None:
        raise Refusal(RefusalCode.ALREADY_SIGNED, object="observation")
    setattr(seen, f"signed_by_{side}_at", clock.now())
    code = delivery.run(seen.run_id).code
    audit.record(actor, "observation:signed", "observation", seen.id, about=person_id, code=code, as_=side)
    announce(PersonTouched(person_id))
    return seen
