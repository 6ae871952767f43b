"""What the application connects of this room: its pages, its listeners, the public address."""

from flask import Flask

from curriculum import announcements
from curriculum.awards import (
    addresses,
    admission_views,
    certificate_views,
    listeners,
    mandate_views,
    reissue_views,
    views,
    words,
)


def init_app(app: Flask) -> None:
    """Register the pages once, and listen to what the rooms below announce."""
    for room in (views, certificate_views, reissue_views, mandate_views, admission_views):
        app.register_blueprint(room.bp)
    app.jinja_env.filters["awards_conflict"] = words.conflict
    announcements.listen(announcements.PersonCorrected, listeners.on_persons_corrected)
    announcements.listen(announcements.PersonMoved, listeners.on_persons_moved)
    announcements.listen(announcements.EvidenceInvalidated, listeners.on_evidence_invalidated)
    addresses.configure(app.config["SETTINGS"].public_url)
