"""What people are told of a move, a pause or a withdrawal, one mail each; it says which path, never why."""

from flask import current_app

from curriculum.accounts import mailing
from curriculum.paths import queries as paths
from curriculum.paths.models import PathEnrolment, PathVersion
from curriculum.people import queries as people
from curriculum.tasks import service as tasks
from curriculum.transitions.models import MigrationPlan


def tell_moved(moved: PathEnrolment) -> None:
    """Say that somebody goes on along a newer version, with everything they hold."""
    version = paths.version(moved.path_version_id)
    facts = {"path": version.path.code, "version": str(version.version), "link": _link("/me")}
    _post(moved.person_id, "enrolment_moved", facts, f"moved:{moved.id}")


def tell_moved_back(moved: PathEnrolment, plan: MigrationPlan) -> None:
    """Say that a move was undone."""
    version = paths.version(plan.from_version_id)
    facts = {"path": version.path.code, "version": str(version.version), "link": _link("/me")}
    _post(moved.person_id, "enrolment_moved_back", facts, f"moved_back:{moved.id}")


def tell_paused(enrolment: PathEnrolment, version: PathVersion) -> None:
    """Say that an enrolment is paused, because its version was withdrawn or is no longer taught."""
    facts = {"path": version.path.code, "version": str(version.version), "link": _link("/me")}
    _post(enrolment.person_id, "enrolment_paused", facts, f"paused:{enrolment.id}:{version.id}")


def tell_holder(person_id: int, number: str, version: PathVersion) -> None:
    """Say that the version behind a certificate was withdrawn; the certificate stays until decided (J5)."""
    facts = {"number": number, "path": version.path.code, "link": _link("/me/certificates")}
    _post(person_id, "certificate_version_withdrawn", facts, f"withdrawn:{version.id}:{number}")


def _link(path: str) -> str:
    return f"{current_app.config['SETTINGS'].public_url.rstrip('/')}{path}"


def _post(person_id: int, template: str, facts: dict[str, str], key: str) -> None:
    """In the transaction of its cause; nothing for whoever gave no address."""
    mailbox = mailing.find_mailbox(people.aliases(person_id))
    if mailbox is not None:
        tasks.post(to=mailbox.address, template=template, language=mailbox.language, facts=facts, key=key)
