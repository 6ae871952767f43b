"""What the application connects of this room: its pages, its target days, the address in its mails."""

from flask import Flask

from curriculum.reviews import delegation_views, review_views, targets, thread_views


def init_app(app: Flask) -> None:
    """Register the pages; take target days and address from the settings."""
    settings = app.config["SETTINGS"]
    targets.configure(settings.review_days, settings.public_url)
    for views in (review_views, thread_views, delegation_views):
        app.register_blueprint(views.bp)
