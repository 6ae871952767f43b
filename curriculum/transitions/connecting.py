"""What `create_app` registers of this room: its pages and what it listens to."""

from flask import Flask

from curriculum import announcements
from curriculum.transitions import beside, own_views, terms, update_views, views, withdrawal
from curriculum.transitions import words as _words  # labels of its closed lists


def init_app(app: Flask) -> None:
    """Register the pages, and who listens to versions published and withdrawn."""
    for one in (views, own_views, update_views):
        app.register_blueprint(one.bp)
    app.context_processor(beside.context)
    announcements.listen(announcements.VersionPublished, terms.on_versions_published)
    announcements.listen(announcements.VersionWithdrawn, withdrawal.on_versions_withdrawn)


__all__ = ["_words", "init_app"]
