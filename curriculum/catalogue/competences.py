"""Which competences the outcomes of a module lead to: dated notes, ended and never removed."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.catalogue import queries
from curriculum.catalogue.models import Outcome, OutcomeCompetence
from curriculum.db import Bilingual, db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.case import Contribution
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.frameworks import queries as frameworks


class Link(NamedTuple):
    """One note as pages show it."""

    id: int
    outcome_key: str
    framework: str
    code: str
    text: Bilingual
    how: Contribution
    from_: date
    to: date | None


def links_of(module_id: int) -> list[Link]:
    """Every note of a module, the ended ones last; two statements."""
    wanted = select(OutcomeCompetence).where(OutcomeCompetence.module_id == module_id)
    rows = db.session.scalars(wanted.order_by(OutcomeCompetence.id)).all()
    items = frameworks.items_by_id([row.item_id for row in rows])
    return sorted((_link(row, items[row.item_id]) for row in rows), key=lambda one: one.to is not None)


def _link(row: OutcomeCompetence, item: frameworks.ItemRow) -> Link:
    about = item.framework_code, item.code, item.text
    return Link(row.id, row.outcome_key, *about, row.how, row.from_, row.to)


def in_force(module_id: int) -> dict[str, list[Link]]:
    """The notes in force by the key of their outcome."""
    links: dict[str, list[Link]] = {}
    for one in links_of(module_id):
        if one.to is None:
            links.setdefault(one.outcome_key, []).append(one)
    return links


def link(actor: Actor, *, module_id: int, outcome_key: str, item_id: int, how: Contribution) -> None:
    """Note that an outcome leads to a competence of an adopted framework, from today."""
    module = queries.module(module_id)
    require(actor, Permission.VERSION_DRAFT, queries.subject(module_id))
    outcome = found(_outcome(module_id, outcome_key), "outcome", outcome_key)
    item = found(frameworks.items_by_id([item_id]).get(item_id), "framework_item", item_id)
    if _held(module_id, outcome_key, item_id):
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="framework_item", code=item.code)
    row = OutcomeCompetence(
        id=new_id(),
        module_id=module_id,
        outcome_key=outcome_key,
        item_id=item_id,
        how=how,
        from_=clock.today(),
        set_by=actor.account_id,
    )
    db.session.add(row)
    named = f"{item.framework_code} {item.code}"
    audit.record(actor, "competence:linked", "module", module.id, competence=named, outcome=outcome.code)


def _outcome(module_id: int, key: str) -> Outcome | None:
    """The latest row of an outcome."""
    ids = [version.id for version in queries.versions_of(module_id)]
    wanted = select(Outcome).where(Outcome.version_id.in_(ids), Outcome.key == key)
    return db.session.scalars(wanted.order_by(Outcome.id.desc()).limit(1)).first()


def _held(module_id: int, outcome_key: str, item_id: int) -> Sequence[OutcomeCompetence]:
    wanted = select(OutcomeCompetence).where(
        OutcomeCompetence.module_id == module_id,
        OutcomeCompetence.outcome_key == outcome_key,
        OutcomeCompetence.item_id == item_id,
        OutcomeCompetence.to.is_(None),
    )
    return db.session.scalars(wanted).all()


def end(actor: Actor, link_id: int) -> None:
    """End a note today; it stays readable."""
    row = found(db.session.get(OutcomeCompetence, link_id), "framework_item", "")
    require(actor, Permission.VERSION_DRAFT, queries.subject(row.module_id))
    item = frameworks.items_by_id([row.item_id])[row.item_id]
    if row.to is not None:
        raise Refusal(RefusalCode.WRONG_STATE, object="framework_item", state="ended")
    row.to = clock.today()
    code = queries.module(row.module_id).code
    named = f"{item.framework_code} {item.code}"
    audit.record(actor, "competence:ended", "module", row.module_id, competence=named, module=code)
