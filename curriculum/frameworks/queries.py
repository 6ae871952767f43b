"""Competence frameworks as pages, exports and the rooms above read them."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from curriculum.db import Bilingual, db
from curriculum.db.holding import hold
from curriculum.domain.actors import Subject
from curriculum.domain.case import Plain, body_of, folded, write
from curriculum.domain.lifecycles.framework import FrameworkState
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.frameworks.models import Framework, FrameworkAssociation, FrameworkFile, FrameworkItem
from curriculum.institutions import queries as institutions

PAGE = 100
ADOPTION = {FrameworkState.ADOPTED: "Adopted", FrameworkState.DEPRECATED: "Deprecated"}


def get(code: str) -> Framework:
    """The framework with this code."""
    return found(find(code), "framework", code)


def find(code: str) -> Framework | None:
    """The framework with this code, if there is one."""
    return db.session.scalar(select(Framework).where(Framework.code == code))


def by_id(framework_id: int) -> Framework:
    """The framework with this key."""
    return found(db.session.get(Framework, framework_id), "framework", "")


def locked(framework_id: int) -> Framework:
    """The framework as it stands now, held until the transaction ends: of two at once one waits."""
    return found(hold(Framework, framework_id), "framework", "")


def all_() -> Sequence[Framework]:
    """Every framework, in the order of its code."""
    return db.session.scalars(select(Framework).order_by(Framework.code)).all()


def of_document(case_id: str) -> Sequence[Framework]:
    """The frameworks held of one CASE document, the latest first."""
    wanted = select(Framework).where(Framework.case_id == case_id)
    return db.session.scalars(wanted.order_by(Framework.id.desc())).all()


def count_items() -> dict[int, int]:
    """How many items each framework has."""
    wanted = select(FrameworkItem.framework_id, func.count()).group_by(FrameworkItem.framework_id)
    return dict(db.session.execute(wanted).all())


class ItemsPage(NamedTuple):
    """One page of the items of a framework, found by a text or all of them."""

    items: Sequence[FrameworkItem]
    total: int
    page: int
    pages: int

    def iter_pages(self) -> Iterable[int | None]:
        """Page numbers to offer: first, last and the neighbours; None stands for a gap."""
        near = sorted({1, self.pages, *range(max(1, self.page - 1), min(self.pages, self.page + 1) + 1)})
        for before, number in zip([0, *near], near, strict=False):
            if number > before + 1:
                yield None
            yield number


def items_page(framework_id: int, text: str = "", page: int = 1) -> ItemsPage:
    """The items from top to bottom, a hundred at a time; `text` looks into code and statement."""
    wanted = select(FrameworkItem).where(FrameworkItem.framework_id == framework_id)
    if text:
        wanted = wanted.where(FrameworkItem.words.contains(folded(text), autoescape=True))
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    shown = wanted.order_by(FrameworkItem.place).limit(PAGE).offset((page - 1) * PAGE)
    return ItemsPage(db.session.scalars(shown).all(), total, page, pages)


class ItemRow(NamedTuple):
    """An item as rooms above show it."""

    id: int
    framework_code: str
    code: str
    text: Bilingual
    case_id: str

    @property
    def name(self) -> str:
        """Framework and code, as a reader calls it."""
        return f"{self.framework_code} {self.code}"


def items_by_id(ids: Collection[int]) -> dict[int, ItemRow]:
    """Items by key, one statement for any number."""
    wanted = select(
        FrameworkItem.id, Framework.code, FrameworkItem.code, FrameworkItem.text, FrameworkItem.case_id
    )
    wanted = wanted.join(Framework, Framework.id == FrameworkItem.framework_id)
    rows = db.session.execute(wanted.where(FrameworkItem.id.in_(set(ids))))
    return {row[0]: ItemRow(*row) for row in rows}


def standing() -> Sequence[Framework]:
    """The adopted frameworks: what outcomes and posts may point to."""
    wanted = select(Framework).where(Framework.state == FrameworkState.ADOPTED)
    return db.session.scalars(wanted.order_by(Framework.code)).all()


def get_item(framework_code: str, item_code: str) -> FrameworkItem:
    """The item with this code in a framework that is firm; a draft may still change below a finger."""
    framework = get(framework_code)
    if framework.state is FrameworkState.DRAFT:
        raise Refusal(RefusalCode.WRONG_STATE, object="framework", state=framework.state)
    wanted = select(FrameworkItem).where(FrameworkItem.framework_id == framework.id)
    items = db.session.scalars(wanted.where(FrameworkItem.code == item_code).limit(2)).all()
    if len(items) > 1:
        raise Refusal(RefusalCode.VALUE_INVALID, field="code", value=item_code, expected="1 ×")
    return found(items[0] if items else None, "framework_item", item_code)


def item_of(framework_code: str, case_id: str) -> FrameworkItem:
    """The item of a framework with this identifier of CASE."""
    wanted = select(FrameworkItem).where(FrameworkItem.framework_id == get(framework_code).id)
    return found(db.session.scalar(wanted.where(FrameworkItem.case_id == case_id)), "framework_item", case_id)


def associations_outward(framework_id: int) -> int:
    """How many associations of the file end in other frameworks."""
    wanted = select(func.count()).where(
        FrameworkAssociation.framework_id == framework_id, FrameworkAssociation.is_outward.is_(True)
    )
    return db.session.scalar(wanted) or 0


def known_items(case_ids: Collection[str] | None = None) -> frozenset[str]:
    """The CASE identifiers of items and documents held here, all of them or these."""
    items, documents = select(FrameworkItem.case_id), select(Framework.case_id)
    if case_ids is not None:
        items = items.where(FrameworkItem.case_id.in_(case_ids))
        documents = documents.where(Framework.case_id.in_(case_ids))
    return frozenset(db.session.scalars(items)) | frozenset(db.session.scalars(documents))


def export(code: str) -> Plain:
    """The framework as CASE JSON shapes it; equal to its file, except for what was decided here since."""
    framework = get(code)
    rows = _raw(FrameworkItem, framework.id), _raw(FrameworkAssociation, framework.id)
    return write(framework.shell, *rows, document=_standing(framework))


def _raw(kind: type[FrameworkItem | FrameworkAssociation], framework_id: int) -> list[Plain]:
    wanted = select(kind.raw).where(kind.framework_id == framework_id).order_by(kind.seq)
    return list(db.session.scalars(wanted))


def _standing(framework: Framework) -> Plain:
    """What adoption here changes of the document; nothing where the file said so itself."""
    word = ADOPTION.get(framework.state)
    if word is None or body_of(framework.shell)["CFDocument"].get("adoptionStatus") == word:
        return {}
    changed: Plain = {"adoptionStatus": word}
    if framework.adopted_on:
        changed["statusStartDate"] = framework.adopted_on.isoformat()
    if framework.deprecated_on:
        changed["statusEndDate"] = framework.deprecated_on.isoformat()
    return changed


def subject(framework: Framework) -> Subject:
    """A framework as permissions see it."""
    return subject_of(framework.owner_institution_id)


def subject_of(owner_id: int | None) -> Subject:
    """A framework of this owner as permissions see it."""
    return Subject(owners=institutions.lineage(owner_id) if owner_id else frozenset())


def file(file_id: int) -> FrameworkFile:
    """A file that waits between its preview and the decision."""
    return found(db.session.get(FrameworkFile, file_id), "framework", "")
