"""The page of lent power: what I lent, what was lent to me, lend more, end it."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock, i18n, refs
from curriculum.access import current_actor, signed_in
from curriculum.accounts import queries as accounts
from curriculum.catalogue import steps
from curriculum.errors import submitted
from curriculum.institutions import queries as institutions
from curriculum.reviews import forms, queries, reach, service
from curriculum.reviews.models import ReviewDelegation

bp = Blueprint("delegations", __name__, url_prefix="/training/review/delegations")


@bp.route("", methods=["GET", "POST"])
@signed_in
def index() -> ResponseReturnValue:
    """All of it, with the form for whoever may lend."""
    actor, form = current_actor(), forms.DelegationForm()
    places = [(code, f"{code} · {i18n.text(name)}") for code, name in reach.delegable(actor)]
    form.speak(places, clock.today())
    status = submitted(form, lambda: _given(form))
    if status == 303:
        return redirect(url_for("delegations.index"))
    rows = queries.delegations_of(actor.account_id)
    page = render_template(
        "reviews/delegations.html",
        form=form,
        may_lend=bool(places),
        lent=[one for one in rows if one.from_account_id == actor.account_id],
        borrowed=[one for one in rows if one.to_account_id == actor.account_id],
        names=accounts.names_of([one for row in rows for one in (row.from_account_id, row.to_account_id)]),
        places=institutions.names_of({row.institution_id for row in rows}),
        holds=holds,
        seal=refs.seal,
        on=clock.today(),
    )
    return page, status


def holds(row: ReviewDelegation) -> bool:
    """Whether a delegation has not come to its end."""
    return row.ended_on is None and row.to >= clock.today()


def _given(form: forms.DelegationForm) -> None:
    service.delegate(
        current_actor(),
        login=form.login.data or "",
        institution=form.institution.data,
        from_=form.from_.data or clock.today(),
        to=form.to.data or clock.today(),
        reason=form.reason.data or "",
    )


@bp.post("/<ref>/end")
@signed_in
def end(ref: str) -> ResponseReturnValue:
    """End one; it holds no more from now on."""
    with steps.told(_("The delegation is ended.")):
        service.end_delegation(current_actor(), queries.delegation(ref))
    return redirect(url_for("delegations.index"))
