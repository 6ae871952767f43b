"""What the application connects of this room: its pages, its listeners, the public address."""

from flask import Flask

from curriculum import announcements
from curriculum.awards import addresses, certificate_views, listeners, mandate_views, views, words


def init_app(app: Flask) -> None:
    """Register the pages once, and listen to what the rooms below announce."""
    app.register_blueprint(views.bp)
    app.register_blueprint(certificate_views.bp)
    app.register_blueprint(mandate_views.bp)
    app.jinja_env.filters["awards_conflict"] = words.conflict
    announcements.listen(announcements.PersonCorrected, listeners.on_persons_corrected)
    announcements.listen(announcements.PersonMoved, listeners.on_persons_moved)
    announcements.listen(announcements.EvidenceInvalidated, listeners.on_evidence_invalidated)
    addresses.configure(app.config["SETTINGS"].public_url)
