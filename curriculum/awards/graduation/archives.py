"""One archive an institution, with its certificates, credentials and an index: asked for, handed out."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.awards.graduation.standing import Figures, Standing, figures_by_employer
from curriculum.awards.models.graduations import Graduation, GraduationArchive
from curriculum.awards.queries import graduations
from curriculum.config import Settings
from curriculum.db import db, wake_worker
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries as institutions

KEPT = timedelta(days=90)
"""How long an archive lies there; it can be asked for again."""


def ask(actor: Actor, code: str, employer: str) -> GraduationArchive:
    """Have the archive of one employer written, or anew: by that institution's HR or training unit."""
    graduation, place = graduations.get(code, lock=True), institutions.get(employer)
    require(actor, Permission.GRADUATION_DOWNLOAD, institutions.subject(place.id))
    issued = figures_by_employer(graduation).get(place.id, Figures({}))[Standing.ISSUED]
    if not issued:
        raise Refusal(RefusalCode.NOTHING_WAITS, institution=employer)
    archive = _asked(graduation.id, place.id)
    audit.record(actor, "graduation:archived", "graduation", graduation.id, code=code, institution=employer)
    wake_worker()
    return archive


def _asked(graduation_id: int, employer_id: int) -> GraduationArchive:
    archive = db.session.get(GraduationArchive, (graduation_id, employer_id))
    if archive is None:
        archive = GraduationArchive(graduation_id=graduation_id, employer_id=employer_id)
        db.session.add(archive)
    archive.asked_at = archive.due_at = clock.now()
    archive.attempts, archive.last_error = 0, None
    db.session.flush()
    return archive


def ask_for_complete() -> None:
    """Whatever of an employer could be issued is: its archive is due without a word.

    So is one that somebody asked for before the last certificate: it is written anew, and then announced.
    """
    for graduation in db.session.scalars(graduations.unannounced()):
        there = graduations.archives_of(graduation)
        for employer_id in complete_of(graduation):
            archive = there.get(employer_id)
            if archive is None or (archive.announced_at is None and archive.due_at is None):
                _asked(graduation.id, employer_id)


def complete_of(graduation: Graduation) -> list[int]:
    """Employers of whom something is issued and nothing is to come."""
    figures = figures_by_employer(graduation)
    return [one for one, has in figures.items() if has[Standing.ISSUED] and not has.left]


def download(actor: Actor, code: str, employer: str, folder: Path) -> tuple[Path, GraduationArchive]:
    """Where the archive of one employer lies; refuses whoever is not of that institution."""
    graduation, place = graduations.get(code), institutions.get(employer)
    require(actor, Permission.GRADUATION_DOWNLOAD, institutions.subject(place.id))
    archive = db.session.get(GraduationArchive, (graduation.id, place.id))
    path = folder / name_of(graduation, employer)
    if archive is None or archive.made_at is None or not path.is_file():
        raise Refusal(RefusalCode.NOT_FOUND, object="archive", code=f"{code} {employer}")
    return path, archive


def folder_of(settings: Settings) -> Path:
    """Where the archives of a deployment lie."""
    return settings.data / "graduations"


def name_of(graduation: Graduation, employer: str) -> str:
    """What the file is called."""
    return f"{graduation.code}-{employer}.zip"


def forget_due(folder: Path) -> int:
    """Take archives away that lie there too long; in the caller's transaction."""
    old = select(GraduationArchive).where(GraduationArchive.made_at <= clock.now() - KEPT)
    gone = db.session.scalars(old).all()
    for one in gone:
        graduation = db.session.get_one(Graduation, one.graduation_id)
        employer = institutions.by_id(one.employer_id).code
        (folder / name_of(graduation, employer)).unlink(missing_ok=True)
        one.made_at = one.sha256 = one.size = one.certificates = None
    return len(gone)
