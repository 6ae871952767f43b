"""The worker writes archives: piece by piece beside the name, then put there whole; killed, it begins again.

The same certificates in the same standing give the same bytes: sorted by number, one time for all entries,
nothing compressed (PDFs are already). One document is held in memory at a time.
"""

import csv
import fcntl
import hashlib
import io
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import select

from curriculum import clock
from curriculum.awards import queries
from curriculum.awards.graduation import announcing, archives
from curriculum.awards.models import Certificate, CertificateDocument
from curriculum.awards.models.graduations import Graduation, GraduationArchive, GraduationMember
from curriculum.db import db, transaction
from curriculum.db.holding import hold
from curriculum.db.waiting import pause, ripe
from curriculum.domain.refusals import found
from curriculum.institutions import queries as institutions

logger = logging.getLogger("cursus.graduation")
TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest a ZIP file can say; when something was issued stands in it, not on it."""
COLUMNS = ("number", "kind", "answer")
BLOCK = 1 << 20


class Due(NamedTuple):
    """An archive to write, as it was asked for."""

    graduation_id: int
    employer_id: int
    asked_at: datetime


class Line(NamedTuple):
    """One certificate in the index; the answer is what a verifier is told today."""

    certificate_id: int
    number: str
    kind: str
    answer: str


class Written(NamedTuple):
    """What was written."""

    certificates: int
    size: int
    sha256: str
    is_complete: bool
    """Whether nothing was to come for this employer, before the first certificate was put in."""


def write_due(folder: Path) -> int:
    """Write what is due; what fails is noted and tried again. Gives how many were written."""
    with transaction():
        archives.ask_for_complete()
    return sum(_write_or_note(one, folder) for one in _due())


def _due() -> list[Due]:
    one = GraduationArchive
    wanted = select(one.graduation_id, one.employer_id, one.asked_at)
    wanted = wanted.where(ripe(one.due_at, clock.now())).order_by(one.due_at)
    found = [Due(*row) for row in db.session.execute(wanted)]
    db.session.rollback()
    return found


def _write_or_note(due: Due, folder: Path) -> bool:
    try:
        written = _write(due, folder)
    except Exception as error:  # a full disk, say: the row stays due
        logger.exception("the archive %s was not written", due)
        db.session.rollback()
        _note(due, error)
        return False
    if written is None:
        return False
    with transaction():
        archive = _held(due)
        archive.made_at, archive.last_error = clock.now(), None
        archive.certificates, archive.size, archive.sha256 = written[:3]
        if archive.asked_at == due.asked_at:  # else somebody wants it newer still
            archive.due_at = None
        if written.is_complete:
            announcing.tell(db.session.get_one(Graduation, due.graduation_id), archive)
    return True


def _held(due: Due) -> GraduationArchive:
    """The row, held until the transaction ends: no two workers announce it."""
    return found(hold(GraduationArchive, due[:2]), "archive", due[0])


def _note(due: Due, error: Exception) -> None:
    with transaction():
        archive = _held(due)
        archive.attempts += 1
        archive.last_error = f"{type(error).__name__}: {error}"[:500]
        archive.due_at = clock.now() + pause(archive.attempts)


def _write(due: Due, folder: Path) -> Written | None:
    """The file, whole; None where another worker is at it."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o750)  # whatever the umask: the web process, of the same group, hands it out
    graduation = db.session.get_one(Graduation, due.graduation_id)
    name = archives.name_of(graduation, institutions.by_id(due.employer_id).code)
    is_complete = due.employer_id in archives.complete_of(graduation)
    lines = _lines(due)
    with _alone(folder / f".{name}") as file:
        if file is None:
            return None
        _fill(file, lines)
        file.flush()
        os.fsync(file.fileno())
        written = Written(len(lines), file.seek(0, os.SEEK_END), _digest(file), is_complete)
        os.replace(folder / f".{name}", folder / name)
    return written


@contextmanager
def _alone(path: Path) -> Iterator[BinaryIO | None]:
    """An empty file held by this worker alone, None where another holds it; a lock dies with its holder."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o640), "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        if not path.exists() or os.fstat(file.fileno()).st_ino != path.stat().st_ino:
            yield None  # whoever held it put it in its place meanwhile
            return
        os.fchmod(file.fileno(), 0o640)
        file.truncate(0)
        yield file


def _lines(due: Due) -> list[Line]:
    """The index: numbers, kinds and answers, no names; a few bytes a certificate."""
    mine = GraduationMember.application_id == Certificate.application_id
    wanted = select(Certificate).join(GraduationMember, mine).order_by(Certificate.number)
    wanted = wanted.where(
        GraduationMember.graduation_id == due.graduation_id, GraduationMember.employer_id == due.employer_id
    )
    found: list[Line] = []
    for some in db.session.scalars(wanted.execution_options(yield_per=200)).partitions():
        answers = queries.statuses_on(some, clock.today())
        found += [Line(one.id, one.number, one.kind, answers[one.id].value) for one in some]
        for one in some:
            db.session.expunge(one)
    db.session.rollback()
    return found


def _fill(file: BinaryIO, lines: list[Line]) -> None:
    with ZipFile(file, "w", ZIP_STORED) as archive:
        archive.writestr(_entry("index.csv"), _index(lines))
        for one in lines:
            document = select(CertificateDocument.pdf, CertificateDocument.credential)
            row = db.session.execute(document.where(CertificateDocument.certificate_id == one.certificate_id))
            pdf, credential = row.one()
            db.session.rollback()  # a read that stayed open would keep the database from tidying up
            if credential:
                archive.writestr(_entry(f"{one.number}.json"), credential)
            archive.writestr(_entry(f"{one.number}.pdf"), pdf)


def _index(lines: list[Line]) -> str:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    rows.writerows(one[1:] for one in lines)
    return text.getvalue()


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, TIME)
    entry.create_system, entry.external_attr = 3, 0o644 << 16  # the same on every machine
    return entry


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()
