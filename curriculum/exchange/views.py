"""Pages of the exchange: the whole curriculum out, in with a preview, and its published schema."""

import io

from flask import Blueprint, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock, refs
from curriculum.access import current_actor, may, may_somewhere, without_cookie
from curriculum.db import transaction
from curriculum.domain.exchange_plan import Fate
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.errors import status_of, submitted
from curriculum.exchange import forms, queries, reading, schema, service, words
from curriculum.exchange.models import CurriculumFile
from curriculum.exchange.reading import Faulty
from curriculum.labels import label, sentence

bp = Blueprint("exchange", __name__, url_prefix="/training/curriculum")
public = Blueprint("schemas", __name__, url_prefix="/schemas")
without_cookie(public)
P = Permission
FAULTS_SHOWN = 50


@public.get("/curriculum-1.json")
def curriculum() -> ResponseReturnValue:
    answer = jsonify(schema.curriculum())
    answer.content_type = "application/schema+json"
    return answer


@bp.get("")
@may(P.CURRICULUM_EXPORT, P.CURRICULUM_IMPORT)
def index() -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "exchange/index.html",
        may_export=may_somewhere(actor, P.CURRICULUM_EXPORT),
        may_import=may_somewhere(actor, P.CURRICULUM_IMPORT),
        schema=schema.ADDRESS,
    )


@bp.post("/export")
@may(P.CURRICULUM_EXPORT)
def export() -> ResponseReturnValue:
    with transaction():
        content = service.export(current_actor())
    name = f"curriculum-{clock.today().isoformat()}.json"
    return send_file(
        io.BytesIO(content.encode()), "application/json", as_attachment=True, download_name=name, max_age=0
    )


@bp.route("/import", methods=["GET", "POST"])
@may(P.CURRICULUM_IMPORT)
def receive() -> ResponseReturnValue:
    form = forms.ImportForm()
    kept: list[CurriculumFile] = []
    status = submitted(form, lambda: kept.append(_receive(form)))
    if status == 303:
        return redirect(url_for("exchange.preview", ref=refs.seal(kept[0].id)), 303)
    return render_template("exchange/import.html", form=form, schema=schema.ADDRESS), status


def _receive(form: forms.ImportForm) -> CurriculumFile:
    sent = form.file.data
    return service.receive(current_actor(), name=sent.filename or "", content=sent.read())


def _waiting(ref: str) -> CurriculumFile:
    """The file behind a preview, for the account that handed it in."""
    return queries.file(found(refs.unseal(ref), "curriculum_file", ref), current_actor().account_id)


@bp.get("/imports/<ref>")
@may(P.CURRICULUM_IMPORT)
def preview(ref: str) -> ResponseReturnValue:
    return _preview(ref)


def _preview(ref: str, changed: Refusal | None = None) -> ResponseReturnValue:
    """What the file would do; `changed` says why it has to be looked at once more."""
    kept = _waiting(ref)
    lines = service.rehearse(current_actor(), kept.content)
    if isinstance(lines, Faulty):
        return _faulty(kept, ref, lines), 422
    counts = service.told(lines)
    page = render_template(
        "exchange/preview.html",
        file=kept,
        ref=ref,
        mark=service.mark(lines),
        changed=sentence(changed) if changed is not None else "",
        counts=counts,
        groups=words.groups(lines),
        takes=counts[Fate.REFUSED] == 0 and counts[Fate.NEW] + counts[Fate.CHANGED] > 0,
        label=label,
        kinds=words.KINDS,
        why=words.why,
        differences=words.differences,
        fates=Fate,
    )
    if changed is not None:
        return page, status_of(changed)
    return page, 422 if counts[Fate.REFUSED] else 200


def _faulty(kept: CurriculumFile, ref: str, wrong: Faulty) -> str:
    return render_template(
        "exchange/refused.html",
        file=kept,
        ref=ref,
        refusal=sentence(reading.refuse(wrong.faults)),
        faults=wrong.faults[:FAULTS_SHOWN],
        count=len(wrong.faults),
        mend=words.mend,
        schema=schema.ADDRESS,
    )


@bp.post("/imports/<ref>/take")
@may(P.CURRICULUM_IMPORT)
def take_in(ref: str) -> ResponseReturnValue:
    file_id = _waiting(ref).id
    try:
        with transaction():
            seen = request.form.get("seen", "")
            counts = service.told(service.take_in(current_actor(), file_id, seen=seen))
    except Refusal as refusal:
        if refusal.code is not RefusalCode.CHANGED_MEANWHILE:
            raise
        return _preview(ref, refusal)
    flash(
        _(
            "Taken in: %(new)s new, %(changed)s changed. Versions stand as drafts; they go through review "
            "here before they are published.",
            new=counts[Fate.NEW],
            changed=counts[Fate.CHANGED],
        ),
        "success",
    )
    return redirect(url_for("exchange.index"), 303)


@bp.post("/imports/<ref>/discard")
@may(P.CURRICULUM_IMPORT)
def discard(ref: str) -> ResponseReturnValue:
    file_id = _waiting(ref).id
    with transaction():
        service.discard(current_actor(), file_id)
    flash(_("The file is forgotten; nothing was taken in."), "success")
    return redirect(url_for("exchange.index"), 303)
