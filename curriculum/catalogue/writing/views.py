"""The page on which a module version is written: saved, checked while typing, kept, settled."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from curriculum import refs
from curriculum.access import current_actor, may, require
from curriculum.catalogue import carried, carrying, choosing, drafts, merging, queries
from curriculum.catalogue.difference_words import Line, between
from curriculum.catalogue.forms import ClashForm
from curriculum.catalogue.models import DraftCopy, Module, ModuleVersion
from curriculum.catalogue.sheets import sheet_of
from curriculum.catalogue.writing import live, reading, rows
from curriculum.catalogue.writing.forms import VersionForm
from curriculum.db import transaction
from curriculum.domain import verbs
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.errors import submitted
from curriculum.labels import label, sentence

bp = Blueprint("writing", __name__, url_prefix="/training/modules")


@bp.route("/<code>/draft", methods=["GET", "POST"])
@may(Permission.VERSION_DRAFT)
def draft(code: str) -> ResponseReturnValue:
    return _written_in(code) if request.method == "POST" else _opened(code)


def _opened(code: str) -> ResponseReturnValue:
    module, present = _at(code)
    if present is not None and (refusal := merging.unwritable(present)) is not None:
        flash(sentence(refusal), "error")
        return redirect(url_for("reviews.version", kind="modules", code=code, number=present.version))
    copy = drafts.kept(_me(), drafts.MODULE, code)
    if copy is None:
        return _page(code, _form(present))
    form = _form(present, MultiDict(drafts.pairs_of(copy)))
    if request.args.get("copy") == "restore":
        return _page(code, form)
    unsaved = _unsaved(form, present)
    if not unsaved:
        return _page(code, _form(present))
    return render_template(
        "catalogue/writing/offer.html",
        copy=copy,
        lines=unsaved,
        label=label,
        code=module.code,
        here=url_for("writing.draft", code=code),
        crumb=_("Modules"),
        crumb_url=url_for("catalogue.modules"),
    )


def _written_in(code: str) -> ResponseReturnValue:
    _at(code)
    do = request.form.get("do", "save")
    if do == "save":
        return _saved(code)
    if do == "forget":
        with transaction():
            drafts.throw_away(_me(), drafts.MODULE, code)
        return redirect(url_for("writing.draft", code=code))
    if do != "check" and not rows.is_deed(do):
        raise Refusal(RefusalCode.VALUE_INVALID, field="action", value=do)
    return _done(code, do)


def _done(code: str, do: str) -> str:
    """The page again with what was typed, its rows changed as asked; kept, and not saved."""
    pairs: rows.Pairs = list(request.form.items(multi=True))
    focus = ""
    if do != "check":
        changed = rows.changed(pairs, do)
        pairs, focus = changed.pairs, changed.focus(do.partition(":")[0])
    with transaction():
        kept = drafts.keep(_me(), drafts.MODULE, code, pairs)
    form = _form(_at(code)[1], MultiDict(pairs))
    if do == "check":
        form.validate()
    return _page(code, form, kept=kept, focus=focus)


@bp.post("/<code>/draft/live")
@may(Permission.VERSION_DRAFT)
def said(code: str) -> ResponseReturnValue:
    """What is beside the form, for what was typed so far; typed or only open, it is noted."""
    _at(code)
    with transaction():
        if "title_fr" in request.form:
            copy = drafts.keep(_me(), drafts.MODULE, code, list(request.form.items(multi=True)))
        else:
            copy = drafts.attend(_me(), drafts.MODULE, code)
    form = _form(_at(code)[1], MultiDict(drafts.pairs_of(copy)) if copy.fields else None)
    if copy.fields:
        form.validate()
    panel = _panel(code, form, copy, live.faults(form))
    return jsonify(panel=render_template("catalogue/writing/_panel.html", panel=panel))


def _saved(code: str) -> ResponseReturnValue:
    module, present = _at(code)
    form, module_id = _form(present, request.form), module.id
    met: list[ModuleVersion | merging.Clash[ModuleVersion]] = []

    def save() -> None:
        met.append(_write(module_id, form))
        if not isinstance(met[0], merging.Clash):
            drafts.throw_away(_me(), drafts.MODULE, code)

    status = submitted(form, save)
    return _written(code, met[0]) if status == 303 else (_page(code, form), status)


def _write(module_id: int, form: VersionForm) -> ModuleVersion | merging.Clash[ModuleVersion]:
    began = carried.unseal(form.began.data)
    return merging.write(
        current_actor(), module_id, form.content, merging.Began(*began) if began is not None else None
    )


def _written(code: str, met: ModuleVersion | merging.Clash[ModuleVersion]) -> ResponseReturnValue:
    """Go on to the version that was saved, or ask about what clashes."""
    if isinstance(met, merging.Clash):
        return _clash_page(code, ClashForm(formdata=None), met), 409
    flash(_("The draft is saved."), "success")
    return redirect(url_for("catalogue.version", code=code, number=met.version))


def _clash_page(code: str, form: ClashForm, met: merging.Clash[ModuleVersion]) -> str:
    return choosing.clash_page(
        form,
        met,
        code,
        settle=url_for("writing.settle", code=code),
        back=url_for("writing.draft", code=code),
        crumb=_("Modules"),
        crumb_url=url_for("catalogue.modules"),
    )


@bp.post("/<code>/draft/clash")
@may(Permission.VERSION_DRAFT)
def settle(code: str) -> ResponseReturnValue:
    (module, _present), form = _at(code), ClashForm()
    if not form.validate():
        raise Refusal(RefusalCode.CHANGED_MEANWHILE, object="draft")
    began, mine = carried.unseal(form.began.data), carried.unseal(form.mine.data)
    with transaction():
        shown = form.shown.data or ""
        met = merging.settle(current_actor(), module.id, began, mine, shown, choosing.choices())
        if not isinstance(met, merging.Clash):
            drafts.throw_away(_me(), drafts.MODULE, code)
    return _written(code, met)


def _at(code: str) -> tuple[Module, ModuleVersion | None]:
    """The module, if the reader may draft it, and the version to go on from: open, else latest."""
    module = queries.get_module(code)
    require(current_actor(), Permission.VERSION_DRAFT, queries.subject(module.id))
    versions = queries.versions_of(module.id)
    return module, queries.version(versions[0].id) if versions else None


def _me() -> int:
    return int(current_actor().account_id or 0)


def _form(present: ModuleVersion | None, sent: MultiDict[str, str] | None = None) -> VersionForm:
    """The form as it was sent, or filled from what there is."""
    before = reading.kept(present)
    values: dict[str, Any] = {} if present is None else reading.filled(before) | _began(present)
    form = VersionForm(formdata=sent) if sent is not None else VersionForm(formdata=None, data=values)
    form.speak(before)
    return form


def _began(present: ModuleVersion) -> dict[str, str]:
    return {"began": carried.seal([merging.mark(present), sheet_of(reading.kept(present))])}


def _unsaved(form: VersionForm, present: ModuleVersion | None) -> list[Line]:
    """What was typed and not saved, beside what the form was filled from."""
    try:
        began = carried.unseal(form.began.data)
    except Refusal:
        began = None
    typed, saved = form.content(present), sheet_of(reading.kept(present))
    if not between(saved, merging.mine(typed, saved)):
        return []
    before = began[1] if began is not None else saved
    return between(before, merging.mine(typed, before))


def _page(code: str, form: VersionForm, *, kept: DraftCopy | None = None, focus: str = "") -> str:
    module, present = _at(code)
    return render_template(
        "catalogue/writing/draft.html",
        form=form,
        module=module,
        present=present,
        number=_number(present),
        panel=_panel(code, form, kept, ()),
        focus=focus,
        live=url_for("writing.said", code=code),
        verbs={language: verbs.known(language) for language in ("fr", "en")},
        me=refs.seal(_me()),
        saved_at=drafts.saved_at(_me(), present),
    )


def _number(present: ModuleVersion | None) -> int:
    """The number of the version that is written: of the draft there is, or the next one."""
    if present is None:
        return 1
    return present.version + (present.state is not VersionState.DRAFT)


def _panel(code: str, form: VersionForm, kept: DraftCopy | None, faults: Sequence[str]) -> live.Panel:
    present = _at(code)[1]
    return live.panel(
        code,
        form.content(present),
        drafts.others(_me(), drafts.MODULE, code),
        faults=faults,
        circles=carrying.circles(present) if present is not None else (),
        kept_at=kept.typed_at if kept is not None else None,
    )
