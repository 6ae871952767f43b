"""Pages of lists: hand one in, read its report, name its columns, decide its rows."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_sqlalchemy.pagination import Pagination

from curriculum.access import current_actor, is_permitted, may, may_somewhere
from curriculum.db import transaction
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.import_batch import IMPORT_BATCH
from curriculum.domain.lifecycles.import_row import RowState
from curriculum.domain.permissions import Permission as May
from curriculum.domain.refusals import Refusal
from curriculum.donors import queries as donors
from curriculum.errors import submitted
from curriculum.intake import queries, service, shown, words
from curriculum.intake.export import rejected_rows
from curriculum.intake.forms import ReasonForm, ReceiveForm, mapping_form
from curriculum.intake.models import ImportBatch
from curriculum.intake.overlaps import overlaps_of
from curriculum.intake.reading.columns import Field
from curriculum.labels import label, sentence
from curriculum.people import queries as people

bp = Blueprint("intake", __name__)
PER_PAGE = 50

STATE_KINDS = {
    "received": "info",
    "mapped": "info",
    "matched": "wait",
    "applied": "good",
    "rolled_back": "neutral",
    "discarded": "neutral",
}
ROW_KINDS = {
    "auto_linked": "good",
    "linked": "good",
    "new_person_created": "good",
    "candidate": "wait",
    "unmatched": "wait",
    "invalid": "bad",
}
"""How states are tinted; the word always says it too."""


@bp.app_context_processor
def _tints() -> dict[str, Any]:
    return {"batch_kinds": STATE_KINDS, "row_kinds": ROW_KINDS}


class Lists(Pagination):
    """The lists of one page."""

    def _query_items(self) -> list[Any]:
        offset = (self.page - 1) * self.per_page
        return queries.visible_to(self._query_args["actor"], limit=self.per_page, offset=offset)

    def _query_count(self) -> int:
        return queries.count_visible(self._query_args["actor"])


class Rows(Pagination):
    """The rows of one page of a list."""

    def _query_items(self) -> list[Any]:
        offset = (self.page - 1) * self.per_page
        return list(queries.page_of_rows(**self._query_args, limit=self.per_page, offset=offset))

    def _query_count(self) -> int:
        return queries.count_rows(**self._query_args)


def done(change: Callable[[], object], said: str) -> None:
    """Make a change that a single button asks for, and say what became of it."""
    try:
        with transaction():
            change()
    except Refusal as refusal:
        flash(sentence(refusal), "error")
    else:
        flash(said, "success")


def _form(actor: Actor) -> ReceiveForm:
    form = ReceiveForm()
    form.offer((one.code, one.title) for one in queries.receivable(actor))
    return form


@bp.get("/training/lists")
@may(May.BATCH_VIEW)
def index() -> ResponseReturnValue:
    actor = current_actor()
    return _lists_page("intake/index.html", _form(actor), 200)


@bp.get("/donor")
@may(May.BATCH_RECEIVE)
def donor() -> ResponseReturnValue:
    return _lists_page("intake/donor.html", _form(current_actor()), 200)


def _lists_page(template: str, form: ReceiveForm, status: int) -> ResponseReturnValue:
    actor = current_actor()
    page = Lists(page=request.args.get("page", 1, int), per_page=PER_PAGE, error_out=False, actor=actor)
    more = (
        {"participants": queries.participants_visible_to(actor)}
        if template == "intake/donor.html"
        else {"waiting": queries.count_undecided(actor)}
    )
    return render_template(template, form=form, page=page, **more), status


@bp.post("/training/lists")
@may(May.BATCH_RECEIVE)
def receive() -> ResponseReturnValue:
    actor = current_actor()
    form = _form(actor)
    known: list[ImportBatch] = []
    status = submitted(form, lambda: known.append(_received(actor, form)))
    if status == 303:
        return redirect(url_for("intake.one", code=known[0].code), 303)
    if form.file.data and not form.offering.data and (code := form.suggest(form.file.data.filename or "")):
        form.offering.data = code
        form.offering.errors = [_("The name of the file speaks of %(code)s: confirm it.", code=code)]
    staff = may_somewhere(actor, May.BATCH_MAP)
    return _lists_page("intake/index.html" if staff else "intake/donor.html", form, status)


def _received(actor: Actor, form: ReceiveForm) -> ImportBatch:
    before = queries.count_all()
    batch = service.receive(
        actor,
        file_name=form.file.data.filename or "",
        content=form.file.data.read(),
        offering_code=form.offering.data,
        encoding=form.encoding.data or None,
        separator=form.separator.data or None,
    )
    if queries.count_all() > before:
        flash(_("The list was received as %(code)s.", code=batch.code), "success")
    else:
        told = _("This very file was already received as %(code)s; nothing was changed.", code=batch.code)
        flash(told, "info")
    return batch


@bp.get("/lists/<code>")
@may(May.BATCH_VIEW)
def one(code: str) -> ResponseReturnValue:
    actor = current_actor()
    batch = queries.get_visible(actor, code)
    subject = queries.subject(batch)
    state = request.args.get("state", "")
    states = (RowState(state),) if state in set(RowState) else None
    page = Rows(
        page=request.args.get("page", 1, int),
        per_page=PER_PAGE,
        error_out=False,
        batch_id=batch.id,
        states=states,
    )
    may_decide = is_permitted(actor, May.ROW_DECIDE, subject)
    persons = [row.person_id for row in page.items if row.person_id is not None]
    return render_template(
        "intake/one.html",
        batch=batch,
        offering=donors.offering(batch.offering_id),
        report=shown.report(batch),
        page=page,
        state=state,
        words=words,
        may_decide=may_decide,
        questions=shown.questions(batch),
        overlaps=_overlaps(actor, batch) if may_decide else [],
        # A donor is told what became of its rows, not whom the register knows.
        names=people.display_names(persons) if may_decide else {},
        actions=[one for one in IMPORT_BATCH.actions(batch.state) if _may(actor, one, batch)],
    )


def _overlaps(actor: Actor, batch: ImportBatch) -> list[dict[str, object]]:
    """Who has two overlapping courses, with a link where the person's page may be read."""
    found = overlaps_of(batch)
    names = people.display_names([one.person_id for one in found])
    return [
        {
            "name": names.get(one.person_id, ""),
            "url": _page_of(one.person_id) if may_somewhere(actor, May.PERSON_VIEW) else None,
            "courses": one.courses,
            "outcomes": one.outcomes,
        }
        for one in found
    ]


