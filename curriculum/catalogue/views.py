"""The training unit's pages of modules: list, version with its checklist, draft."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import i18n
from curriculum.access import current_actor, is_permitted, may, may_somewhere, require
from curriculum.accounts import queries as accounts
from curriculum.catalogue import (
    carrying,
    checks,
    choosing,
    competences,
    copying,
    departing,
    difference_words,
    forms,
    merging,
    queries,
    service,
    steps,
    versioning,
    words,
)
from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.catalogue.models import ModuleVersion
from curriculum.catalogue.sheets import module_sheet
from curriculum.catalogue.writing import shown
from curriculum.db import transaction
from curriculum.domain.actors import Subject
from curriculum.domain.lifecycles.version import MODULE_VERSION
from curriculum.domain.permissions import Permission
from curriculum.institutions import queries as institutions
from curriculum.labels import label

bp = Blueprint("catalogue", __name__, url_prefix="/training/modules")


@bp.get("")
@may(Permission.VERSION_VIEW)
def modules() -> ResponseReturnValue:
    rows = queries.visible_to(current_actor())
    return render_template(
        "catalogue/modules.html",
        rows=rows,
        owners=institutions.names_of({row.owner_id for row in rows}),
        may_draft=bool(choosing.owners()),
        label=label,
        kinds=words.STATE_KINDS,
    )


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.VERSION_DRAFT)
def create() -> ResponseReturnValue:
    form = forms.ModuleForm()
    form.theme.choices = forms.pairs(
        (one.code, f"{one.code} · {i18n.text(one.title)}") for one in queries.themes()
    )
    form.owner.choices = forms.pairs(choosing.owners())
    if not form.validate_on_submit():
        return render_template("catalogue/new.html", form=form), 422 if form.errors else 200
    with transaction():
        service.create_module(
            current_actor(), code=form.code.data or "", theme=form.theme.data, owner=form.owner.data
        )
    return redirect(url_for("writing.draft", code=form.code.data))


@bp.get("/<code>/<int:number>")
@may(Permission.VERSION_VIEW)
def version(code: str, number: int) -> ResponseReturnValue:
    actor, one = current_actor(), queries.get_version(code, number)
    about = queries.subject_of(one)
    require(actor, Permission.VERSION_VIEW, about)
    return _version_page(one, forms.OpinionForm(formdata=None))


def _version_page(one: ModuleVersion, opinion: forms.OpinionForm, kept: steps.Kept | None = None) -> str:
    actor, about = current_actor(), queries.subject_of(one)
    code, number = one.module.code, one.version
    opinions = list(queries.opinions_on(one.id))
    found = checks.problems(one, queries.prerequisite_graph(), one.module.code)
    opinion.speak(steps.parties(actor, about))
    return render_template(
        "catalogue/version.html",
        version=one,
        versions=queries.versions_of(one.module_id),
        checklist=[
            *steps.reading(carrying.before(one), url_for("catalogue.changes", code=code, number=number)),
            *steps.checklist(one, [words.problem(each) for each in found], opinions, MODULE_VERSION),
        ],
        buttons=steps.buttons(actor, one.state, MODULE_VERSION, about),
        replaces=queries.latest_published(one.module_id),
        departure=departing.departure(one, carrying.before(one), module_sheet),
        opinions=opinions,
        names=accounts.names_of([each.given_by for each in opinions if each.given_by]),
        opinion=opinion,
        form=opinion,
        kept=kept,
        seen=versioning.mark(one),
        takes_part=is_permitted(actor, Permission.VERSION_COMMENT, about),
        writing=_writing(one, about),
        may_prepare=is_permitted(actor, Permission.MIGRATION_PREPARE, about),
        competences=competences.in_force(one.module_id),
        lineage=copying.lineage(one),
        may_copy=may_somewhere(actor, Permission.VERSION_DRAFT),
        sheet=shown.sheet(one),
        label=label,
        kinds=words.STATE_KINDS,
        given_as=GivenAs,
        opinion_words=Opinion,
    )


def _writing(one: ModuleVersion, about: Subject) -> tuple[str, str] | None:
    """Where this reader writes: in the draft there is, or in the next one; None for who may not."""
    being_made = queries.open_version(one.module_id)
    if not is_permitted(current_actor(), Permission.VERSION_DRAFT, about) or merging.is_closed(being_made):
        return None
    words_of_it = _("Draft the next version") if being_made is None else _("Go on writing")
    return url_for("writing.draft", code=one.module.code), words_of_it


@bp.get("/<code>/<int:number>/changes")
@may(Permission.VERSION_VIEW)
def changes(code: str, number: int) -> ResponseReturnValue:
    one = queries.get_version(code, number)
    about = queries.subject_of(one)
    require(current_actor(), Permission.VERSION_VIEW, about)
    previous = carrying.before(one)
    before = None if previous is None else module_sheet(previous)
    return render_template(
        "catalogue/changes.html",
        version=one,
        name=f"{code} v{number}",
        here=url_for("catalogue.version", code=code, number=number),
        above={"label": _("Modules"), "url": url_for("catalogue.modules")},
        previous=previous,
        lines=difference_words.between(before, module_sheet(one)),
        label=label,
        kinds=words.STATE_KINDS,
    )


@bp.post("/<code>/<int:number>/step")
@may(*steps.ASKED)
def step(code: str, number: int) -> ResponseReturnValue:
    version_id = queries.get_version(code, number).id
    kept = steps.stepped(steps.taking(service, version_id), code, number)
    if kept is None:
        return redirect(url_for("catalogue.version", code=code, number=number))
    one = queries.get_version(code, number)
    return _version_page(one, forms.OpinionForm(formdata=None), kept), kept.status


@bp.post("/<code>/<int:number>/opinion")
@may(Permission.VERSION_OPINE)
def opine(code: str, number: int) -> ResponseReturnValue:
    one, form = queries.get_version(code, number), forms.OpinionForm()
    about = queries.subject_of(one)
    require(current_actor(), Permission.VERSION_VIEW, about)
    form.speak(list(GivenAs))
    if not form.validate():
        return _version_page(one, form), 422
    if (status := steps.heard(service, one.id, form)) != 303:
        return _version_page(queries.get_version(code, number), form), status
    return redirect(url_for("catalogue.version", code=code, number=number))
