"""Suggestions: what a place should say instead, taken into the draft at a press or declined with a reason."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from curriculum.access import require
from curriculum.accounts import queries as accounts
from curriculum.audit import service as audit
from curriculum.db import db
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.domain.sheets import LANGUAGES, Place, Plain
from curriculum.reviews import notices, queries
from curriculum.reviews.kinds import Kind, kind_of, version_id
from curriculum.reviews.models import ReviewComment, ReviewThread, Said
from curriculum.reviews.saying import note


class Bounds(NamedTuple):
    """What a number may be; hours are hundredths in sheets and whole or broken hours on pages."""

    low: int
    high: int
    scale: int = 1


_HOURS, _MONTHS, _SHARE = Bounds(0, 1_000_000, 100), Bounds(1, 600), Bounds(1, 100)
NUMBERS: Mapping[str, Bounds] = {
    "weight": _SHARE,
    "pass_mark": _SHARE,
    **{f"hours.{name}": _HOURS for name in ("contact", "online", "practice", "self_study", "assessment")},
    "hours_minimum_taught": _HOURS,
    "currency_months": _MONTHS,
    "certificate_validity_months": _MONTHS,
    "max_duration_months": _MONTHS,
    "completion.min_outcome_weight": _SHARE,
    "completion.min_contact_attendance_pct": _SHARE,
    "min_proof_level": Bounds(0, 4),
}
"""Numbers that may be suggested; a text in both languages may be wherever there is one."""


EVENTS = {Said.TAKEN: "review:suggestion_taken", Said.DECLINED: "review:suggestion_declined"}


@dataclass(frozen=True)
class Suggestion:
    """What a field says and what it should say: a number, or a text in both languages."""

    before: Any
    after: Any

    def plain(self) -> dict[str, Any]:
        """As the row of the comment keeps it."""
        return asdict(self)


def is_text(value: object) -> bool:
    """Whether this is a text in both languages."""
    return isinstance(value, Mapping) and bool(value) and set(value) <= LANGUAGES


def fields(row: Plain, inside: str = "") -> Iterator[tuple[str, Any]]:
    """The fields of a row, or of the version itself, that may be suggested anew, with what they say."""
    for name, value in row.items():
        path = f"{inside}.{name}" if inside else name
        if path in NUMBERS or is_text(value):
            yield path, value
        elif isinstance(value, Mapping):
            yield from fields(value, path)


def row_at(sheet: Plain, place: Place) -> Plain | None:
    """The row of a place, or the version itself; None where it is gone."""
    if not place.part:
        return sheet
    rows = sheet.get(place.part)
    if not isinstance(rows, list):
        return None  # a text or a number has no rows: the address was made up
    keyed = (row for row in rows if isinstance(row, Mapping))
    return next((row for row in keyed if row.get("key") == place.key), None)


def name_of(sheet: Plain, place: Place) -> str:
    """What a row is called in any language: its code, else its title; empty for the version itself."""
    row = row_at(sheet, place) if place.part else None
    if row is None:
        return ""
    title = row.get("title") or {}
    return str(row.get("code") or row.get("name") or title.get("fr") or title.get("en") or place.key)


def value_at(sheet: Plain, place: Place) -> Any:
    """What a field says now; None where it says nothing or is gone."""
    value: Any = row_at(sheet, place)
    for name in place.field.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def require_place(sheet: Plain, place: Place) -> None:
    """Refuse to talk about what is not there."""
    row = found(row_at(sheet, place), "place", place.key)
    if place.field and place.field not in dict(fields(row)):
        raise Refusal(RefusalCode.NOT_FOUND, object="place", code=place.field)


def require_different(sheet: Plain, place: Place, suggestion: Suggestion) -> None:
    """Refuse a suggestion that changes nothing, or that nobody could take."""
    if suggestion.after == suggestion.before or suggestion.before != value_at(sheet, place):
        raise Refusal(RefusalCode.SUGGESTION_OUTDATED)
    bounds = NUMBERS.get(place.field)
    fits = is_text(suggestion.after) if bounds is None else bounds.low <= suggestion.after <= bounds.high
    if not fits:
        expected = None if bounds is None else f"{bounds.low // bounds.scale}–{bounds.high // bounds.scale}"
        raise Refusal(
            RefusalCode.VALUE_INVALID, field="suggestion", value=suggestion.after, expected=expected
        )


def with_value(sheet: Plain, place: Place, value: Any) -> dict[str, Any]:
    """The sheet with one field saying something else."""
    changed = deepcopy(dict(sheet))
    inner: Any = row_at(changed, place)
    *way, last = place.field.split(".")
    for name in way:
        inner = inner[name]
    inner[last] = value
    return changed


def place_of(thread: ReviewThread) -> Place:
    """What a thread is about."""
    return Place(thread.part, thread.key, thread.field)


def take(actor: Actor, comment: ReviewComment, *, seen: int | None = None) -> ReviewComment:
    """Write a suggestion into the draft; refuses where the text has moved on since it was made."""
    thread, kind, version = _open(actor, comment)
    if seen is not None and seen != version.revision:
        raise Refusal(RefusalCode.CHANGED_MEANWHILE, object="draft")
    sheet, place = kind.sheet(version), place_of(thread)
    suggestion = Suggestion(**found(comment.suggestion, "suggestion", ""))
    if row_at(sheet, place) is None or value_at(sheet, place) != suggestion.before:
        raise Refusal(RefusalCode.SUGGESTION_OUTDATED)
    kind.write(actor, version, with_value(sheet, place, suggestion.after))
    return _answer(actor, kind, version, thread, comment, Said.TAKEN)


def decline(actor: Actor, comment: ReviewComment, *, reason: str) -> ReviewComment:
    """Leave the text as it is, and say why (I-17)."""
    if not reason.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="suggestion", action="decline")
    thread, kind, version = _open(actor, comment)
    return _answer(actor, kind, version, thread, comment, Said.DECLINED, reason.strip())


def _open(actor: Actor, comment: ReviewComment) -> tuple[ReviewThread, Kind, Any]:
    """A suggestion that nobody has answered, with its version held; only who writes the draft answers."""
    thread = found(db.session.get(ReviewThread, comment.thread_id), "thread", "")
    kind = kind_of(thread)
    version = kind.way.load(version_id(thread))
    require(actor, Permission.VERSION_DRAFT, kind.about(version))
    answered = queries.answers(queries.comments_in([thread.id])[thread.id])
    if comment.suggestion is None or comment.id in answered:
        raise Refusal(RefusalCode.WRONG_STATE, object="suggestion", state="answered", action="take")
    return thread, kind, version


def _answer(
    actor: Actor,
    kind: Kind,
    version: Any,
    thread: ReviewThread,
    comment: ReviewComment,
    said: Said,
    reason: str = "",
) -> ReviewComment:
    facts = {"code": kind.code(version), "version": version.version, "place": thread.name or "–"}
    by = accounts.names_of([comment.by or 0]).get(comment.by or 0, "–")
    audit.record(actor, EVENTS[said], "review_thread", thread.id, reason=reason or None, by=by, **facts)
    entry = note(actor, thread, said, reason, answers=comment.id)
    notices.thread_answered(actor, kind, version, thread, entry)
    return entry
