"""Pages of a candidacy: apply for the certificate, and the applications that wait for somebody."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from curriculum import clock
from curriculum.access import current_actor, may
from curriculum.awards import words
from curriculum.awards.applications import apply_page, submitting
from curriculum.awards.applications.forms import name_form, names_in
from curriculum.awards.pages import SEEN, bp, submitted
from curriculum.awards.queries import waiting
from curriculum.domain.permissions import Permission


@bp.route("/me/apply/<path_code>", methods=["GET", "POST"])
@may(Permission.APPLICATION_SUBMIT)
def apply(path_code: str) -> ResponseReturnValue:
    actor = current_actor()
    page = apply_page.page(actor, path_code, clock.today())
    form = name_form(FlaskForm, page.spellings)
    made: list[str] = []
    status = submitted(
        form,
        lambda: made.append(
            submitting.apply_for(actor, page.person_id, page.enrolment.id, names_in(form)).code
        ),
    )
    if status == 303:
        flash(_("Your application was handed in and your file was frozen as it stands today."), "success")
        return redirect(url_for("awards.application", code=made[0]), 303)
    return render_template("awards/apply.html", page=page, form=form, words=words), status


@bp.get("/applications")
@may(*SEEN, Permission.APPLICATION_ARBITRATE)
def applications() -> ResponseReturnValue:
    actor = current_actor()
    lists = (
        (_("To examine"), waiting.awaiting_admissibility(actor)),
        (_("To check"), waiting.awaiting_check(actor)),
        (_("To decide"), waiting.awaiting_decision(actor)),
        (_("To settle"), waiting.awaiting_arbitration(actor)),
    )
    own = waiting.cases_of(actor.person_id) if isinstance(actor.person_id, int) else []
    return render_template("awards/applications.html", lists=lists, own=own)
