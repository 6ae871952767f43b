"""An official's own pages, and the same for those who may see them."""

import io
from collections.abc import Callable

from flask import Blueprint, abort, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from curriculum import clock, i18n, paper, refs
from curriculum.access import current_actor, is_permitted, may, may_somewhere, require, signed_in
from curriculum.catalogue import top_ups
from curriculum.domain.lifecycles.enrolment import MOVABLE
from curriculum.domain.permissions import Permission
from curriculum.feedback import asked as evaluations
from curriculum.labels import label
from curriculum.paths import queries as paths
from curriculum.people import queries as people
from curriculum.progress import awaiting, pages, papers, queries, shown
from curriculum.progress.assigned import component_title, counted

bp = Blueprint("progress", __name__)
bp.add_app_template_filter(shown.room_word, "room_word")
P = Permission

ALSO_MINE: tuple[tuple[str, LazyString, Permission], ...] = (
    ("/me/certificates", _("My certificates and applications"), P.APPLICATION_SUBMIT),
    ("/me/evidence", _("My evidence"), P.EVIDENCE_SUBMIT),
    ("/me/points", _("My points of continuing development"), P.CPD_RECORD),
)
"""Where an official goes from here, each with who may go there."""


def _overview(person_id: int, base: str) -> ResponseReturnValue:
    found = pages.paths_of(person_id, clock.today())
    own, actor = base == "/me", current_actor()
    wanted = [*([] if own else [person_id]), *(one.enrolment.mentor_id for one in found)]
    names = people.display_names(wanted)
    newer = paths.newer_than([one.enrolment.path_version_id for one in found]) if own else {}
    turns = {one.enrolment.id: pages.history_of(person_id, one.enrolment.id) for one in found[:1]}
    return render_template(
        "progress/overview.html",
        person_name=names.get(person_id, ""),
        names=names,
        own=own,
        base=base,
        profile=base.removesuffix("/progress") if not own and may_somewhere(actor, P.PERSON_VIEW) else "",
        paths=[(one, shown.history(one, turns.get(one.enrolment.id, ()))) for one in found],
        requests={one.code: awaiting.requested(person_id, one.progress.excluded) for one in found},
        also=[(url, word) for url, word, needed in ALSO_MINE if own and may_somewhere(actor, needed)],
        newer=newer,
        evaluations=evaluations.open_for(actor, clock.today()) if own else [],
        movable=MOVABLE,
        seal=refs.seal,
        shown=shown,
        label=label,
    )


def _on_path(person_id: int, path_code: str) -> pages.OnPath:
    on_path = next((one for one in pages.paths_of(person_id, clock.today()) if one.code == path_code), None)
    if on_path is None:
        abort(404)
    return on_path


def _component(person_id: int, path_code: str, code: str, base: str) -> ResponseReturnValue:
    on_path = _on_path(person_id, path_code)
    requirement = on_path.requirement(code)
    if requirement is None:
        abort(404)
    standing = on_path.standing(code)
    met_by = {ref for module in standing.modules for outcome in module.outcomes for ref in outcome.by}
    own = base == "/me"
    enrolment = paths.enrolment(person_id, on_path.enrolment.id)
    about = paths.enrolment_subject(person_id, enrolment.path_version_id, clock.today())
    found = [one for one in counted(enrolment) if code in one.askers]
    return render_template(
        "progress/component.html",
        counted=found,
        named=lambda code: component_title(code, on_path.texts),
        may_decide=bool(found) and not own and is_permitted(current_actor(), P.ASSIGNMENT_OVERRIDE, about),
        enrolment_ref=refs.seal(enrolment.id),
        base=base,
        own=own,
        person_name="" if own else people.display_name(person_id),
        path=on_path,
        requirement=requirement,
        standing=standing,
        outcomes=pages.outcomes_of(standing.modules),
        versions={one.ref: one for one in queries.path_of(enrolment).modules},
        traces=pages.traces(person_id, met_by | set(standing.by)),
        top_up=top_ups.said_of(standing.missing),
        may_hand_in=own and may_somewhere(current_actor(), P.EVIDENCE_SUBMIT),
        shown=shown,
        label=label,
    )


def _transcript(person_id: int, path_code: str, base: str) -> ResponseReturnValue:
    on_path = _on_path(person_id, path_code)
    name = " ".join((str(_("Transcript")), on_path.code, people.display_name(person_id))) + ".pdf"
    return _download(lambda: papers.transcript(person_id, on_path, i18n.language()), name, base)


def _download(make: Callable[[], bytes], name: str, base: str) -> ResponseReturnValue:
    """A paper as a file; where it cannot be printed, a page that says what stands in the way."""
    try:
        pdf = make()
    except paper.Unprintable as refused:
        said = {"code": refused.code, "facts": refused.facts, "base": base}
        return render_template("progress/unprintable.html", **said), 422
    answer = send_file(
        io.BytesIO(pdf), "application/pdf", as_attachment=True, download_name=name, max_age=0, etag=False
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _myself() -> int:
    """The person behind this account; a page of nobody is not found."""
    person_id = current_actor().person_id
    if not isinstance(person_id, int):
        abort(404)
    return person_id


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
    return _component(_myself(), path_code, code, "/me")


@bp.get("/me/<path_code>/transcript.pdf")
@signed_in
def my_transcript(path_code: str) -> ResponseReturnValue:
    return _transcript(_myself(), path_code, "/me")


@bp.get("/me/attendance.pdf")
@signed_in
def my_attendance() -> ResponseReturnValue:
    person_id = _myself()
    name = " ".join((str(_("Attestation of attendance")), people.display_name(person_id))) + ".pdf"
    return _download(lambda: papers.attendance(person_id, i18n.language()), name, "/me")


def _seen(ref: str) -> int:
    person_id = people.get_by_ref(ref)
    require(current_actor(), P.PROGRESS_VIEW, people.today_subject(person_id))
    return person_id


@bp.get("/people/<ref>/progress")
@may(P.PROGRESS_VIEW)
def person(ref: str) -> ResponseReturnValue:
    return _overview(_seen(ref), f"/people/{ref}/progress")


@bp.get("/people/<ref>/progress/<path_code>/<code>")
@may(P.PROGRESS_VIEW)
def person_component(ref: str, path_code: str, code: str) -> ResponseReturnValue:
    return _component(_seen(ref), path_code, code, f"/people/{ref}/progress")


@bp.get("/people/<ref>/progress/<path_code>/transcript.pdf")
@may(P.PROGRESS_VIEW)
def person_transcript(ref: str, path_code: str) -> ResponseReturnValue:
    return _transcript(_seen(ref), path_code, f"/people/{ref}/progress")
