"""The administration's pages: landing, accounts, first-sign-in links, roles and their approval."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice  # type: ignore[attr-defined]  # the stubs are older

from curriculum import clock, i18n, refs
from curriculum.access import current_actor, is_permitted, may, may_somewhere
from curriculum.accounts import administration, directory, links, queries, service
from curriculum.accounts.forms import AccountForm, ReasonForm, RoleForm
from curriculum.accounts.models import Account
from curriculum.accounts.views import refused
from curriculum.db import db, transaction
from curriculum.domain.actors import Role, ScopeKind
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal
from curriculum.errors import submitted
from curriculum.institutions import queries as institutions
from curriculum.institutions.law import queries as law

bp = Blueprint("admin", __name__, url_prefix="/admin")

STEPS = {"close": service.disable, "reopen": service.reopen}
ROLE_STEPS = {"end": service.end_role, "refuse": service.refuse_role}


@bp.get("")
@may(Permission.INSTITUTION_EDIT, Permission.ACCOUNT_VIEW, Permission.ROLE_APPROVE)
def index() -> ResponseReturnValue:
    """Where administration begins: what waits, and the registers."""
    actor = current_actor()
    waiting = queries.awaiting_approval(actor, clock.today())
    return render_template(
        "accounts/admin.html",
        waiting=administration.waiting_shown(waiting),
        links=administration.links_shown(links.awaiting_approval(actor, clock.today())),
        figures=queries.figures(actor, clock.today()),
        instruments_due=len(law.due()),
        may_exchange=may_somewhere(actor, Permission.CURRICULUM_EXPORT),
    )


@bp.get("/accounts")
@may(Permission.ACCOUNT_VIEW)
def accounts() -> ResponseReturnValue:
    """The accounts one looks after, to be searched by login or name."""
    text = request.args.get("q", "")
    wanted = queries.visible_to(current_actor(), clock.today(), text)
    page = db.paginate(wanted, per_page=50, error_out=False)
    roles = queries.roles_in_force([one.id for one in page.items], clock.today())
    may_open = may_somewhere(current_actor(), Permission.ACCOUNT_CREATE)
    return render_template("accounts/list.html", page=page, roles=roles, q=text, may_open=may_open)


@bp.route("/accounts/new", methods=["GET", "POST"])
@may(Permission.ACCOUNT_CREATE)
def create() -> ResponseReturnValue:
    """Open an account; the answer shows its first-sign-in link, once."""
    form = AccountForm()
    _offer_institutions(form)
    refusal = None
    if form.validate_on_submit():
        try:
            with transaction():
                account, token = service.create(
                    current_actor(),
                    login=form.login.data or "",
                    display_name=form.display_name.data or "",
                    person_id=directory.person(form.number.data or ""),
                    institution_id=_institution(form.institution.data),
                    locale=form.locale.data,
                )
            return _link_page(account, token)
        except Refusal as no:
            refusal = no
    if form.is_submitted():
        return refused(form, refusal, "accounts/create.html", persons=bool(directory.PERSONS))
    return render_template("accounts/create.html", form=form, persons=bool(directory.PERSONS))


def _offer_institutions(form: AccountForm) -> None:
    actor = current_actor()
    mine = [
        SelectChoice(one.code, f"{one.code} – {i18n.text(one.name)}")
        for one in institutions.all_()
        if is_permitted(actor, Permission.ACCOUNT_CREATE, institutions.subject(one.id))
    ]
    nobody = (
        [SelectChoice("", _("System administrators only"))]
        if is_permitted(actor, Permission.ACCOUNT_CREATE)
        else []
    )
    form.institution.choices = nobody + mine


def _institution(code: str | None) -> int | None:
    return institutions.get(code).id if code else None


def _link_page(account: Account, token: str) -> str:
    # Shown in the answer itself: the token is kept nowhere, so no redirect could show it.
    link = url_for("accounts.first_sign_in", token=token, _external=True)
    shown = {"link": link, "hours": service.LINK_HOURS, "waits": links.waits(account.id)}
    return render_template("accounts/link.html", account=account, **shown)


@bp.get("/accounts/<login>")
@may(Permission.ACCOUNT_VIEW)
def account(login: str) -> ResponseReturnValue:
    """One account: who it is, its roles past and present."""
    found = queries.get_for(current_actor(), login)
    place = institutions.names_of([found.institution_id]) if found.institution_id else {}
    return render_template(
        "accounts/one.html",
        account=found,
        roles=administration.roles_shown(found),
        person_name=directory.name_of_person(found.person_id) if found.person_id else "",
        place=place.get(found.institution_id or 0),
        may_change=is_permitted(current_actor(), Permission.ACCOUNT_CLOSE, queries.subject(found)),
        may_approve=bool(queries.awaiting_approval(current_actor(), clock.today())),
    )


@bp.route("/accounts/<login>/link", methods=["GET", "POST"])
@may(Permission.ACCOUNT_CREATE)
def renew_link(login: str) -> ResponseReturnValue:
    """A new first-sign-in link for somebody who lost theirs or forgot the password."""
    found, form, refusal = queries.get_for(current_actor(), login), ReasonForm(), None
    shown = {"account": found, "step": "guarded_link" if links.is_guarded(found) else "link"}
    if form.validate_on_submit():
        try:
            with transaction():
                token = service.renew_link(current_actor(), found.id, reason=form.reason.data or "")
            return _link_page(found, token)
        except Refusal as no:
            refusal = no
    if form.is_submitted():
        return refused(form, refusal, "accounts/reason.html", **shown)
    return render_template("accounts/reason.html", form=form, **shown)


@bp.post("/accounts/<login>/link/approve")
@may(Permission.ROLE_APPROVE)
def approve_link(login: str) -> ResponseReturnValue:
    """The second approver agrees; the answer shows the code, once."""
    found = queries.get_for(current_actor(), login)
    with transaction():
        code = service.approve_link(current_actor(), found.id)
    # As with the link: kept nowhere, so no redirect could show it.
    return render_template("accounts/code.html", account=found, code=code, hours=service.LINK_HOURS)


@bp.route("/accounts/<login>/link/refuse", methods=["GET", "POST"])
@may(Permission.ROLE_APPROVE)
def refuse_link(login: str) -> ResponseReturnValue:
    """The second approver does not agree; the link never opens anything."""
    found, form = queries.get_for(current_actor(), login), ReasonForm()
    reason = form.reason.data or ""
    status = submitted(form, lambda: service.refuse_link(current_actor(), found.id, reason=reason))
    if status == 303:
        flash(_("The link was refused."), "success")
        return redirect(url_for("admin.index"), 303)
    return render_template("accounts/reason.html", form=form, account=found, step="refuse_link"), status


@bp.route("/accounts/<login>/<any(close, reopen):step>", methods=["GET", "POST"])
@may(Permission.ACCOUNT_CLOSE)
def change(login: str, step: str) -> ResponseReturnValue:
    """Close an account or open it again, with a reason."""
    found, form, refusal = queries.get_for(current_actor(), login), ReasonForm(), None
    if form.validate_on_submit():
        try:
            with transaction():
                STEPS[step](current_actor(), found.id, reason=form.reason.data or "")
            flash(_("The account was changed."), "success")
            return redirect(url_for("admin.account", login=found.login))
        except Refusal as no:
            refusal = no
    if form.is_submitted():
        return refused(form, refusal, "accounts/reason.html", account=found, step=step)
    return render_template("accounts/reason.html", form=form, account=found, step=step)


@bp.route("/accounts/<login>/roles/new", methods=["GET", "POST"])
@may(Permission.ROLE_GRANT)
def grant(login: str) -> ResponseReturnValue:
    """Give a role; a privileged one then waits for a second approver."""
    found, form, refusal = queries.get_for(current_actor(), login), RoleForm(), None
    form.offer()
    if form.validate_on_submit():
        try:
            with transaction():
                _grant(found, form)
            flash(_("The role was recorded."), "success")
            return redirect(url_for("admin.account", login=found.login))
        except Refusal as no:
            refusal = no
    if form.is_submitted():
        return refused(form, refusal, "accounts/grant.html", account=found)
    form.from_.data = form.from_.data or clock.today()
    return render_template("accounts/grant.html", form=form, account=found)


def _grant(found: Account, form: RoleForm) -> None:
    scope = directory.scope(ScopeKind(form.scope_kind.data), (form.scope_code.data or "").strip())
    service.grant(
        current_actor(),
        found.id,
        Role(form.role.data),
        scope,
        form.from_.data or clock.today(),
        form.to.data,
        form.reason.data or "",
    )


def _assignment(ref: str) -> int:
    key = refs.unseal(ref)
    if key is None:
        abort(404)
    return key


@bp.post("/roles/<ref>/approve")
@may(Permission.ROLE_APPROVE)
def approve_role(ref: str) -> ResponseReturnValue:
    """The second approver agrees; the role is in force from its first day on."""
    with transaction():
        service.approve_role(current_actor(), _assignment(ref))
    flash(_("The role was approved."), "success")
    return redirect(url_for("admin.index"))


@bp.route("/roles/<ref>/<any(end, refuse):step>", methods=["GET", "POST"])
@may(Permission.ROLE_END, Permission.ROLE_APPROVE)
def end_role(ref: str, step: str) -> ResponseReturnValue:
    """End a role that was in force, or refuse one that waits, with a reason."""
    assignment = queries.role_assignment(_assignment(ref))
    holder, form, refusal = queries.get(assignment.account_id), ReasonForm(), None
    shown = {"account": holder, "step": f"{step}_role", "role": assignment.role}
    if form.validate_on_submit():
        try:
            with transaction():
                ROLE_STEPS[step](current_actor(), assignment.id, reason=form.reason.data or "")
            flash(_("The role was changed."), "success")
            return redirect(url_for("admin.index"))
        except Refusal as no:
            refusal = no
    if form.is_submitted():
        return refused(form, refusal, "accounts/reason.html", **shown)
    return render_template("accounts/reason.html", form=form, **shown)
