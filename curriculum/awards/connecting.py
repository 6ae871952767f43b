"""What the application connects of this room: its pages, its listeners, the public address."""

from flask import Flask

from curriculum import announcements
from curriculum.awards import pages, words
from curriculum.awards.admission import views as admission
from curriculum.awards.applications import views as _applications  # noqa: F401  # their pages join `pages.bp`
from curriculum.awards.decisions import views as _decisions  # noqa: F401
from curriculum.awards.graduation import views as graduations
from curriculum.awards.issuing import seals, stamping
from curriculum.awards.mandates import views as mandates
from curriculum.awards.register import reissue_views as reissues
from curriculum.awards.register import views as certificates
from curriculum.awards.sheets import views as sheets
from curriculum.awards.signing import addresses, listeners
from curriculum.awards.signing import views as _signing  # noqa: F401


def init_app(app: Flask) -> None:
    """Register the pages once, and listen to what the rooms below announce."""
    for room in (pages, certificates, reissues, mandates, admission, graduations, sheets):
        app.register_blueprint(room.bp)
    app.jinja_env.filters["awards_conflict"] = words.conflict
    announcements.listen(announcements.PersonCorrected, listeners.on_persons_corrected)
    announcements.listen(announcements.PersonMoved, listeners.on_persons_moved)
    announcements.listen(announcements.EvidenceInvalidated, listeners.on_evidence_invalidated)
    settings = app.config["SETTINGS"]
    addresses.configure(settings.public_url)
    seals.configure(settings.issuer_domain)
    stamping.configure(settings.stamp_url, settings.stamp_roots)
