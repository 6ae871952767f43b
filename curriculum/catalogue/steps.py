"""The way of a version on its page: what is done, what is missing, what this reader may do next."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import Any, NamedTuple

from flask import flash
from flask_babel import gettext as _

from curriculum import labels
from curriculum.access import current_actor, is_permitted
from curriculum.catalogue import versioning, words
from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.catalogue.forms import OpinionForm, StepForm
from curriculum.db import transaction
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.lifecycle import Lifecycle, Need
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.errors import status_of

PLAIN = frozenset({"submit", "discard", "pilot", "end_pilot", "approve"})
REASONED = {"return": "return_", "reopen": "reopen", "reject": "reject", "withdraw": "withdraw"}
DANGER = frozenset({"discard", "reject", "withdraw"})

ASKED = tuple(sorted(set(versioning.PERMISSIONS.values())))
"""Whoever may take at least one step of a version."""

NOTHING = ""
"""The mark of a form that has none: no version bears it, so what it asks for is as good as late."""

HEARD = {
    Need.THEMATIC_OPINION: GivenAs.THEMATIC,
    Need.HR_OPINION: GivenAs.HR,
    Need.COORDINATION_ENDORSEMENT: GivenAs.COORDINATION,
}


class Button(NamedTuple):
    """A step the reader may take now."""

    action: str
    words: str
    needs_reason: bool
    kind: str
    follows: str = ""
    """What it brings with it, where that does not go without saying."""


def buttons(
    actor: Actor, state: VersionState, table: Lifecycle[VersionState], about: Subject
) -> list[Button]:
    """The steps that the state allows and the reader's roles permit."""
    rows = [row for row in table.transitions if row.from_ is state and row.permission is not None]
    return [
        Button(
            row.action,
            str(words.STEPS[row.action]),
            Need.REASON in row.needs,
            _kind(row.action),
            str(words.FOLLOWS.get(row.action, "")),
        )
        for row in rows
        if row.permission is not None and is_permitted(actor, row.permission, about)
    ]


def _kind(action: str) -> str:
    if action in DANGER:
        return "danger"
    return "primary" if action in ("submit", "approve", "publish") else "secondary"


def parties(actor: Actor, about: Subject) -> list[GivenAs]:
    """For whom the reader may give an opinion."""
    return [
        one
        for one in GivenAs
        if is_permitted(versioning.speaking_as(actor, one), Permission.VERSION_OPINE, about)
    ]


def checklist(
    version: Any, problems: list[str], opinions: list[Any], table: Lifecycle[VersionState]
) -> list[dict[str, Any]]:
    """What stands between the draft and its publication, as a task list (J1, step 6)."""
    heard = versioning.established(opinions, version.submitted_at)
    items = [_content_item(problems)]
    items += [_opinion_item(one, heard) for one in _needed(table)]
    if Need.THEMATIC_OPINION not in heard and version.state is VersionState.IN_REVIEW:
        pilot = _opinion_item(GivenAs.THEMATIC, heard)
        items.append(pilot | {"hint": _("Needed before a pilot, and useful before an approval.")})
    approved = version.approver_id is not None
    items.append(_item("approval", _("Approved by somebody who did not write it"), done=approved))
    published = version.published_on is not None
    return [*items, _item("publication", _("Published"), done=published)]


def _needed(table: Lifecycle[VersionState]) -> list[GivenAs]:
    approval = table.find(VersionState.IN_REVIEW, "approve")
    return [HEARD[need] for need in (approval.needs if approval else ()) if need in HEARD]


def wanted(table: Lifecycle[VersionState], state: VersionState) -> frozenset[GivenAs]:
    """The parties whose opinion the checklist of a version wants where it stands, given already or not."""
    match state:
        case VersionState.IN_REVIEW:
            return frozenset({*_needed(table), GivenAs.THEMATIC})
        case VersionState.PILOT:
            return frozenset(_needed(table))
    return frozenset()


def reading(previous: Any, url: str) -> list[dict[str, Any]]:
    """The first thing on a reviewer's list: what the version changes; nothing where none came before."""
    if previous is None:
        return []
    title = _("What changed since version %(number)s", number=previous.version)
    return [{"key": "changes", "title": title, "url": url, "state": "read", "status": _("To read")}]


