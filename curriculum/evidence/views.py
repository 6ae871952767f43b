"""Pages to offer evidence and to judge it, to attest experience, to collect and accept points."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import clock
from curriculum.access import current_actor, is_permitted, may
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.models import Outcome
from curriculum.db import transaction
from curriculum.delivery import documents, uploads
from curriculum.delivery.typed import numbered
from curriculum.domain.lifecycles.evidence import EVIDENCE, EvidenceState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.errors import submitted
from curriculum.evidence import queries, service, words
from curriculum.evidence.forms import (
    CpdForm,
    EvidenceForm,
    ExperienceForm,
    ReviewForm,
    level_choices,
    level_field,
)
from curriculum.evidence.models import CpdType, Evidence, EvidenceKind, EvidenceType
from curriculum.evidence.reviewing import Verdict
from curriculum.labels import label
from curriculum.people import queries as people

bp = Blueprint("evidence", __name__)
P = Permission


def _me() -> int:
    person_id = current_actor().person_id
    if not isinstance(person_id, int):
        raise Refusal(RefusalCode.PERSON_UNKNOWN)
    return person_id


@bp.get("/me/evidence")
@may(P.EVIDENCE_SUBMIT)
def mine() -> ResponseReturnValue:
    return render_template(
        "evidence/mine.html",
        rows=queries.of_person(_me()),
        ref=queries.evidence_ref,
        label=label,
        tags_of=words.TAGS,
    )


@bp.route("/me/evidence/new", methods=["GET", "POST"])
@may(P.EVIDENCE_SUBMIT)
def create() -> ResponseReturnValue:
    form = EvidenceForm()
    form.offer(_me())
    status = submitted(form, lambda: _submit(form))
    if status == 303:
        flash(_("Your evidence was handed in. An assessor will look at it."), "success")
        return redirect(url_for("evidence.mine"), 303)
    return render_template("evidence/create.html", form=form), status


def _submit(form: EvidenceForm) -> None:
    paths = {code: path_id for path_id, code, _title in queries.paths_of(_me())}
    chosen = catalogue.outcomes_by_code(form.outcomes.data or [])
    service.submit(
        current_actor(),
        person_id=_me(),
        kind=EvidenceKind(form.kind.data),
        type=EvidenceType(form.type.data),
        title=form.title.data or "",
        issuer=form.issuer.data or "",
        issued_on=form.issued_on.data or clock.today(),
        outcome_ids=[one.id for one in chosen.values()],
        path_version_id=paths.get(form.path.data or ""),
        file_sha256=uploads.keep_sent(_me(), form.document.data),
    )


@bp.post("/me/evidence/<ref>/again")
@may(P.EVIDENCE_SUBMIT)
def again(ref: str) -> ResponseReturnValue:
    piece = queries.get_by_ref(ref)
    upload = request.files.get("document")
    with transaction():
        digest = uploads.keep_sent(piece.person_id, upload)
        service.resubmit(current_actor(), piece.person_id, piece.id, file_sha256=digest)
    flash(_("Your evidence was handed in again."), "success")
    return redirect(url_for("evidence.one", ref=ref), 303)


@bp.get("/evidence/<ref>")
@may(P.EVIDENCE_VIEW)
def one(ref: str) -> ResponseReturnValue:
    actor = current_actor()
    piece = queries.get_visible(actor, ref)
    subject = queries.subject(actor, piece)
    reviews = queries.reviews_of(piece.person_id, piece.id)
    return render_template(
        "evidence/one.html",
        piece=piece,
        name=people.display_name(piece.person_id),
        outcomes=queries.outcomes_claimed(piece),
        levels=queries.accepted_outcomes(piece.person_id, piece.id),
        reviews=reviews,
        reviewers=people.display_names({one.reviewer_id for one in reviews}),
        reasons=queries.reasons(),
        is_own=actor.person_id in people.aliases(piece.person_id),
        may_review=is_permitted(actor, P.EVIDENCE_REVIEW, subject),
        waits=piece.state in queries.WAITING,
        has_file=documents.find(piece.person_id, piece.file_sha256) is not None,
        may_invalidate=is_permitted(actor, P.EVIDENCE_INVALIDATE, subject)
        and EVIDENCE.find(piece.state, "invalidate") is not None,
        comes_back=piece.state in (EvidenceState.REJECTED, EvidenceState.MORE_INFO),
        ref=ref,
        label=label,
        tags_of=words.TAGS,
        verdict=lambda code: label(Verdict(code)),
    )


@bp.get("/training/evidence")
@may(P.EVIDENCE_REVIEW)
def queue() -> ResponseReturnValue:
    rows = queries.awaiting_review(current_actor())
    return render_template(
        "evidence/queue.html",
        rows=rows,
        names=people.display_names({one.person_id for one in rows}),
        ref=queries.evidence_ref,
        label=label,
        tags_of=words.TAGS,
    )


@bp.route("/evidence/<ref>/review", methods=["GET", "POST"])
@may(P.EVIDENCE_REVIEW)
def review(ref: str) -> ResponseReturnValue:
    piece = queries.get_visible(current_actor(), ref)
    outcomes = queries.outcomes_claimed(piece)
    form = ReviewForm()
    form.offer()
    choices = level_choices(piece)
    status = submitted(form, lambda: _review(piece, form, outcomes))
    if status == 303:
        flash(_("Your decision was recorded. The person reads your reasons."), "success")
        return redirect(url_for("evidence.queue"), 303)
    page = render_template(
        "evidence/review.html",
        piece=piece,
        form=form,
        name=people.display_name(piece.person_id),
        outcomes=outcomes,
        choices=choices,
        given={one.code: request.form.get(level_field(one), choices[-1][0]) for one in outcomes},
        field=level_field,
        ref=ref,
        label=label,
    )
    return page, status


def _review(piece: Evidence, form: ReviewForm, outcomes: Sequence[Outcome]) -> None:
    verdict = Verdict(form.verdict.data)
    levels = {one.id: int(request.form.get(level_field(one), "0") or 0) for one in outcomes}
    accepts = verdict in (Verdict.ACCEPT, Verdict.ACCEPT_PARTLY)
    service.review(
        current_actor(),
        piece.person_id,
        piece.id,
        verdict=verdict,
        levels={key: level for key, level in levels.items() if level} if accepts else {},
        reason_code=form.reason_code.data or None,
        comment=form.comment.data or None,
    )


@bp.route("/hr/experience/new", methods=["GET", "POST"])
@may(P.EXPERIENCE_ATTEST)
def attest() -> ResponseReturnValue:
    form = ExperienceForm()
    form.offer()
    if not form.is_submitted():
        form.number.data = request.args.get("number", "")
    status = submitted(form, lambda: _attest(form))
    if status == 303:
        flash(_("The experience was attested."), "success")
        return redirect(url_for("evidence.attest"), 303)
    return render_template("evidence/attest.html", form=form), status


def _attest(form: ExperienceForm) -> None:
    service.attest_experience(
        current_actor(),
        person_id=numbered(form.number.data or ""),
        theme_id=catalogue.get_theme(form.theme.data).id,
        from_=form.from_.data or clock.today(),
        to=form.to.data or clock.today(),
        note=form.note.data or None,
    )


@bp.route("/me/points", methods=["GET", "POST"])
@may(P.CPD_RECORD)
def points() -> ResponseReturnValue:
    form = CpdForm()
    form.offer()
    status = submitted(form, lambda: _claim(form))
    if status == 303:
        flash(_("Your points were noted. They count once somebody else accepted them."), "success")
        return redirect(url_for("evidence.points"), 303)
    return render_template("evidence/points.html", form=form, rows=queries.cpd_of(_me()), label=label), status


def _claim(form: CpdForm) -> None:
    service.record_cpd(
        current_actor(),
        person_id=_me(),
        type=CpdType(form.type.data),
        points=form.points.hundredths or 0,
        done_on=form.done_on.data or clock.today(),
        note=form.note.data or None,
    )


@bp.get("/training/points")
@may(P.CPD_ACCEPT)
def accept_points() -> ResponseReturnValue:
    rows = queries.cpd_awaiting(current_actor())
    names = people.display_names({one.person_id for one in rows})
    return render_template(
        "evidence/accept_points.html", rows=rows, names=names, ref=queries.evidence_ref, label=label
    )


@bp.post("/training/points/<ref>/accept")
@may(P.CPD_ACCEPT)
def accept(ref: str) -> ResponseReturnValue:
    found = [one for one in queries.cpd_awaiting(current_actor()) if queries.evidence_ref(one.id) == ref]
    if not found:
        raise Refusal(RefusalCode.NOT_FOUND, object="cpd", code=ref)
    with transaction():
        service.accept_cpd(current_actor(), found[0].person_id, found[0].id)
    flash(_("The points were accepted."), "success")
    return redirect(url_for("evidence.accept_points"), 303)
