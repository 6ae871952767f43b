"""The desk: one row at a time beside its candidates; every decision is a plain form."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice  # type: ignore[attr-defined]  # the stubs are older

from curriculum import clock
from curriculum.access import current_actor, is_permitted, may, may_somewhere
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.import_batch import BatchState
from curriculum.domain.lifecycles.import_row import UNDECIDED, RowState
from curriculum.domain.permissions import Permission as May
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.domain.scripts import script_of
from curriculum.donors import queries as donors
from curriculum.errors import submitted
from curriculum.i18n import hundredths, text
from curriculum.institutions import queries as institutions
from curriculum.intake import queries, service, shown, words
from curriculum.intake import syllabus_views as syllabus_views
from curriculum.intake.bench import cards
from curriculum.intake.bench import several_views as several_views
from curriculum.intake.bench.facts import in_words
from curriculum.intake.forms import MendForm, PersonForm, ReasonForm
from curriculum.intake.models import ImportBatch, ImportRow
from curriculum.intake.service import Decision
from curriculum.intake.views import bp as bp
from curriculum.intake.views import done
from curriculum.people import queries as people

FIRST, LAST = 0, 1_000_000
REOPENED_IN = (BatchState.MATCHED, BatchState.APPLIED)


@bp.get("/training/desk")
@may(May.ROW_DECIDE)
def desk() -> ResponseReturnValue:
    return _at_desk(None)


@bp.get("/lists/<code>/desk")
@may(May.ROW_DECIDE)
def list_desk(code: str) -> ResponseReturnValue:
    return _at_desk(queries.get_visible(current_actor(), code))


def _at_desk(batch: ImportBatch | None) -> ResponseReturnValue:
    """The row at a place of the queue; behind its end the first, and an empty desk when nothing waits."""
    actor, batch_id = current_actor(), batch.id if batch else None
    waiting = queries.count_undecided(actor, batch_id)
    place = min(max(request.args.get("place", FIRST, int), FIRST), LAST)
    place = place if place < waiting else FIRST
    row = queries.undecided_at(actor, place, batch_id)
    if row is None:
        return render_template("intake/empty_desk.html", batch=batch)
    return _row_page(queries.batch(row.batch_id), row, waiting=waiting, place=place, queue=batch)


@bp.get("/lists/<code>/rows/<int:number>")
@may(May.ROW_DECIDE)
def row(code: str, number: int) -> ResponseReturnValue:
    batch = queries.get_visible(current_actor(), code)
    return _row_page(batch, queries.row(batch.id, number))


def _row_page(
    batch: ImportBatch,
    one: ImportRow,
    *,
    waiting: int | None = None,
    place: int = 0,
    queue: ImportBatch | None = None,
    form: MendForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    actor = current_actor()
    may_decide = is_permitted(actor, May.ROW_DECIDE, queries.subject(batch))
    is_open = may_decide and batch.state is BatchState.MATCHED
    name = people.display_names([one.person_id]) if one.person_id and may_decide else {}
    page = render_template(
        "intake/row.html",
        batch=batch,
        offering=donors.offering(batch.offering_id),
        row=one,
        cells=list(zip(batch.details["headings"], one.cells, strict=False)),
        cards=_cards(batch, one) if may_decide and one.state in UNDECIDED else [],
        problems=[words.problem(told) for told in one.problems],
        question=next((asked for asked in shown.questions(batch) if asked.row == one.number), None),
        same_number=cards.same_number(one) if may_decide else [],
        linked=name.get(one.person_id) if one.person_id else None,
        waiting=waiting,
        place=place,
        queue=queue,
        form=form or _mend_form(one),
        can_decide=is_open and one.state in (RowState.CANDIDATE, RowState.UNMATCHED),
        can_mend=is_open and one.state is RowState.INVALID,
        can_reopen=may_decide and batch.state in REOPENED_IN and one.state not in UNDECIDED,
        can_create=may_somewhere(actor, May.PERSON_CREATE),
    )
    return page, status


def _cards(batch: ImportBatch, one: ImportRow) -> list[dict[str, object]]:
    """The candidates in words."""
    return [
        {
            "ref": card.ref,
            "name": card.name,
            "others": card.other_names,
            "facts": [in_words(fact) for fact in card.facts],
            "grounds": words.grounds(card.grounds),
        }
        for card in cards.cards(batch, one)
    ]


def _mend_form(one: ImportRow) -> MendForm:
    return MendForm(
        family=one.family,
        given=one.given,
        birth_date=one.birth_date.isoformat() if one.birth_date else "",
        personnel_no=one.personnel_no,
        organisation=one.organisation,
        hours=hundredths(one.hours),
        score=hundredths(one.score),
    )


@bp.post("/lists/<code>/rows/<int:number>/decision")
@may(May.ROW_DECIDE)
def decide(code: str, number: int) -> ResponseReturnValue:
    actor = current_actor()
    batch = queries.get_visible(actor, code)
    done(
        lambda: _decide(actor, batch, number), _("Row %(row)s of %(code)s is decided.", row=number, code=code)
    )
    return redirect(_back(code, number), 303)


def _decide(actor: Actor, batch: ImportBatch, number: int) -> None:
    wanted = request.form.get("decision", "")
    if wanted not in set(Decision) or wanted == Decision.CREATE:
        raise Refusal(RefusalCode.VALUE_INVALID, field="decision", value=wanted)
    ref = request.form.get("person", "")
    service.decide(
        actor,
        batch.id,
        number,
        Decision(wanted),
        person_id=people.get_by_ref(ref) if ref else _by_number(request.form.get("number", "")),
        duplicate_of=request.form.get("duplicate_of", type=int),
    )


def _by_number(number: str) -> int | None:
    """The official somebody named by hand, where no candidate was the right one."""
    if not number.strip():
        return None
    return found(people.find_by_number(number.strip().upper()), "person", number)


def _back(code: str, number: int) -> str:
    """Where the decision came from: the queue of all lists, of one list, or the row's own page."""
    queue, place = request.form.get("queue", ""), request.form.get("place", FIRST, int)
    if queue == "all":
        return url_for("intake.desk", place=place)
    if queue == "list":
        return url_for("intake.list_desk", code=code, place=place)
    return url_for("intake.row", code=code, number=number)


