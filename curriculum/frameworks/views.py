"""Pages of competence frameworks: list, one with its items, import with preview, export."""

import io
import json

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice  # type: ignore[attr-defined]  # the stubs are older

from curriculum import refs
from curriculum.access import current_actor, is_permitted, may, may_somewhere, require
from curriculum.db import transaction
from curriculum.domain.case import scales
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, found
from curriculum.errors import status_of, submitted
from curriculum.frameworks import asked, forms, importing, queries, service, words
from curriculum.frameworks import scales as scaling
from curriculum.frameworks.importing import Preview
from curriculum.frameworks.models import Framework, FrameworkFile
from curriculum.i18n import text
from curriculum.institutions import queries as institutions
from curriculum.labels import label, sentence

bp = Blueprint("frameworks", __name__, url_prefix="/training/frameworks")
P = Permission
FAULTS_SHOWN = 20
ITEMS_SHOWN = 20


@bp.get("")
@may(P.FRAMEWORK_VIEW)
def index() -> ResponseReturnValue:
    rows = queries.all_()
    return render_template(
        "frameworks/index.html",
        rows=rows,
        items=queries.count_items(),
        owners=institutions.names_of(one.owner_institution_id for one in rows if one.owner_institution_id),
        may_import=may_somewhere(current_actor(), P.FRAMEWORK_EDIT),
        kinds=words.KINDS,
        label=label,
    )


@bp.get("/<code>")
@may(P.FRAMEWORK_VIEW)
def one(code: str) -> ResponseReturnValue:
    return _page(queries.get(code), forms.DeprecateForm())


def _page(framework: Framework, form: forms.DeprecateForm, status: int = 200) -> ResponseReturnValue:
    looked_for = request.args.get("q", "").strip()[:100]
    about = queries.subject(framework)
    page = render_template(
        "frameworks/one.html",
        framework=framework,
        page=queries.items_page(framework.id, looked_for, request.args.get("page", 1, int)),
        looked_for=looked_for,
        outward=queries.associations_outward(framework.id),
        scales=scales(framework.shell),
        asked=asked.of_framework(framework.id),
        owner=_owner(framework.owner_institution_id),
        follows=queries.by_id(framework.supersedes_id) if framework.supersedes_id else None,
        may_adopt=is_permitted(current_actor(), P.FRAMEWORK_ADOPT, about),
        may_import=is_permitted(current_actor(), P.FRAMEWORK_EDIT, about),
        deprecate=form,
        kinds=words.KINDS,
        level=words.level,
        label=label,
    )
    return page, status


def _owner(institution_id: int | None) -> object:
    return institutions.by_id(institution_id).name if institution_id else None


@bp.get("/<code>/export.json")
@may(P.FRAMEWORK_VIEW)
def export(code: str) -> ResponseReturnValue:
    content = json.dumps(queries.export(code), ensure_ascii=False, indent=1).encode()
    name = f"{queries.get(code).code}.json"
    return send_file(
        io.BytesIO(content), "application/json", as_attachment=True, download_name=name, max_age=0
    )


@bp.post("/<code>/adopt")
@may(P.FRAMEWORK_ADOPT)
def adopt(code: str) -> ResponseReturnValue:
    with transaction():
        service.adopt(current_actor(), queries.get(code).id)
    flash(_("The framework is adopted; it is never changed from now on."), "success")
    return redirect(url_for("frameworks.one", code=code), 303)


@bp.post("/<code>/deprecate")
@may(P.FRAMEWORK_ADOPT)
def deprecate(code: str) -> ResponseReturnValue:
    form = forms.DeprecateForm()
    framework_id = queries.get(code).id
    status = submitted(form, lambda: service.deprecate(current_actor(), framework_id, form.reason.data or ""))
    if status == 303:
        flash(_("The framework is out of use; what points to it stays readable."), "success")
        return redirect(url_for("frameworks.one", code=code), 303)
    return _page(queries.get(code), form, status)


