"""The training unit's pages of modules: list, version with its checklist, draft."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from curriculum import i18n
from curriculum.access import current_actor, is_permitted, may, require
from curriculum.accounts import queries as accounts
from curriculum.catalogue import checks, forms, queries, service, steps, words
from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.catalogue.models import ModuleVersion
from curriculum.db import transaction
from curriculum.domain.lifecycles.version import MODULE_VERSION, VersionState
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
        may_draft=bool(_owners()),
        label=label,
        kinds=words.STATE_KINDS,
    )


def _owners() -> list[tuple[str, str]]:
    """Institutions for which the reader designs."""
    lineages = queries.all_lineages()
    about = {one: queries.owned_by(lineages[one.id]) for one in institutions.all_()}
    return [
        (one.code, f"{one.code} · {i18n.text(one.name)}")
        for one, thing in about.items()
        if is_permitted(current_actor(), Permission.VERSION_DRAFT, thing)
    ]


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.VERSION_DRAFT)
def create() -> ResponseReturnValue:
    form = forms.ModuleForm()
    form.theme.choices = forms.pairs(
        (one.code, f"{one.code} · {i18n.text(one.title)}") for one in queries.themes()
    )
    form.owner.choices = forms.pairs(_owners())
    if not form.validate_on_submit():
        return render_template("catalogue/new.html", form=form), 422 if form.errors else 200
    with transaction():
        service.create_module(
            current_actor(), code=form.code.data or "", theme=form.theme.data, owner=form.owner.data
        )
    return redirect(url_for("catalogue.draft", code=form.code.data))


@bp.route("/<code>/draft", methods=["GET", "POST"])
@may(Permission.VERSION_DRAFT)
def draft(code: str) -> ResponseReturnValue:
    module = queries.get_module(code)
    require(current_actor(), Permission.VERSION_DRAFT, queries.subject(module.id))
    present = _present(module.id)
    form = forms.VersionForm(data=forms.filled(present) if present else None)
    form.speak()
    if not form.validate_on_submit():
        answer = render_template("catalogue/draft.html", form=form, module=module, present=present)
        return answer, 422 if form.errors else 200
    number = _write(module.id, form)
    return redirect(url_for("catalogue.version", code=code, number=number))


def _present(module_id: int) -> ModuleVersion | None:
    """The version to go on from: the one being made, else the latest."""
    versions = queries.versions_of(module_id)
    return queries.version(versions[0].id) if versions else None


def _write(module_id: int, form: forms.VersionForm) -> int:
    with transaction():
        present, actor = _present(module_id), current_actor()
        content = form.content(present)
        if present is not None and present.state is VersionState.DRAFT:
            return service.revise(actor, present.id, content).version
        return service.draft_version(actor, module_id=module_id, content=content).version


@bp.get("/<code>/<int:number>")
@may(Permission.VERSION_VIEW)
def version(code: str, number: int) -> ResponseReturnValue:
    actor, one = current_actor(), queries.get_version(code, number)
    about = queries.subject(one.module_id, is_published=one.state in queries.SHOWN)
    require(actor, Permission.VERSION_VIEW, about)
    return _version_page(one, forms.OpinionForm(formdata=None))


def _version_page(one: ModuleVersion, opinion: forms.OpinionForm) -> str:
    actor, about = current_actor(), queries.subject(one.module_id, is_published=one.state in queries.SHOWN)
    opinions = list(queries.opinions_on(one.id))
    found = checks.problems(one, queries.prerequisite_graph(), one.module.code)
    opinion.speak(steps.parties(actor, about))
    return render_template(
        "catalogue/version.html",
        version=one,
        versions=queries.versions_of(one.module_id),
        checklist=steps.checklist(one, [words.problem(each) for each in found], opinions, MODULE_VERSION),
        buttons=steps.buttons(actor, one.state, MODULE_VERSION, about),
        replaces=queries.latest_published(one.module_id),
        opinions=opinions,
        names=accounts.names_of([each.given_by for each in opinions if each.given_by]),
        opinion=opinion,
        form=opinion,
        step=forms.StepForm(formdata=None),
        may_draft=is_permitted(actor, Permission.VERSION_DRAFT, about),
        label=label,
        kinds=words.STATE_KINDS,
        given_as=GivenAs,
        opinion_words=Opinion,
    )


@bp.post("/<code>/<int:number>/step")
@may(*steps.ASKED)
def step(code: str, number: int) -> ResponseReturnValue:
    steps.stepped(service, queries.get_version(code, number).id, code, number)
    return redirect(url_for("catalogue.version", code=code, number=number))


@bp.post("/<code>/<int:number>/opinion")
@may(Permission.VERSION_OPINE)
def opine(code: str, number: int) -> ResponseReturnValue:
    one, form = queries.get_version(code, number), forms.OpinionForm()
    about = queries.subject(one.module_id, is_published=one.state in queries.SHOWN)
    require(current_actor(), Permission.VERSION_VIEW, about)
    form.speak(list(GivenAs))
    if not form.validate():
        return _version_page(one, form), 422
    steps.heard(service, one.id, form)
    return redirect(url_for("catalogue.version", code=code, number=number))
