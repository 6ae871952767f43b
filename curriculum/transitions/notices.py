"""What people are told of a move, a pause or a withdrawal, one mail each; it says which path, never why."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import current_app

from curriculum.accounts import mailing
from curriculum.paths import queries as paths
from curriculum.paths.models import PathEnrolment, PathVersion
from curriculum.people import queries as people
from curriculum.tasks import service as tasks
from curriculum.transitions.models import MigrationPlan, UpdateAsked

AT_ONCE = 500
"""So many people's addresses are read at once."""


class _Notice(NamedTuple):
    """One mail: to whom, what is filled in, and the key by which it is posted once."""

    person_id: int
    facts: dict[str, str]
    key: str


def tell_moved(these: Sequence[PathEnrolment]) -> None:
    """Say that people go on along a newer version, with everything they hold."""
    _post(
        "enrolment_moved",
        [
            _Notice(one.person_id, _about(paths.version(one.path_version_id)), f"moved:{one.id}")
            for one in these
        ],
    )


def tell_moved_back(these: Sequence[PathEnrolment], plan: MigrationPlan) -> None:
    """Say that moves were undone."""
    facts = _about(paths.version(plan.from_version_id))
    _post("enrolment_moved_back", [_Notice(one.person_id, facts, f"moved_back:{one.id}") for one in these])


def tell_paused(these: Sequence[PathEnrolment], version: PathVersion, cause: int) -> None:
    """Say that enrolments are paused, because their version, or a module of it, is no longer taught.

    `cause` is what asked for it: each cause is told once, a second pause is told anew.
    """
    facts = _about(version)
    _post(
        "enrolment_paused",
        [_Notice(one.person_id, facts, f"paused:{one.id}:{cause}") for one in these],
    )


def tell_holders(held: Sequence[tuple[int, str]], version: PathVersion) -> None:
    """Say that the version behind certificates was withdrawn; they stay until decided (J5)."""
    common = {"path": version.path.code, "link": _link("/me/certificates")}
    _post(
        "certificate_version_withdrawn",
        [
            _Notice(person_id, {"number": number, **common}, f"withdrawn:{version.id}:{number}")
            for person_id, number in held
        ],
    )


def tell_update(held: Sequence[tuple[int, str]], version: PathVersion, asked: UpdateAsked) -> None:
    """Say what is asked of the holders of what was withdrawn, and until when (J5)."""
    common = {"path": version.path.code, "until": asked.until.isoformat()}
    _post(
        "certificate_update_asked",
        [
            _Notice(
                person_id,
                {"number": number, "link": _link(f"/certificates/{number}"), **common},
                f"update:{asked.id}:{number}",
            )
            for person_id, number in held
        ],
    )


def _about(version: PathVersion) -> dict[str, str]:
    return {"path": version.path.code, "version": str(version.version), "link": _link("/me")}


def _link(path: str) -> str:
    return f"{current_app.config['SETTINGS'].public_url.rstrip('/')}{path}"


def _post(template: str, these: Sequence[_Notice]) -> None:
    """In the transaction of their cause; nothing for whoever gave no address."""
    for start in range(0, len(these), AT_ONCE):
        _post_some(template, these[start : start + AT_ONCE])


def _post_some(template: str, these: Sequence[_Notice]) -> None:
    mailboxes = mailing.find_mailboxes(people.aliases_of({one.person_id for one in these}))
    for one in these:
        mailbox = mailboxes.get(one.person_id)
        if mailbox is not None:
            tasks.post(
                to=mailbox.address, template=template, language=mailbox.language, facts=one.facts, key=one.key
            )
