"""An official's own choice between the version of the pin and a newer one."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock
from curriculum.access import current_actor, is_permitted, signed_in
from curriculum.domain.actors import Subject
from curriculum.domain.permissions import Permission
from curriculum.errors import submitted
from curriculum.labels import label
from curriculum.paths import queries as paths
from curriculum.transitions import choosing, service, shown, words
from curriculum.transitions.choosing import Choice
from curriculum.transitions.forms import ChoiceForm

bp = Blueprint("own_versions", __name__)


def _mine(ref: str) -> Choice:
    """The choice of the person behind this account; nobody else's is found."""
    enrolment = paths.get_enrolment(ref)
    found = choosing.choice(enrolment)
    if found is None or enrolment.person_id != current_actor().person_id:
        abort(404)
    return found


@bp.route("/me/version/<ref>", methods=["GET", "POST"])
@signed_in
def choose(ref: str) -> ResponseReturnValue:
    _mine(ref)
    form = ChoiceForm()
    status = submitted(form, lambda: _move(ref, form))
    if status == 303:
        flash(_("You have moved. Everything you hold is still yours."), "success")
        return redirect(url_for("progress.me"), 303)
    return _page(_mine(ref), form), status


def _move(ref: str, form: ChoiceForm) -> None:
    service.move(current_actor(), paths.get_enrolment(ref), int(form.version.data or 0))


def _about(found: Choice) -> Subject:
    one = found.enrolment
    return paths.enrolment_subject(one.person_id, one.path_version_id, clock.today())


def _page(found: Choice, form: ChoiceForm) -> str:
    today = clock.today()
    move = found.move(today)
    (told,) = shown.told([move], found.old, found.new)
    form.version.data = str(found.new.version)
    return render_template(
        "transitions/choice.html",
        choice=found,
        told=told,
        keeps=shown.kept(found.keeps(today), move) if move.bridging else (),
        is_made_for_one=shown.is_made_for_one(found.old),
        form=form,
        is_open=found.is_open(today),
        may_move=is_permitted(current_actor(), Permission.ENROLMENT_TRANSITION, _about(found)),
        finishes=found.finishes(today),
        label=label,
        words=words,
    )
