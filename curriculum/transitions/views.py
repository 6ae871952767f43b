"""Pages of the training unit: consequences of a version, its terms, plans that move people."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock
from curriculum.access import current_actor, is_permitted, may, may_somewhere, require
from curriculum.catalogue import carrying
from curriculum.catalogue import queries as catalogue
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.migration import MIGRATION, MigrationState
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.migration import MoveKind
from curriculum.domain.permissions import Permission
from curriculum.errors import submitted
from curriculum.labels import label
from curriculum.paths import queries as paths
from curriculum.paths.models import PathVersion
from curriculum.people import queries as people
from curriculum.transitions import consequences, judging, queries, service, shown, terms, words
from curriculum.transitions.forms import ReasonForm, TermsForm
from curriculum.transitions.models import MigrationPlan
from curriculum.transitions.vocabulary import LineStanding

bp = Blueprint("transitions", __name__, url_prefix="/training")
P = Permission
PER_PAGE, NAMED = 50, 20
L = LineStanding
AT_WORK = queries.AT_WORK


@bp.route("/paths/<code>/<int:number>/consequences", methods=["GET", "POST"])
@may(P.MIGRATION_PREPARE)
def of_path(code: str, number: int) -> ResponseReturnValue:
    """Small counts of people and donors' claims: for whoever prepares or approves only (I-24)."""
    version = paths.get_version(code, number)
    require(current_actor(), P.MIGRATION_PREPARE, paths.subject(version.id))
    form = _terms_form(version)
    status = submitted(form, lambda: _decide(version, form))
    if status == 303:
        flash(_("The terms are decided."), "success")
        return redirect(url_for("transitions.of_path", code=code, number=number), 303)
    return _path_page(paths.get_version(code, number), form), status


def _terms_form(version: PathVersion) -> TermsForm:
    form = TermsForm()
    decided, previous = terms.find_terms(version.id), paths.before(version)
    if previous is None or previous.state is not VersionState.SUPERSEDED:
        del form.reason
    elif not is_permitted(current_actor(), P.MIGRATION_APPLY, paths.subject(version.id)):
        del form.reason, form.teach_out_until  # published: whoever publishes may move it
    if not form.is_submitted():
        if decided is not None:
            form.moves_from.data, form.moves_until.data = decided.moves_from, decided.moves_until
        if form.teach_out_until is not None:
            form.teach_out_until.data = _last_day(version)
    return form


def _last_day(version: PathVersion) -> date | None:
    """The last day as published, else as proposed."""
    decided, previous = terms.find_terms(version.id), paths.before(version)
    published = previous.teach_out_until if previous is not None else None
    return published or (decided.teach_out_until if decided is not None else None)


def _decide(version: PathVersion, form: TermsForm) -> None:
    last = form.teach_out_until.data if form.teach_out_until is not None else _last_day(version)
    service.decide_terms(
        current_actor(),
        version.id,
        teach_out_until=last or clock.today(),
        moves_from=form.moves_from.data,
        moves_until=form.moves_until.data,
        reason=form.reason.data or "" if form.reason is not None else "",
    )


def _path_page(version: PathVersion, form: TermsForm) -> str:
    about = paths.subject(version.id)
    previous = paths.before(version)
    older = [one for one in paths.versions_of(version.path_id) if one.version < version.version]
    return render_template(
        "transitions/consequences.html",
        version=version,
        code=version.path.code,
        here=url_for("training_paths.version", code=version.path.code, number=version.version),
        previous=previous,
        lists_at=_lists(previous),
        found=consequences.of_path(version, clock.today()),
        tables_of=consequences.renewed(previous, version) if previous is not None else [],
        groups=[(one, len(judging.movers(one.id)), _plans(one, version)) for one in older],
        decided=terms.find_terms(version.id),
        form=form,
        may_prepare=is_permitted(current_actor(), P.MIGRATION_PREPARE, about),
        label=label,
        words=words,
    )


