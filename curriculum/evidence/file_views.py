"""The document behind a piece of evidence, and the page that takes the piece out of every count."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum.access import current_actor, may, require
from curriculum.delivery import documents, uploads
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.errors import submitted
from curriculum.evidence import queries, service
from curriculum.evidence.forms import InvalidateForm
from curriculum.people import queries as people

bp = Blueprint("evidence_files", __name__)
P = Permission


@bp.get("/evidence/<ref>/document")
@may(P.EVIDENCE_VIEW)
def document(ref: str) -> ResponseReturnValue:
    piece = queries.get_visible(current_actor(), ref)
    found = documents.find(piece.person_id, piece.file_sha256)
    if found is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="document", code=ref)
    return uploads.download(found, f"evidence-{ref[:6]}")


@bp.route("/evidence/<ref>/invalidate", methods=["GET", "POST"])
@may(P.EVIDENCE_INVALIDATE)
def invalidate(ref: str) -> ResponseReturnValue:
    actor = current_actor()
    piece = queries.get_visible(actor, ref)
    require(actor, P.EVIDENCE_INVALIDATE, queries.subject(actor, piece))
    person_id, key = piece.person_id, piece.id
    form = InvalidateForm()
    status = submitted(form, lambda: service.invalidate(actor, person_id, key, form.reason.data or ""))
    if status == 303:
        flash(_("The evidence was invalidated; what rested on it is looked at again."), "success")
        return redirect(url_for("evidence.one", ref=ref), 303)
    name = people.display_name(person_id)
    return render_template("evidence/invalidate.html", piece=piece, form=form, name=name, ref=ref), status
