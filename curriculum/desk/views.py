"""Landing pages: the public home, what waits for training, and HR's view of its people."""

from collections.abc import Set

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString

from curriculum import clock
from curriculum.access import current_actor, is_permitted, may, may_somewhere, require
from curriculum.accounts.navigation import landing
from curriculum.awards.queries import waiting as queues
from curriculum.awards.register import listing as register
from curriculum.awards.register import words as awards_words
from curriculum.awards.register.listing import Filters, RegisterPage
from curriculum.desk import lookup, profiles, queries, waiting, words
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.scripts import Script
from curriculum.labels import label
from curriculum.people import queries as people

bp = Blueprint("desk", __name__)
P = Permission
SIX_MONTHS = 183


@bp.get("/")
def home() -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "desk/home.html",
        figures=queries.public_figures(clock.today()),
        onwards=landing(actor) if actor.account_id is not None else "",
    )


@bp.get("/training")
@may(
    P.VERSION_DRAFT,
    P.ROW_DECIDE,
    P.ASSESSMENT_GRADE,
    P.APPLICATION_ADMIT,
    P.APPLICATION_DECIDE,
    P.DECLARATION_VIEW,
)
def training() -> ResponseReturnValue:
    actor = current_actor()
    found = waiting.for_training(actor)
    return render_template(
        "desk/training.html",
        waiting=[one for one in found if one.count],
        done=[one for one in found if not one.count],
        places=_places(actor, words.PLACES),
        words=words,
    )


def _places(
    actor: Actor, places: tuple[tuple[str, LazyString, tuple[Permission, ...]], ...]
) -> list[tuple[str, LazyString]]:
    return [(url, name) for url, name, needed in places if any(may_somewhere(actor, one) for one in needed)]


@bp.route("/hr", methods=["GET", "POST"])
@may(P.CERTIFICATE_REGISTER, P.ENROLMENT_NOMINATE)
def hr() -> ResponseReturnValue:
    """The names pasted come by POST: names of people have no place in addresses or their logs."""
    actor, text = current_actor(), request.args.get("q", "").strip()[:100]
    pasted = request.form.get("names", "")[:8000]
    lines = lookup.lines_of(pasted)
    may_look = may_somewhere(actor, P.CERTIFICATE_REGISTER)
    queued = waiting.for_hr(actor)
    meant = lookup.look_up(actor, lines) if may_look and lines else None
    found = register.register_visible_to(actor, text) if may_look and text else None
    valid = _register(actor, Filters(status="valid")) if may_look else None
    ending = _register(actor, Filters(ends_within=SIX_MONTHS)) if may_look else None
    shown = {row.person_id for page in (found, valid, ending) if page for row in page.rows}
    return render_template(
        "desk/hr.html",
        may_look=may_look,
        text=text,
        pasted=pasted,
        lines=meant,
        found=found,
        valid=valid,
        ending=ending,
        waiting=[one for one in queued if one.count],
        done=[one for one in queued if not one.count],
        places=_places(actor, words.HR_PLACES),
        may_open=may_somewhere(actor, P.PERSON_EDIT),
        words=words,
        **_shown(shown | {known.person_id for line in meant or () for known in line.found}),
    )


def _register(actor: Actor, filters: Filters) -> RegisterPage:
    return register.register_visible_to(actor, filters=filters)


def _shown(person_ids: Set[int] = frozenset()) -> dict[str, object]:
    """What templates of persons need; of the persons named, those are linked whose file may be opened."""
    opens = people.openable(current_actor(), person_ids)
    return {
        "ref": lambda one: people.person_ref(one) if one in opens else "",
        "label": label,
        "status_kinds": awards_words.STATUS_KINDS,
        "kinds": awards_words.KINDS,
        "state_kinds": profiles.SHOWN,
    }


@bp.get("/me/certificates")
@may(P.APPLICATION_SUBMIT)
def my_certificates() -> ResponseReturnValue:
    """What an official holds and what is under way, whoever decides it."""
    person_id = current_actor().person_id
    if not isinstance(person_id, int):
        return render_template("progress/nobody.html")
    return render_template(
        "desk/mine.html",
        certificates=profiles.certificates_of([person_id], clock.today())[person_id],
        cases=queues.cases_of(person_id),
        **_shown(),
    )


@bp.get("/people/<ref>")
@may(P.PERSON_VIEW)
def person(ref: str) -> ResponseReturnValue:
    """Everything HR may know of one person, each part as far as the reader's roles reach."""
    actor, today = current_actor(), clock.today()
    person_id = people.get_by_ref(ref)
    about = people.today_subject(person_id)
    require(actor, P.PERSON_VIEW, about)
    can = {one.name.lower(): is_permitted(actor, one, about) for one in ASKED}
    return render_template(
        "desk/person.html",
        person=people.get(person_id),
        person_ref=ref,
        name=people.display_name(person_id),
        names=people.names_of(person_id),
        script_word=script_word,
        number=people.numbers_of([person_id]).get(person_id),
        can=can,
        services=queries.services_of(person_id) if can["service_record_view"] else None,
        ways=profiles.ways_of([person_id], today)[person_id] if can["enrolment_view"] else None,
        certificates=profiles.certificates_of([person_id], today)[person_id]
        if can["certificate_view"]
        else None,
        **_shown(),
    )


def script_word(script: str) -> str:
    """The word for a script by its code; the code itself where nobody named it."""
    return label(Script(script)) if script in set(Script) else script


ASKED = (
    P.DECLARATION_RECORD,
    P.PERSON_EDIT,
    P.SERVICE_RECORD_VIEW,
    P.SERVICE_RECORD_EDIT,
    P.ENROLMENT_VIEW,
    P.ENROLMENT_NOMINATE,
    P.EXPERIENCE_ATTEST,
    P.CERTIFICATE_VIEW,
    P.PROGRESS_VIEW,
)
