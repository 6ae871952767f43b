"""Panels: at least three natural persons, none of whom taught or mentors the candidate (S15)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import insert

from curriculum import clock
from curriculum.access import require
from curriculum.announcements import PersonTouched
from curriculum.assessment import queries
from curriculum.assessment.models import Panel, PanelMember
from curriculum.audit import service as audit
from curriculum.db import announce, db, new_id
from curriculum.delivery import queries as delivery
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import CaseRole, panel_conflicts
from curriculum.paths import queries as paths

LEAST_MEMBERS = 3


def hold_panel(
    actor: Actor,
    *,
    person_id: int,
    path_version_id: int,
    held_on: date,
    member_ids: Sequence[int],
    favourable: bool,
    minutes: str,
) -> Panel:
    """Record that a panel heard a candidate; refuses naming the members who may not sit, and why."""
    require(actor, Permission.ASSESSMENT_GRADE, queries.path_subject(actor, path_version_id, person_id))
    bars = (*delivery.trainers_of_person(person_id), *delivery.close_to(person_id, clock.today()))
    history = delivery.history(person_id, actor, bars, member_ids)
    if barred := panel_conflicts(member_ids, history, at_least=LEAST_MEMBERS):
        found = [conflict for conflicts in barred.values() for conflict in conflicts]
        raise Refusal(RefusalCode.CONFLICT_OF_INTEREST, role=CaseRole.PANEL_MEMBER, conflicts=found)
    if held_on > clock.today():
        raise Refusal(RefusalCode.DATE_IN_FUTURE, field="held_on", value=held_on)
    if not minutes.strip():
        raise Refusal(RefusalCode.VALUE_MISSING, field="minutes")
    panel = Panel(
        id=new_id(),
        person_id=person_id,
        path_version_id=path_version_id,
        held_on=held_on,
        favourable=favourable,
        minutes=minutes.strip(),
    )
    db.session.add(panel)
    db.session.flush()
    seats = [{"panel_id": panel.id, "person_id": one} for one in dict.fromkeys(member_ids)]
    db.session.execute(insert(PanelMember), seats)
    version = paths.version(path_version_id)
    audit.record(
        actor,
        "panel:held",
        "panel",
        panel.id,
        about=person_id,
        path=f"{version.path.code} v{version.version}",
        minutes=panel.minutes,
        favourable=favourable,
    )
    announce(PersonTouched(person_id))
    return panel
