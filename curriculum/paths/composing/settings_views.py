"""The page of a path as a whole: saved, kept while typing, and who else is at it."""

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from curriculum.access import may
from curriculum.catalogue.merging import Clash
from curriculum.catalogue.models import DraftCopy
from curriculum.db import transaction
from curriculum.domain.permissions import Permission
from curriculum.errors import submitted
from curriculum.paths.composing import keeping, opening
from curriculum.paths.composing.settings_form import SettingsForm
from curriculum.paths.models import PathVersion
from curriculum.paths.sheets import content_of

bp = Blueprint("path_settings", __name__, url_prefix="/training/paths")


@bp.route("/<code>/draft/settings", methods=["GET", "POST"])
@may(Permission.VERSION_DRAFT)
def settings(code: str) -> ResponseReturnValue:
    version = opening.draft(code)
    if request.method == "GET":
        return _opened(version)
    do = request.form.get("do", "save")
    if do == "forget":
        with transaction():
            keeping.throw_away(code)
        return redirect(url_for("path_settings.settings", code=code))
    return _saved(version) if do == "save" else _checked(version)


def _opened(version: PathVersion) -> str:
    """The form; where something was typed and not saved, that is offered first."""
    code = version.path.code
    copy = keeping.kept(code)
    if copy is None:
        return _page(version, _form(version))
    form = _form(version, keeping.sent(copy))
    if request.args.get("copy") == "restore":
        return _page(version, form, copy)
    lines = keeping.unsaved(version, form.began.data, form.content)
    if lines == []:
        return _page(version, _form(version))
    here, compose = (url_for(one, code=code) for one in ("path_settings.settings", "composing.draft"))
    return keeping.offer(copy, lines, code, here, compose)


def _checked(version: PathVersion) -> str:
    """The page again with what was typed; kept, and not saved."""
    code = version.path.code
    copy = keeping.keep(code)
    version = opening.draft(code)  # what is kept ended the transaction
    form = _form(version, request.form)
    form.validate()
    return _page(version, form, copy)


def _saved(version: PathVersion) -> ResponseReturnValue:
    code, form = version.path.code, _form(version, request.form)
    met: list[opening.Met] = []

    def save() -> None:
        met.append(opening.write(version, form.content, form.began.data))
        if not isinstance(met[0], Clash):
            keeping.throw_away(code)

    status = submitted(form, save)
    return (
        opening.written(code, met[0], code) if status == 303 else (_page(opening.draft(code), form), status)
    )


@bp.post("/<code>/draft/settings/live")
@may(Permission.VERSION_DRAFT)
def live(code: str) -> ResponseReturnValue:
    """What is beside the form, for what was typed so far; typed or only open, it is noted."""
    opening.draft(code)
    copy = keeping.keep(code)
    form = _form(opening.draft(code), keeping.sent(copy))
    if copy.fields:
        form.validate()
    told = keeping.beside(code, form, copy)
    return jsonify(panel=render_template("paths/composing/_beside.html", **told))


def _form(version: PathVersion, sent: keeping.Sent | None = None) -> SettingsForm:
    """The form as it was sent, or filled from the draft."""
    if sent is not None:
        form = SettingsForm(formdata=sent)
    else:
        values = SettingsForm.filled(content_of(version)) | {"began": opening.sealed(version)}
        form = SettingsForm(formdata=None, data=values)
    form.speak(version.path.code, is_fresh=sent is None)
    return form


def _page(version: PathVersion, form: SettingsForm, copy: DraftCopy | None = None) -> str:
    code = version.path.code
    return render_template(
        "paths/composing/settings.html",
        form=form,
        version=version,
        **keeping.around(version, url_for("path_settings.live", code=code)),
        **keeping.beside(code, form, copy),
    )