def _lists(previous: PathVersion | None) -> dict[str, str]:
    """Where the people and the certificates counted are listed, for whoever may open that list."""
    actor, at = current_actor(), dict[str, str]()
    if previous is not None and may_somewhere(actor, P.ENROLMENT_VIEW):
        at["people"] = url_for("training_paths.enrolled", code=previous.path.code, number=previous.version)
    if previous is not None and may_somewhere(actor, P.CERTIFICATE_REGISTER):
        at["certificates"] = url_for("certificates.index", path=previous.path.code)
    return at


def _plans(old: PathVersion, new: PathVersion) -> list[MigrationPlan]:
    return list(queries.plans_between(old.id, new.id))


@bp.get("/modules/<code>/<int:number>/consequences")
@may(P.MIGRATION_PREPARE)
def of_module(code: str, number: int) -> ResponseReturnValue:
    version = catalogue.get_version(code, number)
    require(current_actor(), P.MIGRATION_PREPARE, catalogue.subject_of(version))
    return render_template(
        "transitions/consequences.html",
        version=version,
        code=version.module.code,
        here=url_for("catalogue.version", code=code, number=number),
        previous=carrying.before(version),
        lists_at={},
        found=consequences.of_module(version, clock.today()),
        tables_of=[(code, number)],
        groups=[],
        label=label,
        words=words,
    )


@bp.post("/paths/<code>/<int:number>/moves/from/<int:old>")
@may(P.MIGRATION_PREPARE)
def draw(code: str, number: int, old: int) -> ResponseReturnValue:
    drawn: list[str] = []
    with transaction():
        before, after = paths.get_version(code, old), paths.get_version(code, number)
        drawn.append(service.draw(current_actor(), before.id, after.id).code)
    flash(_("The plan is drawn; nobody is moved before somebody applies it."), "success")
    return redirect(url_for("transitions.plan", code=drawn[0]), 303)


def _seen(code: str, permission: Permission = P.MIGRATION_PREPARE) -> MigrationPlan:
    plan = queries.get(code)
    require(current_actor(), permission, paths.subject(plan.to_version_id))
    return plan


@bp.get("/moves/<code>")
@may(P.MIGRATION_PREPARE)
def plan(code: str) -> ResponseReturnValue:
    one, actor = _seen(code), current_actor()
    kind = _kind(request.args.get("kind", ""))
    page = db.paginate(queries.lines_of(one, kind), per_page=PER_PAGE, error_out=False)
    old, new = paths.version(one.from_version_id), paths.version(one.to_version_id)
    moves = [shown.move_of(line) for line in page.items]
    told = iter(shown.told([each for each in moves if each is not None], old, new))
    persons = [line.person_id for line in page.items]
    about, counts = paths.subject(new.id), queries.counts(one)
    return render_template(
        "transitions/plan.html",
        plan=one,
        old=old,
        new=new,
        counts=counts,
        bar=_bar(one, counts),
        kind=kind,
        kinds=list(MoveKind),
        page=page,
        rows=[(line, next(told) if each else None) for line, each in zip(page.items, moves, strict=True)],
        standings={line.person_id: queries.standing_of(line) for line in page.items},
        names=people.display_names(persons),
        refs={who: people.person_ref(who) for who in people.openable(actor, persons)},
        is_made_for_one=shown.is_made_for_one(old),
        steps=MIGRATION.actions(one.state),
        may_apply=is_permitted(actor, P.MIGRATION_APPLY, about),
        renews=one.state in AT_WORK and "still" not in request.args,
        at_work=one.state in AT_WORK,
        label=label,
        words=words,
        standing=LineStanding,
    )


def _kind(value: str) -> MoveKind | None:
    return next((one for one in MoveKind if one.value == value), None)


