"""Files that wait, what stands here by name, and whose a part of a curriculum is."""

from collections.abc import Callable

from sqlalchemy import select

from curriculum.access import is_permitted
from curriculum.db import db
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.exchange import Entry, Kind, entries
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import found
from curriculum.domain.shapes import filled
from curriculum.exchange import exporting, seeing
from curriculum.exchange.document import Document
from curriculum.exchange.models import CurriculumFile
from curriculum.institutions import queries as institutions

_ENTERED_WITH = {
    Kind.INSTITUTION: Permission.INSTITUTION_CREATE,
    Kind.INSTRUMENT: Permission.INSTRUMENT_EDIT,
    Kind.THEME: Permission.CODE_LIST_EDIT,
    Kind.FRAMEWORK: Permission.FRAMEWORK_EDIT,
    Kind.DONOR: Permission.DONOR_EDIT,
    Kind.PROGRAMME: Permission.PROGRAMME_EDIT,
    Kind.PHASE: Permission.PROGRAMME_EDIT,
    Kind.OFFERING: Permission.OFFERING_EDIT,
}
"""What an account needs besides the import: it brings in what it could also enter by hand."""


def file(file_id: int, account_id: object) -> CurriculumFile:
    """A file that waits, for the account that handed it in."""
    wanted = select(CurriculumFile).where(
        CurriculumFile.id == file_id, CurriculumFile.created_by == account_id
    )
    return found(db.session.scalar(wanted), "curriculum_file", "")


def here(actor: Actor) -> tuple[Entry, ...]:
    """What is defined here and the actor may read, taken apart as a file would be; every institution."""
    seen = seeing.limited(actor, exporting.document())
    held = exporting.institutions_of(one.code for one in institutions.all_())
    return entries(filled(Document, {**seen, "institutions": held}))


def permitted(actor: Actor, wanted: tuple[Entry, ...], here: tuple[Entry, ...]) -> Callable[[Entry], bool]:
    """Whether the actor may bring an object in: modules and paths of the own house, the rest as by hand.

    What stands here belongs to whom it belongs here, whatever the file says.
    """
    owners = {**_owners(wanted), **_owners(here)}
    known: dict[tuple[Permission, str | None], bool] = {}

    def ask(permission: Permission, owner: str | None) -> bool:
        if (permission, owner) not in known:
            known[permission, owner] = is_permitted(actor, permission, _owned(owner))
        return known[permission, owner]

    def may(entry: Entry) -> bool:
        permission = _ENTERED_WITH.get(entry.kind, Permission.CURRICULUM_IMPORT)
        owner = owners.get(entry.owner or entry.code) or owners.get(_module(entry))
        return ask(permission, owner)

    return may


def _owners(rows: tuple[Entry, ...]) -> dict[str, str | None]:
    owned = (Kind.MODULE, Kind.PATH, Kind.FRAMEWORK)
    found = {one.code: one.data["owner"] for one in rows if one.kind in owned}
    return found | {one.code: one.data["content"]["owner"] for one in rows if one.kind is Kind.INSTRUMENT}


def _module(entry: Entry) -> str:
    """Of an equivalence the module whose outcome it leads to: "BOR-102.v2.O1"."""
    return str(entry.data.get("target") or "").partition(".")[0]


def _owned(code: str | None) -> Subject:
    """Something of an institution that stands here already; one of the file has nobody's grant yet."""
    institution = institutions.find(code) if code else None
    lineage = institutions.lineage(institution.id) if institution is not None else frozenset()
    return Subject.owned_by(lineage)
