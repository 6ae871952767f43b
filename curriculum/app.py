"""create_app(): settings, plumbing, the rooms in order, and who listens to whom."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from curriculum import access, announcements, assets, config, errors, headers, i18n, refs
from curriculum.accounts import connecting as accounts
from curriculum.accounts import directory
from curriculum.assessment import panel_views
from curriculum.assessment import views as assessment_views
from curriculum.audit import service as audit
from curriculum.awards import connecting as awards
from curriculum.awards import queries as awards_queries
from curriculum.catalogue import competence_views, equivalence_views
from curriculum.catalogue import views as catalogue_views
from curriculum.catalogue.writing import views as writing_views
from curriculum.db import db, engine_options
from curriculum.delivery import document_views
from curriculum.delivery import views as delivery_views
from curriculum.demo import cast
from curriculum.desk import views as desk_views
from curriculum.donors import course_views, rejected
from curriculum.donors import views as donors_views
from curriculum.donors.mapping import views as mapping_views
from curriculum.donors.paying import views as paying_views
from curriculum.evidence import file_views
from curriculum.evidence import views as evidence_views
from curriculum.exchange import copy_views
from curriculum.exchange import views as exchange_views
from curriculum.feedback import evaluation_views, proposal_views, proposing
from curriculum.feedback import views as feedback_views
from curriculum.frameworks import crosswalk_views, post_views
from curriculum.frameworks import views as frameworks_views
from curriculum.institutions import views as institutions_views
from curriculum.institutions.law import views as law_views
from curriculum.intake.bench import views as intake_views
from curriculum.needs import views as needs_views
from curriculum.paths import holding as paths_holding
from curriculum.paths import resting as paths_resting
from curriculum.paths import training as paths_training
from curriculum.paths import views as paths_views
from curriculum.paths.composing import settings_views as path_settings_views
from curriculum.paths.composing import stage_views
from curriculum.paths.composing import views as composing_views
from curriculum.paths.printing import views as printing_views
from curriculum.people import opening_views, relation_views
from curriculum.people import queries as people
from curriculum.people import views as people_views
from curriculum.progress import assigning_views
from curriculum.progress import service as progress
from curriculum.progress import views as progress_views
from curriculum.reviews import connecting as reviews
from curriculum.transitions import connecting as transitions
from curriculum.verify import connecting as verify

ROOMS = (
    "audit",
    "tasks",
    "institutions",
    "accounts",
    "people",
    "frameworks",
    "catalogue",
    "donors",
    "paths",
    "reviews",
    "exchange",
    "delivery",
    "feedback",
    "assessment",
    "evidence",
    "intake",
    "progress",
    "transitions",
    "awards",
    "verify",
)
"""The rooms with tables of their own, lowest first."""

LARGEST_NUMBER = 2**31 - 1


class Counted(IntegerConverter):
    """Whole numbers of addresses, none larger than any column holds: what nobody counts to is not found."""

    regex = r"\d{1,10}"

    def __init__(self, map: Map) -> None:  # noqa: A002  # as werkzeug names it
        super().__init__(map, max=LARGEST_NUMBER)


csrf = CSRFProtect()
migrate = Migrate()


class _Site(Flask):
    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """None of our views is a coroutine; the framework would look whether, sixteen times a request."""
        return func


def _configure(app: Flask, settings: config.Settings) -> None:
    prefix = "__Host-" if settings.is_secure else ""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        SQLALCHEMY_DATABASE_URI=settings.database_url.replace("postgresql://", "postgresql+psycopg://", 1),
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        SESSION_COOKIE_NAME=f"{prefix}cursus",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=86400,
        SETTINGS=settings,
    )


def _connect_rooms(app: Flask) -> None:
    """Tables, blueprints and listeners, lowest room first."""
    for room in ROOMS:
        import_module(f"curriculum.{room}.models")
    audit.init_app()
    for views in (institutions_views, law_views):
        app.register_blueprint(views.bp)
    for views in (people_views, opening_views, relation_views):
        app.register_blueprint(views.bp)
    accounts.init_app(app)
    app.config["DEMO_CAST"] = cast.logins() if app.config["SETTINGS"].demo else ()
    directory.know_persons(people.find_by_number, people.display_names)
    directory.know_employers(people.employers_of)
    directory.know_signatories(awards_queries.is_signatory)
    for views in (frameworks_views, crosswalk_views, post_views):
        app.register_blueprint(views.bp)
    for views in (
        catalogue_views,
        writing_views,
        equivalence_views,
        competence_views,
        donors_views,
        course_views,
        paying_views,
        mapping_views,
        paths_views,
        paths_training,
        paths_holding,
        composing_views,
        path_settings_views,
        stage_views,
    ):
        app.register_blueprint(views.bp)
    for blueprint in (printing_views.public, printing_views.bp, paths_resting.bp):
        app.register_blueprint(blueprint)
    reviews.init_app(app)
    for blueprint in (exchange_views.bp, exchange_views.public, copy_views.bp):
        app.register_blueprint(blueprint)
    app.register_blueprint(feedback_views.bp)
    app.register_blueprint(proposal_views.bp)
    app.register_blueprint(evaluation_views.bp)
    for views in (delivery_views, document_views, assessment_views, panel_views, evidence_views, file_views):
        app.register_blueprint(views.bp)
    app.register_blueprint(intake_views.bp)
    app.register_blueprint(progress_views.bp)
    app.register_blueprint(assigning_views.bp)
    app.register_blueprint(needs_views.bp)
    verify.init_app(app, csrf)
    app.register_blueprint(desk_views.bp)
    announcements.listen(announcements.PersonTouched, progress.on_persons_touched)
    announcements.listen(announcements.VersionDecided, rejected.on_versions_decided)
    announcements.listen(announcements.ClaimChanged, progress.on_claims_changed)
    announcements.listen(announcements.VersionPublished, progress.on_versions_published)
    announcements.listen(announcements.VersionPublished, proposing.on_versions_published)
    announcements.listen(announcements.VersionWithdrawn, progress.on_versions_published)
    transitions.init_app(app)
    awards.init_app(app)


def create_app(settings: config.Settings | None = None, **overrides: Any) -> Flask:
    """The web application; raises `BadSettings` with every problem of the environment at once."""
    settings = settings or config.settings()
    app = _Site("curriculum", template_folder=assets.TEMPLATES, static_folder=assets.STATIC)
    app.url_map.converters["int"] = Counted
    _configure(app, settings)
    refs.configure(settings.secret_key)
    app.config.update(overrides)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset"] = assets.asset
    app.jinja_env.template_class = assets.Page
    db.init_app(app)
    migrate.init_app(app, db, directory=str(Path(__file__).with_name("migrations")))
    csrf.init_app(app)
    LoginManager(app)
    i18n.init_app(app, settings.default_language)
    headers.init_app(app, secure=settings.is_secure)
    access.init_app(app)
    errors.init_app(app)
    _connect_rooms(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies, settings.proxies)  # type: ignore[method-assign]
    return app
