"""Who is asking, and whether they may: `require` in services, `@may` on views, closed by default."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Flask, current_app, g, has_request_context, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from curriculum import clock
from curriculum.domain.actors import ANYTHING, NOBODY, Actor, Subject
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import Missing, permits, reaches
from curriculum.domain.refusals import Refusal, RefusalCode

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = frozenset(
    {
        "static",
        "desk.home",
        "accounts.sign_in",
        "accounts.sign_out",
        "accounts.sign_in_as",
        "accounts.first_sign_in",
        "paths.index",
        "paths.instrument",
        "paths.module",
        "papers.module",
        "papers.path",
        "paths.path",
        "schemas.curriculum",
        "verify.form",
        "verify.by_token",
        "verify.document",
        "verify.checkpoint",
        "verify.log_file",
        "verify.log_proof",
        "verify.log_tile",
        "verify.witnessed_checkpoint",
        "verify.certificates_pem",
        "verify.key",
        "verify.key_set",
        "verify.did",
        "verify.offline_page",
        "verify.credential",
        "verify.revocations",
        "verify.status_list",
        "serving.healthz",
        "serving.readyz",
    }
)
"""Every endpoint that needs no sign-in; a house test compares it with the routes."""


def current_actor() -> Actor:
    """Who is asking in this request; NOBODY without a valid session."""
    if not has_request_context():
        return NOBODY
    return getattr(current_user, "actor", NOBODY)


def is_permitted(actor: Actor, permission: Permission, subject: Subject = ANYTHING) -> bool:
    """Whether the actor may do this to the subject today."""
    return not isinstance(permits(actor, permission, subject, clock.today()), Missing)


def require(actor: Actor, permission: Permission, subject: Subject = ANYTHING) -> None:
    """Refuse with NOT_PERMITTED and the nearest ground unless the actor may."""
    answer = permits(actor, permission, subject, clock.today())
    if isinstance(answer, Missing):
        raise Refusal(RefusalCode.NOT_PERMITTED, permission=permission.value, ground=answer.ground.value)


def may_somewhere(actor: Actor, permission: Permission) -> bool:
    """Whether the permission carries anywhere at all: for menus and early refusal."""
    return bool(reaches(actor, permission, clock.today()))


def may(*permissions: Permission) -> Callable[[View], View]:
    """Mark a view as open to whoever holds one of the permissions somewhere; the service asks again."""

    def mark(view: View) -> View:
        view.may = permissions  # type: ignore[attr-defined]
        return view

    return mark


def signed_in(view: View) -> View:
    """Mark a view as open to every account, as one's own page is."""
    view.may = ()  # type: ignore[attr-defined]
    return view


def _guard() -> ResponseReturnValue | None:
    """Before every request: public endpoints pass, marked ones are asked, all others are refused."""
    if request.endpoint is None or request.endpoint in PUBLIC:
        return None
    view = current_app.view_functions[request.endpoint]
    needed = getattr(view, "may", None)
    actor = current_actor()
    if actor.account_id is None:
        if request.method == "GET" and needed is not None:
            if "HX-Request" in request.headers:
                return (
                    "",
                    204,
                    {"HX-Refresh": "true"},
                )  # a part of a page: the whole of it leads to the sign-in
            return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
        raise Refusal(RefusalCode.NOT_SIGNED_IN)
    if needed is None or (needed and not any(may_somewhere(actor, one) for one in needed)):
        raise Refusal(RefusalCode.NOT_PERMITTED, permission=request.endpoint, ground="no_role")
    return None


def without_cookie(blueprint: Blueprint) -> None:
    """Let a blueprint neither read nor set a cookie: the border of the public pages."""

    # Runs before every before_request function, which may already want the cookie (the language does).
    @blueprint.url_value_preprocessor
    def _mark(endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.no_cookie = True


def init_app(app: Flask) -> None:
    """Close every endpoint that is not public."""
    app.before_request(_guard)
