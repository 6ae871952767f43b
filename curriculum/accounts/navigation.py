"""What every page shows around its content: the menu by roles, who is signed in, the deployment's look."""

from typing import Any

from flask import Flask, g, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from curriculum import clock, i18n
from curriculum.accounts import sessions
from curriculum.domain.actors import Actor, Role

MENU: tuple[tuple[str, LazyString, frozenset[Role]], ...] = (
    ("/me", _("My path"), frozenset({Role.OFFICIAL})),
    (
        "/training",
        _("Training"),
        frozenset(
            {
                Role.CURRICULUM_DESIGNER,
                Role.ASSESSOR,
                Role.TRAINING_SIGNATORY,
                Role.CERTIFICATION_DECIDER,
                Role.APPEALS_PANEL,
            }
        ),
    ),
    ("/hr", _("HR"), frozenset({Role.HR_OFFICER, Role.HR_SIGNATORY, Role.LINE_MANAGER})),
    ("/training/review", _("Reviews"), frozenset({Role.EXTERNAL_REVIEWER, Role.COORDINATION_MEMBER})),
    ("/donor", _("Donor"), frozenset({Role.DONOR_REPRESENTATIVE})),
    ("/sign-offs", _("Sign-offs"), frozenset({Role.HR_SIGNATORY, Role.TRAINING_SIGNATORY})),
    (
        "/admin",
        _("Administration"),
        frozenset({Role.SYSTEM_ADMIN, Role.INSTITUTION_ADMIN, Role.SECOND_APPROVER}),
    ),
)
"""The landing pages, in the order of the menu; the first that fits is where a sign-in leads."""

AT_LISTS = ("/training", "/hr", "/donor")
"""Under which entry a donor's list stands: the first of these that an account has."""

FOR_ALL: tuple[tuple[str, LazyString], ...] = (("/catalogue", _("Catalogue")), ("/verify", _("Verify")))


def landing(actor: Actor) -> str:
    """Where this account begins its work; its own account page when no role leads anywhere."""
    roles = actor.roles(clock.today())
    return next((url for url, _label, needed in MENU if roles & needed), "/account")


def menu(actor: Actor) -> list[dict[str, Any]]:
    """The menu of an account: what its roles open, then what everybody may see."""
    roles = actor.roles(clock.today())
    mine = [(url, label) for url, label, needed in MENU if roles & needed]
    return [
        {"url": url, "label": label, "current": _is_within(url, [one for one, _label in mine])}
        for url, label in (*mine, *FOR_ALL)
    ]


def _is_within(url: str, mine: list[str]) -> bool:
    """Whether the page asked for belongs to an entry of the menu; lists belong to who works with them."""
    if request.path.startswith("/lists/"):
        return url == next((one for one in mine if one in AT_LISTS), None)
    return request.path == url or request.path.startswith(url + "/")


def _around() -> dict[str, Any]:
    # Pages without a cookie never ask who is there.
    visitor = None if g.get("no_cookie") else sessions.present()
    settings, language = sessions.settings(), i18n.language()
    around: dict[str, Any] = {
        "lang": language,
        "text_direction": "rtl" if i18n.is_rtl() else "ltr",
        "accent": settings.accent,
        "demo_banner": settings.demo,
        "nav": menu(visitor.actor) if visitor else [],
        "current_actor_name": visitor.signed_in.display_name if visitor else "",
    }
    if settings.deployment_name != "Cursus":
        around["deployment_name"] = settings.deployment_name
    return around


def crumb(url: str, label: str) -> dict[str, Any]:
    """A step of the way to a page; a landing page that is not the reader's gives way to their own."""
    visitor = None if g.get("no_cookie") else sessions.present()
    if visitor is not None and url in _LANDINGS:
        mine = menu(visitor.actor)
        if url not in {one["url"] for one in mine}:
            return next((one for one in mine if one["url"] in _LANDINGS), {"url": url, "label": label})
    return {"url": url, "label": label}


_LANDINGS = frozenset(url for url, _label, _roles in MENU if url.count("/") == 1)
"""Those that are closed to everybody else; what lies within one (reviews) opens to whoever is concerned."""


def init_app(app: Flask) -> None:
    """Give every template what base.html reads."""
    app.context_processor(_around)
    app.jinja_env.globals["crumb"] = crumb