def _page_of(person_id: int) -> str:
    return f"/people/{people.person_ref(person_id)}"


def _may(actor: Actor, action: str, batch: ImportBatch) -> bool:
    transition = IMPORT_BATCH.find(batch.state, action)
    needed = transition.permission if transition is not None else None
    return needed is not None and is_permitted(actor, needed, queries.subject(batch))


@bp.get("/lists/<code>/rejected.csv")
@may(May.BATCH_VIEW)
def rejected(code: str) -> ResponseReturnValue:
    batch = queries.get_visible(current_actor(), code)
    head = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{batch.code}-rejected.csv"',
    }
    return rejected_rows(batch), 200, head


@bp.route("/lists/<code>/mapping", methods=["GET", "POST"])
@may(May.BATCH_MAP)
def mapping(code: str) -> ResponseReturnValue:
    actor = current_actor()
    batch = queries.get_visible(actor, code)
    headings: list[str] = batch.details["headings"]
    form = mapping_form(headings, batch.mapping)
    fields = [form[f"column_{place}"] for place in range(len(headings))]

    def change() -> None:
        chosen = {name: Field(field.data) for name, field in zip(headings, fields, strict=True)}
        service.set_mapping(actor, batch.id, chosen)

    status = submitted(form, change)
    if status == 303:
        flash(
            _("The columns were assigned; the next list of this donor will be read the same way."), "success"
        )
        return redirect(url_for("intake.one", code=code), 303)
    sample = queries.page_of_rows(batch.id, None, limit=3, offset=0)
    examples = [
        [row.cells[place] for row in sample if len(row.cells) > place and row.cells[place]]
        for place in range(len(headings))
    ]
    return render_template(
        "intake/mapping.html", form=form, fields=fields, batch=batch, examples=examples
    ), status


@bp.post("/lists/<code>/match")
@may(May.BATCH_MATCH)
def match(code: str) -> ResponseReturnValue:
    batch = queries.get_visible(current_actor(), code)
    done(lambda: service.match(current_actor(), batch.id), _("Every row was compared with the register."))
    return redirect(url_for("intake.one", code=code), 303)


@bp.post("/lists/<code>/apply")
@may(May.BATCH_APPLY)
def apply(code: str) -> ResponseReturnValue:
    batch = queries.get_visible(current_actor(), code)
    done(lambda: service.apply(current_actor(), batch.id), _("The linked rows count now."))
    return redirect(url_for("intake.one", code=code), 303)


@bp.route("/lists/<code>/undo", methods=["GET", "POST"])
@may(May.BATCH_UNDO)
def undo(code: str) -> ResponseReturnValue:
    return _with_reason(code, "undo", service.undo, _("The list was undone; nothing of it counts any more."))


@bp.route("/lists/<code>/discard", methods=["GET", "POST"])
@may(May.BATCH_DISCARD)
def discard(code: str) -> ResponseReturnValue:
    return _with_reason(code, "discard", service.discard, _("The list was put aside."))


def _with_reason(
    code: str, action: str, change: Callable[[Actor, int, str], object], said: str
) -> ResponseReturnValue:
    batch = queries.get_visible(current_actor(), code)
    form = ReasonForm()
    status = submitted(form, lambda: change(current_actor(), batch.id, form.reason.data or ""))
    if status == 303:
        flash(said, "success")
        return redirect(url_for("intake.one", code=code), 303)
    report = shown.report(batch)
    return render_template("intake/reason.html", form=form, batch=batch, action=action, report=report), status


@bp.app_template_filter("batch_state")
def _state(batch: ImportBatch) -> str:
    return label(batch.state)
