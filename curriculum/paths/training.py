"""The pages of those who make and use paths: versions with their checklist, and who is on them."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock, i18n, refs
from curriculum.access import current_actor, is_permitted, may, may_somewhere, require
from curriculum.accounts import queries as accounts
from curriculum.catalogue import choosing, departing, difference_words, steps, versioning
from curriculum.catalogue import forms as catalogue_forms
from curriculum.catalogue import words as catalogue_words
from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.domain.actors import Subject
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.permissions import Permission
from curriculum.domain.problems import Problem
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries as institutions
from curriculum.institutions.law import queries as law
from curriculum.labels import label
from curriculum.paths import checking, checks, copying, drawn, nominating, queries, service, shown, words
from curriculum.paths.forms import FinishForm, NominationForm
from curriculum.paths.models import PathVersion
from curriculum.paths.sheets import path_sheet
from curriculum.people import queries as people

bp = Blueprint("training_paths", __name__, url_prefix="/training/paths")


@bp.get("")
@may(Permission.VERSION_VIEW)
def paths() -> ResponseReturnValue:
    """List every version the reader may see."""
    rows = queries.visible_to(current_actor())
    return render_template(
        "paths/versions.html",
        rows=rows,
        owners=institutions.names_of({row.owner_id for row in rows}),
        may_nominate=may_somewhere(current_actor(), Permission.ENROLMENT_NOMINATE),
        may_draft=bool(choosing.owners()),
        label=label,
        kinds=catalogue_words.STATE_KINDS,
    )


@bp.get("/<code>/<int:number>")
@may(Permission.VERSION_VIEW)
def version(code: str, number: int) -> ResponseReturnValue:
    """Show one version: checklist, components, opinions, and the steps open to the reader."""
    actor, one = current_actor(), queries.get_version(code, number)
    about = queries.subject(one.id)
    require(actor, Permission.VERSION_VIEW, about)
    return _version_page(one, catalogue_forms.OpinionForm(formdata=None))


def _version_page(
    one: PathVersion, opinion: catalogue_forms.OpinionForm, kept: steps.Kept | None = None
) -> str:
    actor, about = current_actor(), queries.subject(one.id)
    opinions, table = list(queries.opinions_on(one.id)), service.table_of(one)
    seen = shown.seen(one)
    checked = checking.check(one, seen.path)
    found, finish = checked.problems, FinishForm.asked(request.args, clock.today())
    opinion.speak(steps.parties(actor, about))
    return render_template(
        "paths/version.html",
        version=one,
        versions=queries.versions_of(one.path_id),
        checklist=[
            *steps.reading(queries.before(one), _changes_url(one)),
            *steps.checklist(one, _problems(one, found), opinions, table),
        ],
        warnings=[words.problem(each) for each in found if not each.blocking],
        buttons=steps.buttons(actor, one.state, table, about),
        replaces=queries.latest_published(one.path_id),
        departure=departing.departure(one, queries.before(one), path_sheet),
        pinned=sum(queries.pinned_to(one.id).values()),
        components=seen.lines,
        drawn=drawn.picture(seen),
        lineage=copying.lineage(one),
        instruments=law.instruments_of(one.instruments),
        check=checked,
        problem=words.problem,
        finish=finish,
        days=checking.days(one, day) if finish.validate() and (day := finish.finish.data) else None,
        opinions=opinions,
        names=accounts.names_of([each.given_by for each in opinions if each.given_by]),
        opinion=opinion,
        form=opinion,
        composer=_composer(one, about),
        takes_part=is_permitted(actor, Permission.VERSION_COMMENT, about),
        kept=kept,
        seen=versioning.mark(one),
        may_see_modules=may_somewhere(actor, Permission.VERSION_DRAFT),
        may_prepare=is_permitted(actor, Permission.MIGRATION_PREPARE, about),
        may_ask_update=is_permitted(actor, Permission.MIGRATION_APPLY, about)
        and checks.rests_on_withdrawn(one),
        may_see_people=may_somewhere(actor, Permission.ENROLMENT_VIEW),
        asks=words.asks,
        level=catalogue_words.level,
        label=label,
        kinds=catalogue_words.STATE_KINDS,
        given_as=GivenAs,
        opinion_words=Opinion,
    )


def _composer(one: PathVersion, about: Subject) -> tuple[str, str] | None:
    """Where this reader writes: in the draft there is, or in the next one; None for who may not."""
    if not is_permitted(current_actor(), Permission.VERSION_DRAFT, about):
        return None
    being_made = queries.open_version(one.path_id)
    if being_made is None:
        return url_for("composing.next_version", code=one.path.code), _("Draft the next version")
    is_draft = being_made.state is VersionState.DRAFT
    return (url_for("composing.draft", code=one.path.code), _("Open the composer")) if is_draft else None


def _changes_url(one: PathVersion) -> str:
    return url_for("training_paths.changes", code=one.path.code, number=one.version)


@bp.get("/<code>/<int:number>/changes")
@may(Permission.VERSION_VIEW)
def changes(code: str, number: int) -> ResponseReturnValue:
    """Show what a version changes in the one before it."""
    one = queries.get_version(code, number)
    require(current_actor(), Permission.VERSION_VIEW, queries.subject(one.id))
    previous = queries.before(one)
    before = None if previous is None else path_sheet(previous)
    return render_template(
        "catalogue/changes.html",
        version=one,
        name=f"{code} v{number}",
        here=url_for("training_paths.version", code=code, number=number),
        above={"label": _("Learning paths"), "url": url_for("training_paths.paths")},
        previous=previous,
        lines=difference_words.between(before, path_sheet(one)),
        label=label,
        kinds=catalogue_words.STATE_KINDS,
    )


def _problems(one: PathVersion, found: tuple[Problem, ...]) -> list[str]:
    missing = [catalogue_words.problem(gap) for gap in checks.gaps(one)]
    return missing + [words.problem(each) for each in found if each.blocking]


@bp.post("/<code>/<int:number>/step")
@may(*steps.ASKED)
def step(code: str, number: int) -> ResponseReturnValue:
    """Take one step of the life cycle."""
    version_id = queries.get_version(code, number).id
    kept = steps.stepped(steps.taking(service, version_id), code, number)
    if kept is None:
        return redirect(url_for("training_paths.version", code=code, number=number))
    one = queries.get_version(code, number)
    return _version_page(one, catalogue_forms.OpinionForm(formdata=None), kept), kept.status


@bp.post("/<code>/<int:number>/opinion")
@may(Permission.VERSION_OPINE)
def opine(code: str, number: int) -> ResponseReturnValue:
    """Record an opinion."""
    one, form = queries.get_version(code, number), catalogue_forms.OpinionForm()
    require(current_actor(), Permission.VERSION_VIEW, queries.subject(one.id))
    form.speak(list(GivenAs))
    if not form.validate():
        return _version_page(one, form), 422
    if (status := steps.heard(service, one.id, form)) != 303:
        return _version_page(queries.get_version(code, number), form), status
    return redirect(url_for("training_paths.version", code=code, number=number))


@bp.get("/<code>/<int:number>/people")
@may(Permission.ENROLMENT_VIEW)
def enrolled(code: str, number: int) -> ResponseReturnValue:
    """List the people on a version whose enrolment the reader may see."""
    one = queries.get_version(code, number)
    rows = queries.enrolled_on(current_actor(), one.id)
    persons = {who for row in rows for who in (row.person_id, row.mentor_id) if who is not None}
    return render_template(
        "paths/enrolled.html",
        version=one,
        rows=rows,
        names=people.display_names(persons),
        refs={who: people.person_ref(who) for who in people.openable(current_actor(), persons)},
        may_nominate=may_somewhere(current_actor(), Permission.ENROLMENT_NOMINATE),
        may_admit=is_permitted(current_actor(), Permission.ENROLMENT_ADMIT, queries.subject(one.id)),
        may_reroute=len(one.routes) > 1 and may_somewhere(current_actor(), Permission.ENROLMENT_NOMINATE),
        under_way=queries.UNDER_WAY,
        may_hold=may_somewhere(current_actor(), Permission.ENROLMENT_HOLD),
        may_assign=bool(queries.plan(one.id).contested)
        and is_permitted(current_actor(), Permission.ASSIGNMENT_OVERRIDE, queries.subject(one.id)),
        seal=refs.seal,
        label=label,
    )


@bp.route("/nominations/new", methods=["GET", "POST"])
@may(Permission.ENROLMENT_NOMINATE)
def nominate() -> ResponseReturnValue:
    """Designate an official of one's own institution for a path."""
    form = NominationForm()
    choices = {row.code: row for row in queries.published()}
    form.path.choices = catalogue_forms.pairs(
        (row.code, f"{row.code} · {i18n.text(row.title)}") for row in choices.values()
    )
    nominating.offer(form, choices.values())
    form.propose(clock.today())
    if not form.is_submitted():
        form.path.data = request.args.get("path", form.path.data)
        form.number.data = request.args.get("number", "")
    if not form.validate_on_submit():
        return render_template("paths/nominate.html", form=form), 422 if form.errors else 200
    chosen = choices[form.path.data]
    with steps.told(_("Designated. The owner of the path admits.")):
        service.nominate(
            current_actor(),
            person_id=_person(form.number.data or ""),
            path_version_id=chosen.id,
            on=form.on.data or clock.today(),
            release_terms=form.release_terms.data or None,
            mentor_id=_person(form.mentor.data) if form.mentor.data else None,
            target_date=form.target_date.data,
            route=nominating.route(form),
            languages=nominating.languages(form),
        )
    return redirect(url_for("training_paths.enrolled", code=chosen.code, number=chosen.version))


def _person(number: str) -> int:
    found = people.find_by_number(number.strip())
    if found is None:
        raise Refusal(RefusalCode.PERSON_UNKNOWN, number=number.strip())
    return found
