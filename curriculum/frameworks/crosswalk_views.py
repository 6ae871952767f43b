"""The page of the crosswalks of a framework: read, signed, ended, exported with it."""

import io
import json

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice  # type: ignore[attr-defined]  # the stubs are older

from curriculum import i18n, refs
from curriculum.access import current_actor, is_permitted, may
from curriculum.db import transaction
from curriculum.domain.case import AssociationType
from curriculum.domain.lifecycles.framework import FrameworkState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import found
from curriculum.errors import submitted
from curriculum.frameworks import crosswalks, queries
from curriculum.frameworks.forms import CrosswalkForm
from curriculum.frameworks.models import Framework
from curriculum.labels import label
from curriculum.people import queries as people

bp = Blueprint("crosswalks", __name__, url_prefix="/training/frameworks")


@bp.route("/<code>/crosswalks", methods=["GET", "POST"])
@may(Permission.FRAMEWORK_VIEW)
def of_framework(code: str) -> ResponseReturnValue:
    framework, form = queries.get(code), CrosswalkForm()
    _speak(form, framework)
    status = submitted(form, lambda: _sign(code, form))
    if status == 303:
        flash(_("The crosswalk is signed and counts from today."), "success")
        return redirect(url_for("crosswalks.of_framework", code=code), 303)
    return _page(queries.get(code), form), status


def _speak(form: CrosswalkForm, framework: Framework) -> None:
    """Fill the choices: how, and every other framework that is firm."""
    form.type.choices = [SelectChoice(one.value, label(one)) for one in crosswalks.JOINING]
    form.framework.choices = [
        SelectChoice(one.code, f"{one.code} · {i18n.text(one.title)}")
        for one in queries.all_()
        if one.state is not FrameworkState.DRAFT and one.id != framework.id
    ]


def _sign(code: str, form: CrosswalkForm) -> None:
    crosswalks.sign(
        current_actor(),
        queries.get_item(code, (form.item.data or "").strip()),
        queries.get_item(form.framework.data, (form.other.data or "").strip()),
        type_=AssociationType(form.type.data),
        note=form.note.data or "",
    )


def _page(framework: Framework, form: CrosswalkForm) -> str:
    rows = crosswalks.of_framework(framework.id)
    _speak(form, framework)
    return render_template(
        "frameworks/crosswalks.html",
        framework=framework,
        rows=rows,
        names=people.display_names(row.signed_by for row in rows),
        form=form,
        is_firm=framework.state is not FrameworkState.DRAFT,
        may_sign=is_permitted(current_actor(), Permission.FRAMEWORK_ADOPT, queries.subject(framework)),
        seal=refs.seal,
        label=label,
    )


@bp.post("/<code>/crosswalks/<ref>/end")
@may(Permission.FRAMEWORK_ADOPT)
def end(code: str, ref: str) -> ResponseReturnValue:
    with transaction():
        crosswalks.end(current_actor(), found(refs.unseal(ref), "crosswalk", ref))
    flash(_("The crosswalk is ended; it stays readable, with its days."), "success")
    return redirect(url_for("crosswalks.of_framework", code=code), 303)


@bp.get("/<code>/crosswalks/export.json")
@may(Permission.FRAMEWORK_VIEW)
def export(code: str) -> ResponseReturnValue:
    content = json.dumps(crosswalks.export(code), ensure_ascii=False, indent=1).encode()
    name = f"{queries.get(code).code}-crosswalks.json"
    return send_file(
        io.BytesIO(content), "application/json", as_attachment=True, download_name=name, max_age=0
    )