@bp.post("/lists/<code>/rows/<int:number>/mend")
@may(May.ROW_DECIDE)
def mend(code: str, number: int) -> ResponseReturnValue:
    actor = current_actor()
    batch = queries.get_visible(actor, code)
    form = MendForm()
    status = submitted(
        form, lambda: service.mend(actor, batch.id, number, form.texts(), form.reason.data or "")
    )
    if status == 303:
        flash(_("Row %(row)s was corrected and matched.", row=number), "success")
        return redirect(url_for("intake.row", code=code, number=number), 303)
    return _row_page(batch, queries.row(batch.id, number), form=form, status=status)


@bp.post("/lists/<code>/rows/<int:number>/question")
@may(May.ROW_DECIDE)
def ask(code: str, number: int) -> ResponseReturnValue:
    actor = current_actor()
    batch = queries.get_visible(actor, code)
    question = request.form.get("question", "")[:500]
    done(
        lambda: service.ask_source(actor, batch.id, number, question),
        _("The question stands beside row %(row)s; the donor sees it on the page of the list.", row=number),
    )
    return redirect(_back(code, number), 303)


@bp.route("/lists/<code>/rows/<int:number>/reopen", methods=["GET", "POST"])
@may(May.ROW_DECIDE)
def reopen(code: str, number: int) -> ResponseReturnValue:
    actor = current_actor()
    batch = queries.get_visible(actor, code)
    form = ReasonForm()
    status = submitted(form, lambda: service.reopen(actor, batch.id, number, form.reason.data or ""))
    if status == 303:
        flash(_("Row %(row)s is open again.", row=number), "success")
        return redirect(url_for("intake.row", code=code, number=number), 303)
    report = shown.report(batch)
    return render_template(
        "intake/reason.html",
        form=form,
        batch=batch,
        action="reopen",
        report=report,
        number=number,
        counts=queries.row(batch.id, number).applied_at is not None,
    ), status


@bp.route("/lists/<code>/rows/<int:number>/person", methods=["GET", "POST"])
@may(May.PERSON_CREATE)
def create_person(code: str, number: int) -> ResponseReturnValue:
    actor = current_actor()
    batch = queries.get_visible(actor, code)
    one = queries.row(batch.id, number)
    form = PersonForm(
        family=one.family, given=one.given, birth_date=one.birth_date, personnel_no=one.personnel_no
    )
    form.institution.choices = [
        SelectChoice(i.code, f"{i.code} · {text(i.name)}") for i in institutions.all_()
    ]

    def change() -> None:
        new = form.person(script_of(cards.full(form.given.data, form.family.data)).value)
        service.decide(actor, batch.id, number, Decision.CREATE, new=new)

    status = submitted(form, change)
    if status == 303:
        flash(_("The file was opened and row %(row)s counts.", row=number), "success")
        return redirect(url_for("intake.row", code=code, number=number), 303)
    return render_template("intake/person.html", form=form, batch=batch, row=one, today=clock.today()), status
