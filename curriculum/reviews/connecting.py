"""What the application connects of this room: its pages, target days, the address in mails, what it hears."""

from flask import Flask

from curriculum import announcements
from curriculum.reviews import delegation_views, notices, review_views, targets, thread_views


def init_app(app: Flask) -> None:
    """Register the pages; take target days and address from the settings."""
    settings = app.config["SETTINGS"]
    targets.configure(settings.review_days, settings.public_url)
    for views in (review_views, thread_views, delegation_views):
        app.register_blueprint(views.bp)
    announcements.listen(announcements.VersionDecided, notices.on_versions_decided)
