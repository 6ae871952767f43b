"""An official's own pages, and the same for those who may see them."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _lazy
from flask_babel import ngettext

from curriculum import clock
from curriculum.access import current_actor, may, require, signed_in
from curriculum.domain.missing import Missing, MissingCode
from curriculum.domain.permissions import Permission
from curriculum.domain.standing import State
from curriculum.labels import label
from curriculum.people import queries as people
from curriculum.progress import pages

bp = Blueprint("progress", __name__)

IN_MINUTES = frozenset({MissingCode.HOURS_SHORT, MissingCode.PRACTICE_SHORT})
IN_HUNDREDTHS = frozenset({MissingCode.CPD_SHORT})
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


@bp.app_template_filter("room_word")
def room_word(room: str) -> str:
    """The word for what stands behind a trace id."""
    return str(ROOMS.get(room, room))


def amounts(gap: Missing) -> str:
    """How much there is of how much, in the unit of what is missing; empty where counting says nothing."""
    if gap.code in IN_MINUTES:
        have, need = _number(gap.have / 60), _number(gap.need / 60)
        return str(_("%(have)s of %(need)s hours", have=have, need=need))
    if gap.code in IN_HUNDREDTHS:
        have, need = _number(gap.have / 100), _number(gap.need / 100)
        return str(_("%(have)s of %(need)s points", have=have, need=need))
    if gap.code is MissingCode.EXPERIENCE_SHORT:
        return str(_("%(have)s of %(need)s months", have=gap.have, need=gap.need))
    if gap.code in (MissingCode.LEVEL_TOO_LOW, MissingCode.NO_EVIDENCE):
        return str(_("level %(have)s of %(need)s", have=gap.have, need=gap.need))
    return str(_("%(have)s of %(need)s", have=gap.have, need=gap.need)) if gap.need > 1 else ""


def _number(value: float) -> str:
    return f"{value:g}"


def tasks(on_path: pages.OnPath, base: str) -> list[dict[str, object]]:
    """The components as a task list; each links to its page."""
    items = []
    for one in on_path.requirements:
        standing = one.standing
        gaps = ngettext("%(num)d thing missing", "%(num)d things missing", len(standing.missing))
        items.append(
            {
                "key": one.code,
                "title": one.title or label(standing.type),
                "state": TASKS[standing.state],
                "status": label(standing.state)
                if standing.state is not State.PARTLY
                else f"{standing.percent} %",
                "hint": label(standing.missing[0].code)
                if len(standing.missing) == 1
                else gaps * bool(standing.missing),
                "url": f"{base}/{on_path.code}/{one.code}",
            }
        )
    return items


def _overview(person_id: int, base: str) -> ResponseReturnValue:
    found = pages.paths_of(person_id, clock.today())
    histories = {one.enrolment.id: pages.history_of(person_id, one.enrolment.id) for one in found[:1]}
    return render_template(
        "progress/overview.html",
        person_name=people.display_name(person_id),
        own=base == "/me",
        base=base,
        paths=[(one, tasks(one, base), histories.get(one.enrolment.id, ())) for one in found],
        amounts=amounts,
        label=label,
    )


def _component(person_id: int, path_code: str, code: str, base: str) -> ResponseReturnValue:
    on_path = next((one for one in pages.paths_of(person_id, clock.today()) if one.code == path_code), None)
    requirement = on_path.requirement(code) if on_path else None
    if on_path is None or requirement is None:
        abort(404)
    modules = requirement.standing.modules
    refs = {ref for module in modules for outcome in module.outcomes for ref in outcome.by}
    return render_template(
        "progress/component.html",
        base=base,
        path=on_path,
        requirement=requirement,
        outcomes=pages.outcomes_of(modules),
        traces=pages.traces(person_id, refs | set(requirement.standing.by)),
        amounts=amounts,
        label=label,
    )


@bp.get("/me")
@signed_in
def me() -> ResponseReturnValue:
    person_id = current_actor().person_id
    if not isinstance(person_id, int):
        return render_template("progress/nobody.html")
    return _overview(person_id, "/me")


@bp.get("/me/<path_code>/<code>")
@signed_in
def my_component(path_code: str, code: str) -> ResponseReturnValue:
    person_id = current_actor().person_id
    if not isinstance(person_id, int):
        abort(404)
    return _component(person_id, path_code, code, "/me")


def _seen(ref: str) -> int:
    person_id = people.get_by_ref(ref)
    require(current_actor(), Permission.PROGRESS_VIEW, people.today_subject(person_id))
    return person_id


@bp.get("/people/<ref>/progress")
@may(Permission.PROGRESS_VIEW)
def person(ref: str) -> ResponseReturnValue:
    return _overview(_seen(ref), f"/people/{ref}/progress")


@bp.get("/people/<ref>/progress/<path_code>/<code>")
@may(Permission.PROGRESS_VIEW)
def person_component(ref: str, path_code: str, code: str) -> ResponseReturnValue:
    return _component(_seen(ref), path_code, code, f"/people/{ref}/progress")
