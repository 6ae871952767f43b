"""Files in: the file with its hash, its rows verbatim, and what became of each row (domain.md §2.4, J2)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import KEY, At, Data, Id, Model, Stamped, closed, ref
from curriculum.domain.lifecycles.import_batch import BatchState
from curriculum.domain.lifecycles.import_row import RowState
from curriculum.domain.matching import Lane


class ReceivedFile(Stamped, Model):
    """The bytes as they came, kept by their hash."""

    sha256: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    size: Mapped[int]


class ColumnProfile(Stamped, Model):
    """How a donor names its columns, remembered after the first list."""

    id: Mapped[Id]
    donor_id: Mapped[int] = ref("donor.id")
    heading: Mapped[str]
    """Folded heading text."""
    field: Mapped[str]

    __table_args__ = (UniqueConstraint("donor_id", "heading"),)


_IN_USE = text("state NOT IN ('discarded', 'rolled_back')")
"""The same file counts once for an offering; put aside or undone, it may come again."""


class ImportBatch(Stamped, Model):
    """One received list of one run."""

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    donor_id: Mapped[int] = ref("donor.id")
    offering_id: Mapped[int] = ref("offering.id")
    run_id: Mapped[int | None] = ref("run.id")
    source_id: Mapped[int | None] = ref("attendance_source.id", index=False)
    file_sha256: Mapped[str] = mapped_column(ForeignKey("received_file.sha256"), index=True)
    file_name: Mapped[str]
    format: Mapped[str]
    details: Mapped[Data] = mapped_column(default=dict)
    """What was read: encoding, separator, sheet, header row, headings."""
    mapping: Mapped[Data] = mapped_column(default=dict)
    """Heading → field."""
    state: Mapped[BatchState] = mapped_column(closed(BatchState), default=BatchState.RECEIVED)
    received_by: Mapped[int | None] = ref("account.id", index=False)
    received_at: Mapped[At]
    applied_at: Mapped[At | None]
    undone_at: Mapped[At | None]
    undone_reason: Mapped[str | None]

    __table_args__ = (
        Index(
            "uq_import_batch_in_use",
            "offering_id",
            "file_sha256",
            unique=True,
            sqlite_where=_IN_USE,
            postgresql_where=_IN_USE,
        ),
    )


class ImportRow(Stamped, Model):
    """A line kept verbatim, what was read of it, and what was decided."""

    batch_id: Mapped[int] = ref("import_batch.id", primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """Line number in the file as a person would count it."""
    cells: Mapped[Data]
    """The raw cells as texts, never overwritten."""
    given: Mapped[str | None]
    family: Mapped[str | None]
    birth_date: Mapped[date | None]
    personnel_no: Mapped[str | None]
    organisation: Mapped[str | None]
    hours: Mapped[int | None]
    """Hundredths of an hour."""
    score: Mapped[int | None]
    """Hundredths of a point out of 100."""
    problems: Mapped[Data] = mapped_column(default=list)
    """Codes with what was found, what was expected, how to mend."""
    state: Mapped[RowState] = mapped_column(closed(RowState), default=RowState.NEW)
    lane: Mapped[Lane | None] = mapped_column(closed(Lane))
    person_id: Mapped[int | None] = ref("person.id")
    grounds: Mapped[Data] = mapped_column(default=list)
    duplicate_of: Mapped[int | None]
    decided_by: Mapped[int | None] = ref("account.id", index=False)
    decided_at: Mapped[At | None]
    applied_at: Mapped[At | None]

    __table_args__ = (
        Index("ix_import_row_state", "state", "batch_id"),
        CheckConstraint(
            "state NOT IN ('auto_linked', 'linked', 'new_person_created') OR person_id IS NOT NULL",
            name="linked_to_a_person",
        ),
    )


class MatchCandidate(Model):
    """A person proposed for a row, with the grounds, best first."""

    batch_id: Mapped[int] = ref("import_batch.id", primary_key=True)
    row_number: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = ref("person.id", primary_key=True)
    rank: Mapped[int]
    score: Mapped[int]
    """Thousandths; orders candidates, decides nothing."""
    grounds: Mapped[Data] = mapped_column(default=list)


class NotSamePerson(Stamped, Model):
    """A remembered "different": this incoming identity is not that person, never propose it again (J2)."""

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    """Hash of the folded name, birth date and number of the row."""
    person_id: Mapped[int] = ref("person.id", primary_key=True)
    decided_by: Mapped[int | None] = mapped_column(KEY)
    decided_at: Mapped[At]
