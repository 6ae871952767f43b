"""After a restore from an older backup: the lost leaves come back from a public copy, lost numbers never.

What the backup lacks was issued: its holders have certificates whose leaves stand in every copy of the log.
The copy is believed as far as a checkpoint vouches for it that was kept outside. Statements that were not
issued when the backup was made may have been issued since, so each gets a new number and is signed again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select

from certificates.errors import LogError
from certificates.log.checkpoint import Checkpoint
from certificates.log.tree import Tree
from curriculum import clock
from curriculum.awards import queries
from curriculum.awards.issuing import closing, log, outside, vouching
from curriculum.awards.issuing.closing import Contradicted
from curriculum.awards.issuing.outside import LogRolledBack
from curriculum.awards.models import Certificate, LogCheckpoint, SigningStatement
from curriculum.awards.signing import statements
from curriculum.db import db


class Copy(Protocol):
    """Leaves as somebody outside kept them."""

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        """Return a stretch of leaves."""


@dataclass(frozen=True)
class Recovered:
    """What a recovery brought back, and how many statements are to be signed again."""

    leaves: int
    size: int
    statements: int
    contradicted: tuple[Contradicted, ...] = ()
    """Certificates that a published list names and this database does not."""


def recover(copy: Copy, notes: Iterable[str], published: Iterable[bytes] = ()) -> Recovered:
    """Append what the copy has and this database lacks, and void whatever was about to be issued.

    `notes` are checkpoints from outside beside the one this deployment keeps itself, `published` are copies
    of the status lists. Lists in which what was lost may stand are closed: no place of them is given again.
    """
    log.one_writer()
    contradicted = tuple(closing.keep_set(published))
    note, vouched = _latest([*outside.notes(), *notes])
    known = log.TableStore().size()
    if known >= vouched.size:
        vouching.demand_continued([note], log.whole().tree())
        return Recovered(0, known, 0, contradicted)
    for leaf in _demand_genuine(copy.leaves(0, vouched.size), vouched, known):
        log.add(leaf, record="")
    db.session.merge(LogCheckpoint(size=vouched.size, note=note, signed_at=clock.now()))
    outside.remember_after_commit(note)
    closing.close(vouched.size - known)
    return Recovered(vouched.size - known, vouched.size, _renumber_all(), contradicted)


def _latest(notes: Sequence[str]) -> tuple[str, Checkpoint]:
    """The checkpoint that goes furthest; one that cannot be read is not passed over."""
    read = [(note, vouching.read(note)) for note in notes]
    for _note, found in read:
        if isinstance(found, LogRolledBack):
            raise found
    if not read:
        raise LogError(problem="no_checkpoint_outside")
    return max(
        ((note, found) for note, found in read if isinstance(found, Checkpoint)), key=lambda one: one[1].size
    )


def _demand_genuine(copied: Sequence[bytes], vouched: Checkpoint, known: int) -> Sequence[bytes]:
    """The leaves that are missing here, out of a copy that is what the checkpoint vouches for."""
    if len(copied) < vouched.size:
        raise LogRolledBack(problem="copy_too_short", found=len(copied), expected=vouched.size)
    if Tree(copied).root() != vouched.root:
        raise LogRolledBack(problem="copy_differs", size=vouched.size)
    if list(copied[:known]) != list(log.TableStore().leaves(0, known)):
        raise LogRolledBack(problem="rewritten", size=known)
    return copied[known:]


def _renumber_all() -> int:
    """Void every statement that led to no certificate here; it may have led to one that is lost."""
    issued = select(Certificate.application_id)
    wanted = select(SigningStatement.person_id, SigningStatement.application_id).distinct()
    keys = db.session.execute(wanted.where(SigningStatement.application_id.not_in(issued))).all()
    count = 0
    for person_id, application_id in keys:
        application = queries.application(person_id, application_id, lock=True)
        if application is not None:
            count += queries.find_statement(application) is not None
            statements.renumber(application)
    return count
