"""Signing in and out, the first password, one's own account and sessions."""

from typing import cast

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from curriculum import clock, refs
from curriculum.access import current_actor, may_somewhere, signed_in
from curriculum.accounts import addresses, links, mailing, passwords, queries, service, sessions, sign_in
from curriculum.accounts.administration import roles_shown
from curriculum.accounts.forms import EmailForm, GuardedPasswordForm, PasswordForm, SignInForm
from curriculum.accounts.navigation import landing
from curriculum.db import transaction
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.errors import status_of, submitted
from curriculum.labels import sentence

bp = Blueprint("accounts", __name__)


def refused(form: FlaskForm, refusal: Refusal | None, template: str, **shown: object) -> ResponseReturnValue:
    """Show a form that came back: its own errors, or what the service refused."""
    if refusal is not None:
        form.form_errors.append(sentence(refusal))
    status = status_of(refusal) if refusal is not None else 422
    return render_template(template, form=form, **shown), status


def _onwards() -> Response:
    target = addresses.same_site(request.args.get("next"))
    return redirect(target or landing(current_actor()))  # type: ignore[return-value]


def _cast() -> list[dict[str, object]]:
    if not sessions.settings().demo:
        return []
    found = queries.by_logins(current_app.config.get("DEMO_CAST", ()), clock.today())
    return [{"login": one.login, "name": one.display_name, "roles": roles} for one, roles in found]


@bp.route("/login", methods=["GET", "POST"], endpoint="sign_in")
def show_sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if not form.is_submitted():
        return render_template("accounts/sign_in.html", form=form, cast=_cast())
    refusal = None
    if form.validate():
        try:
            _check_in(form.login.data or "", form.password.data or "")
            return _onwards()
        except Refusal as no:
            refusal = no
    return refused(form, refusal, "accounts/sign_in.html", cast=_cast())


def _check_in(login: str, password: str) -> None:
    with transaction():
        sign_in.begin_attempt(login)
    sessions.enter(sign_in.check_password(login, password))


@bp.post("/login/as/<login>")
def sign_in_as(login: str) -> ResponseReturnValue:
    """Only in demo mode, and only the cast: nobody types a password to look around."""
    if not sessions.settings().demo or login not in current_app.config.get("DEMO_CAST", ()):
        abort(404)
    sessions.enter(sign_in.Checked(queries.by_login(login).id))
    return _onwards()


@bp.post("/logout")
def sign_out() -> ResponseReturnValue:
    sessions.leave()
    answer = make_response(redirect(url_for("accounts.sign_in", left=1)))
    answer.headers["Clear-Site-Data"] = '"cookies", "storage"'
    return answer


@bp.route("/first-sign-in/<token>", methods=["GET", "POST"])
def first_sign_in(token: str) -> ResponseReturnValue:
    link = links.open_link(token)
    account = queries.get(link.account_id)
    waits = link.guarded and link.code_hash is None
    form = GuardedPasswordForm() if link.guarded else PasswordForm()
    refusal = None
    if not waits and form.validate_on_submit():
        try:
            _choose_password(token, account.login, form)
            flash(_("Your password is kept. Sign in with it."), "success")
            return redirect(url_for("accounts.sign_in"))
        except Refusal as no:
            refusal = no
    if form.is_submitted():
        return refused(form, refusal, "accounts/first_sign_in.html", account=account, waits=waits)
    return render_template("accounts/first_sign_in.html", form=form, account=account, waits=waits)


def _choose_password(token: str, login: str, form: PasswordForm) -> None:
    code = form.code.data if isinstance(form, GuardedPasswordForm) else ""
    if code:  # whoever holds the link may guess at the code no more often than at a password
        with transaction():
            sign_in.begin_attempt(login)
    if not links.fits(links.open_link(token), code or ""):
        raise Refusal(RefusalCode.CODE_WRONG)
    hashed = passwords.hashed(form.password.data or "")
    with transaction():
        service.set_password(token, hashed, code or "")


@bp.get("/account")
@signed_in
def account() -> ResponseReturnValue:
    visitor = sessions.present()
    assert visitor is not None
    mine = queries.by_login(visitor.signed_in.login)
    return render_template(
        "accounts/account.html",
        account=mine,
        roles=roles_shown(mine),
        sessions=queries.sessions_of(mine.id, sessions.idle()),
        present=visitor.signed_in.token_hash,
        relations_of=_own_ref(mine.person_id),
    )


def _own_ref(person_id: int | None) -> str:
    """How one's own declared relations are addressed; empty for whoever declares none."""
    declares = may_somewhere(current_actor(), Permission.DECLARATION_RECORD)
    return refs.seal(person_id) if person_id is not None and declares else ""


@bp.route("/account/email", methods=["GET", "POST"])
@signed_in
def email() -> ResponseReturnValue:
    actor, form = current_actor(), EmailForm()
    status = submitted(form, lambda: mailing.change_email(actor, form.email.data or ""))
    if status == 303:
        flash(_("The address was kept."), "success")
        return redirect(url_for("accounts.account"), 303)
    if status == 200:
        form.email.data = queries.get(cast("int", actor.account_id)).email
    return render_template("accounts/email.html", form=form), status


@bp.post("/account/sessions/end")
@signed_in
def end_sessions() -> ResponseReturnValue:
    visitor = sessions.present()
    assert visitor is not None
    handle = request.form.get("session") or None
    with transaction():
        count = sign_in.end_sessions(visitor.actor, keep=visitor.signed_in.token_hash, handle=handle)
    flash(_("Sessions ended: %(count)s.", count=count), "success")
    return redirect(url_for("accounts.account"))
