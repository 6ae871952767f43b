"""Pages of the coverage map: the map, one cell of it, and the map as a file."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock
from curriculum.access import current_actor, is_permitted, may, may_somewhere
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.steps import told
from curriculum.domain.actors import Subject
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.mapping import Filters, Show
from curriculum.domain.permissions import Permission
from curriculum.domain.proof import Depth
from curriculum.domain.refusals import found
from curriculum.donors import queries, service
from curriculum.donors.mapping import files, forms, lacking, plans
from curriculum.donors.mapping import service as justifying
from curriculum.donors.mapping.queries import CoverageMap, coverage_map
from curriculum.donors.mapping.words import SIGNS
from curriculum.donors.views import about_claims
from curriculum.labels import label

bp = Blueprint("mapping", __name__, url_prefix="/training/coverage")


def _drawn() -> CoverageMap:
    return coverage_map(forms.filters_of(request.args))


@bp.get("")
@may(Permission.CLAIM_VIEW)
def begin() -> ResponseReturnValue:
    """The address of the matrix there was before the map."""
    return redirect(url_for("mapping.index"))


@bp.get("/map")
@may(Permission.CLAIM_VIEW)
def index() -> ResponseReturnValue:
    return render_template(
        "donors/mapping/map.html",
        map=_drawn(),
        filters=forms.filters_of(request.args),
        shows=list(Show),
        depths=[(SIGNS[one], label(one)) for one in Depth],
        signs=SIGNS,
        said={one: label(one) for one in Depth},
        label=label,
        may_count=may_somewhere(current_actor(), Permission.PROGRESS_AGGREGATE),
        asked={key: value for key, value in request.args.items() if key != "lang"},
    )


@bp.get("/map.csv")
@may(Permission.CLAIM_VIEW)
def as_csv() -> ResponseReturnValue:
    return _file(files.as_csv(_drawn()), "text/csv; charset=utf-8", "coverage-map.csv")


@bp.get("/map.xlsx")
@may(Permission.CLAIM_VIEW)
def as_workbook() -> ResponseReturnValue:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(files.as_workbook(_drawn()), kind, "coverage-map.xlsx")


def _file(content: bytes, kind: str, name: str) -> ResponseReturnValue:
    return content, 200, {"Content-Type": kind, "Content-Disposition": f'attachment; filename="{name}"'}


@bp.get("/modules/<code>")
@may(Permission.CLAIM_VIEW)
def module(code: str) -> ResponseReturnValue:
    """One module: each outcome with who covers it, what remains, and the session that would close it."""
    version = found(catalogue.latest_published(catalogue.get_module(code).id), "module_version", code)
    return render_template(
        "donors/mapping/module.html",
        version=version,
        outcomes=catalogue.outcomes_of([version.id]),
        claims=lacking.by_outcome(version.id),
        seen=queries.coverage_of([version.id])[version.id],
        bridge=next(iter(lacking.bridges([version.id])), None),
        may_open=lacking.may_open(current_actor()),
        label=label,
    )


@bp.get("/overlaps")
@may(Permission.CLAIM_VIEW)
def overlaps() -> ResponseReturnValue:
    drawn = coverage_map(Filters(show=Show.OVERLAP))
    owners = catalogue.outcomes_by_id([line.row.key for line in drawn.grid.lines])
    lineages, actor = catalogue.all_lineages(), current_actor()
    return render_template(
        "donors/mapping/overlaps.html",
        map=drawn,
        reasons=drawn.reasons,
        deciding={
            one.id
            for one in owners.values()
            if is_permitted(actor, Permission.CLAIM_DECIDE, Subject(owners=lineages[one.owner_id]))
        },
    )


@bp.post("/overlaps/<outcome>")
@may(Permission.CLAIM_DECIDE)
def decide_overlap(outcome: str) -> ResponseReturnValue:
    about, actor = _outcome(outcome), current_actor()
    if request.form.get("step") == "reopen":
        with told(_("The overlap is open to discussion again.")):
            justifying.reopen_overlap(actor, about.id)
    else:
        with told(_("Noted: this overlap is wanted.")):
            justifying.justify_overlap(actor, about.id, request.form.get("reason", ""))
    return redirect(url_for("mapping.overlaps"))


@bp.get("/plans")
@may(Permission.CLAIM_VIEW)
def planned() -> ResponseReturnValue:
    return render_template("donors/mapping/plans.html", plans=plans.plans_from(clock.today()), label=label)


@bp.get("/map/cell")
@may(Permission.CLAIM_VIEW)
def choose() -> ResponseReturnValue:
    """Open the cell that two lists name: the way to any cell without a script."""
    offering = queries.get_offering(request.args.get("offering", ""))
    outcome = _outcome(request.args.get("outcome", ""))
    return redirect(url_for("mapping.cell", offering=offering.code, outcome=outcome.code))


def _outcome(code: str) -> catalogue.OutcomeRow:
    return found(catalogue.outcomes_by_code([code]).get(code), "outcome", code)


@bp.get("/map/<offering>/<outcome>")
@may(Permission.CLAIM_VIEW)
def cell(offering: str, outcome: str) -> ResponseReturnValue:
    form = forms.CellForm()
    form.speak()
    return _cell(offering, outcome, form)


@bp.post("/map/<offering>/<outcome>")
@may(Permission.CLAIM_PROPOSE)
def propose(offering: str, outcome: str) -> ResponseReturnValue:
    form = forms.CellForm()
    form.speak()
    if not form.validate():
        return _cell(offering, outcome, form), 422
    with told(_("Proposed. Somebody of the owning institution decides.")):
        about, one = _outcome(outcome), queries.get_offering(offering)
        current = catalogue.latest_published(catalogue.get_module(about.module_code).id)
        service.propose_claim(
            current_actor(),
            one.id,
            about.id,
            Depth(form.depth.data),
            version_id=current.id if current else None,
        )
    return redirect(url_for("mapping.cell", offering=offering, outcome=outcome))


def _cell(offering: str, outcome: str, form: forms.CellForm) -> str:
    about, one = _outcome(outcome), queries.get_offering(offering)
    claims = [claim for claim in queries.claims_of(one.id) if claim.outcome_id == about.id]
    others = [c for c in queries.claims_on([about.version_id])[about.version_id] if c.outcome_id == about.id]
    programme = queries.programme_of(one.id)
    return render_template(
        "donors/mapping/cell.html",
        outcome=about,
        offering=one,
        donor=queries.donor_of(programme.id),
        **about_claims(claims),
        others=[claim for claim in others if claim.offering_id != one.id],
        may_propose=_may_propose(one.id, about),
        form=form,
    )


def _may_propose(offering_id: int, about: catalogue.OutcomeRow) -> bool:
    """Whether the reader may write in a cell; the map is of current versions only."""
    whose = queries.proposing(offering_id, about.owner_id)
    return about.state is VersionState.PUBLISHED and is_permitted(
        current_actor(), Permission.CLAIM_PROPOSE, whose
    )
