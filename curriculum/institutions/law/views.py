"""Pages of the register of legal instruments."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _lazy

from curriculum import files
from curriculum.access import current_actor, is_permitted, may, may_somewhere
from curriculum.domain.lifecycles.instrument import INSTRUMENT, InstrumentState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import found
from curriculum.errors import submitted
from curriculum.institutions import queries as institutions
from curriculum.institutions.law import queries, service, words
from curriculum.institutions.law.forms import EditForm, NewForm, StepForm
from curriculum.institutions.models import LegalInstrument
from curriculum.labels import label

bp = Blueprint("instruments", __name__, url_prefix="/admin/instruments")
P = Permission
ABOVE = (
    ("/admin", _lazy("Administration"), (P.INSTITUTION_EDIT, P.ACCOUNT_VIEW)),
    ("/training", _lazy("Training"), (P.INSTRUMENT_EDIT, P.VERSION_DRAFT)),
)
"""The pages the register is reached from, each with who may go there."""


@bp.context_processor
def _around() -> dict[str, Any]:
    """The page above the register that this reader may open; none for those who came by a link."""
    actor = current_actor()
    mine = [
        {"label": label_, "url": url}
        for url, label_, needed in ABOVE
        if any(may_somewhere(actor, one) for one in needed)
    ]
    return {"above": mine[:1]}


@bp.get("")
@may(P.INSTITUTION_VIEW)
def index() -> ResponseReturnValue:
    """List the register; on request only what has to be looked at again."""
    only_due = request.args.get("due") == "1"
    return render_template(
        "institutions/law/index.html",
        rows=queries.due() if only_due else queries.all_(),
        only_due=only_due,
        due=len(queries.due()),
        may_edit=may_somewhere(current_actor(), P.INSTRUMENT_EDIT),
        names=institutions.code_list(queries.KINDS),
        kinds=words.KINDS,
        label=label,
    )


@bp.route("/new", methods=["GET", "POST"])
@may(P.INSTRUMENT_EDIT)
def create() -> ResponseReturnValue:
    """Enter an instrument."""
    form = NewForm()
    form.offer()
    status = submitted(form, lambda: _create(form))
    if status == 303:
        flash(_("The instrument is in the register."), "success")
        return redirect(url_for("instruments.one", code=form.code.data), 303)
    return render_template("institutions/law/form.html", form=form, instrument=None), status


def _create(form: NewForm) -> None:
    made = service.record(
        current_actor(),
        code=form.code.data or "",
        content=form.content,
        state=InstrumentState(form.state.data),
    )
    _keep(made.id, form)


def _keep(instrument_id: int, form: EditForm) -> None:
    sent = form.file.data
    if sent is not None and sent.filename:
        # One byte more than is kept tells a file that is too large from one that is not.
        service.keep_file(current_actor(), instrument_id, sent.read(files.LARGEST + 1), sent.filename)


@bp.get("/<code>")
@may(P.INSTITUTION_VIEW)
def one(code: str) -> ResponseReturnValue:
    """Show an instrument, where it stands, and what may be noted of it."""
    return _page(queries.get(code))


def _page(instrument: LegalInstrument, sent: StepForm | None = None, action: str = "") -> str:
    may_edit = is_permitted(
        current_actor(), P.INSTRUMENT_EDIT, institutions.owned(instrument.owner_institution_id)
    )
    return render_template(
        "institutions/law/one.html",
        instrument=instrument,
        row=queries.instruments_of([instrument.code])[0],
        owner=institutions.by_id(instrument.owner_institution_id).name,
        kind=institutions.code_list(queries.KINDS).get(instrument.kind),
        may_edit=may_edit,
        may_see_versions=may_somewhere(current_actor(), P.VERSION_VIEW),
        steps=words.steps(INSTRUMENT.actions(instrument.state)) if may_edit else (),
        form=sent or StepForm(formdata=None),
        asked_of={one: StepForm(formdata=None, prefix=one) for one in words.STEPS} | {action: sent},
        kinds=words.KINDS,
        label=label,
    )


@bp.route("/<code>/edit", methods=["GET", "POST"])
@may(P.INSTRUMENT_EDIT)
def edit(code: str) -> ResponseReturnValue:
    """Correct an entry, or hand in its text."""
    instrument = queries.get(code)
    form = EditForm(
        obj=instrument,
        title_fr=instrument.title.fr,
        title_en=instrument.title.en,
        issuer=_code_of(instrument.issuer_institution_id),
        owner=_code_of(instrument.owner_institution_id),
    )
    form.offer()
    status = submitted(form, lambda: _edit(instrument.id, form))
    if status == 303:
        flash(_("The entry was changed."), "success")
        return redirect(url_for("instruments.one", code=code), 303)
    return render_template("institutions/law/form.html", form=form, instrument=instrument), status


def _edit(instrument_id: int, form: EditForm) -> None:
    service.revise(current_actor(), instrument_id, form.content)
    _keep(instrument_id, form)


def _code_of(institution_id: int | None) -> str:
    return institutions.by_id(institution_id).code if institution_id else ""


@bp.post("/<code>/step/<action>")
@may(P.INSTRUMENT_EDIT)
def step(code: str, action: str) -> ResponseReturnValue:
    """Note what became of it."""
    found(action if action in words.STEPS else None, "instrument", action)
    form, instrument_id = StepForm(prefix=action), queries.get(code).id
    status = submitted(form, lambda: _step(instrument_id, action, form))
    if status == 303:
        flash(_("Noted."), "success")
        return redirect(url_for("instruments.one", code=code), 303)
    return _page(queries.get(code), form, action), status


def _step(instrument_id: int, action: str, form: StepForm) -> None:
    service.step(current_actor(), instrument_id, action, on=form.on.data, reason=form.reason.data or "")


@bp.get("/<code>/file")
@may(P.INSTITUTION_VIEW)
def file(code: str) -> ResponseReturnValue:
    """Give the text of an instrument as it was handed in."""
    instrument = queries.get(code)
    kept = found(queries.file_of(instrument.id), "document", code)
    return files.download(kept.content, kept.kind, instrument.code)