def _content_item(problems: list[str]) -> dict[str, Any]:
    item = _item("content", _("Content complete in both languages"), done=not problems)
    if problems:
        item |= {"state": "problem", "status": _("To mend"), "hint": " ".join(problems)}
    return item


def _opinion_item(one: GivenAs, heard: frozenset[Need]) -> dict[str, Any]:
    done = any(HEARD[need] is one for need in heard if need in HEARD)
    return _item(one.value, _("Opinion: %(party)s", party=labels.label(one)), done=done)


def _item(key: str, title: str, *, done: bool) -> dict[str, Any]:
    status = _("Done") if done else _("To do")
    return {"key": key, "title": title, "state": "done" if done else "todo", "status": status}


def take(
    service: ModuleType,
    actor: Actor,
    version_id: int,
    action: str,
    reason: str,
    until: date | None,
    *,
    seen: str | None = None,
) -> None:
    """Take the step of a button; services of modules and of paths answer to the same verbs.

    `seen` is what the page of the button showed: a second click, or a second reviewer, is told so, and so
    is a form that says nothing of it.
    """
    permission = versioning.PERMISSIONS.get(action)
    if permission is None:
        raise Refusal(RefusalCode.VALUE_INVALID, field="action", value=action)
    service.require_unmoved(actor, permission, version_id, seen or NOTHING)
    if action in PLAIN:
        getattr(service, action)(actor, version_id, seen=seen)
    elif action in REASONED:
        getattr(service, REASONED[action])(actor, version_id, reason=reason, seen=seen)
    else:
        service.publish(actor, version_id, teach_out_until=until, seen=seen)


class Kept(NamedTuple):
    """What was typed for a step that was refused: the page gives it back."""

    status: int
    action: str
    reason: str
    until: date | None


def stepped(change: Callable[[StepForm], object], code: str, number: int) -> Kept | None:
    """Take the step that the form of a version's page asks for; None when it was taken, else what to keep."""
    form = StepForm()
    form.validate()
    with told(_("Done: %(code)s, version %(number)s.", code=code, number=number)) as outcome:
        if form.reason.errors:
            most = StepForm.LONGEST
            raise Refusal(
                RefusalCode.VALUE_TOO_LONG, field="reason", found=len(form.reason.data or ""), most=most
            )
        change(form)
    if outcome.refusal is None:
        return None
    until = form.teach_out_until.data
    return Kept(status_of(outcome.refusal), form.action.data or "", form.reason.data or "", until)


def taking(service: ModuleType, version_id: int) -> Callable[[StepForm], object]:
    """The change that a step's form asks for on a version's own page."""

    def change(form: StepForm) -> None:
        action, reason, until = form.action.data or "", form.reason.data or "", form.teach_out_until.data
        take(service, current_actor(), version_id, action, reason, until, seen=form.seen.data or None)

    return change


def heard(service: ModuleType, version_id: int, form: OpinionForm) -> int:
    """Record the opinion of a valid form, and say what became of it; 303 when it was recorded."""
    with told(_("The opinion is recorded.")) as outcome:
        actor, seen = current_actor(), form.seen.data or NOTHING
        service.require_unmoved(actor, Permission.VERSION_VIEW, version_id, seen)
        service.opine(
            actor,
            version_id,
            given_as=GivenAs(form.given_as.data),
            opinion=Opinion(form.opinion.data),
            note=form.note.data or "",
        )
    return 303 if outcome.refusal is None else status_of(outcome.refusal)


ELSEWHERE = frozenset({RefusalCode.NOT_PERMITTED, RefusalCode.NOT_FOUND, RefusalCode.NOT_SIGNED_IN})


@dataclass
class Outcome:
    """What became of a change that a page asked for."""

    refusal: Refusal | None = None


@contextmanager
def told(success: str) -> Iterator[Outcome]:
    """One transaction whose refusal is told on the page it came from; what has no page there goes on."""
    outcome = Outcome()
    try:
        with transaction():
            yield outcome
    except Refusal as refusal:
        outcome.refusal = refusal
        if refusal.code in ELSEWHERE:
            raise
        for said in labels.sentences_of(refusal):
            flash(said, "error")
    else:
        flash(success, "success")
