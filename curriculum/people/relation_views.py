"""Pages about what ties two persons: who is kin, superior or mentor of whom, declared and ended."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock
from curriculum.access import current_actor, is_permitted, may, require
from curriculum.domain.permissions import Permission
from curriculum.errors import submitted
from curriculum.people import queries, relation_list, service
from curriculum.people.relation_forms import EndForm, RelationForm
from curriculum.people.shown import Known, known
from curriculum.people.words import Tie

bp = Blueprint("relations", __name__)
P = Permission


def _opened(ref: str) -> Known:
    """The person whose relations these are, for whoever may declare some."""
    person_id = queries.get_by_ref(ref)
    require(current_actor(), P.DECLARATION_RECORD, queries.today_subject(person_id))
    return known([person_id])[person_id]


@bp.get("/people/<ref>/relations")
@may(P.DECLARATION_RECORD)
def index(ref: str) -> ResponseReturnValue:
    person, actor = _opened(ref), current_actor()
    return _page(
        "people/relations.html",
        person,
        relations=relation_list.tied_to(person.person_id),
        may_end=is_permitted(actor, P.DECLARATION_END, queries.today_subject(person.person_id)),
    )


def _page(template: str, person: Known, **shown: object) -> str:
    """A page of one person's relations, with the way back to the file for whoever may open it."""
    actor, subject = current_actor(), queries.today_subject(person.person_id)
    return render_template(
        template,
        person=person,
        name=queries.display_name(person.person_id),
        own=actor.person_id == person.person_id,
        may_open=is_permitted(actor, P.PERSON_VIEW, subject),
        **shown,
    )


@bp.route("/people/<ref>/relations/new", methods=["GET", "POST"])
@may(P.DECLARATION_RECORD)
def declare(ref: str) -> ResponseReturnValue:
    """First find the other person, then say what they are; nobody is guessed."""
    person, actor = _opened(ref), current_actor()
    text = request.args.get("q", "").strip()[:100]
    found = relation_list.find(actor, text, but=person.person_id)
    form = RelationForm(from_=clock.today(), person=found[0].ref if len(found) == 1 else None)
    form.offer(found)
    status = submitted(form, lambda: _declare(person.person_id, form))
    if status == 303:
        flash(_("The relation is on record and counts from its first day."), "success")
        return redirect(url_for("relations.index", ref=ref), 303)
    may_search = is_permitted(actor, P.PERSON_SEARCH)
    shown = {"form": form, "text": text, "found": found, "may_search": may_search}
    return _page("people/relation_new.html", person, **shown), status


def _declare(person_id: int, form: RelationForm) -> None:
    tie, other = Tie(form.tie.data), queries.get_by_ref(form.person.data or "")
    first, second = (other, person_id) if tie.is_declarer else (person_id, other)
    service.declare_relation(
        current_actor(),
        person_id=first,
        about_person_id=second,
        kind=tie.kind,
        from_=form.from_.data or clock.today(),
        note=form.note.data,
    )


@bp.route("/people/<ref>/relations/<relation>/end", methods=["GET", "POST"])
@may(P.DECLARATION_END)
def end(ref: str, relation: str) -> ResponseReturnValue:
    person = _opened(ref)
    row = relation_list.get_of(person.person_id, relation)
    form = EndForm(on=clock.today())
    status = submitted(form, lambda: _end(row.id, form))
    if status == 303:
        flash(_("The relation was ended."), "success")
        return redirect(url_for("relations.index", ref=ref), 303)
    relation_seen = relation_list.seen_from(person.person_id, row)
    return _page("people/relation_end.html", person, form=form, relation=relation_seen), status


def _end(relation_id: int, form: EndForm) -> None:
    service.end_relation(
        current_actor(), relation_id, on=form.on.data or clock.today(), reason=form.reason.data or ""
    )
