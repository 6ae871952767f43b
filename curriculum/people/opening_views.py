"""Opening a file by hand: whoever may already be on file is shown first, a second click confirms."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum.access import current_actor, is_permitted, may
from curriculum.domain.permissions import Permission
from curriculum.errors import submitted
from curriculum.i18n import language
from curriculum.institutions import queries as institutions
from curriculum.people import officials, queries, service, shown
from curriculum.people.opening_forms import NewPersonForm
from curriculum.people.shown import Lookalike

bp = Blueprint("opening", __name__)
P = Permission


@bp.route("/hr/people/new", methods=["GET", "POST"])
@may(P.PERSON_CREATE)
def open_file() -> ResponseReturnValue:
    form = NewPersonForm(language=language())
    places = officials.institutions_within(current_actor(), P.PERSON_CREATE)
    form.offer(places, officials.units_within({one.id for one in places}))
    form.offer_facts(institutions.all_posts(), institutions.all_grades())
    found = shown.lookalikes(form.person) if form.validate_on_submit() else []
    if not form.has_seen(found):
        return _page(form, found), 200
    opened: list[int] = []
    status = submitted(form, lambda: opened.append(service.register(current_actor(), form.person).id))
    if status == 303:
        flash(_("The file is open."), "success")
        return redirect(url_for("desk.person", ref=queries.person_ref(opened[0])), 303)
    return _page(form, found), status


def _page(form: NewPersonForm, found: list[Lookalike]) -> str:
    form.show(found)
    return render_template("people/new.html", form=form, found=found, readable=_readable(found))


def _readable(found: list[Lookalike]) -> set[int]:
    """Whose files the reader may open; the others are taken in from elsewhere."""
    actor = current_actor()
    return {
        one.known.person_id
        for one in found
        if is_permitted(actor, P.PERSON_VIEW, queries.today_subject(one.known.person_id))
    }