def _bar(one: MigrationPlan, counts: queries.Counts) -> tuple[int, int, str]:
    """How far the worker is, of how many, and in words."""
    at = counts.at
    moved, back = at(L.MOVED, L.STAYS_MOVED, L.MOVED_BACK), at(L.MOVED_BACK, L.STAYS_MOVED)
    match one.state:
        case MigrationState.COUNTING:
            done, all_ = counts.total - at(L.NOT_COUNTED), counts.total
            return done, all_, _("%(done)s of %(all)s people counted", done=done, all=all_)
        case MigrationState.UNDOING | MigrationState.UNDONE:
            return back, moved, _("%(done)s of %(all)s people looked at again", done=back, all=moved)
        case _:
            all_ = moved + at(L.CHOSEN)
            return moved, all_, _("%(done)s of %(all)s people moved", done=moved, all=all_)


@bp.post("/moves/<code>/choose")
@may(P.MIGRATION_PREPARE)
def choose(code: str) -> ResponseReturnValue:
    """One form for a page of people, and buttons: everybody of a kind, or on to moving those chosen."""
    kind, all_ = _kind(request.form.get("kind", "")), request.form.get("all", "")
    with transaction():
        if all_ and kind is not None:
            service.choose_kind(current_actor(), code, kind, chosen=all_ == "yes")
        else:
            service.choose(current_actor(), code, shown=_keys("shown"), ticked=_keys("line"))
    if "then" in request.form and queries.counts(queries.get(code)).at(LineStanding.CHOSEN):
        return redirect(url_for("transitions.apply", code=code), 303)
    flash(_("Your choice is kept."), "success")
    page = request.form.get("page", "1")
    return redirect(url_for("transitions.plan", code=code, kind=kind or None, page=page), 303)


def _keys(name: str) -> list[int]:
    """The keys of a form; nothing that no key can be (64 bits, digits of ASCII)."""
    typed = [one for one in request.form.getlist(name) if one.isascii() and one.isdecimal() and len(one) < 20]
    return [key for one in typed if (key := int(one)) < 1 << 63]


@bp.route("/moves/<code>/apply", methods=["GET", "POST"])
@may(P.MIGRATION_APPLY)
def apply(code: str) -> ResponseReturnValue:
    return _with_reason(code, "apply")


@bp.route("/moves/<code>/undo", methods=["GET", "POST"])
@may(P.MIGRATION_APPLY)
def undo(code: str) -> ResponseReturnValue:
    return _with_reason(code, "undo")


def _with_reason(code: str, act: str) -> ResponseReturnValue:
    one, form, actor = _seen(code, P.MIGRATION_APPLY), ReasonForm(), current_actor()
    if request.method == "GET" and act not in MIGRATION.actions(one.state):
        return redirect(url_for("transitions.plan", code=code), 303)  # sent twice, or come back to
    does = service.apply if act == "apply" else service.undo
    status = submitted(form, lambda: does(actor, code, reason=form.reason.data or ""))
    if status == 303:
        flash(_("It has begun; this page says how far it is."), "success")
        return redirect(url_for("transitions.plan", code=code), 303)
    one = queries.get(code)
    counts = queries.counts(one)
    said = render_template(
        "transitions/reason.html",
        plan=one,
        act=act,
        form=form,
        counts=counts,
        names=list(people.display_names(queries.first_chosen(one, NAMED)).values()),
        kinds=list(MoveKind),
        old=paths.version(one.from_version_id),
        new=paths.version(one.to_version_id),
        label=label,
        standing=LineStanding,
    )
    return said, status


@bp.post("/moves/<code>/<any('stop', 'resume', 'discard'):act>")
@may(P.MIGRATION_PREPARE)
def step(code: str, act: str) -> ResponseReturnValue:
    does = {"stop": service.stop, "resume": service.resume, "discard": service.discard}[act]
    with transaction():
        does(current_actor(), code)
    said = {
        "stop": _("Stopped: nobody else is moved. Whoever was moved stays moved."),
        "resume": _("It goes on where it stopped."),
        "discard": _("The plan is given up; nobody was moved."),
    }
    flash(said[act], "success")
    return redirect(url_for("transitions.plan", code=code), 303)
