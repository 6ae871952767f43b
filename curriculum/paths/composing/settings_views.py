"""The page of a path as a whole: saved, kept while typing, and who else is at it."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from curriculum import i18n, refs
from curriculum.access import current_actor, may
from curriculum.catalogue import carried, drafts
from curriculum.catalogue.difference_words import Line, between
from curriculum.catalogue.merging import Clash
from curriculum.catalogue.models import DraftCopy
from curriculum.db import transaction
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal
from curriculum.errors import submitted
from curriculum.labels import label
from curriculum.paths.composing import opening, saving
from curriculum.paths.composing.settings_form import SettingsForm
from curriculum.paths.models import PathVersion
from curriculum.paths.sheets import content_of, sheet_of

bp = Blueprint("path_settings", __name__, url_prefix="/training/paths")

Sent = MultiDict[str, str]


@bp.route("/<code>/draft/settings", methods=["GET", "POST"])
@may(Permission.VERSION_DRAFT)
def settings(code: str) -> ResponseReturnValue:
    version = opening.draft(code)
    if request.method == "GET":
        return _opened(version)
    do = request.form.get("do", "save")
    if do == "forget":
        with transaction():
            drafts.throw_away(_me(), drafts.PATH, code)
        return redirect(url_for("path_settings.settings", code=code))
    if do != "save":
        return _checked(version)
    return _saved(version)


def _opened(version: PathVersion) -> ResponseReturnValue:
    """The form; where something was typed and not saved, that is offered first."""
    code = version.path.code
    copy = drafts.kept(_me(), drafts.PATH, code)
    if copy is None:
        return _page(version, _form(version))
    form = _form(version, MultiDict(drafts.pairs_of(copy)))
    if request.args.get("copy") == "restore":
        return _page(version, form, copy)
    unsaved = _unsaved(version, form)
    if not unsaved:
        return _page(version, _form(version))
    return render_template(
        "catalogue/writing/offer.html",
        copy=copy,
        lines=unsaved,
        label=label,
        code=code,
        here=url_for("path_settings.settings", code=code),
        crumb=_("Compose %(code)s", code=code),
        crumb_url=url_for("composing.draft", code=code),
    )


def _unsaved(version: PathVersion, form: SettingsForm) -> list[Line]:
    """What was typed and not saved, beside the draft; nothing where it cannot be read any more."""
    saved = content_of(version)
    try:
        if not between(sheet_of(saved), sheet_of(form.content(saved))):
            return []
        began = carried.unseal(form.began.data)
        content = saving.content_at(began) if began is not None else saved
        return between(sheet_of(content), sheet_of(form.content(content)))
    except (Refusal, KeyError, TypeError, ValueError):
        return []


def _checked(version: PathVersion) -> str:
    """The page again with what was typed; kept, and not saved."""
    code = version.path.code
    with transaction():
        copy = drafts.keep(_me(), drafts.PATH, code, list(request.form.items(multi=True)))
    version = opening.draft(code)
    form = _form(version, request.form)
    form.validate()
    return _page(version, form, copy)


def _saved(version: PathVersion) -> ResponseReturnValue:
    code, form = version.path.code, _form(version, request.form)
    met: list[opening.Met] = []

    def save() -> None:
        met.append(opening.write(version, form.content, form.began.data))
        if not isinstance(met[0], Clash):
            drafts.throw_away(_me(), drafts.PATH, code)

    status = submitted(form, save)
    return opening.written(code, met[0]) if status == 303 else (_page(opening.draft(code), form), status)


@bp.post("/<code>/draft/settings/live")
@may(Permission.VERSION_DRAFT)
def live(code: str) -> ResponseReturnValue:
    """What is beside the form, for what was typed so far; typed or only open, it is noted."""
    opening.draft(code)
    with transaction():
        if "title_fr" in request.form:
            copy = drafts.keep(_me(), drafts.PATH, code, list(request.form.items(multi=True)))
        else:
            copy = drafts.attend(_me(), drafts.PATH, code)
    sent = MultiDict(drafts.pairs_of(copy)) if copy.fields else None
    form = _form(opening.draft(code), sent)
    if copy.fields:
        form.validate()
    return jsonify(panel=render_template("paths/composing/_beside.html", **_beside(code, form, copy)))


def _form(version: PathVersion, sent: Sent | None = None) -> SettingsForm:
    """The form as it was sent, or filled from the draft."""
    if sent is not None:
        form = SettingsForm(formdata=sent)
    else:
        values = SettingsForm.filled(content_of(version)) | {"began": opening.sealed(version)}
        form = SettingsForm(formdata=None, data=values)
    form.speak(version.path.code, is_fresh=sent is None)
    return form


def _faults(form: Any) -> Iterator[str]:
    """What cannot be read as it was typed, with the name of its field."""
    for field in form:
        if field.type == "FieldList":
            for entry in field:
                yield from _faults(entry.form)
        elif field.type != "CSRFTokenField":
            yield from (f"{field.label.text}{i18n.colon()}{fault}" for fault in field.errors)


def _beside(code: str, form: SettingsForm, copy: DraftCopy | None) -> dict[str, object]:
    return {
        "faults": list(_faults(form)),
        "others": drafts.others(_me(), drafts.PATH, code),
        "kept_at": copy.typed_at if copy is not None else None,
    }


def _page(version: PathVersion, form: SettingsForm, copy: DraftCopy | None = None) -> str:
    code = version.path.code
    return render_template(
        "paths/composing/settings.html",
        form=form,
        version=version,
        live=url_for("path_settings.live", code=code),
        me=refs.seal(_me()),
        saved_at=_saved_at(version),
        **_beside(code, form, copy),
    )


def _saved_at(version: PathVersion) -> int:
    """When the reader saved the draft last, in milliseconds, as scripts count time; 0 for somebody else."""
    at = version.updated_at if version.updated_by == _me() else None
    return 0 if at is None else int(at.timestamp() * 1000)


def _me() -> int:
    return int(current_actor().account_id or 0)
