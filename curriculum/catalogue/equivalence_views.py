"""The page where the owner of a module decides what the version before carries over (S06)."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum.access import current_actor, is_permitted, may, require
from curriculum.accounts import queries as accounts
from curriculum.catalogue import advising, carrying, queries, service
from curriculum.catalogue.equivalence_forms import TableForm, table_form
from curriculum.catalogue.models import ModuleVersion
from curriculum.catalogue.writing import words
from curriculum.domain.permissions import Permission
from curriculum.errors import submitted
from curriculum.labels import label

bp = Blueprint("equivalences", __name__, url_prefix="/training/modules")


@bp.route("/<code>/<int:number>/equivalences", methods=["GET", "POST"])
@may(Permission.VERSION_VIEW)
def decide(code: str, number: int) -> ResponseReturnValue:
    one = queries.get_version(code, number)
    require(current_actor(), Permission.VERSION_VIEW, queries.subject_of(one))
    previous = carrying.before(one)
    form = table_form(carrying.proposals(one), previous.outcomes if previous is not None else ())
    status = submitted(form, lambda: _decide(one.id, form))
    if status == 303:
        flash(_("What is carried over is decided."), "success")
        return redirect(url_for("equivalences.decide", code=code, number=number), 303)
    return _page(queries.get_version(code, number), form), status


def _decide(version_id: int, form: TableForm) -> None:
    """Decide every line that says something else than what stands; the others are left alone."""
    actor, reason = current_actor(), form.reason.data or ""
    require(actor, Permission.VERSION_DRAFT, queries.subject_of(queries.version(version_id)))
    for line in form.lines():
        if line.degree is None or line.stands():
            continue
        present = line.proposal.line
        service.decide_equivalence(
            actor,
            target_id=line.proposal.target.id,
            source_id=line.source_id,
            degree=line.degree,
            top_up=line.top_up,
            top_up_text=line.top_up_text,
            reason=reason,
            instead_of=present.id if present is not None else None,
        )


def _page(one: ModuleVersion, form: TableForm) -> str:
    more, gone = carrying.others(one), carrying.earlier(one)
    decided = [row.line for row in carrying.proposals(one) if row.line is not None]
    lines = [*more, *gone, *decided]
    return render_template(
        "catalogue/equivalences.html",
        version=one,
        previous=carrying.before(one),
        rows=form.rows,
        others=more,
        earlier=gone,
        circles=[words.counsel(one) for one in advising.of_circles(carrying.circles(one))],
        left_behind=carrying.left_behind(one),
        outcomes=queries.outcomes_by_id({line.from_outcome_id for line in lines if line.from_outcome_id}),
        targets={target.id: target.code for target in one.outcomes},
        names=accounts.names_of({line.decided_by for line in lines if line.decided_by}),
        form=form,
        may_decide=is_permitted(current_actor(), Permission.VERSION_DRAFT, queries.subject_of(one)),
        label=label,
    )
