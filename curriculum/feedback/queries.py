"""Feedback by whoever gave it and by what it is about; whose word decides on it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import select

from curriculum.access import is_permitted
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.models import Module
from curriculum.db import Bilingual, db
from curriculum.delivery import queries as delivery
from curriculum.delivery.models import Run
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.lifecycles.feedback import FeedbackState
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import found
from curriculum.donors import queries as donors
from curriculum.feedback.models import Feedback
from curriculum.institutions import queries as institutions
from curriculum.paths import queries as paths
from curriculum.paths.models import Path

SHOWN = frozenset({VersionState.PUBLISHED, VersionState.SUPERSEDED, VersionState.WITHDRAWN})
"""What was published once: of it people may speak, whatever became of it."""


class Thing(StrEnum):
    """What feedback may be about."""

    MODULE = "module"
    PATH = "path"
    RUN = "run"


class About(NamedTuple):
    """What feedback is about, as pages name it."""

    thing: Thing
    id: int
    code: str
    title: Bilingual
    owners: frozenset[Any]


def about(thing: Thing, code: str) -> About:
    """The module, path or run with this code; NOT_FOUND for what was never published."""
    match thing:
        case Thing.MODULE:
            return _module(catalogue.get_module(code))
        case Thing.PATH:
            return _path(paths.get_path(code))
    return _run(delivery.get(code))


def _module(module: Module) -> About:
    rows = [one for one in catalogue.versions_of(module.id) if one.state in SHOWN]
    title = found(rows[0] if rows else None, "module", module.code).title
    owners = institutions.lineage(module.owner_institution_id)
    return About(Thing.MODULE, module.id, module.code, title, owners)


def _path(path: Path) -> About:
    rows = [one for one in paths.versions_of(path.id) if one.state in SHOWN]
    title = found(rows[0] if rows else None, "path", path.code).title
    return About(Thing.PATH, path.id, path.code, title, institutions.lineage(path.owner_institution_id))


def _run(run: Run) -> About:
    owners = _owners_of(run.offering_id, run.module_version_id)
    return About(Thing.RUN, run.id, run.code, run.title, owners)


def _owners_of(offering_id: int | None, module_version_id: int | None) -> frozenset[Any]:
    """Of a run who owns the module it teaches, or the modules its offering is claimed to cover."""
    if module_version_id is not None:
        module = catalogue.version(module_version_id).module
        return institutions.lineage(module.owner_institution_id)
    assert offering_id is not None
    return donors.subject(offering_id).owners


def about_of(row: Feedback) -> About:
    """What a piece of feedback is about."""
    if row.module_id is not None:
        return _module(catalogue.module(row.module_id))
    if row.path_id is not None:
        return _path(db.session.get_one(Path, row.path_id))
    assert row.run_id is not None
    return _run(delivery.run(row.run_id))


def subject(thing: About) -> Subject:
    """What feedback is about, as permissions see it."""
    paths_ = frozenset({thing.id}) if thing.thing is Thing.PATH else frozenset()
    return Subject(institutions=thing.owners, owners=thing.owners, paths=paths_)


def versions_carrying(thing: About) -> list[tuple[str, int]]:
    """The published versions that may carry a change, the latest first; of a run those of its module."""
    if thing.thing is Thing.PATH:
        return [
            (thing.code, one.version) for one in paths.versions_of(thing.id) if one.state in catalogue.SHOWN
        ]
    is_module = thing.thing is Thing.MODULE
    modules = [catalogue.module(thing.id)] if is_module else _taught(delivery.run(thing.id))
    rows = ((module.code, one) for module in modules for one in catalogue.versions_of(module.id))
    return [(code, one.version) for code, one in rows if one.state in catalogue.SHOWN]


def _taught(run: Run) -> list[Module]:
    """The modules a run teaches: its own, or those its offering is claimed to cover."""
    if run.module_version_id is not None:
        return [catalogue.version(run.module_version_id).module]
    codes = {one.module_code for one in donors.claims_of(run.offering_id or 0)}
    return [catalogue.get_module(code) for code in sorted(codes)]


def locked(feedback_id: int) -> Feedback:
    """A piece of feedback, held until the transaction ends."""
    wanted = select(Feedback).where(Feedback.id == feedback_id).with_for_update()
    row = db.session.scalar(wanted.execution_options(populate_existing=True))
    return found(row, "feedback", "")


def one(feedback_id: int) -> Feedback:
    """A piece of feedback by its key."""
    return found(db.session.get(Feedback, feedback_id), "feedback", "")


def given_by(account_id: object) -> Sequence[Feedback]:
    """What an account said, the latest first."""
    wanted = select(Feedback).where(Feedback.given_by == account_id)
    return db.session.scalars(wanted.order_by(Feedback.id.desc())).all()


class Row(NamedTuple):
    """One line of the owner's list."""

    feedback: Feedback
    about: About


def to_decide(actor: Actor, state: FeedbackState | None = None) -> list[Row]:
    """What the actor decides on, or read before; open ones first, the oldest at the top."""
    wanted = select(Feedback).order_by(Feedback.answered_at.is_not(None), Feedback.id)
    if state is not None:
        wanted = wanted.where(Feedback.state == state)
    said = db.session.scalars(wanted).all()
    things = {one.thing: about_of(one) for one in said}
    owned = {
        key
        for key, thing in things.items()
        if is_permitted(actor, Permission.FEEDBACK_DECIDE, subject(thing))
    }
    return [Row(one, things[one.thing]) for one in said if one.thing in owned]
