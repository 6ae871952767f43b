"""What waits for whom: the queues of every room, as far as an actor's roles reach, with their first lines."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from curriculum import i18n, refs
from curriculum.access import may_somewhere
from curriculum.awards.models import StatusAction
from curriculum.awards.queries import waiting as awards
from curriculum.delivery import queries as delivery
from curriculum.desk import owning, queries
from curriculum.desk.queue import FIRST, Item, Queue, queue_of
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.certificate import MAY_TAKE
from curriculum.domain.lifecycles.import_batch import BatchState
from curriculum.domain.permissions import Permission
from curriculum.evidence import queries as evidence
from curriculum.labels import label
from curriculum.people import queries as people

P = Permission
Reader = Callable[[Actor], list[Queue]]


def for_training(actor: Actor) -> list[Queue]:
    """Every queue of training and certification that the actor may work on, empty ones too."""
    return [one for read in TRAINING for one in read(actor)]


def for_hr(actor: Actor) -> list[Queue]:
    """Every queue of HR that the actor may work on, empty ones too."""
    return [one for read in HR for one in read(actor)]


def _cases(key: str, permission: Permission, read: Callable[[Actor], list[awards.CaseRow]]) -> Reader:
    def queue(actor: Actor) -> list[Queue]:
        if not may_somewhere(actor, permission):
            return []
        rows = read(actor)
        items = (Item(row.name, f"/applications/{row.code}", _path(row), row.since.date()) for row in rows)
        return [queue_of(key, rows, "/applications", items, awards.oldest(rows))]

    return queue


def _path(row: Any) -> str:
    return f"{i18n.text(row.title)} · {label(row.state)}"


def _sign_offs(actor: Actor) -> list[Queue]:
    if not any(may_somewhere(actor, one) for one in (P.APPLICATION_SIGN_HR, P.APPLICATION_SIGN_TRAINING)):
        return []
    rows = awards.awaiting_signoff(actor)
    items = (
        Item(
            row.name,
            f"/applications/{row.code}/sign/{row.function.value.lower()}",
            i18n.text(row.title),
            row.since.date(),
        )
        for row in rows
    )
    return [queue_of("sign_offs", rows, "/sign-offs", items, awards.oldest(rows))]


def _statuses(actor: Actor) -> list[Queue]:
    if not any(may_somewhere(actor, MAY_TAKE[one]) for one in StatusAction):
        return []
    rows = awards.awaiting_status(actor)
    items = (Item(row.name, f"/certificates/{row.number}", _proposed(row), row.since.date()) for row in rows)
    return [queue_of("statuses", rows, "/hr/register", items, awards.oldest(rows))]


def _proposed(row: awards.StatusRow) -> str:
    return f"{i18n.text(row.title)} · {label(StatusAction(row.action))}"


def _lists(actor: Actor) -> list[Queue]:
    if not may_somewhere(actor, P.ROW_DECIDE):
        return []
    rows = queries.lists_on_the_way(actor)
    open_ = [row for row in rows if row.state is BatchState.MATCHED and row.undecided]
    others = [row for row in rows if row.state is not BatchState.MATCHED or not row.undecided]
    undecided = (
        Item(
            i18n.text(row.title),
            f"/lists/{row.code}/desk",
            ngettext("%(num)d row", "%(num)d rows", row.undecided),
            row.received_at.date(),
        )
        for row in open_
    )
    steps = (
        Item(i18n.text(row.title), f"/lists/{row.code}", _step(row.state), row.received_at.date())
        for row in others
    )
    rows_to_decide = Queue(
        "rows",
        sum(row.undecided for row in open_),
        "/training/desk",
        tuple(undecided)[:FIRST],
        open_[0].received_at.date() if open_ else None,
    )
    since = others[0].received_at.date() if others else None
    return [rows_to_decide, queue_of("lists", others, "/training/lists", steps, since)]


def _step(state: BatchState) -> str:
    steps = {
        BatchState.RECEIVED: _("columns to confirm"),
        BatchState.MAPPED: _("people to match"),
        BatchState.MATCHED: _("ready to apply"),
    }
    return str(steps[state])


def _disputes(actor: Actor) -> list[Queue]:
    if not may_somewhere(actor, P.ATTENDANCE_RESOLVE):
        return []
    rows = delivery.disputes_visible_to(actor)
    names = people.display_names(row.person_id for row in rows[:FIRST])
    items = (
        Item(
            names.get(row.person_id, ""),
            f"/runs/{row.run_code}/disputes/{people.person_ref(row.person_id)}",
            i18n.text(row.title),
            row.run_end,
        )
        for row in rows
    )
    return [queue_of("disputes", rows, "/training/runs?open=1", items, rows[0].run_end if rows else None)]


def _evidence(actor: Actor) -> list[Queue]:
    if not may_somewhere(actor, P.EVIDENCE_REVIEW):
        return []
    rows = evidence.awaiting_review(actor)
    names = people.display_names(row.person_id for row in rows[:FIRST])
    items = (
        Item(
            row.title,
            f"/evidence/{evidence.evidence_ref(row.id)}/review",
            f"{names.get(row.person_id, '')} · {label(row.state)}",
        )
        for row in rows
    )
    return [queue_of("evidence", rows, "/training/evidence", items)]


def _points(actor: Actor) -> list[Queue]:
    if not may_somewhere(actor, P.CPD_ACCEPT):
        return []
    rows = evidence.cpd_awaiting(actor)
    names = people.display_names(row.person_id for row in rows[:FIRST])
    items = (Item(names.get(row.person_id, ""), "/training/points", label(row.type), row.on) for row in rows)
    return [queue_of("points", rows, "/training/points", items, min((row.on for row in rows), default=None))]


def _results(actor: Actor) -> list[Queue]:
    if not may_somewhere(actor, P.ASSESSMENT_VERIFY):
        return []
    rows = queries.results_to_verify(actor)
    items = (
        Item(
            i18n.text(row.title),
            f"/runs/{row.code}/results",
            ngettext("%(num)d result", "%(num)d results", row.waiting),
            row.since,
        )
        for row in rows
    )
    first, since = tuple(items)[:FIRST], rows[0].since if rows else None
    return [Queue("results", sum(row.waiting for row in rows), "/training/runs", first, since)]


def _observations(actor: Actor) -> list[Queue]:
    if not may_somewhere(actor, P.OBSERVATION_RECORD):
        return []
    rows = queries.observations_to_sign(actor)
    names = people.display_names(row.person_id for row in rows[:FIRST])
    items = (
        Item(names.get(row.person_id, ""), f"/observations/{refs.seal(row.id)}", row.run_code, row.on)
        for row in rows
    )
    return [queue_of("observations", rows, "/training/runs", items, rows[0].on if rows else None)]


def _nominations(
    key: str, permission: Permission, read: Callable[[Actor], list[queries.NominationRow]], url: str
) -> Reader:
    def queue(actor: Actor) -> list[Queue]:
        if not may_somewhere(actor, permission):
            return []
        rows = read(actor)
        names = people.display_names(row.person_id for row in rows[:FIRST])
        items = (
            Item(
                names.get(row.person_id, ""),
                f"/people/{people.person_ref(row.person_id)}/progress"
                if may_somewhere(actor, P.PROGRESS_VIEW)
                else f"/people/{people.person_ref(row.person_id)}",
                i18n.text(row.title),
                row.on,
            )
            for row in rows
        )
        return [queue_of(key, rows, url, items, rows[0].on if rows else None)]

    return queue


TRAINING: tuple[Reader, ...] = (
    _sign_offs,
    _cases("admissibility", P.APPLICATION_ADMIT, awards.awaiting_admissibility),
    _cases("checks", P.APPLICATION_CHECK, awards.awaiting_check),
    _cases("decisions", P.APPLICATION_DECIDE, awards.awaiting_decision),
    _statuses,
    _lists,
    _disputes,
    _evidence,
    _results,
    _observations,
    _points,
    owning.claims,
    owning.reviews,
    owning.followed,
    owning.feedback,
    owning.instruments,
    _nominations("admissions", P.ENROLMENT_ADMIT, queries.nominations_to_admit, "/training/nominations"),
)
HR: tuple[Reader, ...] = (
    _sign_offs,
    _lists,
    owning.opinions,
    _nominations(
        "nominations", P.ENROLMENT_NOMINATE, queries.own_nominations, "/training/paths/nominations/new"
    ),
    _nominations("experience", P.EXPERIENCE_ATTEST, queries.experience_to_attest, "/hr/experience/new"),
)
