"""The composer's pages: a path begun, its next version begun, the draft with its stages, its components."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock
from curriculum.access import current_actor, may
from curriculum.accounts import queries as accounts
from curriculum.catalogue import carried, choosing, drafts, steps
from curriculum.catalogue import words as catalogue_words
from curriculum.catalogue.forms import ClashForm
from curriculum.catalogue.keyed import new_key
from curriculum.catalogue.merging import Clash
from curriculum.db import transaction
from curriculum.domain.path import ComponentType
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.errors import submitted
from curriculum.labels import label
from curriculum.paths import queries, service, words
from curriculum.paths.composing import board, editing, forms, keeping, opening, pickers, saving
from curriculum.paths.composing.component_page import ComponentPage
from curriculum.paths.forms import FinishForm
from curriculum.paths.models import PathVersion
from curriculum.paths.sheets import content_of

bp = Blueprint("composing", __name__, url_prefix="/training/paths")


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.VERSION_DRAFT)
def create() -> ResponseReturnValue:
    form = forms.NewPathForm()
    form.speak(choosing.owners())
    status = submitted(form, lambda: _open(form))
    if status != 303:
        return render_template("paths/composing/new.html", form=form), status
    return redirect(url_for("composing.draft", code=form.code.data))


def _open(form: forms.NewPathForm) -> None:
    path = service.create_path(current_actor(), code=form.code.data or "", owner=form.owner.data)
    service.draft_version(current_actor(), path_id=path.id, content=form.content())


@bp.route("/<code>/next", methods=["GET", "POST"])
@may(Permission.VERSION_DRAFT)
def next_version(code: str) -> ResponseReturnValue:
    path = opening.path(code)
    if queries.open_version(path.id) is not None:
        return redirect(url_for("composing.draft", code=code))
    form = forms.NextForm()
    form.speak()
    status = submitted(form, lambda: saving.next_version(current_actor(), path, form.change, form.note))
    if status == 303:
        return redirect(url_for("composing.draft", code=code))
    present = queries.version(saving.origin(path).id)
    page = render_template(
        "paths/composing/next.html",
        form=form,
        version=present,
        pinned=sum(queries.pinned_to(present.id).values()),
    )
    return page, status


@bp.get("/<code>/draft")
@may(Permission.VERSION_DRAFT)
def draft(code: str) -> ResponseReturnValue:
    version, add = opening.draft(code), forms.AddForm(formdata=None)
    add.speak(content_of(version))
    return render_template(
        "paths/composing/draft.html",
        version=version,
        columns=board.columns(version),
        add=add,
        asks=words.asks,
        label=label,
        level=catalogue_words.level,
        others=drafts.others(keeping.me(), drafts.PATH, code),
        writer=accounts.names_of([version.updated_by or 0]).get(version.updated_by or 0, ""),
        **_panel(version),
    )


@bp.get("/<code>/draft/check")
@may(Permission.VERSION_DRAFT)
def check(code: str) -> ResponseReturnValue:
    version = opening.draft(code)
    return render_template("paths/composing/check.html", version=version, label=label, **_panel(version))


def _panel(version: PathVersion) -> dict[str, Any]:
    form = FinishForm.asked(request.args, clock.today())
    finish = form.finish.data if form.validate() else None
    return {"finish": form, **board.panel(version, finish)}


@bp.post("/<code>/draft/move")
@may(Permission.VERSION_DRAFT)
def move(code: str) -> ResponseReturnValue:
    version, form = opening.draft(code), forms.MoveForm()
    if not form.validate():
        raise Refusal(RefusalCode.VALUE_INVALID, field="to", value=form.to.data or "")
    key, stage, place = form.target
    name = pickers.name(editing.component(content_of(version), key))
    with steps.told(_("Moved: %(component)s.", component=name)):
        saving.step(current_actor(), version.id, editing.moving(key, stage, place), form.seen.data)
    return redirect(url_for("composing.draft", code=code, _anchor=f"card-{key}"))


@bp.route("/<code>/draft/components/new", methods=["GET", "POST"])
@may(Permission.VERSION_DRAFT)
def add(code: str) -> ResponseReturnValue:
    return _new(code).answer()


@bp.post("/<code>/draft/components/new/live")
@may(Permission.VERSION_DRAFT)
def add_live(code: str) -> ResponseReturnValue:
    return _new(code).live()


def _new(code: str) -> ComponentPage:
    asked = forms.AddForm(request.args)
    asked.speak(content_of(opening.draft(code)))
    if not asked.validate():
        raise Refusal(RefusalCode.VALUE_INVALID, field="type", value=request.args.get("type", ""))
    key = request.form.get("key") or new_key()
    return ComponentPage(
        code, editing.fresh(ComponentType(asked.type.data), key, asked.stage.data), is_new=True
    )


@bp.route("/<code>/draft/components/<key>", methods=["GET", "POST"])
@may(Permission.VERSION_DRAFT)
def component(code: str, key: str) -> ResponseReturnValue:
    return _there(code, key).answer()


@bp.post("/<code>/draft/components/<key>/live")
@may(Permission.VERSION_DRAFT)
def component_live(code: str, key: str) -> ResponseReturnValue:
    return _there(code, key).live()


def _there(code: str, key: str) -> ComponentPage:
    """A component of the draft; while it is being written it may have gone from there, not from its form."""
    version, began = opening.draft(code), carried.unseal(request.form.get("began"))
    content = content_of(version) if began is None else saving.content_at(began)
    return ComponentPage(code, editing.component(content, key), is_new=False)


@bp.post("/<code>/draft/clash")
@may(Permission.VERSION_DRAFT)
def settle(code: str) -> ResponseReturnValue:
    version, form = opening.draft(code), ClashForm()
    if not form.validate():
        raise Refusal(RefusalCode.CHANGED_MEANWHILE, object="draft")
    began, mine = carried.unseal(form.began.data), carried.unseal(form.mine.data)
    subject = f"{code} {request.args.get('part', '')}".rstrip()
    with transaction():
        shown = form.shown.data or ""
        met = saving.settle(current_actor(), version.id, began, mine, shown, choosing.choices())
        if not isinstance(met, Clash):
            keeping.throw_away(subject)
    return opening.written(code, met, subject)


@bp.route("/<code>/draft/components/<key>/remove", methods=["GET", "POST"])
@may(Permission.VERSION_DRAFT)
def remove(code: str, key: str) -> ResponseReturnValue:
    version = opening.draft(code)
    form = forms.RemoveForm(data={"seen": version.revision})
    if form.validate_on_submit():
        with steps.told(_("The component is removed.")):
            saving.step(current_actor(), version.id, editing.removing(key), form.seen.data)
        return redirect(url_for("composing.draft", code=code))
    one = editing.component(content_of(version), key)
    page = render_template(
        "paths/composing/remove.html", form=form, version=version, one=one, name=pickers.name(one)
    )
    return page, 200
