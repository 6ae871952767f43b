"""What an official's pages say, ready for the template: tasks, amounts, what ends, why the figure changed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _lazy

from curriculum.domain.missing import Missing, MissingCode
from curriculum.domain.standing import Excluded, ExcludedWhy, State
from curriculum.i18n import civil_date, colon, decimal, ngettext, percent, semicolon, text
from curriculum.i18n import gettext as _
from curriculum.labels import label
from curriculum.progress.glance import Part
from curriculum.progress.pages import Met, OnPath, Requirement, Turn

IN_MINUTES = frozenset({MissingCode.HOURS_SHORT, MissingCode.PRACTICE_SHORT})
IN_HUNDREDTHS = frozenset({MissingCode.CPD_SHORT})
WAITED_FOR = frozenset({MissingCode.OTHER_BEFORE, MissingCode.NOT_YET})
LEVELS = frozenset({MissingCode.LEVEL_TOO_LOW, MissingCode.NO_EVIDENCE})
TASKS = {State.MET: "done", State.PARTLY: "doing", State.UNMET: "todo"}

ROOMS = {
    "evidence": _lazy("Evidence"),
    "attendance": _lazy("Attendance of a run"),
    "result": _lazy("Result before our own assessors"),
    "observation": _lazy("Observed session"),
    "teaching": _lazy("Hours taught"),
    "panel": _lazy("Panel"),
    "experience": _lazy("Experience attested by HR"),
    "cpd": _lazy("Continuing development"),
}
"""What stands behind a trace id, by the room in its name."""

WHY_NOT = {
    ExcludedWhy.DISPUTED: _lazy("The sources do not agree; it counts once somebody settled the hours."),
    ExcludedWhy.INVALIDATED: _lazy("It was taken back, with a reason."),
    ExcludedWhy.WAITING: _lazy("Attendance is known, your own result is not here yet."),
    ExcludedWhy.LAPSED: _lazy("It is too old for this path; a refresher or a test restores it."),
    ExcludedWhy.TOP_UP_DUE: _lazy("It comes from an earlier version; a short top-up completes it."),
    ExcludedWhy.TOO_EARLY: _lazy("It came too soon after another requirement was met; later work counts."),
}
"""Why something on file does not count, and what helps."""


def room_word(room: str) -> str:
    """The word for what stands behind a trace id."""
    return str(ROOMS.get(room, room))


def amounts(gap: Missing, subject: str = "") -> str:
    """How much there is of how much, in the unit of what is missing; empty where counting says nothing.

    `subject` names the component waited for, which goes by its code otherwise.
    """
    if gap.code in IN_MINUTES:
        have, need = decimal(gap.have / 60), decimal(gap.need / 60)
        return _("%(have)s of %(need)s hours", have=have, need=need)
    if gap.code in IN_HUNDREDTHS:
        have, need = decimal(gap.have / 100), decimal(gap.need / 100)
        return _("%(have)s of %(need)s points", have=have, need=need)
    if gap.code is MissingCode.EXPERIENCE_SHORT:
        return _("%(have)s of %(need)s months", have=gap.have, need=gap.need)
    if gap.code in LEVELS:
        return _("level %(have)s of %(need)s", have=gap.have, need=gap.need)
    if gap.code is MissingCode.PATH_DUE:
        return gap.detail
    if gap.code is MissingCode.TOP_UP_DUE:
        return ""
    if gap.code in WAITED_FOR:
        return _waiting(gap, subject or gap.subject)
    return _("%(have)s of %(need)s", have=gap.have, need=gap.need) if gap.need > 1 else ""


def _waiting(gap: Missing, subject: str) -> str:
    """From when on what is done counts: some months after another component, a day where it is known."""
    after = _("%(months)s months after %(component)s", months=gap.need, component=subject)
    if not gap.detail:
        return after
    return _("from %(day)s, %(after)s", day=civil_date(date.fromisoformat(gap.detail)), after=after)


def title_of(requirement: Requirement | None, code: str = "") -> str:
    """The name of a component: its own, that of its only module, or the word for its kind."""
    if requirement is None:
        return code
    return text(requirement.title) or label(requirement.part.type)


class Task(NamedTuple):
    """A line of the task list, as `parts/lists.html` reads it."""

    key: str
    title: str
    state: str
    status: str
    hint: str
    url: str
    reason: str = ""


def tasks(on_path: OnPath, base: str) -> list[Task]:
    """The components as a task list; each links to its page."""
    return [_task(one, f"{base}/{on_path.code}/{one.code}") for one in on_path.requirements]


def _task(one: Requirement, url: str) -> Task:
    part = one.part
    status = percent(part.percent / 100) if part.state is State.PARTLY else label(part.state)
    return Task(part.code, title_of(one), TASKS[part.state], status, _gaps(part), url)


def _gaps(part: Part) -> str:
    """The first gap in words, with how many more there are."""
    first = part.first_gap
    if first is None:
        return ""
    said, counted = label(first.code), amounts(first)
    if counted:
        said = f"{said} ({counted})"
    further = len(part.gaps) - 1
    if not further:
        return said
    more = ngettext("and %(num)d more thing", "and %(num)d more things", further)
    return f"{said}, {more}"


class Ending(NamedTuple):
    """A component of which something soon stops counting."""

    title: str
    url: str
    until: date
    pieces: int


def ending(on_path: OnPath, base: str) -> list[Ending]:
    """What stops counting within six months, one line a component, the soonest first."""
    found: dict[str, Ending] = {}
    for one in on_path.progress.expiring():
        known = found.get(one.component)
        title = title_of(on_path.requirement(one.component), one.component)
        url = f"{base}/{on_path.code}/{one.component}"
        found[one.component] = (
            known._replace(pieces=known.pieces + 1) if known else Ending(title, url, one.until, 1)
        )
    return list(found.values())


def left_out(excluded: Iterable[Excluded]) -> list[tuple[str, list[str]]]:
    """What is on file and does not count: why, and for which outcomes."""
    found: dict[ExcludedWhy, list[str]] = {}
    for one in excluded:
        outcomes = found.setdefault(one.why, [])
        if one.outcome not in outcomes:
            outcomes.append(one.outcome)
    return [(str(WHY_NOT[why]), outcomes) for why, outcomes in found.items()]


def met_by(refs: Iterable[str], traces: Mapping[str, Met], most: int = 3) -> list[Met]:
    """What met an outcome, strongest first, each thing said once."""
    return list(dict.fromkeys(traces[ref] for ref in refs))[:most]


def history(on_path: OnPath, turns: Iterable[Turn]) -> list[dict[str, Any]]:
    """Why the figure changed: the causes as the sentence, the components they moved below it."""
    return [
        {
            "on": turn.on,
            "text": _sentence(turn),
            "before": turn.before,
            "after": turn.after if turn.before != turn.after else None,
            "because": [_moved(on_path, *one) for one in turn.components],
        }
        for turn in turns
    ]


def _sentence(turn: Turn) -> str:
    if turn.before is None:
        return _("The path was begun with what was already held.")
    said = semicolon().join(label(one) for one in turn.causes)
    return f"{said[:1].upper()}{said[1:]}." if said else _("Progress was computed anew.")


def _moved(on_path: OnPath, code: str, before: int, after: int) -> str:
    """One component that moved; its title where the path still has it."""
    title = title_of(on_path.requirement(code), code)
    return f"{title}{colon()}{percent(before / 100)} → {percent(after / 100)}"
