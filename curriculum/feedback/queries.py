"""Feedback by whoever gave it and by what it is about; whose word decides on it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, or_, select

from curriculum import clock
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.models import Module, ModuleVersion
from curriculum.catalogue.standing import FROZEN
from curriculum.db import Bilingual, db
from curriculum.db.holding import hold
from curriculum.delivery import queries as delivery
from curriculum.delivery.models import Run
from curriculum.domain.actors import Actor, ScopeKind, Subject
from curriculum.domain.lifecycles.feedback import FeedbackState
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import is_unbounded, reaches
from curriculum.domain.refusals import found
from curriculum.donors import queries as donors
from curriculum.feedback.models import Feedback
from curriculum.institutions import queries as institutions
from curriculum.paths import queries as paths
from curriculum.paths.models import Path, PathVersion


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
    is_shown: bool = True


def about(thing: Thing, code: str) -> About:
    """The module, path or run with this code; NOT_FOUND for what was never published."""
    one = named(thing, code)
    return found(one if one.is_shown else None, thing.value, code)


def require_seen(actor: Actor, about: About) -> None:
    """A session is for those who follow, teach, pay or run it: for others there is none of that code."""
    if about.thing is Thing.RUN:
        delivery.get_visible(actor, about.code)


def named(thing: Thing, code: str) -> About:
    """The module, path or run with this code, published or not."""
    match thing:
        case Thing.MODULE:
            return about_module(catalogue.get_module(code))
        case Thing.PATH:
            return about_path(paths.get_path(code))
    return _run(delivery.get(code))


def about_module(module: Module) -> About:
    """A module, as feedback and proposals are about it."""
    owners = institutions.lineage(module.owner_institution_id)
    title, is_shown = _title(catalogue.versions_of(module.id), module.code)
    return About(Thing.MODULE, module.id, module.code, title, owners, is_shown)


def about_path(path: Path) -> About:
    """A path, as feedback and proposals are about it."""
    owners = institutions.lineage(path.owner_institution_id)
    title, is_shown = _title(paths.versions_of(path.id), path.code)
    return About(Thing.PATH, path.id, path.code, title, owners, is_shown)


def _title(versions: Sequence[ModuleVersion | PathVersion], code: str) -> tuple[Bilingual, bool]:
    """The title everybody reads, or the one being written; and whether everybody reads one."""
    # Of what was published once people may speak, whatever became of it.
    shown = next((one for one in versions if one.state in FROZEN), None)
    row = shown or next(iter(versions), None)
    return (Bilingual(code, code) if row is None else row.title), shown is not None


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
        return about_module(catalogue.module(row.module_id))
    if row.path_id is not None:
        return about_path(db.session.get_one(Path, row.path_id))
    assert row.run_id is not None
    return _run(delivery.run(row.run_id))


def subject(thing: About) -> Subject:
    """What feedback is about, as permissions see it."""
    paths_ = frozenset({thing.id}) if thing.thing is Thing.PATH else frozenset()
    return Subject(institutions=thing.owners, owners=thing.owners, paths=paths_)


def subjects_of(thing: About) -> list[About]:
    """What a change can be proposed of: the module or path itself, of a run the modules it teaches."""
    if thing.thing is not Thing.RUN:
        return [thing]
    return [about_module(one) for one in _taught(delivery.run(thing.id))]


def _taught(run: Run) -> list[Module]:
    """The modules a run teaches: its own, or those its offering is claimed to cover."""
    if run.module_version_id is not None:
        return [catalogue.version(run.module_version_id).module]
    codes = {one.module_code for one in donors.claims_of(run.offering_id or 0)}
    return [catalogue.get_module(code) for code in sorted(codes)]


def locked(feedback_id: int) -> Feedback:
    """A piece of feedback, held until the transaction ends."""
    return found(hold(Feedback, feedback_id), "feedback", "")


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
    """What the actor decides on as lines, all of them."""
    return rows_of(db.session.scalars(deciding(actor, state)).all())


def deciding(actor: Actor, state: FeedbackState | None = None) -> Select[Feedback]:
    """What the actor decides on, or read before; open ones first, the oldest at the top."""
    wanted = select(Feedback).order_by(Feedback.state != FeedbackState.OPEN, Feedback.id)
    if (owned := _owned(actor)) is not None:
        wanted = wanted.where(owned)
    return wanted if state is None else wanted.where(Feedback.state == state)


def _owned(actor: Actor) -> ColumnElement[bool] | None:
    """Feedback on what the actor decides for; None: on everything."""
    places: set[int] = set()
    of_paths: set[int] = set()
    for reach, scope in reaches(actor, Permission.FEEDBACK_DECIDE, clock.today()):
        if is_unbounded(reach, scope):
            return None
        if scope.kind is ScopeKind.INSTITUTION and isinstance(scope.id, int):
            places |= institutions.descendants(scope.id)
        if scope.kind is ScopeKind.PATH and isinstance(scope.id, int):
            of_paths.add(scope.id)
    modules = select(Module.id).where(Module.owner_institution_id.in_(places))
    owned = select(Path.id).where(Path.owner_institution_id.in_(places))
    runs = select(Run.id).where(delivery.teaching_of(places))
    return or_(
        Feedback.module_id.in_(modules),
        Feedback.path_id.in_(owned),
        Feedback.path_id.in_(of_paths),
        Feedback.run_id.in_(runs),
    )


def rows_of(said: Sequence[Feedback]) -> list[Row]:
    """What they are about, each thing looked up once."""
    things = {one.thing: one for one in said}
    named = {key: about_of(one) for key, one in things.items()}
    return [Row(one, named[one.thing]) for one in said]
