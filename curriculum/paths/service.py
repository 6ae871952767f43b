"""Paths and their versions: drafted by one, heard by HR and coordination, approved by another, published."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from curriculum import clock
from curriculum.access import require
from curriculum.announcements import VersionPublished, VersionWithdrawn
from curriculum.audit import service as audit
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue import versioning
from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.db import announce, db, new_id
from curriculum.domain.actors import SYSTEM, Actor
from curriculum.domain.lifecycle import Lifecycle
from curriculum.domain.lifecycles.version import CROSS_MINISTRY_PATH_VERSION, PATH_VERSION, VersionState
from curriculum.domain.permissions import Permission
from curriculum.domain.problems_of_ways import asked_paths
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries as institutions
from curriculum.paths import checks, drafting, engine, queries
from curriculum.paths.assigning import assign as assign
from curriculum.paths.assigning import release as release
from curriculum.paths.content import PathContent
from curriculum.paths.enrolling import admit as admit
from curriculum.paths.enrolling import complete as complete
from curriculum.paths.enrolling import decline as decline
from curriculum.paths.enrolling import hold as hold
from curriculum.paths.enrolling import lapse as lapse
from curriculum.paths.enrolling import lapse_due as lapse_due
from curriculum.paths.enrolling import mark_applied as mark_applied
from curriculum.paths.enrolling import nominate as nominate
from curriculum.paths.enrolling import resume as resume
from curriculum.paths.enrolling import start as start
from curriculum.paths.models import Path, PathOpinion, PathVersion
from curriculum.paths.moving import migrate as migrate
from curriculum.paths.moving import move_back as move_back
from curriculum.paths.moving import move_to_version as move_to_version
from curriculum.paths.moving import pause as pause
from curriculum.paths.rerouting import change_route as change_route


def create_path(actor: Actor, *, code: str, owner: str) -> Path:
    """Open a path owned by an institution, both by code."""
    institution = institutions.get(owner)
    require(actor, Permission.VERSION_DRAFT, institutions.owned(institution.id))
    if queries.find_path(code) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="path", code=code)
    path = Path(id=new_id(), code=code, owner_institution_id=institution.id)
    db.session.add(path)
    audit.record(actor, "path:created", "path", path.id, code=code, owner=owner)
    return path


def draft_version(actor: Actor, *, path_id: int, content: PathContent) -> PathVersion:
    """Begin the next version of a path; a path has one open version at a time."""
    path = db.session.get_one(Path, path_id, with_for_update=True)
    about = replace(institutions.owned(path.owner_institution_id), paths=frozenset({path_id}))
    require(actor, Permission.VERSION_DRAFT, about)
    if (being_made := queries.open_version(path_id)) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="draft", code=f"{path.code} v{being_made.version}")
    earlier = queries.versions_of(path_id)
    number = earlier[0].version + 1 if earlier else 1
    version = drafting.new_version(path, number, content)
    version.author_id = actor.row_id
    versioning.note_writer(actor, version)
    db.session.add(version)
    audit.record(actor, "version:drafted", "path_version", version.id, code=path.code, version=number)
    return version


def revise(
    actor: Actor, path_version_id: int, content: PathContent, *, seen: int | None = None
) -> PathVersion:
    """Write the content of a draft anew; whatever is published is immutable (I-06).

    `seen` is the revision that the writer began from: what somebody saved since is never overwritten.
    """
    version: PathVersion = versioning.loaded(PATHS, actor, Permission.VERSION_DRAFT, path_version_id)
    versioning.require_draft(PATHS, version, catalogue.SHOWN)
    versioning.note_revision(version, seen)
    drafting.rewrite(version, content)
    versioning.note_writer(actor, version)
    audit.record(
        actor,
        "version:revised",
        "path_version",
        version.id,
        code=version.path.code,
        version=version.version,
    )
    return version


def require_unmoved(actor: Actor, permission: Permission, path_version_id: int, seen: str | None) -> None:
    """Refuse a decision on what is no longer what its page showed (`versioning.mark`)."""
    versioning.require_unmoved(PATHS, actor, permission, path_version_id, seen)


def submit(actor: Actor, path_version_id: int, *, seen: str | None = None) -> PathVersion:
    """Send a draft to review, once the core finds no blocking problem in it (I-20)."""
    return _take(actor, path_version_id, "submit", seen=seen, check=_complete_before("submit"))


def opine(
    actor: Actor, path_version_id: int, *, given_as: GivenAs, opinion: Opinion, note: str = ""
) -> PathOpinion:
    """Record what HR, thematic unit or coordination body say of a path under review (R14, R33)."""
    given: PathOpinion = versioning.opine(PATHS, actor, path_version_id, given_as, opinion, note)
    return given


def pilot(actor: Actor, path_version_id: int, *, seen: str | None = None) -> PathVersion:
    """Try a path out, once the thematic unit has spoken (R52)."""
    return _take(actor, path_version_id, "pilot", seen=seen)


def end_pilot(actor: Actor, path_version_id: int, *, seen: str | None = None) -> PathVersion:
    """Bring a piloted path back to review."""
    return _take(actor, path_version_id, "end_pilot", seen=seen)


def return_(actor: Actor, path_version_id: int, *, reason: str, seen: str | None = None) -> PathVersion:
    """Send a path back to its author, with the reason (I-17)."""
    return _take(actor, path_version_id, "return", reason=reason, seen=seen)


def reject(actor: Actor, path_version_id: int, *, reason: str, seen: str | None = None) -> PathVersion:
    """Say no to a version for good, with the reason; its number is not used again."""
    return _take(actor, path_version_id, "reject", reason=reason, seen=seen)


def discard(actor: Actor, path_version_id: int, *, seen: str | None = None) -> PathVersion:
    """Give a draft up; its number is not used again."""
    return _take(actor, path_version_id, "discard", seen=seen)


def approve(actor: Actor, path_version_id: int, *, seen: str | None = None) -> PathVersion:
    """Approve a path that somebody else wrote and HR, where needed coordination, gave an opinion on."""
    return _take(actor, path_version_id, "approve", seen=seen, check=_complete_before("approve"))


def reopen(actor: Actor, path_version_id: int, *, reason: str, seen: str | None = None) -> PathVersion:
    """Take an approval or a pilot back to review, with the reason."""
    return _take(actor, path_version_id, "reopen", reason=reason, seen=seen)


def publish(
    actor: Actor, path_version_id: int, *, teach_out_until: date | None = None, seen: str | None = None
) -> PathVersion:
    """Publish a path version; the one before closes its enrolment the day before and is taught out (J5)."""
    _hold_asked(path_version_id)
    previous = _replaced(path_version_id)
    version = _take(actor, path_version_id, "publish", seen=seen, check=_require_publishable)
    if previous is not None:
        version.supersedes_id = previous.id
        versioning.close_teaching(previous, teach_out_until, version.change_class)
        previous.enrolment_closed_on = clock.today() - timedelta(days=1)
        versioning.advance(SYSTEM, previous, table_of(previous), "supersede", code=version.path.code)
    engine.forget()
    announce(VersionPublished("path", version.id))
    return version


def _hold_asked(path_version_id: int) -> None:
    """Hold the path with those it asks for: of two that ask for each other one sees the other (I-20)."""
    version = queries.locked(path_version_id)
    codes = {version.path.code, *asked_paths(engine.value(version))}
    wanted = select(Path.id).where(Path.code.in_(codes)).order_by(Path.id)
    db.session.execute(wanted.with_for_update())


def _require_publishable(version: PathVersion) -> None:
    """What it asks for may have changed since it was approved: everything is looked at again."""
    checks.require_published_modules(version)
    _complete_before("publish")(version)


def _replaced(path_version_id: int) -> PathVersion | None:
    """The version that a publication replaces, held with it so that nobody withdraws it beside us."""
    found = queries.latest_published(queries.locked(path_version_id).path_id)
    held = queries.locked(found.id) if found is not None else None
    return held if held is not None and held.state is VersionState.PUBLISHED else None


def withdraw(actor: Actor, path_version_id: int, *, reason: str, seen: str | None = None) -> PathVersion:
    """Withdraw a path that is wrong in law or quality; certificates on it stay true until decided (J5)."""
    version = _take(actor, path_version_id, "withdraw", reason=reason, seen=seen)
    engine.forget()
    announce(VersionWithdrawn("path", version.id, reason))
    return version


def table_of(version: PathVersion) -> Lifecycle[VersionState]:
    """The life cycle that applies: a path across institutions also needs an endorsement (R33)."""
    return CROSS_MINISTRY_PATH_VERSION if checks.spans_ministries(version) else PATH_VERSION


PATHS = versioning.Kind(
    load=queries.locked,
    about=lambda version: queries.subject(version.id),
    table=table_of,
    owner=lambda version: version.path,
    opinions=queries.opinions_on,
    opinion=lambda version_id: PathOpinion(id=new_id(), path_version_id=version_id),
)


def _take(
    actor: Actor,
    path_version_id: int,
    action: str,
    *,
    reason: str | None = None,
    seen: str | None = None,
    check: Callable[[PathVersion], object] = lambda version: None,
) -> PathVersion:
    taken = versioning.take(PATHS, actor, path_version_id, action, reason=reason, seen=seen, check=check)
    version: PathVersion = taken
    return version


def _complete_before(action: str) -> Callable[[PathVersion], None]:
    """The check of a step that only a complete path may take; from elsewhere the table itself refuses it."""

    def check(version: PathVersion) -> None:
        if table_of(version).find(version.state, action) is not None:
            checks.require_complete(version)

    return check
