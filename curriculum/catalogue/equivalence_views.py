"""The page where the owner of a module decides what the version before carries over (S06)."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum.access import current_actor, is_permitted, may, require
from curriculum.accounts import queries as accounts
from curriculum.catalogue import carrying, queries, service
from curriculum.catalogue.forms import EquivalenceForm
from curriculum.catalogue.models import EquivalenceDegree, ModuleVersion
from curriculum.domain.permissions import Permission
from curriculum.errors import submitted
from curriculum.labels import label

bp = Blueprint("equivalences", __name__, url_prefix="/training/modules")


@bp.route("/<code>/<int:number>/equivalences", methods=["GET", "POST"])
@may(Permission.VERSION_VIEW)
def decide(code: str, number: int) -> ResponseReturnValue:
    one = queries.get_version(code, number)
    about = queries.subject(one.module_id, is_published=one.state in queries.SHOWN)
    require(current_actor(), Permission.VERSION_VIEW, about)
    form = EquivalenceForm()
    form.speak(carrying.proposals(one))
    status = submitted(form, lambda: _decide(form))
    if status == 303:
        flash(_("What is carried to %(outcome)s is decided.", outcome=form.target.data), "success")
        return redirect(url_for("equivalences.decide", code=code, number=number), 303)
    return _page(queries.get_version(code, number), form), status


def _decide(form: EquivalenceForm) -> None:
    pair = form.pairs[form.target.data]
    service.decide_equivalence(
        current_actor(),
        target_id=pair.target.id,
        source_id=pair.source.id if pair.source is not None else None,
        degree=EquivalenceDegree(form.degree.data),
        top_up=(form.top_up.data or "").strip() or None,
        reason=form.reason.data or "",
    )


def _page(one: ModuleVersion, form: EquivalenceForm) -> str:
    about = queries.subject(one.module_id, is_published=one.state in queries.SHOWN)
    rows, more = carrying.proposals(one), carrying.others(one)
    lines = [*more, *(row.line for row in rows if row.line is not None)]
    return render_template(
        "catalogue/equivalences.html",
        version=one,
        previous=carrying.before(one),
        rows=rows,
        others=more,
        outcomes=queries.outcomes_by_id({line.from_outcome_id for line in more if line.from_outcome_id}),
        targets={target.id: target.code for target in one.outcomes},
        names=accounts.names_of({line.decided_by for line in lines if line.decided_by}),
        form=form,
        may_decide=is_permitted(current_actor(), Permission.VERSION_DRAFT, about),
        label=label,
    )