@bp.route("/<code>/scales/new", methods=["GET", "POST"])
@may(P.FRAMEWORK_EDIT)
def scale(code: str) -> ResponseReturnValue:
    """A scale of our own, for the levels that posts ask for."""
    framework, form = queries.get(code), forms.ScaleForm()
    require(current_actor(), P.FRAMEWORK_EDIT, queries.subject(framework))
    status = submitted(form, lambda: _add_scale(framework.id, form))
    if status == 303:
        flash(_("The draft has the scale; it is frozen with it when adopted."), "success")
        return redirect(url_for("frameworks.one", code=code), 303)
    return render_template("frameworks/scale.html", form=form, framework=framework), status


def _add_scale(framework_id: int, form: forms.ScaleForm) -> None:
    steps = (form.steps.data or "").splitlines()
    scaling.add(current_actor(), framework_id, name=form.name.data or "", steps=steps)


@bp.route("/import", methods=["GET", "POST"])
@may(P.FRAMEWORK_EDIT)
def receive() -> ResponseReturnValue:
    form = forms.ImportForm()
    form.owner.choices = _owners()
    if not form.is_submitted():
        form.code.data = request.args.get("code", "")
        form.title.data = request.args.get("title", "")
    kept: list[FrameworkFile] = []
    status = submitted(form, lambda: kept.append(_receive(form)))
    if status == 303:
        return redirect(url_for("frameworks.preview", ref=refs.seal(kept[0].id)), 303)
    return render_template("frameworks/import.html", form=form), status


def _owners() -> list[SelectChoice]:
    actor = current_actor()
    return [
        SelectChoice(one.code, f"{one.code} · {text(one.name)}")
        for one in institutions.all_()
        if is_permitted(actor, P.FRAMEWORK_EDIT, queries.subject_of(one.id))
    ]


def _receive(form: forms.ImportForm) -> FrameworkFile:
    name, content = form.content()
    return service.receive(
        current_actor(),
        name=name,
        content=content,
        title=form.title.data or "",
        code=form.code.data or "",
        owner_id=institutions.get(form.owner.data).id,
    )


def _waiting(ref: str) -> FrameworkFile:
    """The file behind a preview, for whoever may take it in."""
    kept = queries.file(found(refs.unseal(ref), "framework", ref))
    require(current_actor(), P.FRAMEWORK_EDIT, queries.subject_of(kept.owner_institution_id))
    return kept


@bp.get("/imports/<ref>")
@may(P.FRAMEWORK_EDIT)
def preview(ref: str) -> ResponseReturnValue:
    kept = _waiting(ref)
    try:
        read = importing.preview(kept.content, kept.code, kept.title)
    except Refusal as refusal:
        return _refused(kept, ref, sentence(refusal)), status_of(refusal)
    if not isinstance(read, Preview):
        return _refused(kept, ref, sentence(importing.refuse(read)), read), 422
    return render_template(
        "frameworks/preview.html",
        file=kept,
        ref=ref,
        preview=read,
        outline=importing.first_items(read, ITEMS_SHOWN),
        owner=_owner(kept.owner_institution_id),
    )


def _refused(kept: FrameworkFile, ref: str, refusal: str, faults: importing.Faults = ()) -> str:
    return render_template(
        "frameworks/refused.html",
        file=kept,
        ref=ref,
        refusal=refusal,
        faults=faults[:FAULTS_SHOWN],
        count=len(faults),
        mend=words.mend,
    )


@bp.post("/imports/<ref>/take")
@may(P.FRAMEWORK_EDIT)
def take_in(ref: str) -> ResponseReturnValue:
    file_id = _waiting(ref).id
    with transaction():
        made = service.take_in(current_actor(), file_id)
    flash(_("The framework is taken in as a draft."), "success")
    return redirect(url_for("frameworks.one", code=made.code), 303)


@bp.post("/imports/<ref>/discard")
@may(P.FRAMEWORK_EDIT)
def discard(ref: str) -> ResponseReturnValue:
    file_id = _waiting(ref).id
    with transaction():
        service.discard(current_actor(), file_id)
    flash(_("The file is forgotten; nothing was taken in."), "success")
    return redirect(url_for("frameworks.index"), 303)
