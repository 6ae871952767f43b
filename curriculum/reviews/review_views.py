"""Pages of the review: what waits for me, and one version with its changes, its talk and its next step."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock
from curriculum.access import current_actor, is_permitted, signed_in
from curriculum.accounts import queries as accounts
from curriculum.catalogue import departing, difference_words, steps, versioning
from curriculum.catalogue import forms as catalogue_forms
from curriculum.catalogue import words as catalogue_words
from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.permissions import Permission
from curriculum.errors import status_of, submitted
from curriculum.labels import label
from curriculum.reviews import (
    asking,
    following,
    forms,
    kinds,
    queries,
    queue,
    reach,
    service,
    shown,
    targets,
    words,
)
from curriculum.reviews.kinds import Kind

bp = Blueprint("reviews", __name__, url_prefix="/training/review")
P = Permission


@bp.get("")
@signed_in
def index() -> ResponseReturnValue:
    """What waits for me; the filters are in the address."""
    asked = queue.Filters(
        request.args.get("step", ""), request.args.get("kind", ""), "overdue" in request.args
    )
    rows, on = queue.waiting(current_actor()), clock.today()
    return render_template(
        "reviews/index.html",
        rows=[row for row in rows if asked.let(row, on)],
        total=len(rows),
        overdue=sum(row.is_overdue(on) for row in rows),
        followed=following.followed(current_actor()),
        asked=asked,
        on=on,
        steps=queue.Step,
        words=words,
        label=label,
        kinds=catalogue_words.STATE_KINDS,
        may_delegate=bool(reach.delegable(current_actor())) or bool(_lent_or_borrowed()),
    )


def _lent_or_borrowed() -> object:
    return queries.delegations_of(current_actor().account_id)


@bp.get("/<kind>/<code>/<int:number>")
@signed_in
def version(kind: str, code: str, number: int) -> ResponseReturnValue:
    """One version under review."""
    one = kinds.kind(kind)
    return _page(one, one.get(code, number), catalogue_forms.OpinionForm(formdata=None))


def _page(kind: Kind, one: Any, opinion: catalogue_forms.OpinionForm, kept: steps.Kept | None = None) -> str:
    me = current_actor()
    actor, about, lent = reach.seen_with(me, kind, one)
    may_draft = is_permitted(actor, P.VERSION_DRAFT, about)
    opinion.speak(steps.parties(me, about))
    given = list(kind.way.opinions(one.id))
    talk = shown.Talk(kind, one, may_draft=may_draft)
    threads = talk.threads()
    return render_template(
        "reviews/version.html",
        kind=kind,
        code=kind.code(one),
        version=one,
        previous=(previous := kind.before(one)),
        lines=difference_words.between(None if previous is None else kind.sheet(previous), talk.sheet),
        parts=shown.parts(talk.sheet, [each for each in threads if not each.is_gone]),
        gone=[each for each in threads if each.is_gone],
        turns=shown.turns(kind, one),
        open_threads=sum(not each.is_settled for each in threads),
        questions=shown.questions(queries.requests_on(kind, one.id), given),
        opinions=given,
        names=accounts.names_of([each.given_by for each in given if each.given_by]),
        opinion=opinion,
        form=opinion,
        buttons=_buttons(me, actor, kind, one, about),
        lenders=list(accounts.names_of([each.delegation.from_account_id for each in lent]).values()),
        kept=kept,
        replaces=previous,
        departure=departing.departure(one, previous, kind.sheet),
        seen=versioning.mark(one),
        on=clock.today(),
        may_ask=asking.may_ask(actor, about) and one.state in asking.ASKED,
        may_comment=is_permitted(actor, P.VERSION_COMMENT, about) and one.state in queries.OPEN,
        may_open=is_permitted(me, P.VERSION_VIEW, kind.about(one)),
        words=words,
        label=label,
        kinds=catalogue_words.STATE_KINDS,
        given_as=GivenAs,
        opinion_words=Opinion,
    )


def _buttons(me: Actor, actor: Actor, kind: Kind, one: Any, about: Subject) -> list[steps.Button]:
    """The reader's own steps, and those that are lent."""
    table = kind.way.table(one)
    own = steps.buttons(me, one.state, table, about)
    lent = steps.buttons(actor, one.state, table, about)
    return own + [each for each in lent if each not in own and each.action in reach.LENT]


