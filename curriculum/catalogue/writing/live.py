"""What the page says while somebody writes: what is missing, what is advised, totals, who else is there."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _

from curriculum.catalogue import advising, checks, drafts, queries
from curriculum.catalogue import words as catalogue_words
from curriculum.catalogue.content import VersionContent
from curriculum.catalogue.writing import words
from curriculum.domain.module import suggested_credits


class Totals(NamedTuple):
    """What adds up: hundredths of an hour, and weights out of 100."""

    hours: int
    credits: float
    outcomes: int
    assessments: int


class Panel(NamedTuple):
    """Everything beside the form."""

    missing: list[str]
    advised: list[str]
    totals: Totals
    others: Sequence[drafts.Other]
    kept_at: datetime | None


def panel(
    code: str,
    content: VersionContent,
    others: Sequence[drafts.Other],
    *,
    faults: Sequence[str] = (),
    circles: Sequence[Sequence[str]] = (),
    kept_at: datetime | None = None,
) -> Panel:
    """What to say of this content; `faults` are fields that cannot be read as they are,
    `circles` the ways by which saved outcomes are taken over from themselves."""
    found = checks.of_content(content, queries.prerequisite_graph(), code)
    advice = advising.advice(content, queries.prerequisite_graph(drafts=True), code, queries.codes())
    missing = dict.fromkeys([*faults, *map(catalogue_words.problem, found)])
    advised = dict.fromkeys(words.counsel(one) for one in (*advice, *advising.of_circles(circles)))
    return Panel(list(missing), list(advised), _totals(content), others, kept_at)


def _totals(content: VersionContent) -> Totals:
    return Totals(
        content.hours.total,
        suggested_credits(content.hours.total),
        sum(one.weight for one in content.outcomes),
        sum(one.weight for one in content.assessments),
    )


def faults(form: Any) -> list[str]:
    """Fields that cannot be read as typed, each with its row; an empty one is told by the checks."""
    return [
        _("%(field)s: %(fault)s", field=" · ".join((*row, str(field.label.text))), fault=field.errors[0])
        for row, field in _fields(form, ())
        if field.errors
    ]


def _fields(form: Any, row: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The fields of a form and of its rows, with the row each stands in."""
    for field in form:
        if field.type == "FieldList":
            for number, entry in enumerate(field, 1):
                called = str(words.ROWS[field.short_name]) % {"number": number}
                yield from _fields(entry.form, (*row, called))
        elif field.type not in ("CSRFTokenField", "HiddenField") and _is_given(field):
            yield row, field


def _is_given(field: Any) -> bool:
    return any(str(one).strip() for one in field.raw_data or ())
