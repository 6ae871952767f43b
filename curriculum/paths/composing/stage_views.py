"""Stages of a draft moved and added on the composer's page; each step is a save (0022)."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import i18n
from curriculum.access import current_actor, may
from curriculum.catalogue import steps
from curriculum.catalogue.keyed import new_key
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.errors import submitted
from curriculum.paths.composing import editing, forms, opening, saving
from curriculum.paths.sheets import content_of

bp = Blueprint("stages", __name__, url_prefix="/training/paths")


@bp.post("/<code>/draft/stages/move")
@may(Permission.VERSION_DRAFT)
def move(code: str) -> ResponseReturnValue:
    version, form = opening.draft(code), forms.StageMoveForm()
    if not form.validate():
        raise Refusal(RefusalCode.VALUE_INVALID, field="to", value=form.to.data or "")
    key, place = form.target
    titles = {one.key: i18n.text(one.title) for one in content_of(version).stages}
    with steps.told(_("Moved: %(component)s.", component=titles.get(key, key))):
        saving.step(current_actor(), version.id, editing.moving_stage(key, place), form.seen.data)
    return redirect(url_for("composing.draft", code=code, _anchor=f"stage-{key}"))


@bp.route("/<code>/draft/stages/new", methods=["GET", "POST"])
@may(Permission.VERSION_DRAFT)
def add(code: str) -> ResponseReturnValue:
    version = opening.draft(code)
    form = forms.NewStageForm(data={"seen": version.revision, "key": request.form.get("key") or new_key()})
    form.speak(content_of(version))

    def save() -> None:
        edit = editing.inserting_stage(form.stage, form.place.data)
        saving.step(current_actor(), version.id, edit, form.seen.data)

    status = submitted(form, save)
    if status == 303:
        return redirect(url_for("composing.draft", code=code, _anchor=f"stage-{form.stage.key}"))
    page = render_template("paths/composing/stage.html", form=form, version=opening.draft(code))
    return page, status