@bp.post("/<kind>/<code>/<int:number>/step")
@signed_in
def step(kind: str, code: str, number: int) -> ResponseReturnValue:
    """Take the step of a button."""
    which = kinds.kind(kind)
    kept = steps.stepped(_taking(which, which.get(code, number).id), code, number)
    if kept is None:
        return redirect(url_for("reviews.version", kind=kind, code=code, number=number))
    return _page(
        which, which.get(code, number), catalogue_forms.OpinionForm(formdata=None), kept
    ), kept.status


def _taking(kind: Kind, version_id: int) -> Callable[[catalogue_forms.StepForm], object]:
    """The change that a step's form asks for, by one's own power or by what is lent."""

    def change(form: catalogue_forms.StepForm) -> None:
        service.step(
            current_actor(),
            kind,
            version_id,
            form.action.data or "",
            reason=form.reason.data or "",
            until=form.teach_out_until.data,
            seen=form.seen.data or None,
        )

    return change


@bp.post("/<kind>/<code>/<int:number>/opinion")
@signed_in
def opine(kind: str, code: str, number: int) -> ResponseReturnValue:
    """Record an opinion."""
    which, form = kinds.kind(kind), catalogue_forms.OpinionForm()
    one = which.get(code, number)
    reach.seen_by(current_actor(), which, one)
    form.speak(list(GivenAs))
    if not form.validate():
        return _page(which, one, form), 422
    with steps.told(_("The opinion is recorded.")) as outcome:
        service.opine(
            current_actor(),
            which,
            one.id,
            given_as=GivenAs(form.given_as.data),
            opinion=Opinion(form.opinion.data),
            note=form.note.data or "",
            seen=form.seen.data or steps.NOTHING,
        )
    if outcome.refusal is not None:
        return _page(which, which.get(code, number), form), status_of(outcome.refusal)
    return redirect(url_for("reviews.version", kind=kind, code=code, number=number))


@bp.route("/<kind>/<code>/<int:number>/ask", methods=["GET", "POST"])
@signed_in
def ask(kind: str, code: str, number: int) -> ResponseReturnValue:
    """Ask somebody for an opinion, until a day."""
    which, form = kinds.kind(kind), forms.AskForm()
    one = which.get(code, number)
    asking.require_asker(current_actor(), which, one)
    form.speak(clock.today() + timedelta(days=targets.days(targets.OPINION)))
    status = submitted(form, lambda: _asked(which, one.id, form))
    if status == 303:
        return redirect(url_for("reviews.version", kind=kind, code=code, number=number) + "#questions")
    people = {each: list(asking.who_may_speak(which, one, each).values()) for each in GivenAs}
    page = render_template(
        "reviews/ask.html", form=form, kind=which, code=code, version=one, people=people, label=label
    )
    return page, status


def _asked(kind: Kind, version_id: int, form: forms.AskForm) -> None:
    service.ask(
        current_actor(),
        kind,
        version_id,
        login=form.login.data or "",
        given_as=GivenAs(form.given_as.data),
        due_on=form.due_on.data or clock.today(),
        note=form.note.data or "",
    )


@bp.post("/requests/<ref>/end")
@signed_in
def end(ref: str) -> ResponseReturnValue:
    """No longer ask for an opinion."""
    row = queries.request(ref)
    which = kinds.kind_of(row)
    one = which.read(kinds.version_id(row))
    where = {"kind": which.name, "code": which.code(one), "number": one.version}
    with steps.told(_("The question is taken back.")):
        service.take_back(current_actor(), queries.request(ref))
    return redirect(url_for("reviews.version", **where))
